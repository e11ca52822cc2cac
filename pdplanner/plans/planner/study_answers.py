"""The engine's answers to what is asked of a plan, as JSON with the database's ids."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Any

from pdplanner import engine
from pdplanner.engine import studies
from pdplanner.engine.explaining import explain
from pdplanner.plans.planner.along import along, at
from pdplanner.plans.planner.late_runs import with_places_paid
from pdplanner.plans.planner.mentors import learners
from pdplanner.plans.planner.study_questions import DOUBTS, Question, Studied

MORE_CENTS = 100_000
# Grows when answers are written in another way: older ones are then asked again.
FORM = 5
# What is answered from earlier answers, by kind.
RESTS_ON = {DOUBTS: "draw", "curve": "enough"}
MOST_DOUBTS = 10

Found = Mapping[str, Any] | None


def answer(plan: Studied, question: Question, earlier: Mapping[str, Found]) -> str:
    """Answer one question in the present form; JSON `null` where limits end the search first.

    `earlier` are the answers by subject of the kind that it rests on: see `RESTS_ON`.
    """
    try:
        if question.kind == DOUBTS:
            found: Found = {"ratings": _doubts(plan, earlier)}
        elif question.kind == "curve":
            found = _curve(plan, question.subject, earlier)
        else:
            found = ANSWERS[question.kind](plan, question.subject)
    except engine.NoPlanWithinLimits:
        found = None
    said = None if found is None else {"form": FORM, **found}
    return json.dumps(said, separators=(",", ":"))


def _free(plan: Studied, _subject: str) -> Found:
    """The best plan without any money, with the hours that it takes of learners and mentors."""
    free = studies.free(plan.problem, plan.limits)
    given = {
        one.person: one.given
        for one in explain.person_totals(free.problem, free.result)
        if one.given
    }
    lines = explain.lines(free.problem, free.result)
    return {
        "value": free.result.value,
        "bound": free.result.bound,
        "hours": free.result.hours,
        "given": sum(given.values()),
        "mentors": given,
        "lines": [[one.choice.person, one.choice.offering, one.points] for one in lines],
        "pins": [*free.pins],
        "floors": free.floors,
    }


def _curve(plan: Studied, percent: str, earlier: Mapping[str, Found]) -> Found:
    """A share of the money where it stops helping; None where that was not found."""
    enough = earlier[""] if "" in earlier else _enough(plan, "")
    return None if enough is None else _changed(plan, at(plan.problem, enough, int(percent)))


def _enough(plan: Studied, _subject: str) -> Found:
    return along(plan.problem, plan.with_all_places, plan.limits).as_answer()


def _more(plan: Studied, fund: str) -> Found:
    return _changed(plan, studies.more_money(plan.problem, fund, MORE_CENTS))


def _cut(plan: Studied, percent: str) -> Found:
    return _changed(plan, studies.scaled(plan.problem, 100 - int(percent)))


def _changed(plan: Studied, other: engine.Problem, *, unlimited: bool = False) -> Found:
    changed = with_places_paid(other, plan.late, unlimited=unlimited)
    found = studies.changes(plan.problem, plan.result, changed, plan.limits)
    money = sum(fund.amount for fund in changed.funds)
    return {**asdict(replace(found, reasons=())), "money": money, "possible": not found.reasons}


def _rule(plan: Studied, subject: str) -> Found:
    kind, _, of = subject.partition("/")
    wanted = (one for one in studies.active_rules(plan.problem) if one.kind == kind)
    rule = next(one for one in wanted if one.of == of)
    without = studies.without_rule(plan.problem, rule)
    return _changed(plan, without, unlimited=kind == "seats")


def _entry(plan: Studied, subject: str) -> Found:
    person, _, offering = subject.partition("/")
    people = [person] if person else [one.id for one in learners(plan.problem)]
    found = studies.entry(plan.problem, plan.result, people, offering, plan.limits)
    return {"possible": False} if found is None else {"possible": True, **asdict(found)}


def _departure(plan: Studied, subject: str) -> Found:
    person, _, holders = subject.partition("/")
    found = studies.departure(
        plan.with_all_places, plan.result, person, holders=int(holders), limits=plan.limits
    )
    choices = [[one.person, one.offering] for one in found.choices]
    return {**asdict(found), "choices": choices}


def _draw(plan: Studied, number: str) -> Found:
    return asdict(studies.draw(plan.problem, plan.result, int(number), plan.limits))


ANSWERS: Mapping[str, Callable[[Studied, str], Found]] = {
    "free": _free,
    "enough": _enough,
    "more": _more,
    "cut": _cut,
    "rule": _rule,
    "entry": _entry,
    "departure": _departure,
    "draw": _draw,
}


def _doubts(plan: Studied, drawn: Mapping[str, Found]) -> list[list[str | float]]:
    """Person, indicator and lines of the ratings that tell most, the most first."""
    draws_made = [
        studies.Draw(
            number=int(number),
            gone=tuple((person, offering) for person, offering in each["gone"]),
            possible=each["possible"],
        )
        for number, each in drawn.items()
        if each is not None
    ]
    found = studies.doubts(plan.problem, plan.result, draws_made)[:MOST_DOUBTS]
    return [[one.person, one.indicator, round(one.more, 2)] for one in found]
