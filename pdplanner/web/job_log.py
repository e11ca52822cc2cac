"""One line of JSON for each job that a worker has done; chores of each minute leave none."""

import time
from typing import Any

from flask import Flask
from huey.signals import SIGNAL_COMPLETE, SIGNAL_ERROR, SIGNAL_EXECUTING, SIGNAL_INTERRUPTED

from pdplanner.web import request_log


def write_lines(app: Flask) -> None:
    """Write this worker's lines; what a job was given stays out of them."""
    request_log.write_lines(app)
    names = frozenset(app.extensions["queue_tasks"])

    def begin(_signal: str, task: Any) -> None:
        task.began = time.perf_counter()

    def end(signal: str, task: Any, _error: object = None) -> None:
        if task.name in names:
            spent = request_log.milliseconds_since(task.began)
            request_log.note(id=task.id, job=task.name, outcome=signal, ms=spent)

    broker = app.extensions["queue"]
    broker.signal(SIGNAL_EXECUTING)(begin)
    broker.signal(SIGNAL_COMPLETE, SIGNAL_ERROR, SIGNAL_INTERRUPTED)(end)
