"""Migrated databases for the tests, on SQLite and on PostgreSQL."""

import contextlib
import shutil
import sqlite3
import uuid
from pathlib import Path

import psycopg
from flask_migrate import upgrade
from sqlalchemy import Engine, QueuePool

from pdplanner import config, create_app
from pdplanner.extensions import db

ROOT = Path(__file__).parents[2]
# As a replica it checks no foreign key, so the order of the tables does not matter.
EMPTY = """
do $$ declare name text; begin
  perform pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and pid <> {kept};
  set session_replication_role = replica;
  for name in select tablename from pg_tables
    where schemaname = 'public' and tablename <> 'alembic_version'
  loop execute format('delete from %I', name); end loop;
  for name in select sequencename from pg_sequences
    where schemaname = 'public' and last_value is not null
  loop perform setval(format('%I', name)::regclass, 1, false); end loop;
end $$
"""
KEY = "0123456789abcdef-a-key-for-tests-only"


def settings(url: str, folder: Path, **changes: object) -> config.Settings:
    """The settings of a test: plain HTTP cookies, cheap hashes, no limits on requests,
    plans that are studied only where a test asks."""
    cheap = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}
    options: dict[str, object] = {
        "SECRET_KEY": KEY,
        "SQLALCHEMY_DATABASE_URI": url,
        "DATA_FOLDER": folder,
        "BASE_URL": "http://pd.example.org",
        "TESTING": True,
        "STUDY_PLANS": False,
        "RATELIMIT_ENABLED": False,
        "SESSION_COOKIE_NAME": "session",
        "SESSION_COOKIE_SECURE": False,
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": cheap,
    }
    return config.Settings(**{**options, **changes})  # type: ignore[arg-type]


_kept: dict[str, int] = {}
"""By database, the server's process whose connection outlasts a test."""


def rest(engine: Engine) -> None:
    """Close what a test has opened, or leave its one connection to PostgreSQL as if new.

    The server's process has read the catalog by then, which is most of what a short test costs it.
    """
    pool, name = engine.pool, str(engine.url.database)
    assert isinstance(pool, QueuePool)
    _kept.pop(name, None)
    if engine.dialect.name != "postgresql" or (pool.checkedin(), pool.checkedout()) != (1, 0):
        engine.dispose()
        return
    with contextlib.closing(engine.raw_connection()) as held:
        connection = held.driver_connection
        assert isinstance(connection, psycopg.Connection)
        connection.autocommit = True
        # psycopg forgets what it has prepared only where it reads such a statement the first time.
        connection.execute(f"discard all -- {uuid.uuid4()}")
        connection.autocommit = False
        _kept[name] = connection.info.backend_pid


def migrate(url: str, folder: Path) -> None:
    app = create_app(settings(url, folder))
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
        db.engine.dispose()


class SqliteTemplate:
    """A migrated file: copied for each test over the last one's, or as a file of its own."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "template.db"
        self.shared = folder / "shared.db"
        migrate(f"sqlite:///{self.path}", folder)

    def emptied(self) -> str:
        """The address of the database that tests use in turn, as if just migrated."""
        for path in self.shared.parent.glob(f"{self.shared.name}*"):
            path.unlink()
        shutil.copyfile(self.path, self.shared)
        return f"sqlite:///{self.shared}"

    def fresh(self, folder: Path) -> str:
        copy = folder / "test.db"
        shutil.copyfile(self.path, copy)
        return f"sqlite:///{copy}"

    def copy(self, url: str, folder: Path) -> str:
        """Copy a filled database, with what its log has not yet handed over."""
        copy = folder / "copy.db"
        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as source:
            source.execute("vacuum into ?", (str(copy),))
        return f"sqlite:///{copy}"

    def drop(self, _url: str) -> None:
        """The test's folder takes the file with it."""


class PostgresTemplate:
    """A migrated database: emptied for each test, or copied as one of its own."""

    def __init__(self, server: str, folder: Path) -> None:
        self.server = server
        self._run("create database template_of_tests")
        migrate(self._url("template_of_tests"), folder)
        self.shared = self.fresh(folder)
        self._emptying = _connection(self.shared)

    def emptied(self) -> str:
        """The address of the database that tests use in turn, as if just migrated.

        Deleting rows takes a tenth of the time of a new database or of TRUNCATE.
        """
        kept = _kept.get(_name_in(self.shared), 0)
        self._emptying.execute(EMPTY.format(kept=kept))
        return self.shared

    def close(self) -> None:
        self._emptying.close()

    def fresh(self, _folder: Path) -> str:
        return self._copy("template_of_tests")

    def copy(self, url: str, _folder: Path) -> str:
        """Copy a filled database that nobody is connected to."""
        return self._copy(_name_in(url))

    def drop(self, url: str) -> None:
        self._run(f"drop database {_name_in(url)} with (force)")

    def _copy(self, template: str) -> str:
        name = f"test_{uuid.uuid4().hex[:12]}"
        self._run(f"create database {name} template {template}")
        return self._url(name)

    def _url(self, name: str) -> str:
        return self.server.replace("/postgres?", f"/{name}?")

    def _run(self, statement: str) -> None:
        with _connection(self.server) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


def _connection(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def _name_in(url: str) -> str:
    return url.rpartition("?")[0].rpartition("/")[2]
