from datetime import timedelta

import pytest
from sqlalchemy import select

from pdplanner import clock
from pdplanner.accounts import services as accounts
from pdplanner.catalog import services
from pdplanner.catalog.models import Quote
from pdplanner.extensions import db
from tests.support.html import text_of


def form(unit, **changes):
    return {
        "unit_id": unit.id,
        "price_cents": "380",
        "price_source": "https://example.org/offer",
        "price_quoted_on": "2026-11-03",
        "hours": "40",
        "hours_source": "Their teacher",
        "hours_quoted_on": "",
        "travel_cents": "",
        "cohort_price_cents": "",
        "cohort_seats": "",
    } | changes


@pytest.fixture
def director(as_user, cast):
    return as_user(cast.director)


@pytest.fixture
def address(catalog):
    return f"/catalog/{catalog.exam.id}/quote"


def quotes():
    return db.session.scalars(select(Quote).order_by(Quote.id)).all()


def test_a_director_lays_the_districts_terms_over_a_shipped_offering(
    director, cast, catalog, address
):
    fields = form(cast.alder, travel_cents="55.50", cohort_price_cents="3000", cohort_seats="12")

    response = director.post(address, data=fields, follow_redirects=True)

    [quote] = quotes()
    assert (quote.unit, quote.price_cents, quote.hours) == (cast.alder, 380_00, 40)
    assert (quote.travel_cents, quote.cohort_price_cents, quote.cohort_seats) == (
        55_50, 3_000_00, 12,
    )  # fmt: skip
    assert (quote.price_quoted_by, quote.hours_quoted_by) == (cast.director, cast.director)
    assert (str(quote.price_quoted_on), quote.hours_quoted_on) == ("2026-11-03", clock.today())
    assert "This price and these hours hold in Alder now." in response.text
    assert (catalog.exam.price_cents, catalog.exam.hours) == (None, None)


def test_the_form_comes_back_with_what_was_quoted(director, cast, address):
    director.post(address, data=form(cast.alder))

    page = director.get(address).text

    assert 'value="380"' in page
    assert 'value="https://example.org/offer"' in page
    assert 'value="2026-11-03"' in page
    assert 'value="40"' in page


def test_quoted_hours_are_rounded_up_to_a_quarter(director, cast, address):
    page = director.post(address, data=form(cast.alder, hours="40.01"), follow_redirects=True)

    assert [quote.hours for quote in quotes()] == [40.25]
    assert "Hours are kept in quarters: 40.01 as 40.25." in page.text


def test_a_fact_that_stays_keeps_the_person_who_entered_it(cast, catalog):
    told = {"price_cents": 1_00, "price_source": "A", "hours": 2, "hours_source": "B"}
    first = services.quote(catalog.exam, unit=cast.alder, quoted_by=cast.director, **told)

    again = services.quote(
        catalog.exam, unit=cast.alder, quoted_by=cast.admin, **(told | {"hours": 3})
    )

    assert again is first
    assert again.price_quoted_by == cast.director
    assert again.hours_quoted_by == cast.admin


def test_a_quote_is_taken_back(director, cast, catalog, address):
    director.post(address, data=form(cast.alder))
    [quote] = quotes()

    response = director.post(f"/catalog/quotes/{quote.id}/take-back", follow_redirects=True)

    assert "hold again" in response.text
    assert quotes() == []


def test_no_director_quotes_for_a_district_out_of_reach(director, as_user, cast, catalog, address):
    refused = director.post(address, data=form(cast.birch))
    own = services.quote(catalog.exam, unit=cast.birch, quoted_by=None, price_cents=7_00)
    db.session.commit()

    assert refused.status_code == 422
    assert director.post(f"/catalog/quotes/{own.id}/take-back").status_code == 404
    assert "$7" not in director.get(address).text
    assert quotes() == [own]


def test_a_grant_below_the_district_enters_no_terms_for_it(as_user, cast, catalog, address):
    accounts.grant(cast.staff, role="director", unit_id=cast.network.id)
    db.session.commit()
    lead = as_user(cast.staff)

    assert lead.get(address).status_code == 404
    assert lead.post(address, data=form(cast.alder)).status_code == 404
    assert "district’s price and hours" not in lead.get(f"/catalog/{catalog.exam.id}").text


def test_a_director_of_two_districts_chooses_one(as_user, cast, address):
    accounts.grant(cast.admin, role="director", unit_id=cast.state.id)
    db.session.commit()
    both = as_user(cast.admin)

    both.post(address, data=form(cast.birch))

    assert 'value="380"' not in both.get(f"{address}?unit_id={cast.alder.id}").text
    assert 'value="380"' in both.get(f"{address}?unit_id={cast.birch.id}").text
    assert "Price and hours in Birch" in both.get(address.removesuffix("/quote")).text


def test_nobody_but_directors_quotes(as_user, cast, address):
    for who in (cast.staff, cast.finance, cast.hr, cast.reader, cast.admin):
        user = as_user(who)

        assert user.get(address).status_code == 404, who.name
        assert user.post(address, data=form(cast.alder)).status_code == 404, who.name


def test_offerings_out_of_sight_cannot_be_quoted(director, cast, catalog):
    address = f"/catalog/{catalog.birchs.id}/quote"

    assert director.get(address).status_code == 404
    assert director.post(address, data=form(cast.alder)).status_code == 404


REFUSED = [
    ({"price_source": ""}, "Say where it comes from."),
    ({"hours": ""}, "Enter it, or clear its source."),
    ({"cohort_seats": "5"}, "A group price needs its number of people"),
    ({"cohort_price_cents": "5"}, "A group price needs its number of people"),
    ({"cohort_price_cents": "5", "cohort_seats": "0"}, "from 1 to 10,000"),
    ({"cohort_price_cents": "5", "cohort_seats": "1e309"}, "Enter a whole number"),
    ({"cohort_price_cents": "5", "cohort_seats": "9" * 5_000}, "Enter a whole number"),
    ({"price_cents": "-380"}, "Enter an amount such as"),
    ({"price_cents": "9" * 10_000}, "from 0 to 100,000,000"),
    ({"price_source": "x" * 10_000}, "Shorten it to 500"),
    ({"price_source": "a\0"}, "characters that cannot be stored"),
    ({"hours": "1e309"}, "Enter hours such as"),
    ({"travel_cents": "Infinity"}, "such as 1,250.00"),
    ({"price_quoted_on": "yesterday"}, "Enter a day of the calendar"),
    ({"price_quoted_on": "2026-02-30"}, "Enter a day of the calendar"),
    ({"price_quoted_on": "0001-01-01"}, "from the year 2000 to 2100"),
    ({"price_quoted_on": "\0"}, "Enter a day of the calendar"),
    ({"hours_quoted_on": "2099-01-01"}, "This day is still to come."),
    ({"price_cents": "", "price_source": "", "hours": "", "hours_source": ""}, "Enter a price"),
    ({"unit_id": "x"}, "Choose from the list"),
    ({"unit_id": ""}, "Choose from the list"),
]


def test_terms_that_cannot_hold_are_refused_beside_their_field(director, cast, address):
    for changes, complaint in REFUSED:
        response = director.post(address, data=form(cast.alder, **changes))

        assert response.status_code == 422, changes
        assert complaint in text_of(response.text), changes
    assert quotes() == []


def test_a_quote_of_another_year_is_marked_as_old(director, cast, catalog, monkeypatch):
    services.quote(catalog.exam, unit=cast.alder, quoted_by=None, price_cents=1, hours=1)
    db.session.commit()
    later = clock.today() + timedelta(days=800)
    monkeypatch.setattr(clock, "today", lambda: later)

    page = text_of(director.get("/catalog/?q=exam").text)

    assert "Quote of" in page
    assert "check before booking" in page
