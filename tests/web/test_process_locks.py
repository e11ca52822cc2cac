"""Names that processes hold: as long as they live, and not a moment longer."""

import subprocess
import sys
import time

import pytest

from pdplanner.extensions import db
from pdplanner.web import process_locks, worker_presence
from tests.support.databases import ROOT

PATIENCE = 60
HOLDER = """
import sys, time
from pathlib import Path
from pdplanner import create_app
from pdplanner.web import process_locks
from tests.support.databases import settings

with create_app(settings(sys.argv[1], Path(sys.argv[2]))).app_context():
    with process_locks.alone("plan"), process_locks.beside_others("worker"):
        print("held", flush=True)
        time.sleep(600)
"""


@pytest.fixture
def other(app, database, tmp_path):
    """A process of its own that holds what its end alone lets go of."""
    command = [sys.executable, "-c", HOLDER, database, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def is_held(name):
    db.session.rollback()
    return process_locks.is_held(name)


def test_what_is_held_is_held_once_and_let_go_at_the_end(app):
    with process_locks.alone("plan") as mine, process_locks.alone("plan") as again:
        assert (mine, again) == (True, False)
        assert is_held("plan")
        assert not is_held("another plan")

    assert not is_held("plan")
    with process_locks.alone("plan") as mine:
        assert mine


def test_whoever_is_turned_away_leaves_it_held(app):
    with process_locks.alone("plan"):
        with process_locks.alone("plan"):
            pass
        assert is_held("plan")


def test_it_is_let_go_when_the_work_fails(app):
    with pytest.raises(ZeroDivisionError), process_locks.alone("plan"):
        raise ZeroDivisionError

    assert not is_held("plan")


def test_several_hold_beside_each_other_until_the_last_ends(app):
    with process_locks.beside_others("worker"):
        with process_locks.beside_others("worker"):
            assert is_held("worker")
        assert is_held("worker")
    assert not is_held("worker")


def test_a_killed_process_holds_nothing_any_more(app, other):
    assert is_held("plan")
    assert worker_presence.is_there()
    with process_locks.alone("plan") as mine:
        assert not mine

    other.kill()
    other.wait()

    wait_until(lambda: not is_held("plan") and not is_held("worker"))
    with process_locks.alone("plan") as mine:
        assert mine


def test_a_worker_is_shown_until_it_says_that_it_goes(app):
    gone = worker_presence.show(app)
    wait_until(lambda: is_held("worker"))

    gone.set()

    wait_until(lambda: not is_held("worker"))


def wait_until(true):
    for _ in range(PATIENCE * 20):
        if true():
            return
        time.sleep(0.05)
    pytest.fail("it never came true")
