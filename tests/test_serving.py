"""`pdplanner serve` as its own processes, on the embedded database and queue."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from urllib.error import URLError

import pytest

from tests.support.databases import KEY, ROOT

PATIENCE = 60
COMMAND = [sys.executable, "-m", "pdplanner.cli"]


@pytest.fixture
def environment(tmp_path):
    settings = {
        "PDPLANNER_DATA": str(tmp_path),
        "SECRET_KEY": KEY,
        "BASE_URL": "http://pd.example.org",
        "MAIL_URL": "outbox",
    }
    return {**os.environ, **settings}


@pytest.fixture
def served(environment):
    """Return the address of a served installation, and a function that ends it for its console."""
    subprocess.run([*COMMAND, "upgrade"], env=environment, cwd=ROOT, check=True)
    port = free_port()
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)],
        env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip

    def console():
        process.send_signal(signal.SIGTERM)
        return process.communicate(timeout=PATIENCE)[0]

    yield f"http://127.0.0.1:{port}", console
    if process.poll() is None:
        process.kill()
    process.wait()


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def get(address):
    for _ in range(PATIENCE * 5):
        try:
            return urllib.request.urlopen(address)  # noqa: S310 (our own address)
        except URLError:
            time.sleep(0.2)
    pytest.fail("nothing is served")


def test_console_shows_a_line_for_each_request(served):
    address, console = served

    with get(f"{address}/login?next=/people/7") as page:
        reference, text = page.headers["X-Request-Id"], page.read().decode()
    with get(address + re.search(r"/static/pdplanner.css[^\"]*", text)[0]) as file:
        assert file.status == 200

    lines = [json.loads(line) for line in console().splitlines() if line.startswith("{")]
    assert [(each["id"], each["path"], each["status"]) for each in lines] == [
        (reference, "/login", 200)
    ]
