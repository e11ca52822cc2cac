"""The sum above which finance approves changes, or the person moves, between the two desks."""

import pytest

from pdplanner.accounts import services as accounts
from pdplanner.budgets import services as budgets
from pdplanner.extensions import db
from pdplanner.plans.models import State
from pdplanner.plans.requests import steps
from tests.support.html import text_of
from tests.support.person_year import make_item, make_offering, sent
from tests.support.requesting import address, approved, fund


@pytest.fixture
def local(cast, year):
    return fund(cast, year)


@pytest.fixture
def passed_on(cast, year, local):
    """A request for $200 that the director approved while finance approved above $100."""
    budgets.set_approval(year, finance_above_cents=100_00)
    wires = make_offering("Wires", {}, dollars=200)
    item = make_item(cast.sam, year, wires, by=cast.staff, answered=True)
    approved(cast, item, local)
    return item


def raise_the_sum(cast, year):
    budgets.set_approval(year, finance_above_cents=1_000_00)


def move_the_person(cast, year):
    budgets.add_unit_approval(year, cast.support, finance_above_cents=1_000_00)
    cast.sam.unit = cast.support


@pytest.mark.parametrize("change", [raise_the_sum, move_the_person])
def test_what_the_director_passed_on_waits_for_finance(cast, year, passed_on, as_user, change):
    change(cast, year)
    db.session.commit()

    theirs = text_of(as_user(cast.director).get("/requests/").text)
    asked_for = text_of(as_user(cast.finance).get("/requests/").text)
    page = text_of(as_user(cast.staff).get(address(passed_on)).text)

    assert "Wires" not in theirs
    assert "Wires" in asked_for
    assert "Nobody is there" not in page


def test_finance_approves_it(cast, year, local, passed_on):
    raise_the_sum(cast, year)
    db.session.commit()

    steps.approve(passed_on, parts={local.id: 200_00}, sent=sent(cast.finance))

    assert passed_on.state == State.APPROVED
    assert local.encumbered_cents == 200_00


def test_who_approved_as_director_is_told_so_where_several_are_answered(
    cast, year, passed_on, as_user
):
    accounts.grant(cast.director, role="finance", unit_id=cast.alder.id)
    db.session.commit()

    page = text_of(as_user(cast.director).get(f"/requests/?r={passed_on.id}").text)

    assert "You approved it at the desk before." in page
