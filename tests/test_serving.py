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
from typing import NamedTuple
from urllib.error import URLError

import pytest

from pdplanner import serving
from tests.support.databases import KEY, ROOT

PATIENCE = 60
COMMAND = [sys.executable, "-m", "pdplanner.cli"]


class Seen(NamedTuple):
    reference: str
    modes: dict[str, str]
    """The mode of the data folder, which was not there before, and of each file while served."""
    console: str


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What one sees of a new installation that was asked for a page and its file, and stopped."""
    folder = tmp_path_factory.mktemp("installation") / "var"
    run = {"env": environment(folder), "cwd": ROOT, "umask": 0o022}
    subprocess.run([*COMMAND, "upgrade"], check=True, **run)
    port = free_port()
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **run,
    )  # fmt: skip
    try:
        reference = ask(f"http://127.0.0.1:{port}")
        wait_for(folder / "pdplanner.db-wal")
        modes = {
            path.name: stat.filemode(path.stat().st_mode) for path in [folder, *folder.iterdir()]
        }
    finally:
        process.send_signal(signal.SIGTERM)
        console = process.communicate(timeout=PATIENCE)[0]
    return Seen(reference, modes, console)


def environment(folder):
    settings = {
        "PDPLANNER_DATA": str(folder),
        "SECRET_KEY": KEY,
        "BASE_URL": "http://pd.example.org",
        "MAIL_URL": "outbox",
    }
    return {**os.environ, **settings}


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
    """The worker opens the database once it has loaded the planner."""
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

    assert [(each["id"], each["path"], each["status"]) for each in lines] == [
        (seen.reference, "/login", 200)
    ]


def test_files_of_the_data_folder_are_read_by_their_owner_alone(seen):
    files = {name: mode for name, mode in seen.modes.items() if name != "var"}

    assert seen.modes["var"] == "drwx------"
    assert {"pdplanner.db", "pdplanner.db-wal", "queue.db"} <= files.keys()
    assert set(files.values()) == {"-rw-------"}, files


def test_the_collector_leaves_alone_what_is_loaded_and_looks_rarely():
    before, often = gc.get_freeze_count(), gc.get_threshold()

    serving.spare_what_is_loaded()

    assert gc.get_freeze_count() > before
    assert gc.get_threshold() == serving.RARELY
    gc.unfreeze()
    gc.set_threshold(*often)
