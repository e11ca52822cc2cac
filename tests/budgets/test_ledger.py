"""The ledger: money moves once for each key, adds up, and is never changed."""

from datetime import date

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from pdplanner.budgets import ledger, ledger_queries, services
from pdplanner.budgets.ledger import Act, KeyUsedError, LedgerError, NotEnoughError
from pdplanner.budgets.models import FiscalYear, LedgerAction, LedgerEntry
from pdplanner.budgets.rules import Rules
from pdplanner.extensions import db
from tests.support.framework import make_framework
from tests.support.person_year import make_item, make_ledger_fund, make_offering


@pytest.fixture
def year(cast):
    year = FiscalYear(unit=cast.alder, starts_on=date(2026, 7, 1), ends_on=date(2027, 6, 30))
    db.session.add(year)
    db.session.commit()
    return year


def fund(cast, year, name="Local", *, cents=100_00, cap="block"):
    return make_ledger_fund(cast.alder, year, name, cents=cents, cap=cap, by_id=cast.finance.id)


@pytest.fixture
def local(cast, year):
    return fund(cast, year)


@pytest.fixture
def item_id(cast, year):
    make_framework()
    offering = make_offering("Wires", {"I.A.1": (2, 0)}, dollars=40)
    item = make_item(cast.sam, year, offering)
    db.session.commit()
    return item.id


def act(key, cast):
    return Act(key=key, by_id=cast.finance.id)


def columns(fund):
    return fund.allocated_cents, fund.encumbered_cents, fund.spent_cents


def test_money_goes_from_allocated_to_encumbered_to_spent(cast, local, item_id):
    ledger.encumber(item_id, {local.id: 40_00}, act=act("approve", cast))
    aside = columns(local)
    ledger.spend(
        item_id, {local.id: 45_00}, encumbered={local.id: 40_00}, act=act("complete", cast)
    )

    assert aside == (100_00, 40_00, 0)
    assert columns(local) == (100_00, 0, 45_00)
    assert ledger_queries.set_aside(item_id) == {}
    assert ledger_queries.faults() == []


def test_what_is_released_is_available_again(cast, local, item_id):
    ledger.encumber(item_id, {local.id: 40_00}, act=act("approve", cast))
    held = ledger_queries.set_aside(item_id)
    ledger.release(item_id, held, act=act("cancel", cast))

    assert held == {local.id: 40_00}
    assert columns(local) == (100_00, 0, 0)


def test_a_fund_that_blocks_says_what_is_left_and_moves_nothing(cast, year, local, item_id):
    other = fund(cast, year, "Title II-A", cents=10_00)

    with pytest.raises(NotEnoughError, match=r"^Title II-A has \$10 left, and this takes \$10.01"):
        ledger.encumber(item_id, {local.id: 40_00, other.id: 10_01}, act=act("approve", cast))

    assert (columns(local), columns(other)) == ((100_00, 0, 0), (10_00, 0, 0))
    assert ledger_queries.faults() == []


def test_a_fund_that_warns_goes_below_zero(cast, year, item_id):
    warns = fund(cast, year, "Warns", cents=10_00, cap="warn")

    ledger.encumber(item_id, {warns.id: 40_00}, act=act("approve", cast))

    assert warns.available_cents == -30_00
    assert ledger_queries.faults() == []


def test_giving_back_to_an_overdrawn_fund_is_never_refused(cast, year, item_id):
    warns = fund(cast, year, "Warns", cents=10_00, cap="warn")
    ledger.encumber(item_id, {warns.id: 40_00}, act=act("approve", cast))

    ledger.release(item_id, {warns.id: 40_00}, act=act("cancel", cast))

    assert columns(warns) == (10_00, 0, 0)


def test_the_same_key_moves_money_once(cast, local, item_id):
    first = ledger.encumber(item_id, {local.id: 40_00}, act=act("approve", cast))
    second = ledger.encumber(item_id, {local.id: 40_00}, act=act("approve", cast))

    assert (first.again, second.again) == (False, True)
    assert first.action.id == second.action.id
    assert columns(local) == (100_00, 40_00, 0)


@pytest.mark.parametrize("other", ["amount", "item", "deed"])
def test_the_same_key_for_something_else_is_refused(cast, local, item_id, other):
    ledger.encumber(item_id, {local.id: 40_00}, act=act("approve", cast))
    deed = ledger.release if other == "deed" else ledger.encumber
    number = item_id + 1 if other == "item" else item_id
    cents = 41_00 if other == "amount" else 40_00

    with pytest.raises(KeyUsedError, match="Nothing was changed"):
        deed(number, {local.id: cents}, act=act("approve", cast))

    assert columns(local) == (100_00, 40_00, 0)


def test_a_transfer_leaves_the_sum_of_all_funds(cast, year, local):
    other = fund(cast, year, "Title II-A", cents=10_00)

    ledger.transfer(local, other, 30_00, act=act("move", cast))

    assert (columns(local), columns(other)) == ((70_00, 0, 0), (40_00, 0, 0))
    assert ledger_queries.faults() == []


@pytest.mark.parametrize("cents", [0, -1])
def test_a_transfer_is_of_more_than_nothing(cast, year, local, cents):
    other = fund(cast, year, "Title II-A", cents=10_00)

    with pytest.raises(LedgerError, match="more than nothing"):
        ledger.transfer(local, other, cents, act=act("move", cast))


def test_a_fund_that_warns_gives_another_no_more_than_it_has_left(cast, year, local, item_id):
    warns = fund(cast, year, "Warns", cents=10_00, cap="warn")
    ledger.encumber(item_id, {warns.id: 9_00}, act=act("approve", cast))

    with pytest.raises(NotEnoughError, match=r"^Warns has \$1 left, and this takes \$1.01 of it"):
        ledger.transfer(warns, local, 1_01, act=act("move", cast))
    ledger.transfer(warns, local, 1_00, act=act("move", cast))


def test_a_fund_that_warns_is_lowered_to_no_less_than_nothing(cast, year):
    warns = fund(cast, year, "Warns", cents=10_00, cap="warn")

    with pytest.raises(LedgerError, match=r"^Warns has \$10 in all, and \$10.01 would leave it"):
        ledger.amend(warns, -10_01, act=act("less", cast))


def test_an_allocation_is_amended_up_and_down(cast, local):
    ledger.amend(local, 50_00, act=act("more", cast))
    ledger.amend(local, -120_00, act=act("less", cast))

    assert columns(local) == (30_00, 0, 0)
    assert ledger_queries.faults() == []


def test_what_is_set_aside_stays_allocated(cast, local, item_id):
    ledger.encumber(item_id, {local.id: 40_00}, act=act("approve", cast))

    with pytest.raises(NotEnoughError, match=r"\$60 left"):
        ledger.amend(local, -60_01, act=act("less", cast))


def test_every_change_of_a_funds_form_is_in_the_ledger(cast, local):
    facts = {
        "name": "Local", "source": "Local", "account_code": "", "spend_by": local.spend_by,
        "note": "", "rules": Rules(), "by_id": cast.finance.id,
    }  # fmt: skip
    services.edit_fund(local, allocated_cents=150_00, cap="block", **facts)
    services.edit_fund(local, allocated_cents=20_00, cap="warn", **facts)

    kinds = [(each.kind, each.by_id) for each in db.session.query(LedgerAction)]
    assert kinds == [(kind, cast.finance.id) for kind in ("allocate", "amend", "amend")]
    assert columns(local) == (20_00, 0, 0)
    assert ledger_queries.faults() == []


@pytest.mark.parametrize("table", [LedgerAction, LedgerEntry])
@pytest.mark.parametrize("deed", ["change", "delete"])
def test_the_database_refuses_to_change_the_ledger(local, table, deed):
    assert db.session.query(table).count() > 0
    statement = delete(table) if deed == "delete" else update(table).values(id=table.id + 1)

    with pytest.raises(DBAPIError, match="the ledger is never changed"):
        db.session.execute(statement)


def test_a_balance_that_no_entry_explains_is_found(local):
    local.spent_cents = 1_00
    db.session.flush()

    assert ledger_queries.faults() == [f"Local (fund {local.id}) is not what its entries add up to"]
