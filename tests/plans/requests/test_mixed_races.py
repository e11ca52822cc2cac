"""Approvals, cancellations, other costs, transfers and cuts of a budget at one moment."""

import uuid
from collections import Counter

import pytest

from pdplanner.accounts.models import User
from pdplanner.audit import proof
from pdplanner.budgets import ledger, ledger_queries
from pdplanner.budgets.ledger import Act
from pdplanner.budgets.models import Fund, LedgerAction
from pdplanner.extensions import db
from pdplanner.plans.models import CostKind, PlanItem, RequestStep
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.step_entries import Sent
from tests.support.person_year import make_ledger_fund, make_requests
from tests.support.processes import at_once

PROCESSES = 64
EACH = 16
DEEDS = (
    "approve", "approve", "cancel", "cancel", "complete", "complete", "transfer", "cut",
)  # fmt: skip
ASKED, CUT = 10_00, 1_00


def by(user_id):
    return Sent(by=db.session.get_one(User, user_id), key=uuid.uuid4().hex, comment="Because.")


@pytest.fixture
def funds(cast, year):
    """One that blocks, with room for two more than what is approved; one that warns."""
    tight = make_ledger_fund(cast.alder, year, "Tight", cents=2 * EACH * ASKED + 25_00, cap="block")
    wide = make_ledger_fund(cast.alder, year, "Wide", cents=500_00)
    return tight.id, wide.id


@pytest.fixture
def items(cast, year, funds):
    """By the deed that fits: requested, approved, and registered items."""
    ids = make_requests(cast.sam, year, 3 * EACH)
    found = dict(zip(("approve", "cancel", "complete"), batched(ids), strict=True))
    for item_id in found["cancel"] + found["complete"]:
        item = db.session.get_one(PlanItem, item_id)
        steps.approve(item, parts={funds[0]: ASKED}, sent=by(cast.director.id))
        if item_id in found["complete"]:
            steps.register(item, sent=by(cast.staff.id))
    db.session.commit()
    return found


def batched(ids):
    return [ids[at : at + EACH] for at in range(0, len(ids), EACH)]


def do(one, deed, item_id, funds, cast_ids):
    item = item_id and db.session.get_one(PlanItem, item_id)
    director, finance = cast_ids
    cents = 7_00 + 10 * one
    act = Act(key=uuid.uuid4().hex, by_id=None)
    ends = [db.session.get_one(Fund, fund_id) for fund_id in funds]
    match deed:
        case "approve":
            steps.approve(item, parts={funds[0]: ASKED}, sent=by(director))
        case "cancel":
            steps.cancel(item, sent=by(director))
        case "complete":
            actual, more = {CostKind.FEE: cents}, max(0, cents - ASKED)
            steps.complete(item, actual=actual, more=more, sent=by(finance))
        case "transfer":
            ledger.transfer(*ends[:: 1 if one % 16 < 8 else -1], 4_00, act=act)
        case "cut":
            ledger.amend(ends[0], -CUT, act=act)
    db.session.commit()
    return deed


def test_the_ledger_explains_all_that_was_done_at_one_moment(app, cast, funds, items):
    cast_ids = cast.director.id, cast.finance.id
    left = {deed: iter(ids) for deed, ids in items.items()}
    deeds = [(deed, next(left.get(deed, iter(())), None)) for deed in DEEDS * (PROCESSES // 8)]
    before = db.session.query(LedgerAction).count(), db.session.query(RequestStep).count()

    said = at_once(app, PROCESSES, lambda one: do(one, *deeds[one], funds, cast_ids))

    done = Counter(each for each in said if each in DEEDS)
    assert {each.partition(":")[0] for each in said if each not in DEEDS} <= {"NotEnoughError"}
    assert done["cancel"] == EACH
    after = db.session.query(LedgerAction).count(), db.session.query(RequestStep).count()
    with_steps = done["approve"] + done["cancel"] + done["complete"]
    assert after == (before[0] + done.total(), before[1] + with_steps)
    explained(funds, cuts=done["cut"])


def explained(funds, *, cuts):
    tight, wide = (db.session.get_one(Fund, fund_id) for fund_id in funds)
    assert ledger_queries.faults() == []
    assert proof.walk().fault == ""
    assert tight.available_cents >= 0
    given = 2 * EACH * ASKED + 25_00 + 500_00
    assert tight.allocated_cents + wide.allocated_cents == given - cuts * CUT
    states = {"approved": ASKED, "registered": ASKED}
    for item in db.session.query(PlanItem):
        held, spent = ledger_queries.set_aside(item.id), ledger_queries.paid(item.id)[0]
        assert sum(held.values()) == states.get(item.state, 0)
        assert sum(spent.values()) == (item.price_cents if item.state == "completed" else 0)
