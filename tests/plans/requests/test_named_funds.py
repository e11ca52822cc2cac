"""Funds that were named for a request earlier, and have less by now than they were to pay."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.plans.items.costs import set_costs, set_payments
from pdplanner.plans.items.payers import payers_of
from pdplanner.plans.models import CostKind
from pdplanner.plans.requests import steps
from pdplanner.web.filters import day
from tests.support.html import text_of
from tests.support.person_year import make_item, make_offering, sent
from tests.support.requesting import address, asked, fund, post


def named(cast, item, parts: Mapping[int, int]):
    """Ask for it again, with the funds that a director named before."""
    set_payments(item, parts)
    db.session.commit()
    asked(cast, item)


def spend(cast, year, paying, cents, title="Waves"):
    """Set money of a fund aside for something else."""
    offering = make_offering(title, {"I.A.1": (2, 0)}, dollars=0)
    other = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    set_costs(other, {CostKind.FEE: cents})
    db.session.commit()
    asked(cast, other)
    steps.approve(other, parts={paying.id: cents}, sent=sent(cast.director))
    db.session.commit()


@pytest.mark.parametrize(("spent", "parts"), [(500_00, (0, 200_00)), (350_00, (150_00, 50_00))])
def test_a_fund_that_blocks_is_given_what_it_has_and_others_fill_up(
    as_user, cast, year, item, spent, parts
):
    title, local = fund(cast, year, "Title D"), fund(cast, year, "Local")
    named(cast, item, {title.id: 200_00})
    spend(cast, year, title, spent)
    left = 500_00 - spent

    suggested = payers_of(item).suggested()
    page = as_user(cast.director).get(address(item))
    paid = dict(zip((title.id, local.id), parts, strict=True))
    amounts = {f"fund_{one}": f"{cents / 100:.2f}" for one, cents in paid.items()}
    done = post(as_user(cast.director), item, "approve", **amounts)

    assert suggested == {one: cents for one, cents in paid.items() if cents}
    said = text_of(page.text)
    assert f"Title D was to pay $200 and has ${left // 100} left." in said
    assert said.index("Title D was to pay") < said.index("Approve and set $200 aside")
    assert done.status_code == 200
    assert item.state == "approved"


def test_amounts_that_somebody_typed_are_not_said_to_go_by_what_the_funds_have(
    as_user, cast, year, item
):
    title, local = fund(cast, year, "Title D"), fund(cast, year, "Local")
    named(cast, item, {title.id: 200_00})
    spend(cast, year, title, 500_00)
    director = as_user(cast.director)

    before = text_of(director.get(address(item)).text)
    amounts = {f"fund_{title.id}": "10", f"fund_{local.id}": "20"}
    refused = post(director, item, "approve", **amounts)

    assert "The amounts below go by what the funds have left." in before
    assert refused.status_code == 422
    assert 'value="20"' in refused.text
    assert "Title D was to pay $200 and has $0 left." in text_of(refused.text)
    assert "The amounts below go" not in refused.text


def test_what_the_funds_lack_is_said_before_the_button(as_user, cast, year, item):
    title = fund(cast, year, "Title D")
    named(cast, item, {title.id: 200_00})
    spend(cast, year, title, 430_00)

    page = text_of(as_user(cast.director).get(address(item)).text)

    assert payers_of(item).suggested() == {title.id: 70_00}
    assert "The funds that may pay for it lack $130 of $200." in page


def test_a_fund_that_only_warns_pays_what_it_was_named_for(as_user, cast, year, item):
    warns, local = fund(cast, year, "Warns", dollars=10, cap="warn"), fund(cast, year, "Local")
    named(cast, item, {warns.id: 150_00, local.id: 50_00})

    assert payers_of(item).suggested() == {warns.id: 150_00, local.id: 50_00}
    assert payers_of(item).gone() == []
    assert "was to pay" not in text_of(as_user(cast.director).get(address(item)).text)


def test_a_fund_that_may_not_pay_any_more_is_named(as_user, cast, year, item):
    title, local = fund(cast, year, "Title D"), fund(cast, year, "Local")
    named(cast, item, {title.id: 120_00, local.id: 80_00})
    title.spend_by = clock.today() - timedelta(days=1)
    db.session.commit()

    page = text_of(as_user(cast.director).get(address(item)).text)

    assert payers_of(item).suggested() == {local.id: 200_00}
    until = day(title.spend_by)
    assert f"Title D was to pay $120 and could be spent until {until}." in page


def test_travel_stays_with_those_that_pay_it(cast, year, item):
    no_travel = fund(cast, year, "Title D", refuses_travel=True)
    local = fund(cast, year, "Local")
    set_costs(item, {CostKind.FEE: 120_00, CostKind.TRAVEL: 80_00})
    named(cast, item, {no_travel.id: 100_00, local.id: 100_00})
    spend(cast, year, local, 450_00)

    assert payers_of(item).suggested() == {no_travel.id: 120_00, local.id: 50_00}


def test_who_names_more_than_a_fund_has_is_told_when_it_goes_on(as_user, cast, year, item):
    year.finance_above_cents = 0
    title = fund(cast, year, "Title D", dollars=150)
    asked(cast, item)

    page = post(as_user(cast.director), item, "approve", **{f"fund_{title.id}": "200"})

    said = "Wires goes on to the business office. Title D was to pay $200 and has $150 left."
    assert said in text_of(page.text)
