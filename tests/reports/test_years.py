"""Fiscal years beside each other: money, and what people did with it."""

import pytest

from pdplanner.accounts import services as accounts
from pdplanner.extensions import db
from tests.support.framework import make_framework
from tests.support.html import text_of
from tests.support.person_year import make_fund, make_item, make_offering, make_year


@pytest.fixture
def years(cast):
    """Two years: the first with $90 of $400 spent by two people, the second with a plan."""
    make_framework()
    first, second = make_year(cast.alder, years_ago=1), make_year(cast.alder)
    make_fund(cast.alder, first, "Local", dollars=400, spent_cents=90_00)
    make_fund(cast.alder, second, "Local", dollars=500, encumbered_cents=20_00)
    wires = make_offering("Wires", {"I.A.1": (2, 0)}, dollars=45, hours=4.25)
    for person in (cast.sam, cast.dana):
        make_item(person, first, wires, state="completed")
    make_item(cast.sam, first, make_offering("Asked", {}, dollars=70), state="requested")
    make_item(cast.sam, first, make_offering("No", {}, dollars=99), state="declined")
    make_item(cast.olga, make_year(cast.birch), wires, state="completed")
    db.session.commit()
    return first, second


def test_each_year_says_what_it_had_and_what_came_of_it(as_user, cast, years):
    text = text_of(as_user(cast.finance).get("/budget/years").text)

    first, second = (year.title for year in years)
    assert f"{first} $400.00 $90.00 22.5 % $0.00 $70.00 2 8.5 2 $45.00" in text
    assert f"{second} $500.00 $0.00 0.0 % $20.00 $0.00 0 0 0" in text
    assert text.index(second) < text.index(first)


def test_a_director_sees_the_people_of_their_units(as_user, cast, years):
    accounts.grant(cast.other_director, role="director", unit_id=cast.network.id)
    db.session.commit()

    address = f"/budget/years?district={cast.alder.id}"
    text = text_of(as_user(cast.other_director).get(address).text)

    assert "$70.00 1 4.25 1" in text


def test_a_district_without_years_has_none_to_show(as_user, cast):
    assert as_user(cast.finance).get("/budget/years").status_code == 404
