"""Web server and job worker as two child processes; one signal stops both.

A worker that ends by itself is started again; with the web server everything ends.
"""

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from types import FrameType

PATIENCE = 15
LOOKS_EACH = 0.2
FIRST_PAUSE, LONGEST_PAUSE, LONG_LIFE = 1.0, 60.0, 60.0
"""Seconds: until an ended worker is started again, and a life whose end repeats no other."""
RARELY = (100_000, 20, 50)
"""New objects until the garbage collector looks; its looks until it looks at older ones."""
STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

Child = subprocess.Popen[bytes]
Note = Callable[..., None]


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


def run(
    web: list[str],
    worker: list[str] | None,
    *,
    environment: dict[str, str],
    folder: str,
    note: Note,
) -> int:
    """Run web server and worker until a signal comes or the web server ends; return the exit code.

    Where the web server ended unasked it is its own, at least 1. `note` writes a line of the log.
    """
    stopped: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopped.append(number)

    def start(command: list[str]) -> Child:
        # Each child leads a process group of its own, so that Ctrl-C reaches this process alone
        # and it stops them in order.
        return subprocess.Popen(  # noqa: S603 (the commands above)
            command, env={**os.environ, **environment}, cwd=folder, start_new_session=True
        )

    for number in STOPS:
        signal.signal(number, stop)
    serving = start(web)
    kept = Kept(partial(start, worker), note) if worker else None
    while not stopped and serving.poll() is None:
        if kept:
            kept.look(time.monotonic())
        time.sleep(LOOKS_EACH)
    unasked = None if stopped else serving.returncode
    in_time = _end([serving, *([kept.child] if kept else [])])
    if unasked is None:
        return 0 if in_time else 1
    note(event="web server ended", **_way_of_ending(unasked))
    return 128 - unasked if unasked < 0 else unasked or 1


class Kept:
    """A child that is started again when it ends, later each time that it ends soon."""

    def __init__(self, start: Callable[[], Child], note: Note) -> None:
        self._start, self._note = start, note
        self._pause = 0.0
        self._began = time.monotonic()
        self._due: float | None = None
        self.child = start()

    def look(self, now: float) -> None:
        """Start it again where it ended and its pause is over; `now` in seconds."""
        if self.child.poll() is None:
            return
        if self._due is None:
            self._pause = pause_after(self._pause, lived=now - self._began)
            self._due = now + self._pause
            self._note(
                event="worker ended",
                worker=self.child.pid,
                **_way_of_ending(self.child.returncode),
                again_in_s=self._pause,
            )
        if now >= self._due:
            self.child, self._began, self._due = self._start(), now, None


def pause_after(last: float, *, lived: float) -> float:
    """Return the seconds until a child that ended is started again; `last` were those before."""
    if not last or lived >= LONG_LIFE:
        return FIRST_PAUSE
    return min(LONGEST_PAUSE, 2 * last)


def _way_of_ending(code: int) -> dict[str, object]:
    if code >= 0:
        return {"exit": code}
    known = {each.value: each.name for each in signal.Signals}
    return {"signal": known.get(-code, str(-code))}


def _end(children: Sequence[Child]) -> bool:
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
            child.wait()
            in_time = False
        _end_what_is_left_of(child)
    return in_time


def _end_what_is_left_of(child: Child) -> None:
    """A web server that is stopped while it starts may leave its own children serving."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
