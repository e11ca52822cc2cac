"""Every page takes as many queries where lists hold a thousand rows as where they hold ten."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.plans.models import Scenario
from tests.access import matrix
from tests.access.furnished import Furnished, make_furnished_world
from tests.sizes.growth import grow
from tests.support.client import session_of
from tests.support.queries import count_queries

FEW, MORE = 10, 990


@pytest.fixture
def furnished(app, monkeypatch):
    """A world in which what waits has waited for a minute, however long its lists take to grow.

    Of what waits longer than a moment, pages ask who works on it.
    """
    world = make_furnished_world()
    later = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    return world


def test_no_page_takes_more_queries_for_a_thousand_rows(app, furnished):
    grow(furnished, FEW)
    few = queries(app, furnished)
    grow(furnished, MORE)
    many = queries(app, furnished)

    assert {page: (few[page], many[page]) for page in few if many[page] != few[page]} == {}


def queries(app: Flask, furnished: Furnished) -> dict[tuple[str, str], int]:
    """How many statements each page sends, by who asks for it and its address."""
    counted = {}
    for actor, address in pages(app, furnished):
        # Pages of a thousand rows are many to read as HTML, which other tests do.
        client = FlaskClient(app, app.response_class)
        client.set_cookie("session", session_of(getattr(furnished.world.cast, actor))[0])
        db.session.commit()
        with app.app_context(), count_queries() as statements:
            answer = client.get(address, buffered=True)
        assert (address, answer.status_code) == (address, 200)
        counted[actor, address] = len(statements)
    return counted


def pages(app: Flask, furnished: Furnished) -> Iterator[tuple[str, str]]:
    """Every route that is read, by the first who may see it; the start page by everybody."""
    for (endpoint, method), answers in sorted(matrix.read().items()):
        actors = [each for each in matrix.ACTORS[1:] if answers[each] == "200"]
        if method == "GET":
            for actor in actors if endpoint == "home.index" else actors[:1]:
                yield actor, furnished.world.address(app, endpoint)
    yield from (("director", each) for each in parts(furnished))
    yield "finance", "/budget/?people_page=2&offerings_page=2"


def parts(furnished: Furnished) -> Iterator[str]:
    """What a plan that is built adds, searches, and later pages of lists."""
    cast, built = furnished.world.cast, furnished.built_id
    network, department = f"/teams/{cast.network.id}", f"/teams/{cast.department.id}"
    plan = f"{network}/plan/{built}"
    yield from (plan, f"{plan}?people=1", f"{plan}?rules", f"{plan}?view=after&area=I.A")
    yield f"{plan}?people=1&person={cast.sam.id}"
    yield from (f"{plan}/adopt", f"{plan}/studies", department, f"{department}?area=I.A")
    other = db.session.query(Scenario).filter_by(name=f"Plan {FEW}").one()
    yield f"{network}/scenarios/compare?with={built}&with={other.id}"
    yield from ("/catalog/?q=course", "/catalog/?page=2", "/people/?q=person", "/people/?page=2")
