"""Many processes that do one thing at the same moment, each with connections of its own."""

import multiprocessing
import os
from collections.abc import Callable
from typing import Any

from flask import Flask

from pdplanner.extensions import db
from pdplanner.web import transactions
from tests.support.databases import KEY

SECONDS = 120
FORK = multiprocessing.get_context("fork")


def at_once(app: Flask, number: int, deed: Callable[[int], str]) -> list[str]:
    """Return what `deed(0)` to `deed(number - 1)` say; each runs in a writing transaction.

    A deed commits by itself. What it raises is its answer, by the name of its class.
    """
    db.session.remove()
    db.engine.dispose()
    barrier, answers = FORK.Barrier(number), FORK.Queue()
    children = [
        FORK.Process(target=_child, args=(app, one, deed, barrier, answers))
        for one in range(number)
    ]
    for child in children:
        child.start()
    said = [answers.get(timeout=SECONDS) for _ in children]
    for child in children:
        child.join(SECONDS)
    return [answer for _one, answer in sorted(said)]


def _child(app: Flask, one: int, deed: Callable[[int], str], barrier: Any, answers: Any) -> None:
    # What is asked is whether writers stand in a queue, not how quick a busy machine is.
    transactions.PRAGMAS = (*transactions.PRAGMAS, f"busy_timeout={SECONDS * 1_000}")
    with app.app_context():
        db.engine.dispose(close=False)
        barrier.wait(SECONDS)
        try:
            with transactions.writing():
                answer = deed(one)
        except Exception as error:
            db.session.rollback()
            answer = f"{type(error).__name__}: {error}"
        finally:
            db.session.remove()
            db.engine.dispose()
    answers.put((one, answer))


def environment(folder):
    """What a production server in the folder is started with."""
    settings = {
        "PDPLANNER_DATA": str(folder),
        "SECRET_KEY": KEY,
        "BASE_URL": "http://pd.example.org",
        "MAIL_URL": "outbox",
    }
    return {**os.environ, **settings}
