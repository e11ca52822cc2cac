"""Taking up a question that waits, and writing its answer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, select, update
from sqlalchemy.orm import undefer

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.plans import planner
from pdplanner.plans.models import Scenario, Status, Study
from pdplanner.plans.planner.report import read_report
from pdplanner.plans.planner.report_figures import LateRuns
from pdplanner.plans.studies.answers import answers_of
from pdplanner.web import process_locks


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A question that waits, with the files of its plan.

    `earlier` are the answers by subject that the question rests on, None where limits ended one.
    """

    scenario_id: int
    version: int
    number: int
    question: planner.Question
    problem: str
    result: str
    late: Sequence[LateRuns]
    earlier: Mapping[str, Mapping[str, Any] | None]


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
        late=read_report(scenario.report).late_runs,
        earlier=_earlier(scenario, study.kind),
    )


def _earlier(scenario: Scenario, kind: str) -> Mapping[str, Mapping[str, Any] | None]:
    rests_on = planner.RESTS_ON.get(kind)
    return answers_of(scenario).by_kind.get(rests_on, {}) if rests_on else {}


def is_wanted(taken: Taken) -> bool:
    """Whether somebody still waits for the answer: the plan is the same and nobody stopped it."""
    asked = (
        select(Study.number)
        .join(Scenario, and_(Scenario.id == Study.scenario_id, Scenario.version == Study.version))
        .where(
            Study.scenario_id == taken.scenario_id,
            Study.number == taken.number,
            Study.version == taken.version,
            Study.answer.is_(None),
        )
    )
    return db.session.scalar(asked) is not None


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


def held_as(scenario_id: int) -> str:
    """The name that a worker holds while it answers what is asked of a plan."""
    return f"study-{scenario_id}"


def wait(scenario_id: int) -> bool:
    """Whether questions of a built plan wait for an answer."""
    return scenario_id in db.session.scalars(_waiting().where(Scenario.id == scenario_id)).all()


def lost(queued: Collection[tuple[object, ...]]) -> list[int]:
    """Return the scenarios with questions that wait, of which no worker nor the queue knows."""
    return [
        scenario_id
        for scenario_id in db.session.scalars(_waiting().order_by(Scenario.id)).all()
        if (scenario_id,) not in queued and not process_locks.is_held(held_as(scenario_id))
    ]


def _waiting() -> Select[int]:
    """The scenarios with questions of the plan as it is built now that nobody has answered."""
    asked = and_(Study.scenario_id == Scenario.id, Study.version == Scenario.version)
    unanswered = Scenario.status == Status.BUILT, Study.answer.is_(None)
    return select(Scenario.id).join(Study, asked).where(*unanswered).distinct()
