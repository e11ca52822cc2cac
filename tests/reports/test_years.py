"""Fiscal years beside each other: money, and what people did with it."""

from datetime import timedelta

import pytest

from pdplanner import clock
from pdplanner.accounts import services as accounts
from pdplanner.budgets import closing, ledger
from pdplanner.budgets.ledger import Act
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.extensions import db
from pdplanner.reports.board.links import make_link
from tests.support.framework import make_framework
from tests.support.html import text_of
from tests.support.person_year import (
    make_fund,
    make_item,
    make_ledger_fund,
    make_offering,
    make_year,
)


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
    assert f"{first} $400.00 $90.00 22.5% $0.00 $70.00 2 8.5 2 $45.00" in text
    assert f"{second} $500.00 $0.00 0.0% $20.00 $0.00 0 0 0" in text
    assert text.index(second) < text.index(first)


def test_a_director_sees_the_people_of_their_units(as_user, cast, years):
    accounts.grant(cast.other_director, role="director", unit_id=cast.network.id)
    db.session.commit()

    address = f"/budget/years?district={cast.alder.id}"
    text = text_of(as_user(cast.other_director).get(address).text)

    assert "$70.00 1 4.25 1" in text


def test_a_district_without_years_has_none_to_show(as_user, cast):
    assert as_user(cast.finance).get("/budget/years").status_code == 404


@pytest.fixture
def closed(cast):
    """A year of $8,400 in two funds, $4,000 spent; what one of them has left goes on."""
    make_framework()
    today = clock.today()
    first = FiscalYear(
        unit=cast.alder, starts_on=today - timedelta(360), ends_on=today - timedelta(1)
    )
    second = FiscalYear(unit=cast.alder, starts_on=today, ends_on=today + timedelta(364))
    db.session.add_all([first, second])
    db.session.commit()
    local = make_ledger_fund(cast.alder, first, "Local PD", cents=5_400_00, carries_over=True)
    grant = make_ledger_fund(cast.alder, first, "Grant", cents=3_000_00)
    make_ledger_fund(cast.alder, second, "Local PD", cents=1_000_00)
    wires = make_offering("Wires", {"I.A.1": (2, 0)}, dollars=4000)
    item = make_item(cast.sam, first, wires, state="completed")
    parts = {local.id: 3_151_00, grant.id: 849_00}
    ledger.encumber(item.id, parts, act=Act(key="a", by_id=None))
    ledger.spend(item.id, parts, encumbered=parts, act=Act(key="b", by_id=None))
    asked = make_offering("Asked", {"I.A.1": (2, 0)}, dollars=70)
    make_item(cast.dana, first, asked, fund=grant, state="requested", by=cast.staff, answered=True)
    db.session.commit()
    return first, second


def close(year, cast):
    closing.close(year, by_id=cast.finance.id)
    db.session.commit()


def shown(client, address):
    return text_of(client.get(address).text)


def test_what_a_year_had_stays_what_it_had_when_it_is_closed(as_user, cast, closed):
    finance, (first, second) = as_user(cast.finance), closed
    before = shown(finance, "/budget/years")

    close(first, cast)
    after = shown(finance, "/budget/years")

    assert f"{first.title} $8,400.00 $4,000.00 47.6% $0.00 $70.00 1 4" in before
    assert f"{first.title} closed $8,400.00 $4,000.00 47.6% $0.00 $2,249.00 $70.00 1 4" in after
    assert f"{second.title} $1,000.00 $0.00" in before
    assert f"{second.title} $3,249.00 $2,249.00 brought over $0.00" in after


def test_the_budget_of_a_closed_year_speaks_of_what_was(as_user, cast, closed):
    first, second = closed
    close(first, cast)

    text = shown(as_user(cast.finance), f"/budget/?year={first.id}")

    assert (
        "$4,000.00 of $8,400.00 was spent, $2,249.00 was carried over into the next year, "
        "$2,151.00 was left and ended with it." in text
    )
    assert "Allocated Spent Carried over Left Only planned" in text
    assert "Local PD 007-1 $5,400.00 $3,151.00 $2,249.00 $0.00 $0.00" in text
    assert "Total $8,400.00 $4,000.00 $2,249.00 $2,151.00 $70.00" in text
    assert "would be left" not in text
    assert "would be left" in shown(as_user(cast.finance), f"/budget/?year={second.id}")


def test_the_page_of_the_closing_keeps_what_was_left_and_where_it_went(as_user, cast, closed):
    first, second = closed
    address = f"/budget/years/{first.id}/closing"
    before = shown(as_user(cast.finance), address)

    close(first, cast)
    after = shown(as_user(cast.finance), address)

    goes = f"$5,400.00 $3,151.00 $0.00 $2,249.00 Goes on into {second.title}"
    assert goes in before
    went = f"$5,400.00 $3,151.00 $0.00 $2,249.00 $0.00 $2,249.00 carried over into {second.title}"
    assert went in after
    assert "$2,151.00 Ended with the year" in after
    assert "What was left" in after


def test_what_went_on_opens_to_its_entry_and_leaves_the_allocation_alone(as_user, cast, closed):
    first, _second = closed
    close(first, cast)
    fund = db.session.query(Fund).filter_by(fiscal_year_id=first.id, name="Local PD").one()
    finance, address = as_user(cast.finance), f"/budget/funds/{fund.id}/ledger"

    assert "Allocated: $5,400.00 1 entry" in shown(finance, address)
    went_on = shown(finance, f"{address}?figure=went on")
    assert "Carried over: $2,249.00 1 entry" in went_on
    assert f"Carried over from {first.title}" in went_on
    assert "Available: $0.00" in shown(finance, f"{address}?figure=available")


def test_the_month_and_board_pages_of_a_closed_year_speak_of_what_was(as_user, cast, closed, app):
    first, _second = closed
    close(first, cast)
    _link, token = make_link(cast.alder, first, name="June", days=7, by=cast.director, key="a")
    db.session.commit()

    for address in (f"/budget/months?year={first.id}", f"/budget/board/{token}"):
        text = shown(as_user(cast.finance), address)
        assert "$4,000.00 of $8,400.00 was spent, $2,249.00 was carried over" in text
        assert "the year comes to" not in text


def test_a_year_that_is_open_again_still_says_what_went_on(as_user, cast, closed):
    first, _second = closed
    close(first, cast)
    closing.reopen(first, by_id=cast.finance.id)
    db.session.commit()
    finance = as_user(cast.finance)

    text = shown(finance, f"/budget/?year={first.id}")

    assert "Local PD 007-1 $5,400.00 $3,151.00 $0.00 $2,249.00 $0.00 $0.00" in text
    assert "Nothing was left" not in shown(finance, f"/budget/years/{first.id}/closing")
