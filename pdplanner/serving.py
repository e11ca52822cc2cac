"""Web server and job worker as two child processes; one signal stops both."""

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

PATIENCE = 15
RARELY = (100_000, 20, 50)
"""New objects until the garbage collector looks; its looks until it looks at older ones."""
STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def web_command(*, host: str, port: int, workers: int = 1) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "4"),
        *("--log-level", "warning", "--no-access-log"),
        "wsgi:application",
    ]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "pdplanner.cli", "worker"]


def spare_what_is_loaded() -> None:
    """Let the garbage collector leave alone what lives as long as the process, and look rarely.

    It would go through all of it every so often: a fifth of a second amid some plan or page. And a
    plan makes hundreds of thousands of objects that live until it is built: looking for rings among
    them after each few hundred, as Python does by itself, takes a twentieth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)


def run(commands: Sequence[list[str]], *, environment: dict[str, str], folder: str) -> int:
    """Run the commands until a signal comes or one of them ends; return the exit code.

    Each child leads a process group of its own, so that Ctrl-C reaches this process alone and it
    stops them in order.
    """
    children = [
        subprocess.Popen(  # noqa: S603 (the commands above)
            command, env={**os.environ, **environment}, cwd=folder, start_new_session=True
        )
        for command in commands
    ]
    stopped: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopped.append(number)

    for number in STOPS:
        signal.signal(number, stop)
    while not stopped and all(child.poll() is None for child in children):
        time.sleep(0.2)
    return 0 if _end(children) and stopped else 1


def _end(children: Sequence[subprocess.Popen[bytes]]) -> bool:
    """Ask each child to end and wait; whether all ended by themselves in time."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + PATIENCE
    in_time = True
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            in_time = False
    return in_time
