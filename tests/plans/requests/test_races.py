"""Sixty-four processes answer requests at the same moment."""

import uuid
from collections import Counter

import pytest

from pdplanner.accounts.models import User
from pdplanner.budgets import ledger_queries
from pdplanner.budgets.models import Fund, LedgerAction
from pdplanner.extensions import db
from pdplanner.plans.models import Action, PlanItem, RequestStep
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.batch import answer_all, lock
from pdplanner.plans.requests.step_entries import Sent
from tests.support.person_year import make_ledger_fund, make_requests
from tests.support.processes import at_once

PROCESSES = 64
ROOM = 10


@pytest.fixture
def item_ids(cast, year):
    """Requested, $10 each."""
    return make_requests(cast.sam, year, PROCESSES)


@pytest.fixture
def fund_id(cast, year):
    return make_ledger_fund(cast.alder, year, cents=10_00 * ROOM + 99).id


def test_a_fund_with_room_for_ten_approves_ten_of_sixty_four(app, cast, item_ids, fund_id):
    director_id = cast.director.id

    def approve(one):
        item = db.session.get_one(PlanItem, item_ids[one])
        sent = Sent(by=db.session.get_one(User, director_id), key=uuid.uuid4().hex)
        steps.approve(item, parts={fund_id: 10_00}, sent=sent)
        db.session.commit()
        return "approved"

    said = at_once(app, PROCESSES, approve)

    refused = "NotEnoughError: Local has $0.99 left, and this takes $10 of it."
    assert Counter(said) == {"approved": ROOM, refused: PROCESSES - ROOM}
    states = Counter(each.state for each in db.session.query(PlanItem))
    assert states == {"approved": ROOM, "requested": PROCESSES - ROOM}
    assert db.session.get_one(Fund, fund_id).encumbered_cents == ROOM * 10_00
    assert ledger_queries.faults() == []


def test_one_approval_sent_sixty_four_times_has_one_effect(app, cast, item_ids, fund_id):
    director_id, key = cast.director.id, uuid.uuid4().hex

    def approve(_one):
        item = db.session.get_one(PlanItem, item_ids[0])
        sent = Sent(by=db.session.get_one(User, director_id), key=key)
        steps.approve(item, parts={fund_id: 10_00}, sent=sent)
        db.session.commit()
        return str(item.state)

    said = at_once(app, PROCESSES, approve)

    assert said == ["approved"] * PROCESSES
    assert db.session.query(RequestStep).filter_by(key=key).count() == 1
    assert db.session.query(LedgerAction).filter_by(kind="encumber").count() == 1
    assert db.session.get_one(Fund, fund_id).encumbered_cents == 10_00


def test_batches_in_opposite_order_over_two_funds_wait_for_each_other_once(
    app, cast, year, item_ids, fund_id
):
    """Thirty-two people approve two requests each, from two funds named in turns."""
    director_id = cast.director.id
    second_id = make_ledger_fund(cast.alder, year, "Title II-A", cents=10_00 * PROCESSES).id
    funds = [fund_id, second_id]

    def approve(one):
        pair = [db.session.get_one(PlanItem, item_ids[each]) for each in (one, one ^ 1)]
        order = funds if one % 2 else funds[::-1]
        parts = {item.id: dict.fromkeys(order, 500) for item in pair}
        sent = Sent(by=db.session.get_one(User, director_id), key=uuid.uuid4().hex)
        answer_all(lock(pair), action=Action.APPROVE, parts=parts, sent=sent)
        db.session.commit()
        return "approved"

    said = at_once(app, PROCESSES // 2, approve)

    # Each pair is answered by two people, and by the first of them; the small fund ends it.
    assert said.count("approved") == 10_00 * ROOM // 10_00
    assert all("approved by now" in each or "left" in each for each in said if each != "approved")
    assert db.session.get_one(Fund, fund_id).encumbered_cents == 10_00 * ROOM
    assert ledger_queries.faults() == []
