from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from pdplanner import clock
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from tests.catalog.own import form, newest
from tests.support.html import text_of


@pytest.fixture
def director(as_user, cast):
    return as_user(cast.director)


def test_a_director_adds_an_offering_that_their_people_see(director, as_user, cast, catalog):
    drills = catalog.indicator("I.B.1")
    fields = form(
        unit_id=cast.department.id,
        tags__1__indicator=drills.id,
        tags__1__level="3",
        tags__1__from_level="1",
    )

    response = director.post("/catalog/new", data=fields)

    offering = newest()
    assert response.status_code == 303
    assert response.location == f"/catalog/{offering.id}"
    assert (offering.unit_id, offering.price_cents, offering.hours) == (
        cast.department.id, 1_250_50, 3.5,
    )  # fmt: skip
    assert (offering.member_price_cents, offering.credits) == (None, None)
    assert offering.as_of == clock.today().isoformat()
    assert [(t.indicator_id, t.level, t.from_level) for t in offering.tags] == [(drills.id, 3, 1)]
    page = text_of(as_user(cast.staff).get(response.location).text)
    assert "Entered for Technology" in page
    assert "An afternoon." in page
    assert as_user(cast.other_staff).get(response.location).status_code == 404


def test_two_offerings_of_one_title_are_kept_apart(director, cast, catalog):
    for provider in ("Our own department", "Learning Works"):
        director.post("/catalog/new", data=form(unit_id=cast.alder.id, provider=provider))

    codes = db.session.scalars(select(Offering.code).where(Offering.title == "Tabletop drill"))
    assert sorted(codes) == ["tabletop-drill", "tabletop-drill-2"]


def titled(title):
    alike = select(Offering).where(Offering.title == title)
    return db.session.scalars(alike.order_by(Offering.id)).all()


def test_what_a_unit_offers_is_not_added_twice_and_nothing_typed_is_lost(director, cast, catalog):
    first, again = form(unit_id=cast.alder.id), form(unit_id=cast.alder.id, hours="7.25")
    again["provider"] = "our own Department"

    director.post("/catalog/new", data=first)
    refused = director.post("/catalog/new", data=again)
    elsewhere = director.post("/catalog/new", data=form(unit_id=cast.network.id))

    sentence = "Title: Alder offers “Tabletop drill” by Our own department already."
    assert refused.status_code == 422
    assert sentence in text_of(refused.text)
    assert 'aria-describedby="title-error"' in refused.text
    for kept in ('value="Tabletop drill"', 'value="our own Department"', 'value="7.25"'):
        assert kept in refused.text
    assert elsewhere.status_code == 303
    assert [each.unit for each in titled("Tabletop drill")] == [cast.alder, cast.network]


@pytest.fixture
def add_at_once(app, as_user, cast):
    """Send forms of a director in the same moment; returns the answers' statuses."""

    def send(client, fields):
        with app.app_context():
            status = client.post("/catalog/new", data=fields).status_code
            db.session.remove()
            return status

    def add(forms):
        clients = [as_user(cast.director) for _ in forms]
        db.session.commit()
        with ThreadPoolExecutor(len(forms)) as pool:
            return sorted(pool.map(send, clients, forms))

    return add


def test_clicks_at_the_same_moment_add_one_offering(add_at_once, cast, catalog):
    assert add_at_once([form(unit_id=cast.alder.id)] * 4) == [303, 422, 422, 422]
    assert len(titled("Tabletop drill")) == 1


def test_units_may_name_a_new_provider_at_the_same_moment(add_at_once, cast, catalog):
    units = cast.alder, cast.department, cast.network, cast.support
    forms = [form(unit_id=unit.id, provider="Fresh Air College") for unit in units]

    assert add_at_once(forms) == [303] * 4
    assert len({each.provider_id for each in titled("Tabletop drill")}) == 1


def test_an_offering_does_not_take_the_name_of_another(director, cast, catalog):
    director.post("/catalog/new", data=form(unit_id=cast.alder.id))
    address = f"/catalog/{catalog.alders.id}/edit"

    refused = director.post(address, data=form(description="Mine."))
    renamed = director.post(address, data=form(title="Drill at dusk"))
    same_name = director.post(address, data=form(title="Drill at dusk", hours="8"))

    assert refused.status_code == 422
    assert "Alder offers “Tabletop drill” by Our own department already." in text_of(refused.text)
    assert ">\r\nMine.</textarea>" in refused.text
    assert (renamed.status_code, same_name.status_code) == (303, 303)
    assert len(titled("Tabletop drill")) == 1


def test_a_retired_offering_makes_room_and_waits_for_it_to_be_free_again(director, cast, catalog):
    fields = form(unit_id=cast.alder.id)
    director.post("/catalog/new", data=fields)
    retired = newest().id
    director.post(f"/catalog/{retired}/retire")

    again = director.post("/catalog/new", data=fields)
    refused = director.post(f"/catalog/{retired}/restore")
    director.post(f"{again.location}/retire")
    restored = director.post(f"/catalog/{retired}/restore")

    assert again.status_code == 303
    assert refused.status_code == 422
    assert "Not done. Alder offers “Tabletop drill”" in text_of(refused.text)
    assert restored.status_code == 303
    assert [each.active for each in titled("Tabletop drill")] == [True, False]


def test_a_director_owns_offerings_only_where_their_grant_reaches(director, cast, catalog):
    for unit in (cast.birch, cast.state):
        response = director.post("/catalog/new", data=form(unit_id=unit.id))
        assert response.status_code == 422

    assert newest() == catalog.birchs


def test_nobody_but_directors_adds_offerings(as_user, cast, catalog):
    for who in (cast.staff, cast.finance, cast.hr, cast.reader, cast.admin):
        user = as_user(who)

        assert user.get("/catalog/new").status_code == 404, who.name
        answer = user.post("/catalog/new", data=form(unit_id=cast.alder.id))
        assert answer.status_code == 404, who.name


def test_a_director_edits_an_own_offering(director, cast, catalog):
    address = f"/catalog/{catalog.alders.id}/edit"
    vision = catalog.indicator("I.A.1")
    shown = director.get(address).text

    response = director.post(address, data=form(title="Better", tags__0__indicator=vision.id))

    db.session.refresh(catalog.alders)
    assert 'value="Alder&#39;s drill"' in shown
    assert response.status_code == 303
    assert (catalog.alders.title, catalog.alders.unit_id) == ("Better", cast.alder.id)
    assert [tag.indicator_id for tag in catalog.alders.tags] == [vision.id]
    assert f'<option selected value="{vision.id}">' in director.get(address).text


def test_facts_are_dated_anew_only_when_they_change(director, cast, catalog):
    catalog.alders.as_of = "2020-01-01"
    catalog.alders.source = "Agreed"
    db.session.commit()
    address = f"/catalog/{catalog.alders.id}/edit"

    director.post(address, data=form(price_cents="0", hours="2", source="Agreed", title="New name"))
    assert db.session.get(Offering, catalog.alders.id).as_of == "2020-01-01"

    director.post(address, data=form(price_cents="10", hours="2", source="Agreed"))
    assert db.session.get(Offering, catalog.alders.id).as_of == clock.today().isoformat()


def test_shipped_offerings_and_those_of_others_cannot_be_edited(director, catalog):
    for offering in (catalog.course, catalog.birchs):
        for path in ("edit", "retire", "restore"):
            response = director.post(f"/catalog/{offering.id}/{path}", data=form())
            assert response.status_code == 404
        assert director.get(f"/catalog/{offering.id}/edit").status_code == 404

    assert catalog.birchs.active


def test_an_own_offering_is_retired_and_restored(director, as_user, cast, catalog):
    address = f"/catalog/{catalog.alders.id}"

    director.post(f"{address}/retire")
    assert "drill</a>" not in as_user(cast.staff).get("/catalog/?q=alder").text
    assert "It is offered no more." in director.get(address).text

    director.post(f"{address}/restore")
    assert "drill</a>" in as_user(cast.staff).get("/catalog/?q=alder").text
