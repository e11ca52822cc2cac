"""Which transactions may write: the one place that says how a transaction begins.

SQLite would begin late and lose updates, so the engine's begin hook says BEGIN itself:
IMMEDIATE in a context that is marked as writing, plain elsewhere, so that readers never queue
behind writers. PostgreSQL keeps its own BEGIN. See docs/decisions/0002-transactions.md.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flask import Flask, request
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection

from pdplanner.extensions import db

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PRAGMAS: tuple[str, ...] = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
)

_writes: ContextVar[bool] = ContextVar("writes", default=False)


def init_app(app: Flask) -> None:
    app.before_request(_mark_request)
    app.teardown_request(_unmark_request)


@contextmanager
def writing() -> Iterator[None]:
    """Mark a job or a command as one that writes."""
    token = _writes.set(True)
    try:
        yield
    finally:
        _writes.reset(token)


def end_writing() -> None:
    """Give the write lock back; what follows (hashing, solving, rendering) only reads."""
    if _writes.get():
        db.session.rollback()
        _writes.set(False)


def begin_writing() -> None:
    """Take up writing again after work that held no lock; rows must be loaded anew."""
    db.session.rollback()
    _writes.set(True)


def read_one_moment() -> None:
    """Let what follows see the database as of one moment, however many statements it sends.

    SQLite does so anyway; PostgreSQL would show each statement what was committed meanwhile.
    """
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _mark_request() -> None:
    _writes.set(request.method not in SAFE_METHODS)


def _unmark_request(_error: BaseException | None) -> None:
    _writes.set(False)


@event.listens_for(Engine, "connect")
def _set_pragmas(connection: DBAPIConnection, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        raw = connection.connection.dbapi_connection
        assert isinstance(raw, sqlite3.Connection)  # noqa: S101
        raw.execute("BEGIN IMMEDIATE" if _writes.get() else "BEGIN")
