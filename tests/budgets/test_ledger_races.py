"""Sixty-four processes move money at the same moment: nothing is overspent, lost or done twice."""

from collections import Counter
from datetime import date

import pytest

from pdplanner.budgets import ledger, ledger_queries
from pdplanner.budgets.ledger import Act
from pdplanner.budgets.models import FiscalYear, Fund, LedgerAction
from pdplanner.extensions import db
from tests.support.framework import make_framework
from tests.support.person_year import make_item, make_ledger_fund, make_offering
from tests.support.processes import at_once

PROCESSES = 64
ROOM = 10


@pytest.fixture
def year(cast):
    make_framework()
    year = FiscalYear(unit=cast.alder, starts_on=date(2026, 7, 1), ends_on=date(2027, 6, 30))
    db.session.add(year)
    db.session.commit()
    return year


@pytest.fixture
def item_ids(cast, year):
    items = [
        make_item(cast.sam, year, make_offering(f"Course {one}", {"I.A.1": (2, 0)}, dollars=10))
        for one in range(PROCESSES)
    ]
    db.session.commit()
    return [item.id for item in items]


def fund(cast, year, name, *, dollars):
    return make_ledger_fund(cast.alder, year, name, cents=dollars * 100).id


def test_a_fund_with_room_for_ten_pays_ten_of_sixty_four(app, cast, year, item_ids):
    fund_id = fund(cast, year, "Local", dollars=10 * ROOM + 9)

    def approve(one):
        act = Act(key=f"approve/{one}", by_id=None)
        ledger.encumber(item_ids[one], {fund_id: 10_00}, act=act)
        db.session.commit()
        return "approved"

    said = at_once(app, PROCESSES, approve)

    refused = "NotEnoughError: Local has $9 left, and this takes $10 of it."
    assert Counter(said) == {"approved": ROOM, refused: PROCESSES - ROOM}
    held = db.session.get_one(Fund, fund_id)
    assert (held.encumbered_cents, held.available_cents) == (100_00, 9_00)
    assert ledger_queries.faults() == []


def test_one_request_sent_sixty_four_times_is_done_once(app, cast, year, item_ids):
    fund_id = fund(cast, year, "Local", dollars=500)

    def approve(_one):
        done = ledger.encumber(item_ids[0], {fund_id: 10_00}, act=Act(key="approve", by_id=None))
        answer = f"{done.action.id} {done.again}"
        db.session.commit()
        return answer

    said = at_once(app, PROCESSES, approve)

    (action,) = db.session.query(LedgerAction).filter_by(key="approve")
    assert sorted(said) == [f"{action.id} False"] + [f"{action.id} True"] * (PROCESSES - 1)
    assert db.session.get_one(Fund, fund_id).encumbered_cents == 10_00


def test_split_approvals_in_opposite_order_never_wait_for_each_other(app, cast, year, item_ids):
    first, second = (fund(cast, year, name, dollars=500) for name in ("Local", "Title II-A"))

    def approve(one):
        parts = {first: 1_00, second: 2_00}
        if one % 2:
            parts = dict(reversed(parts.items()))
        ledger.encumber(item_ids[one], parts, act=Act(key=f"approve/{one}", by_id=None))
        db.session.commit()
        return "approved"

    said = at_once(app, PROCESSES, approve)

    assert said == ["approved"] * PROCESSES
    sums = {each.name: each.encumbered_cents for each in db.session.query(Fund)}
    assert sums == {"Local": PROCESSES * 1_00, "Title II-A": PROCESSES * 2_00}
    assert ledger_queries.faults() == []
