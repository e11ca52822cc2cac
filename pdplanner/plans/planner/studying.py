"""What is asked of a plan beside its lines, and the engine's answers as JSON with its ids."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import Any, NamedTuple

from pdplanner import engine
from pdplanner.engine import studies
from pdplanner.engine.explaining import explain
from pdplanner.engine.values.plenty import with_plenty
from pdplanner.plans.planner.along import along, at
from pdplanner.plans.planner.late_runs import with_places_paid
from pdplanner.plans.planner.mentors import learners
from pdplanner.plans.planner.report_figures import LateRuns, LeftOut

# Of the money where it stops helping: the first ones draw the picture, the others make it finer.
PERCENTAGES = (50, 100)
FINER = (25, 75, 10, 90, 5, 15, 35, 60, 20, 30, 40, 45, 70, 80)
CUTS = (10,)
OTHER_CUTS = (5, 20)
MORE_CENTS = 100_000
# Grows when answers are written in another way: older ones are then asked again.
FORM = 5
DRAWS = 200
# With more people an answer takes minutes.
FEW_PEOPLE, FEW_ENTRIES = 60, 12
DOUBTS = "doubts"
# What is answered from earlier answers, by kind.
RESTS_ON = {DOUBTS: "draw", "curve": "enough"}
MOST_DOUBTS = 10
# Reasons that a lower price could change.
MAY_ENTER = ("elsewhere", "dominated", "over fund", "over cap", "closed by the plan")


Found = Mapping[str, Any] | None


class Question(NamedTuple):
    kind: str
    subject: str = ""


@dataclass(frozen=True, kw_only=True)
class Studied:
    """A built plan, as its files say, and how long to search for each answer.

    `late` are the runs that bound its places by the money that lasts so long.
    """

    problem: engine.Problem
    result: engine.Result
    limits: engine.Limits
    late: Sequence[LateRuns] = ()

    @property
    def with_all_places(self) -> engine.Problem:
        """The problem as it is with money without end, where its places depend on money."""
        if not self.late:
            return self.problem
        return with_places_paid(with_plenty(self.problem), self.late)


def studied(
    problem: str,
    result: str,
    watch: engine.Watch | None = None,
    *,
    late: Sequence[LateRuns] = (),
) -> Studied:
    """`watch` may end the search for an answer, which is worth nothing then."""
    return Studied(
        problem=engine.read_problem(problem),
        result=engine.read_result(result),
        limits=engine.Limits(watch=watch),
        late=late,
    )


def questions(plan: Studied, left_out: tuple[LeftOut, ...], *, holders: int) -> list[Question]:
    """What is asked of every plan, in the order in which a director reads the answers.

    `holders` are how many are to hold an indicator when somebody leaves.
    """
    return [
        *_of_money(plan),
        *_of_rules(plan),
        *_of_entries(plan, left_out),
        *_of_people(plan, holders),
    ]


def draws() -> list[Question]:
    """How the plan fares with ratings off by one, and last which ratings tell most."""
    return [*(Question("draw", str(number)) for number in range(DRAWS)), Question(DOUBTS)]


def entry_question(plan: Studied, reason: LeftOut) -> Question | None:
    """At which price the offering comes in for the person; None where none could help.

    What is sold by the cohort only has no price of one place.
    """
    if not _may_enter(plan, reason):
        return None
    return Question("entry", f"{reason.person_id}/{reason.offering_id}")


def _may_enter(plan: Studied, reason: LeftOut) -> bool:
    if reason.rule not in MAY_ENTER:
        return False
    return plan.problem.offering(str(reason.offering_id)).price is not None


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


def _of_money(plan: Studied) -> Iterator[Question]:
    yield Question("free")
    funds = plan.problem.funds
    money = any(fund.amount for fund in funds)
    yield from (Question("enough") for _ in funds[:1])
    yield from (Question("curve", str(percent)) for percent in PERCENTAGES if funds)
    yield from (Question("cut", str(percent)) for percent in CUTS if money)
    yield from (Question("more", fund.id) for fund in funds)
    yield from (Question("curve", str(percent)) for percent in FINER if funds)
    yield from (Question("cut", str(percent)) for percent in OTHER_CUTS if money)


def _of_rules(plan: Studied) -> Iterator[Question]:
    for rule in studies.active_rules(plan.problem):
        yield Question("rule", f"{rule.kind}/{rule.of}")


def _of_entries(plan: Studied, left_out: tuple[LeftOut, ...]) -> Iterator[Question]:
    """At which price each comes in for whomever it may cost most; of many people a few."""
    asked = (each for each in left_out if _may_enter(plan, each))
    few = None if len(learners(plan.problem)) <= FEW_PEOPLE else FEW_ENTRIES
    for reason in islice(asked, few):
        yield Question("entry", f"/{reason.offering_id}")


def _of_people(plan: Studied, holders: int) -> Iterator[Question]:
    yield from (Question("departure", f"{one.id}/{holders}") for one in learners(plan.problem))


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
