"""A fresh, migrated database for each test: SQLite copies a file, PostgreSQL a template."""

import contextlib
import shutil
import sqlite3
import uuid
from pathlib import Path

import psycopg
from flask_migrate import upgrade

from pdplanner import config, create_app
from pdplanner.extensions import db

ROOT = Path(__file__).parents[2]
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
    def __init__(self, folder: Path) -> None:
        self.path = folder / "template.db"
        migrate(f"sqlite:///{self.path}", folder)

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
    def __init__(self, server: str, folder: Path) -> None:
        self.server = server
        self._run("create database template_of_tests")
        migrate(self._url("template_of_tests"), folder)

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
        address = self.server.replace("+psycopg", "")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


def _name_in(url: str) -> str:
    return url.rpartition("?")[0].rpartition("/")[2]
