"""Fixtures of every test: an empty database on both engines, the cast, clients of its people."""

import contextlib
import email
from collections.abc import Callable, Iterator
from email.message import Message
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from pdplanner import create_app, serving
from pdplanner.accounts.models import User
from pdplanner.budgets.models import FiscalYear
from pdplanner.extensions import db
from tests.support import databases, postgres
from tests.support.cast import Cast, make_cast
from tests.support.client import Client
from tests.support.framework import make_framework
from tests.support.person_year import make_year


def pytest_collection_finish() -> None:
    """As a served application does: the collector otherwise takes a tenth to a fourth of the time.

    Nothing that is loaded by now goes away before the tests end.
    """
    serving.spare_what_is_loaded()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> databases.SqliteTemplate:
    return databases.SqliteTemplate(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_template(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[databases.PostgresTemplate]:
    with postgres.server() as address:
        template = databases.PostgresTemplate(address, tmp_path_factory.mktemp("postgres"))
        with contextlib.closing(template):
            yield template


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    """The address of an empty, migrated database; each test that asks for it runs on both."""
    template: Any = request.getfixturevalue(f"{request.param}_template")
    return str(template.emptied())


@pytest.fixture(scope="session")
def application_at(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[str], Flask]]:
    """Return the application on a database: made once, since it keeps what it compiles."""

    made: list[Flask] = []

    @cache
    def make(url: str) -> Flask:
        app = create_app(databases.settings(url, tmp_path_factory.mktemp("data")))
        app.test_client_class = Client
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(
    database: str,
    tmp_path: Path,
    application_at: Callable[[str], Flask],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Flask]:
    """The application, with a context pushed for the test's own reads and writes."""
    app = application_at(database)
    monkeypatch.setitem(app.config, "DATA_FOLDER", tmp_path)
    with app.app_context():
        yield app
        db.session.remove()
        databases.rest(db.engine)


@pytest.fixture
def client(app: Flask) -> Client:
    """A client that has not signed in."""
    client = app.test_client()
    assert isinstance(client, Client)
    return client


@pytest.fixture
def cast(app: Flask) -> Cast:
    return make_cast()


@pytest.fixture
def year(cast: Cast) -> FiscalYear:
    """The running fiscal year of the cast's department, beside a small framework."""
    make_framework()
    year = make_year(cast.alder)
    db.session.commit()
    return year


@pytest.fixture
def as_user(app: Flask) -> Callable[[User], Client]:
    """Return a client signed in as one of the cast: `as_user(cast.staff).get("/")`."""

    def sign_in(user: User) -> Client:
        client = app.test_client()
        assert isinstance(client, Client)
        return client.sign_in(user)

    return sign_in


@pytest.fixture
def outbox(app: Flask, tmp_path: Path) -> Callable[[], list[Message]]:
    """Return the mails sent so far, oldest first."""

    def read() -> list[Message]:
        path = tmp_path / "outbox.log"
        written = path.read_bytes().split(b"-" * 72) if path.exists() else []
        return [email.message_from_bytes(mail.lstrip()) for mail in written if mail.strip()]

    return read
