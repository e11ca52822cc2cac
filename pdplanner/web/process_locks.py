"""What a process holds for as long as it lives and no longer, however it ends, by a name.

PostgreSQL lets go of a session's locks with its connection, and the system of a process's with the
process; so nobody has to guess from the time whether somebody still works on something. On the
embedded database the locks are files in the data folder, which all processes share.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from flask import current_app
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from pdplanner.extensions import db

FOLDER = "held"
TRIES, BETWEEN = 5, 0.01
"""Who looks whether a file is held holds it for a moment: that is waited for."""

# A machine that was cut off lets go within a minute, not after the hours of the system's default.
KEEPALIVES = (
    "set tcp_keepalives_idle = 30",
    "set tcp_keepalives_interval = 10",
    "set tcp_keepalives_count = 3",
)
HELD = text(
    "select exists (select 1 from pg_locks where locktype = 'advisory' and granted"
    " and database = (select oid from pg_database where datname = current_database())"
    " and classid::bigint = :high and objid::bigint = :low and objsubid = 1)"
)


def alone(name: str) -> AbstractContextManager[bool]:
    """Hold a name that one process or thread holds at a time; False where another holds it."""
    return _session_lock(name) if _on_server() else _file_lock(name)


@contextmanager
def beside_others(name: str) -> Iterator[None]:
    """Hold a name that several hold at once."""
    held = _session_lock(name, shared=True) if _on_server() else _file_lock(name, shared=True)
    with held:
        yield


def is_held(name: str) -> bool:
    """Whether anybody holds the name, here or in another process."""
    if _on_server():
        high, low = divmod(_key(name) % 2**64, 2**32)
        return bool(db.session.scalar(HELD, {"high": high, "low": low}))
    try:
        file = os.open(_path(name), os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not _lock(file, fcntl.LOCK_EX)
    finally:
        os.close(file)


def _on_server() -> bool:
    return db.engine.dialect.name == "postgresql"


def _key(name: str) -> int:
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)


@contextmanager
def _session_lock(name: str, *, shared: bool = False) -> Iterator[bool]:
    """A connection of its own holds it: one of the pool would go on to others."""
    kind, key = "_shared" if shared else "", {"key": _key(name)}
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.detach()
        for setting in KEEPALIVES:
            connection.execute(text(setting))
        taken = bool(connection.scalar(text(f"select pg_try_advisory_lock{kind}(:key)"), key))
        try:
            yield taken
        finally:
            _let_go(connection)


def _let_go(connection: Connection) -> None:
    """At once: the server would notice the connection's end a moment later."""
    with suppress(DBAPIError):
        connection.execute(text("select pg_advisory_unlock_all()"))


def _path(name: str) -> Path:
    return Path(current_app.config["DATA_FOLDER"]) / FOLDER / name


@contextmanager
def _file_lock(name: str, *, shared: bool = False) -> Iterator[bool]:
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = _opened(path, shared=shared)
    if file is None:
        yield False
        return
    try:
        yield True
    finally:
        if not shared:
            path.unlink(missing_ok=True)
        os.close(file)


def _opened(path: Path, *, shared: bool) -> int | None:
    """The locked file; None where it is held. One that was taken away meanwhile locks nothing."""
    for _ in range(TRIES):
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if _lock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX) and _is_at(path, file):
            return file
        os.close(file)
        time.sleep(BETWEEN)
    return None


def _lock(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_at(path: Path, file: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(file))
    except FileNotFoundError:
        return False
