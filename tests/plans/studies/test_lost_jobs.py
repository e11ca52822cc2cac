"""What nobody works on: taken up again once its worker has gone, and said to whoever waits."""

import logging
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.plans import tasks
from pdplanner.plans.models import Scenario, Status, Study
from pdplanner.plans.scenarios import builds, drafts
from pdplanner.plans.studies import asking, taking
from pdplanner.plans.studies.answers import NO_ANSWER
from pdplanner.web import process_locks, transactions, worker_presence
from tests.support.client import HTMX
from tests.support.html import text_of
from tests.support.planned_team import make_offering, make_planned_team

NO_WORKER = "Nobody works on this: no worker is running."
ENDED = "Whatever worked on this ended before it was done."
BUSY = "Nobody works on this at the moment."


@pytest.fixture
def team(cast):
    team = make_planned_team(cast)
    make_offering(team, "course", {"P.1": 3}, cents=10_00)
    db.session.commit()
    return team


@pytest.fixture
def scenario(team):
    """A plan that was asked for, without a word to a worker."""
    asked = drafts.Asked(limits={team.local.id: 20_00})
    scenario = drafts.ask(team.unit, team.year, by=team.cast.director, asked=asked, basis=None)
    db.session.commit()
    return scenario


@pytest.fixture
def studied(scenario):
    tasks.build.function(scenario.id)
    asking.begin(read_anew(scenario))
    db.session.commit()
    return scenario


@pytest.fixture
def later(monkeypatch):
    """Let time go on, by some seconds."""
    began = clock.now()

    def go_on(seconds):
        monkeypatch.setattr(clock, "now", lambda: began + timedelta(seconds=seconds))

    return go_on


@pytest.fixture
def seen(team, scenario, as_user):
    """What the director reads, on the page or where it looks again by itself."""
    director = as_user(team.cast.director)
    address = f"/teams/{team.unit.id}/plan/{scenario.id}"

    def look(part="", **options):
        return director.get(f"{address}{part}", **options)

    return look


def read_anew(scenario):
    db.session.rollback()
    wanted = select(Scenario).where(Scenario.id == scenario.id)
    return db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def begin(scenario):
    builds.take_up(scenario.id)
    db.session.commit()


def at_work(scenario):
    return process_locks.alone(builds.held_as(scenario.id, scenario.version))


def test_a_build_that_a_killed_worker_left_is_taken_up_at_once(scenario, caplog):
    begin(scenario)

    with caplog.at_level(logging.INFO):
        again = tasks.sweep()

    assert again == 1
    assert read_anew(scenario).status == Status.BUILT
    assert '"event": "lost jobs taken up", "builds": [1], "studies": []' in caplog.text
    assert tasks.sweep() == 0


def test_a_build_at_work_is_never_lost_however_long_it_takes(scenario, later):
    with at_work(scenario):
        begin(scenario)
        later(3 * 60 * 60)

        assert tasks.sweep() == 0

    assert read_anew(scenario).status == Status.BUILDING


def test_a_build_at_work_is_not_begun_by_another_worker(scenario, monkeypatch):
    monkeypatch.setattr(tasks, "_solved", lambda *_: pytest.fail("built twice"))
    with at_work(scenario):
        begin(scenario)

        tasks.build.function(scenario.id)

    assert read_anew(scenario).status == Status.BUILDING


def test_other_settings_do_not_wait_for_a_build_of_the_older_ones(team, scenario):
    with at_work(scenario):
        begin(scenario)
        asked = drafts.Asked(limits={team.local.id: 10_00})
        drafts.ask(team.unit, team.year, by=team.cast.director, asked=asked, basis=scenario)
        db.session.commit()

        tasks.build.function(scenario.id)

    assert read_anew(scenario).cost_cents == 10_00


def test_what_waits_in_the_queue_is_not_handed_over_twice(scenario, monkeypatch):
    monkeypatch.setattr(tasks.build, "waiting", lambda: {(scenario.id,)})

    assert tasks.sweep() == 0


def test_workers_that_look_at_once_hand_over_once(scenario):
    """Each of a worker's threads looks when it starts."""
    with process_locks.alone("sweep"):
        assert tasks.sweep() == 0

    assert tasks.sweep() == 1


def test_what_the_queue_lost_is_handed_over_again(scenario):
    assert tasks.sweep() == 1
    assert read_anew(scenario).status == Status.BUILT


def test_a_studied_plan_is_left_to_the_worker_that_studies_it(studied, later):
    with process_locks.alone(taking.held_as(studied.id)):
        later(3 * 60 * 60)

        assert tasks.sweep() == 0
        tasks.study.function(studied.id)

        assert taking.wait(studied.id)


def test_a_build_that_ends_each_worker_is_failed_in_the_end(scenario, monkeypatch, caplog):
    monkeypatch.setattr(tasks, "_solved", end_the_worker)
    for _ in range(tasks.MOST_TRIES):
        with pytest.raises(SystemExit):
            tasks.build.function(scenario.id)
        assert read_anew(scenario).status == Status.BUILDING

    tasks.build.function(scenario.id)

    assert read_anew(scenario).status == Status.FAILED
    assert "each try broke off" in caplog.text
    assert tasks.sweep() == 0


def test_a_build_that_cannot_be_written_is_failed_in_the_end(scenario, seen, monkeypatch, caplog):
    monkeypatch.setattr(builds, "finish", refuse)
    for _ in range(tasks.MOST_TRIES):
        with pytest.raises(ValueError, match="cannot be written"):
            tasks.build.function(scenario.id)

    tasks.build.function(scenario.id)

    assert read_anew(scenario).status == Status.FAILED
    assert "could not be built: each try broke off" in caplog.text
    assert "The plan could not be built" in text_of(seen().text)
    assert tasks.sweep() == 0


def test_an_answer_that_cannot_be_written_is_left_for_the_others(studied, monkeypatch):
    written = taking.write

    def write(taken, answer):
        if answer != NO_ANSWER and not isinstance(db.session.scalar(first), str):
            refuse()
        written(taken, answer)

    first = select(Study.answer).order_by(Study.number).limit(1)
    monkeypatch.setattr(taking, "write", write)
    for _ in range(tasks.MOST_TRIES):
        with pytest.raises(ValueError, match="cannot be written"):
            tasks.study.function(studied.id)

    tasks.study.function(studied.id)

    found = db.session.scalars(select(Study.answer).order_by(Study.number)).all()
    assert found[0] == NO_ANSWER
    assert None not in found


def refuse(*_):
    raise ValueError("cannot be written, ever")


def test_a_build_that_a_database_away_broke_off_is_no_worker_that_ended(scenario, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(builds, "finish", be_away)
        for _ in range(tasks.MOST_TRIES):
            with pytest.raises(OSError, match="away"):
                tasks.build.function(scenario.id)

    tasks.build.function(scenario.id)

    assert read_anew(scenario).status == Status.BUILT


def test_a_build_that_an_outage_without_end_breaks_off_is_failed_in_the_end(
    scenario, monkeypatch, caplog
):
    monkeypatch.setattr(builds, "finish", be_away)
    monkeypatch.setattr(tasks, "MOST_OUTAGES", tasks.MOST_TRIES + 1)
    for _ in range(tasks.MOST_OUTAGES):
        with pytest.raises(OSError, match="away"):
            tasks.build.function(scenario.id)
        assert read_anew(scenario).status == Status.BUILDING

    tasks.build.function(scenario.id)

    assert read_anew(scenario).status == Status.FAILED
    assert "each try broke off" in caplog.text


def test_an_answer_that_a_database_away_broke_off_is_asked_for_again(studied, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(taking, "write", be_away)
        for _ in range(tasks.MOST_TRIES):
            with pytest.raises(OSError, match="away"):
                tasks.study.function(studied.id)

    tasks.study.function(studied.id)

    first = select(Study.answer).order_by(Study.number).limit(1)
    assert db.session.scalar(first) not in (None, NO_ANSWER)


def be_away(*_):
    raise OSError("The database is away")


def test_a_question_that_ends_each_worker_is_left_for_the_others(studied, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(tasks, "_answer", end_the_worker)
        for _ in range(tasks.MOST_TRIES):
            with pytest.raises(SystemExit):
                tasks.study.function(studied.id)

    tasks.study.function(studied.id)

    numbers = select(Study.answer).order_by(Study.number)
    found = db.session.scalars(numbers).all()
    assert found[0] == NO_ANSWER
    assert None not in found
    assert NO_ANSWER not in found[1:2]


def end_the_worker(*_):
    raise SystemExit


def test_nothing_is_said_of_a_build_in_its_first_seconds(seen, later):
    later(5)

    assert NO_WORKER not in text_of(seen().text)
    assert seen("?waiting=1", headers=HTMX).status_code == 204


def test_whoever_waits_reads_that_no_worker_is_running(seen, later):
    later(10)

    page, polled = seen(), seen("?waiting=1", headers=HTMX)

    for each in (page, polled):
        assert NO_WORKER in text_of(each.text)
        assert "Tell whoever keeps pdplanner running" in text_of(each.text)
        assert "waiting=1&amp;said=no-worker" in each.text
    assert polled.headers["HX-Retarget"] == "#building-panel"
    assert seen("?waiting=1&said=no-worker", headers=HTMX).status_code == 204


def test_whoever_waits_for_a_busy_worker_reads_that(seen, later):
    later(10)

    with process_locks.beside_others(worker_presence.NAME):
        assert BUSY in text_of(seen().text)


def test_whoever_waits_reads_that_the_worker_ended_and_is_back(seen, scenario):
    begin(scenario)

    with process_locks.beside_others(worker_presence.NAME):
        assert ENDED in text_of(seen().text)
    assert NO_WORKER in text_of(seen().text)


def test_a_worker_that_finishes_while_the_page_is_made_has_not_ended(
    app, seen, scenario, monkeypatch
):
    begin(scenario)
    held, scenario_id, version = process_locks.is_held, scenario.id, scenario.version
    db.session.rollback()

    def let_go(name):
        def finish():
            with app.app_context(), transactions.writing():
                builds.fail(scenario_id, version)
                db.session.commit()

        if name == builds.held_as(scenario_id, version):
            worker = threading.Thread(target=finish)
            worker.start()
            worker.join()
        return held(name)

    monkeypatch.setattr(process_locks, "is_held", let_go)
    with process_locks.beside_others(worker_presence.NAME):
        page = text_of(seen().text)

    assert read_anew(scenario).status == Status.FAILED
    assert ENDED not in page


def test_nothing_is_said_while_a_long_build_is_at_work(seen, scenario, later):
    with at_work(scenario):
        begin(scenario)
        later(3600)
        page, polled = seen(), seen("?waiting=1", headers=HTMX)

    assert NO_WORKER not in text_of(page.text)
    assert polled.status_code == 204


def test_the_word_goes_when_the_build_goes_on(seen, scenario, later):
    later(10)
    with at_work(scenario):
        begin(scenario)

        polled = seen("?waiting=1&said=no-worker", headers=HTMX)

    assert polled.status_code == 200
    assert NO_WORKER not in text_of(polled.text)


@pytest.mark.parametrize(
    "part", ["", "/studies", "/studies?progress=1", "/studies?curve=1&alone=1"]
)
def test_whoever_waits_for_answers_reads_that_no_worker_is_running(seen, studied, later, part):
    options = {"headers": HTMX} if "?" in part else {}
    before = seen(part, **options)
    later(10)

    after = seen(part, **options)
    with process_locks.alone(taking.held_as(studied.id)):
        at_work = seen(part, **options)

    assert text_of(after.text).count(NO_WORKER) == 1
    assert NO_WORKER not in text_of(before.text)
    assert NO_WORKER not in text_of(at_work.text)
