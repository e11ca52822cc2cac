"""Fixtures of every test: a fresh database on both engines, the cast, clients of its people."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from pdplanner import create_app
from pdplanner.accounts.models import User
from pdplanner.extensions import db
from tests.support import databases, postgres
from tests.support.cast import Cast, make_cast
from tests.support.client import Client


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> databases.SqliteTemplate:
    return databases.SqliteTemplate(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_template(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[databases.PostgresTemplate]:
    with postgres.server() as address:
        yield databases.PostgresTemplate(address, tmp_path_factory.mktemp("postgres"))


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database; each test that asks for it runs on both."""
    template: Any = request.getfixturevalue(f"{request.param}_template")
    url = template.fresh(tmp_path)
    yield url
    template.drop(url)


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Each test makes its own application; what Jinja compiles is kept between them."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("jinja")))


@pytest.fixture
def app(
    database: str, tmp_path: Path, compiled_templates: FileSystemBytecodeCache
) -> Iterator[Flask]:
    """The application, with a context pushed for the test's own reads and writes."""
    app = create_app(databases.settings(database, tmp_path))
    app.jinja_env.bytecode_cache = compiled_templates
    app.test_client_class = Client
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


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
def as_user(app: Flask) -> Callable[[User], Client]:
    """Return a client signed in as one of the cast: `as_user(cast.staff).get("/")`."""

    def sign_in(user: User) -> Client:
        client = app.test_client()
        assert isinstance(client, Client)
        return client.sign_in(user)

    return sign_in
