"""Whether a job worker is there: each holds a name beside the others for as long as it lives."""

import logging
from threading import Event, Thread

from flask import Flask

from pdplanner.extensions import db
from pdplanner.web import process_locks

NAME = "worker"
LOOKS_EACH = 15.0
"""Seconds after which a worker looks whether it still holds the name."""

log = logging.getLogger(__name__)


def is_there() -> bool:
    return process_locks.is_held(NAME)


def show(app: Flask) -> Event:
    """Show this process as a worker until the event is set or the process ends."""
    gone = Event()
    Thread(target=_hold, args=(app, gone), daemon=True).start()
    return gone


def _hold(app: Flask, gone: Event) -> None:
    """A server that was started anew has forgotten who held the name: it is taken again."""
    with app.app_context():
        while not gone.is_set():
            try:
                with process_locks.beside_others(NAME):
                    while not gone.wait(LOOKS_EACH) and is_there():
                        db.session.rollback()
            except Exception:
                log.exception("This worker cannot be shown as running.")
                gone.wait(LOOKS_EACH)
            db.session.rollback()
