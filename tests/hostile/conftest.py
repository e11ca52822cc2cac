"""One furnished application on each engine; what a request would commit is rolled back after it."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session

from pdplanner import create_app
from pdplanner.extensions import db
from pdplanner.queue import Task
from tests.hostile.site import Site, make_site
from tests.support import databases


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def furnished_site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    template: Any = request.getfixturevalue(f"{request.param}_template")
    folder = tmp_path_factory.mktemp("hostile")
    url = template.fresh(folder)
    app = create_app(databases.settings(url, folder))
    with app.app_context():
        site = make_site(app)
    yield site
    with app.app_context():
        db.engine.dispose()
    template.drop(url)


@pytest.fixture
def site(furnished_site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(Session, "commit", lambda session: session.flush())
    monkeypatch.setattr(Task, "later", lambda task, *arguments: None)
    return furnished_site
