"""Asking for studies of a built plan, taking one up, writing its answer."""

from collections.abc import Sequence

from flask import current_app
from sqlalchemy import Select, delete, insert, not_, select, update

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.plans import planner
from pdplanner.plans.models import Scenario, Status, Study
from pdplanner.plans.planner.report import read_report
from pdplanner.plans.scenarios.empty_plan import nothing_to_plan
from pdplanner.plans.studies.answers import NO_ANSWER, PRESENT, STOPPED

# Seconds of a build: of a plan that takes longer, each answer may take minutes.
LONGEST_BUILD = 20.0


def begin_after(scenario_id: int) -> bool:
    """Ask all questions of a plan that was just built, where that follows by itself."""
    scenario = db.session.get_one(Scenario, scenario_id)
    quick = read_report(scenario.report).seconds <= LONGEST_BUILD
    if scenario.status != Status.BUILT or not (current_app.config["STUDY_PLANS"] and quick):
        return False
    return begin(scenario)


def begin(scenario: Scenario) -> bool:
    """Ask all questions of a plan, or again those that were stopped; answers of an earlier one go.

    Of a plan of nobody nothing is asked. Returns whether a worker has to be told: none is on its
    way with other questions.
    """
    nothing = nothing_to_plan(read_report(scenario.report))
    if scenario.problem is None or scenario.result is None or (nothing and nothing.nobody):
        return False
    _wait_for_others(scenario)
    earlier = Study.scenario_id == scenario.id, Study.version != scenario.version
    db.session.execute(delete(Study).where(*earlier))
    idle = not _waits(scenario)
    if _last_number(scenario) is None:
        plan = planner.studied(scenario.problem, scenario.result)
        left_out = read_report(scenario.report).left_out
        _ask(scenario, planner.questions(plan, left_out, holders=scenario.holders), first=0)
    else:
        _ask_again(scenario)
    return idle


def begin_draws(scenario: Scenario) -> bool:
    """Ask how the plan fares with ratings off by one; as `begin`."""
    _wait_for_others(scenario)
    idle, last = not _waits(scenario), _last_number(scenario)
    drawn = _of(scenario).where(Study.kind == "draw").limit(1)
    if db.session.scalar(drawn) is None:
        _ask(scenario, planner.draws(), first=0 if last is None else last + 1)
    else:
        _ask_again(scenario)
    return idle


def begin_entry(scenario: Scenario, person_id: int, offering_id: int) -> bool:
    """Ask at which price an offering comes in for a person; as `begin`.

    Nothing is asked twice, nor of what the plan does not know or sells no seat in.
    """
    if scenario.problem is None or scenario.result is None:
        return False
    plan = planner.studied(scenario.problem, scenario.result)
    reasons = planner.why_not(plan, offering_id)
    reason = next((each for each in reasons if each.person_id == person_id), None)
    question = planner.entry_question(plan, reason) if reason is not None else None
    _wait_for_others(scenario)
    if question is None or _is_asked(scenario, question):
        return False
    idle = not _waits(scenario)
    # Somebody waits for this one: it goes before those that every plan is asked.
    _ask(scenario, [question], first=(_first_number(scenario) or 0) - 1)
    return idle


def stop(scenario: Scenario) -> None:
    """Take back the questions that wait, until they are asked again; what is answered stays."""
    waiting = update(Study).where(Study.scenario_id == scenario.id, Study.answer.is_(None))
    db.session.execute(waiting.values(answer=STOPPED, changed_at=clock.now()))


def _wait_for_others(scenario: Scenario) -> None:
    """Two who ask at once would give the same numbers: the later one waits here."""
    db.session.execute(select(Scenario.id).where(Scenario.id == scenario.id).with_for_update())


def _ask_again(scenario: Scenario) -> None:
    """Ask what was stopped, and what an earlier release answered in another form."""
    unanswered = not_(Study.answer.startswith(PRESENT, autoescape=True))
    again = update(Study).where(
        Study.scenario_id == scenario.id, Study.answer != NO_ANSWER, unanswered
    )
    db.session.execute(again.values(answer=None, changed_at=clock.now()))


def _of(scenario: Scenario) -> Select[int]:
    """The numbers of the questions of the plan as it is built now."""
    mine = Study.scenario_id == scenario.id, Study.version == scenario.version
    return select(Study.number).where(*mine)


def _waits(scenario: Scenario) -> bool:
    return db.session.scalar(_of(scenario).where(Study.answer.is_(None)).limit(1)) is not None


def _is_asked(scenario: Scenario, question: planner.Question) -> bool:
    same = Study.kind == question.kind, Study.subject == question.subject
    return db.session.scalar(_of(scenario).where(*same).limit(1)) is not None


def _first_number(scenario: Scenario) -> int | None:
    return db.session.scalar(_of(scenario).order_by(Study.number).limit(1))


def _last_number(scenario: Scenario) -> int | None:
    return db.session.scalar(_of(scenario).order_by(Study.number.desc()).limit(1))


def _ask(scenario: Scenario, asked: Sequence[planner.Question], *, first: int) -> None:
    now = clock.now()
    rows = [
        {
            "scenario_id": scenario.id,
            "number": number,
            "version": scenario.version,
            "kind": question.kind,
            "subject": question.subject,
            "answer": None,
            "changed_at": now,
        }
        for number, question in enumerate(asked, first)
    ]
    if rows:
        db.session.execute(insert(Study), rows)
