"""A job worker as its own process, on the embedded database and queue."""

import json
import os
import signal
import stat
import subprocess
import sys
import time

import pytest
from flask_migrate import upgrade
from sqlalchemy import select

from pdplanner import config, create_app
from pdplanner.extensions import db
from pdplanner.plans.models import Scenario, Status
from pdplanner.plans.scenarios import builds, drafts
from pdplanner.web import process_locks
from tests.support.cast import make_cast
from tests.support.databases import ROOT
from tests.support.planned_team import make_offering, make_planned_team

PATIENCE = 120


@pytest.fixture
def installation(tmp_path):
    """A data folder with a team, its application, and what a process needs to work on it."""
    environment = {"PDPLANNER_DATA": str(tmp_path), "PDPLANNER_DEMO": "loopback"}
    app = create_app(config.demo(environment))
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
        yield {**os.environ, **environment}
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def worker(installation):
    started = []

    def start():
        command = [sys.executable, "-m", "pdplanner.cli", "worker"]
        started.append(subprocess.Popen(command, env=installation, cwd=ROOT, umask=0o022))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def build_that_a_killed_worker_left():
    team = make_planned_team(make_cast())
    make_offering(team, "course", {"P.1": 3}, cents=10_00)
    asked = drafts.Asked(limits={team.local.id: 20_00})
    scenario = drafts.ask(team.unit, team.year, by=team.cast.director, asked=asked, basis=None)
    db.session.flush()
    builds.take_up(scenario.id)
    db.session.commit()
    return scenario.id


def wait_for(scenario_id, status):
    tries = PATIENCE * 5
    for _ in range(tries):
        db.session.rollback()
        if db.session.scalar(select(Scenario.status).where(Scenario.id == scenario_id)) == status:
            return
        time.sleep(0.2)
    pytest.fail(f"the scenario is not {status} after {PATIENCE} s")


def wait_until_it_is_held(scenario_id):
    version = db.session.scalar(select(Scenario.version).where(Scenario.id == scenario_id))
    db.session.rollback()
    for _ in range(PATIENCE * 100):
        if process_locks.is_held(builds.held_as(scenario_id, version)):
            return
        time.sleep(0.01)
    pytest.fail(f"no worker took the scenario up in {PATIENCE} s")


def test_worker_finishes_what_a_killed_one_left_and_ends_when_told(worker):
    scenario_id = build_that_a_killed_worker_left()

    running = worker()
    wait_for(scenario_id, Status.BUILT)

    running.send_signal(signal.SIGTERM)
    assert running.wait(PATIENCE) == 0


def test_worker_leaves_a_line_for_each_job_that_it_did(worker, tmp_path):
    scenario_id = build_that_a_killed_worker_left()

    running = worker()
    wait_for(scenario_id, Status.BUILT)
    running.send_signal(signal.SIGTERM)
    running.wait(PATIENCE)

    written = tmp_path / "requests.log"
    assert stat.filemode(written.stat().st_mode) == "-rw-------"
    lines = lines_of(written)
    done = {line["job"]: line for line in lines if "job" in line}
    assert done["pdplanner.plans.tasks.build"]["outcome"] == "complete"
    assert done.keys() <= {"pdplanner.plans.tasks.build", "pdplanner.plans.tasks.study"}
    assert all(line["ms"] >= 0 for line in done.values())
    told = [(line["event"], line.get("worker")) for line in lines if "event" in line]
    assert told[0] == ("worker started", running.pid)
    assert told[-1] == ("worker stopped", running.pid)
    assert told[1][0] == "lost jobs taken up"


def test_a_build_whose_worker_was_killed_is_finished_by_the_next(worker, tmp_path):
    """The first solve loads the planner, which gives the time to kill it amid the work."""
    scenario_id = build_that_a_killed_worker_left()
    first = worker()
    wait_until_it_is_held(scenario_id)
    first.kill()
    first.wait()

    second = worker()
    wait_for(scenario_id, Status.BUILT)

    second.send_signal(signal.SIGTERM)
    assert second.wait(PATIENCE) == 0
    events = [(line["event"], line["worker"]) for line in events_of(tmp_path) if "worker" in line]
    assert ("worker stopped", first.pid) not in events
    assert ("worker started", second.pid) in events


def events_of(folder):
    return [line for line in lines_of(folder / "requests.log") if "event" in line]


def lines_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]
