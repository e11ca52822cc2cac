"""`pdplanner upgrade` and `pdplanner serve` as their own processes, on the embedded database."""

import gc
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError

import pytest

from pdplanner import serving
from tests.support.databases import ROOT
from tests.support.processes import environment

PATIENCE = 60
COMMAND = [sys.executable, "-m", "pdplanner.cli"]


class Seen(NamedTuple):
    run: dict[str, object]
    """How to run a command on it again."""
    reference: str
    modes: dict[str, str]
    """The mode of the data folder, which was not there before, and of each file while served."""
    console: str


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What one sees of a new installation that was asked for a page and its file, and stopped."""
    folder = tmp_path_factory.mktemp("installation") / "var"
    run = installed(folder)
    port = free_port()
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **run,
    )  # fmt: skip
    try:
        reference = ask(f"http://127.0.0.1:{port}")
        for made_last in ("pdplanner.db-wal", "held"):
            wait_for(folder / made_last)
        modes = {
            path.name: stat.filemode(path.stat().st_mode) for path in [folder, *folder.iterdir()]
        }
    finally:
        process.send_signal(signal.SIGTERM)
        console = process.communicate(timeout=PATIENCE)[0]
    return Seen(run, reference, modes, console)


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def ask(address):
    """Ask for the sign-in page and for a file that it names; return the page's reference."""
    with get(f"{address}/login?next=/people/7") as page:
        reference, text = page.headers["X-Request-Id"], page.read().decode()
    with get(address + re.search(r"/static/pdplanner.css[^\"]*", text)[0]) as file:
        assert file.status == 200
    return reference


def wait_for(path):
    """The worker opens the database and shows itself once it has loaded the planner."""
    for _ in range(PATIENCE * 5):
        if path.exists():
            return
        time.sleep(0.2)
    pytest.fail(f"{path.name} never came")


def get(address):
    for _ in range(PATIENCE * 5):
        try:
            return urllib.request.urlopen(address)  # noqa: S310 (our own address)
        except URLError:
            time.sleep(0.2)
    pytest.fail("nothing is served")


def test_console_shows_a_line_for_each_request_and_none_for_a_file(seen):
    lines = [json.loads(line) for line in seen.console.splitlines() if line.startswith("{")]

    asked = [each for each in lines if "path" in each]
    assert [(each["id"], each["path"], each["status"]) for each in asked] == [
        (seen.reference, "/login", 200)
    ]
    events = [each["event"] for each in lines if each not in asked]
    assert events in ([], ["worker started", "worker stopped"])


def test_files_of_the_data_folder_are_read_by_their_owner_alone(seen):
    files = {name: mode for name, mode in seen.modes.items() if name not in ("var", "held")}

    assert seen.modes["var"] == seen.modes["held"] == "drwx------"
    assert {"pdplanner.db", "pdplanner.db-wal", "queue.db"} <= files.keys()
    assert set(files.values()) == {"-rw-------"}, files


def test_a_killed_worker_is_started_again_and_the_pages_stay(seen):
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port := free_port())],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **seen.run,
    )  # fmt: skip
    try:
        first = told(process, "worker started")["worker"]
        os.kill(first, signal.SIGKILL)
        ended = told(process, "worker ended")
        second = told(process, "worker started")["worker"]
        with get(f"http://127.0.0.1:{port}/login") as page:
            status = page.status
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=PATIENCE)[0]

    assert (ended["worker"], ended["signal"], ended["again_in_s"]) == (first, "SIGKILL", 1.0)
    assert second != first
    assert status == 200
    assert process.returncode == 0
    assert f'"event": "worker stopped", "worker": {second}' in rest
    with pytest.raises(ProcessLookupError):
        os.kill(second, 0)


def installed(folder):
    """How to run a command on a new installation."""
    run = {"env": environment(folder), "cwd": ROOT, "umask": 0o022}
    subprocess.run([*COMMAND, "upgrade"], check=True, **run)
    return run


def told(process, event):
    """Read the console on to the line that tells of the event."""
    for line in process.stdout:
        if line.startswith("{") and (facts := json.loads(line)).get("event") == event:
            return facts
    pytest.fail(f"nothing told of: {event}")


class Child:
    """A child process as its keeper sees it."""

    def __init__(self, number):
        self.pid, self.returncode = number, None

    def poll(self):
        return self.returncode


@pytest.fixture
def kept():
    """A kept child, all that were started, and what was noted; its clock is what `look` is told."""
    started, noted = [], []

    def start():
        started.append(Child(len(started)))
        return started[-1]

    return serving.Kept(start, lambda **facts: noted.append(facts)), started, noted


def test_a_child_that_lives_is_left_alone(kept):
    keeper, started, noted = kept

    keeper.look(10**9)

    assert (len(started), noted) == (1, [])


def test_a_child_that_ended_comes_again_after_a_pause_and_is_noted_once(kept):
    keeper, started, noted = kept
    started[0].returncode = 3
    now = time.monotonic()

    keeper.look(now)
    keeper.look(now + 0.9)
    before = len(started)
    keeper.look(now + 1.1)

    assert (before, len(started)) == (1, 2)
    assert noted == [{"event": "worker ended", "worker": 0, "exit": 3, "again_in_s": 1.0}]
    assert keeper.child is started[1]


def test_pauses_grow_while_children_end_soon_and_shrink_when_one_lasts(kept):
    keeper, started, noted = kept
    now = time.monotonic()
    for _ in range(8):
        started[-1].returncode = -signal.SIGKILL
        keeper.look(now)
        now += 60
        keeper.look(now)
    started[-1].returncode = 0
    keeper.look(now + serving.LONG_LIFE)

    assert [each["again_in_s"] for each in noted] == [1, 2, 4, 8, 16, 32, 60, 60, 1]
    assert noted[0]["signal"] == "SIGKILL"


RUN = """
import sys
from pdplanner import serving

web, worker = ([sys.executable, "-c", each] for each in sys.argv[1:])
sys.exit(serving.run(web, worker, environment={}, folder=".", note=lambda **facts: print(facts)))
"""


@pytest.mark.parametrize(
    ("web", "code"),
    [
        ("raise SystemExit(7)", 7),
        ("pass", 1),
        ("import os; os.kill(os.getpid(), 9)", 128 + signal.SIGKILL),
    ],
)
def test_the_web_servers_end_ends_all_with_its_status(web, code):
    command = [sys.executable, "-c", RUN, web, "import time; time.sleep(600)"]

    ended = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=PATIENCE, check=False)

    assert ended.returncode == code
    assert b"web server ended" in ended.stdout


LEAVES_A_CHILD = """
import subprocess, sys
print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]).pid, flush=True)
"""


def test_what_a_web_server_leaves_behind_ends_with_it():
    command = [sys.executable, "-c", RUN, LEAVES_A_CHILD, "import time; time.sleep(600)"]

    ended = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=PATIENCE, check=False)

    left = int(ended.stdout.split()[0])
    assert not is_alive(left)


def is_alive(pid):
    """Whether a process runs; one that ended may wait for its parent to take note of it."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_the_collector_leaves_alone_what_is_loaded_and_looks_rarely():
    gc.unfreeze()
    gc.set_threshold(700, 10, 10)

    serving.spare_what_is_loaded()

    assert gc.get_freeze_count() > 0
    assert gc.get_threshold() == serving.RARELY
