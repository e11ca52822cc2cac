"""What keeps a build or a study waiting, where that is more than a moment."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.plans.models import Scenario, Status
from pdplanner.plans.scenarios import builds
from pdplanner.plans.studies import taking
from pdplanner.plans.studies.answers import Answers
from pdplanner.web import process_locks, worker_presence

PATIENCE = timedelta(seconds=8)


class Standstill(StrEnum):
    """Why nothing goes on: nobody is there, all are busy, or whoever worked on it has ended."""

    NO_WORKER = "no-worker"
    BUSY = "busy"
    ENDED = "ended"


def of_build(scenario: Scenario) -> Standstill | None:
    """Return why a scenario that waits for its plan goes on waiting; None while it is at work."""
    waits = scenario.status == Status.WAITING and _is_long(scenario.asked_at)
    if not waits and scenario.status != Status.BUILDING:
        return None
    if process_locks.is_held(builds.held_as(scenario.id, scenario.version)):
        return None
    if _status_now(scenario.id) != scenario.status:
        return None
    return _reason(begun=scenario.status == Status.BUILDING)


def _status_now(scenario_id: int) -> str | None:
    """What a worker wrote that let go of a build since the page read its status.

    Read beside the session, whose transaction shows what was so when it began.
    """
    with db.engine.connect() as connection:
        return connection.scalar(select(Scenario.status).where(Scenario.id == scenario_id))


def of_studies(scenario: Scenario, answers: Answers) -> Standstill | None:
    """The same of the questions about a plan that wait for an answer."""
    if not answers.waiting or not _is_long(answers.changed_at):
        return None
    if process_locks.is_held(taking.held_as(scenario.id)):
        return None
    return _reason(begun=False)


def _reason(*, begun: bool) -> Standstill:
    if not worker_presence.is_there():
        return Standstill.NO_WORKER
    return Standstill.ENDED if begun else Standstill.BUSY


def _is_long(since: datetime | None) -> bool:
    return since is not None and clock.now() - since >= PATIENCE
