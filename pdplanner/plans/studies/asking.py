"""Asking for studies of a built plan, taking one up, writing its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import and_, delete, func, insert, select, update
from sqlalchemy.orm import undefer

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.plans import planner
from pdplanner.plans.models import Scenario, Status, Study
from pdplanner.plans.report import read_report
from pdplanner.plans.studies.answers import answers_of

LOST_AFTER = timedelta(minutes=10)
# Seconds of a build: of a plan that takes longer, each answer may take minutes.
LONGEST_BUILD = 20.0


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A question that waits, with the files of its plan.

    `drawn` are the answered draws by number, where the question is about them.
    """

    scenario_id: int
    version: int
    number: int
    question: planner.Question
    problem: str
    result: str
    drawn: Mapping[str, Mapping[str, Any]]


def begin_after(scenario_id: int) -> bool:
    """Ask all questions of a plan that was just built, where that follows by itself."""
    scenario = db.session.get_one(Scenario, scenario_id)
    quick = read_report(scenario.report).seconds <= LONGEST_BUILD
    if scenario.status != Status.BUILT or not (current_app.config["STUDY_PLANS"] and quick):
        return False
    begin(scenario)
    return True


def begin(scenario: Scenario) -> None:
    """Ask all questions of a plan; answers of an earlier one go."""
    db.session.execute(delete(Study).where(Study.scenario_id == scenario.id))
    if scenario.problem is None or scenario.result is None:
        return
    plan = planner.studied(scenario.problem, scenario.result)
    _ask(scenario, planner.questions(plan, read_report(scenario.report).left_out), first=0)


def begin_draws(scenario: Scenario) -> None:
    """Ask how the plan fares with ratings off by one, where that was not asked before."""
    held = select(Study.kind, func.max(Study.number)).where(
        Study.scenario_id == scenario.id, Study.version == scenario.version
    )
    numbers = dict(db.session.execute(held.group_by(Study.kind)).all())
    if "draw" not in numbers:
        _ask(scenario, planner.draws(), first=max(numbers.values(), default=-1) + 1)


def stop(scenario: Scenario) -> None:
    """Drop the questions that wait; what is answered stays."""
    waiting = delete(Study).where(Study.scenario_id == scenario.id, Study.answer.is_(None))
    db.session.execute(waiting)


def next_of(scenario_id: int) -> Taken | None:
    """Return the first question that waits; None where there is none, or the plan changed."""
    found = db.session.execute(
        select(Scenario, Study)
        .join(Study, and_(Study.scenario_id == Scenario.id, Study.version == Scenario.version))
        .where(Scenario.id == scenario_id, Scenario.status == Status.BUILT, Study.answer.is_(None))
        .order_by(Study.number)
        .options(undefer(Scenario.problem), undefer(Scenario.result))
        .limit(1)
    ).first()
    if found is None:
        return None
    scenario, study = found
    return Taken(
        scenario_id=scenario.id,
        version=study.version,
        number=study.number,
        question=planner.Question(study.kind, study.subject),
        problem=scenario.problem or "",
        result=scenario.result or "",
        drawn=answers_of(scenario).of("draw") if study.kind == "doubts" else {},
    )


def write(taken: Taken, answer: str) -> None:
    """Write an answer, unless its question was dropped or asked of another plan meanwhile."""
    db.session.execute(
        update(Study)
        .where(
            Study.scenario_id == taken.scenario_id,
            Study.number == taken.number,
            Study.version == taken.version,
            Study.answer.is_(None),
        )
        .values(answer=answer, changed_at=clock.now())
    )


def lost() -> list[int]:
    """Return the scenarios with questions that wait and no answer for too long."""
    before = clock.now() - LOST_AFTER
    waiting = select(Study.scenario_id).where(Study.answer.is_(None)).distinct()
    quiet = (
        select(Study.scenario_id)
        .where(Study.scenario_id.in_(waiting))
        .group_by(Study.scenario_id)
        .having(func.max(Study.changed_at) < before)
    )
    return list(db.session.scalars(quiet.order_by(Study.scenario_id)))


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
