"""The jobs of this slice: building a scenario, and finding those that a killed worker left."""

import logging

from pdplanner.extensions import db, queue
from pdplanner.plans import builds, planner
from pdplanner.web import transactions

log = logging.getLogger(__name__)


@queue.task
def build(scenario_id: int) -> None:
    """Build a scenario's plan; run twice, or after its settings changed, it does no harm."""
    transactions.end_writing()
    with transactions.writing():
        version = builds.take_up(scenario_id)
        db.session.commit()
    if version is None:
        return
    try:
        built = _solved(scenario_id)
    except Exception:
        # Whatever went wrong, the director waits: say so on the page, and log why.
        log.exception("Scenario %s could not be built.", scenario_id)
        _fail(scenario_id, version)
        return
    with transactions.writing():
        builds.finish(scenario_id, version, built)
        db.session.commit()


@queue.each_minute
def sweep() -> int:
    """Hand the builds that were lost to a worker again; return how many."""
    lost = builds.lost()
    db.session.rollback()
    for scenario_id in lost:
        build.later(scenario_id)
    return len(lost)


def _solved(scenario_id: int) -> planner.Built:
    draft = builds.draft_of(scenario_id)
    # The solver works without a transaction: it may take a while.
    db.session.rollback()
    return planner.build(draft)


def _fail(scenario_id: int, version: int) -> None:
    db.session.rollback()
    with transactions.writing():
        builds.fail(scenario_id, version)
        db.session.commit()
