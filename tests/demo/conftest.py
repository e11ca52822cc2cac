"""The demo district, loaded once on both databases; the tests of this folder only read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from pdplanner import create_app, datafiles, demo, shipped
from pdplanner.demo.documents import DemoDocuments, read_demo
from pdplanner.demo.world import World
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator, SkillArea
from pdplanner.organization.models import Unit
from tests.support import databases

TODAY = date(2026, 11, 21)
HASH = "no password fits this hash"


@dataclass(frozen=True)
class Loaded:
    app: Flask
    accounts: list[str]
    template: Any


@pytest.fixture(scope="session")
def documents() -> DemoDocuments:
    return read_demo()


@pytest.fixture(scope="session")
def shipped_files() -> datafiles.Catalog:
    return datafiles.catalog()


@pytest.fixture(scope="session")
def world(shipped_files: datafiles.Catalog) -> World:
    """Areas and indicators as a load would find them."""
    world = World()
    (framework,) = shipped_files.frameworks.values()
    for area in (area for category in framework["categories"] for area in category["areas"]):
        indicators = [Indicator(code=each["code"]) for each in area["indicators"]]
        world.areas[area["code"]] = SkillArea(code=area["code"], indicators=indicators)
    return world


@pytest.fixture(scope="session")
def loaded_on(
    sqlite_template: databases.SqliteTemplate,
    postgres_template: databases.PostgresTemplate,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, Loaded]]:
    templates: dict[str, Any] = {"sqlite": sqlite_template, "postgres": postgres_template}
    folder = tmp_path_factory.mktemp("demo")
    urls = {name: template.fresh(folder) for name, template in templates.items()}
    loaded = {name: _load(urls[name], folder, templates[name]) for name in urls}
    yield loaded
    for name, template in templates.items():
        with loaded[name].app.app_context():
            db.session.remove()
            db.engine.dispose()
        template.drop(urls[name])


@pytest.fixture(params=["sqlite", "postgres"])
def loaded(request: pytest.FixtureRequest, loaded_on: dict[str, Loaded]) -> Iterator[Loaded]:
    """The loaded district, with a context pushed."""
    with loaded_on[request.param].app.app_context():
        yield loaded_on[request.param]
        db.session.remove()


@pytest.fixture
def copied(loaded: Loaded, tmp_path: Path) -> Iterator[str]:
    """The address of a copy of the loaded district, for a test that changes it."""
    db.session.remove()
    # PostgreSQL copies only what nobody is connected to.
    db.engine.dispose()
    url = loaded.template.copy(loaded.app.config["SQLALCHEMY_DATABASE_URI"], tmp_path)
    yield url
    loaded.template.drop(url)


@pytest.fixture
def district(loaded: Loaded) -> Unit:
    return db.session.scalars(db.select(Unit).where(Unit.name == "Quillhaven Public Schools")).one()


def _load(url: str, folder: Path, template: Any) -> Loaded:
    app = create_app(databases.settings(url, folder))
    with app.app_context():
        shipped.load()
        accounts = demo.load(HASH)
        db.session.commit()
        db.session.remove()
    return Loaded(app, accounts, template)
