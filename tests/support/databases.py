"""Migrated databases for the tests, on SQLite and on PostgreSQL."""

import shutil
import uuid
from pathlib import Path

import psycopg
from flask_migrate import upgrade

from pdplanner import config, create_app
from pdplanner.extensions import db

ROOT = Path(__file__).parents[2]
# As a replica it checks no foreign key, so the order of the tables does not matter.
EMPTY = """
do $$ declare name text; begin
  perform pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid();
  set session_replication_role = replica;
  for name in select tablename from pg_tables
    where schemaname = 'public' and tablename <> 'alembic_version'
  loop execute format('delete from %I', name); end loop;
  for name in select sequencename from pg_sequences where schemaname = 'public'
  loop execute format('alter sequence %I restart', name); end loop;
end $$
"""
KEY = "0123456789abcdef-a-key-for-tests-only"


def settings(url: str, folder: Path, **changes: object) -> config.Settings:
    """The settings of a test: plain HTTP cookies, cheap hashes, no limits on requests."""
    cheap = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}
    options: dict[str, object] = {
        "SECRET_KEY": KEY,
        "SQLALCHEMY_DATABASE_URI": url,
        "DATA_FOLDER": folder,
        "BASE_URL": "http://pd.example.org",
        "TESTING": True,
        "RATELIMIT_ENABLED": False,
        "SESSION_COOKIE_NAME": "session",
        "SESSION_COOKIE_SECURE": False,
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": cheap,
    }
    return config.Settings(**{**options, **changes})  # type: ignore[arg-type]


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

    def drop(self, _url: str) -> None:
        """The test's folder takes the file with it."""


class PostgresTemplate:
    """A migrated database: emptied for each test, or copied as one of its own."""

    def __init__(self, server: str, folder: Path) -> None:
        self.server = server
        self._run("create database template_of_tests")
        migrate(self._url("template_of_tests"), folder)
        self.shared = self.fresh(folder)

    def emptied(self) -> str:
        """The address of the database that tests use in turn, as if just migrated.

        Deleting rows takes a tenth of the time of a new database or of TRUNCATE.
        """
        self._run(EMPTY, on=self.shared)
        return self.shared

    def fresh(self, _folder: Path) -> str:
        name = f"test_{uuid.uuid4().hex[:12]}"
        self._run(f"create database {name} template template_of_tests")
        return self._url(name)

    def drop(self, url: str) -> None:
        name = url.rpartition("?")[0].rpartition("/")[2]
        self._run(f"drop database {name} with (force)")

    def _url(self, name: str) -> str:
        return self.server.replace("/postgres?", f"/{name}?")

    def _run(self, statement: str, *, on: str = "") -> None:
        address = (on or self.server).replace("+psycopg", "")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]
