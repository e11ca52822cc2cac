"""The jobs of this slice: building a scenario, studying it, finding what a killed worker left."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import InterfaceError, OperationalError

from pdplanner.extensions import db, queue
from pdplanner.plans import planner
from pdplanner.plans.scenarios import builds
from pdplanner.plans.studies import asking, taking
from pdplanner.plans.studies.answers import NO_ANSWER
from pdplanner.web import process_locks, request_log, transactions

ANSWERS_AT_ONCE = 3
MOST_TRIES = 5
"""So often is begun anew what ended its worker, as what needs more memory than there is does, or
what cannot be written."""
PASSES = OperationalError, InterfaceError, OSError
"""What is no fault of the work and passes by itself, as a database does that is away."""
MOST_OUTAGES = 100
"""So often is begun anew what that broke off, some three times a minute: then it does not pass."""
NOTED_EACH, ASKED_EACH = 1.0, 0.25
"""Seconds: how often a build writes down how far it is, and a study looks whether it is wanted."""

log = logging.getLogger(__name__)


@queue.task
def build(scenario_id: int) -> None:
    """Build a scenario's plan; run twice, or after its settings changed, it does no harm.

    What another worker builds is left to it.
    """
    transactions.end_writing()
    version = builds.asked_version(scenario_id)
    db.session.rollback()
    if version is None:
        return
    name = builds.held_as(scenario_id, version)
    with process_locks.alone(name) as is_mine:
        if not is_mine:
            return
        with _counted(name) as too_often:
            if too_often:
                log.error("Scenario %s could not be built: each try broke off.", scenario_id)
                _fail(scenario_id, version)
            else:
                _build(scenario_id, version)


@contextmanager
def _counted(name: str) -> Iterator[bool]:
    """Whether some work has broken off too often, with its worker or without.

    After what passes by itself the queue tries again, and the count of the others begins anew.
    """
    outages = f"outages-{name}"
    too_often = queue.begin(name) > MOST_TRIES
    too_often |= queue.begin(outages) > MOST_OUTAGES
    try:
        yield too_often
    except PASSES:
        queue.end(name)
        raise
    queue.end(name)
    queue.end(outages)


def _build(scenario_id: int, version: int) -> None:
    """Whoever asks for other settings meanwhile hands their build to a worker."""
    with transactions.writing():
        taken_up = builds.take_up(scenario_id)
        if taken_up != version:
            db.session.rollback()
            return
        db.session.commit()
    try:
        built = _solved(scenario_id, version)
    except Exception:
        # Whatever went wrong, the director waits: say so on the page, and log why.
        log.exception("Scenario %s could not be built.", scenario_id)
        _fail(scenario_id, version)
        return
    with transactions.writing():
        finished = builds.finish(scenario_id, version, built)
        db.session.commit()
    if finished:
        _study_after(scenario_id)


def _study_after(scenario_id: int) -> None:
    """Ask what follows a build by itself; whatever goes wrong with that, the plan is there."""
    try:
        with transactions.writing():
            begun = asking.begin_after(scenario_id)
            db.session.commit()
    except Exception:
        db.session.rollback()
        log.exception("Scenario %s cannot be studied.", scenario_id)
        return
    if begun:
        study.later(scenario_id)


@queue.task
def study(scenario_id: int) -> None:
    """Answer some questions of a plan and hand on the others.

    What somebody waits for goes between two of them, and a worker that is told to end need not
    finish them all. What another worker studies is left to it.
    """
    transactions.end_writing()
    name = taking.held_as(scenario_id)
    with process_locks.alone(name) as is_mine:
        if not is_mine:
            return
        with _counted(name) as too_often:
            if too_often:
                _leave_next(scenario_id)
            for _ in range(ANSWERS_AT_ONCE):
                if not _answer_next(scenario_id) or queue.others_wait():
                    break
    # Only now: whoever was turned away meanwhile had seen questions that are asked here.
    if _waits(scenario_id) and (scenario_id,) not in study.waiting():
        study.later(scenario_id)


def _waits(scenario_id: int) -> bool:
    waits = taking.wait(scenario_id)
    db.session.rollback()
    return waits


def _answer_next(scenario_id: int) -> bool:
    taken = taking.next_of(scenario_id)
    db.session.rollback()
    if taken is None:
        return False
    answer = _answer(taken)
    if answer is not None:
        with transactions.writing():
            taking.write(taken, answer)
            db.session.commit()
    return True


def _leave_next(scenario_id: int) -> None:
    """Leave the question unanswered over which each try broke off: the others wait behind it."""
    taken = taking.next_of(scenario_id)
    db.session.rollback()
    if taken is None:
        return
    log.error("%s of scenario %s: each try broke off.", taken.question, scenario_id)
    with transactions.writing():
        taking.write(taken, NO_ANSWER)
        db.session.commit()


def _answer(taken: taking.Taken) -> str | None:
    """The answer; None where nobody wants it any more before it is found.

    Whatever goes wrong with one question leaves the others alone.
    """
    wanted = True

    def is_void(_progress: planner.Progress) -> bool:
        nonlocal wanted
        wanted = taking.is_wanted(taken)
        db.session.rollback()
        return not wanted

    try:
        watch = _each(ASKED_EACH, is_void)
        plan = planner.studied(taken.problem, taken.result, watch, late=taken.late)
        answer = planner.answer(plan, taken.question, taken.earlier)
    except Exception:
        log.exception("%s of scenario %s has no answer.", taken.question, taken.scenario_id)
        return NO_ANSWER
    return answer if wanted else None


@queue.each_minute
def sweep() -> int:
    """Hand the builds and studies that were lost to a worker again; return how many."""
    transactions.end_writing()
    with process_locks.alone("sweep") as is_mine:
        return _sweep() if is_mine else 0


def _sweep() -> int:
    unbuilt = builds.lost(build.waiting())
    unstudied = taking.lost(study.waiting())
    db.session.rollback()
    if unbuilt or unstudied:
        request_log.note(event="lost jobs taken up", builds=unbuilt, studies=unstudied)
    for scenario_id in unbuilt:
        build.later(scenario_id)
    for scenario_id in unstudied:
        study.later(scenario_id)
    return len(unbuilt) + len(unstudied)


def _solved(scenario_id: int, version: int) -> planner.Built:
    draft = builds.draft_of(scenario_id)
    # The solver works without a transaction: it may take a while.
    db.session.rollback()

    def note(progress: planner.Progress) -> bool:
        with transactions.writing():
            ends = builds.note_progress(scenario_id, version, progress)
            db.session.commit()
        return ends

    return planner.build(draft, _each(NOTED_EACH, note))


def _each(seconds: float, ask: planner.Watch) -> planner.Watch:
    """Ask no more often than that whether a search is to end."""
    asked = time.monotonic()

    def watch(progress: planner.Progress) -> bool:
        nonlocal asked
        if time.monotonic() - asked < seconds:
            return False
        asked = time.monotonic()
        return ask(progress)

    return watch


def _fail(scenario_id: int, version: int) -> None:
    db.session.rollback()
    with transactions.writing():
        builds.fail(scenario_id, version)
        db.session.commit()
