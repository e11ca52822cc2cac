"""Every state x action x role, by its form: what is not theirs or leads nowhere changes nothing."""

from itertools import product

import pytest

from pdplanner.accounts import services as accounts
from pdplanner.audit.models import AuditEvent
from pdplanner.budgets import ledger
from pdplanner.budgets.models import LedgerAction
from pdplanner.extensions import db
from pdplanner.notices.models import Notice
from pdplanner.plans.items.costs import set_payments
from pdplanner.plans.models import Action, PlanItem, RequestStep, State
from tests.support.framework import make_framework
from tests.support.person_year import make_item, make_offering, make_year
from tests.support.requesting import fund

PATHS = {
    Action.AMEND: "costs",
    Action.REQUEST: "request",
    Action.RETURN: "return",
    Action.APPROVE: "approve",
    Action.DECLINE: "decline",
    Action.CANCEL: "cancel",
    Action.REGISTER: "register",
    Action.COMPLETE: "complete",
    Action.CORRECT: "correct",
}
ACTORS = (
    "staff", "colleague", "other_staff", "director", "other_director", "finance", "hr", "reader",
    "admin", "deactivated",
)  # fmt: skip
DIRECTOR_DESK, FINANCE_DESK = "requested", "requested, at finance"
STATES = (
    *(state.value for state in State if state != State.REQUESTED),
    DIRECTOR_DESK,
    FINANCE_DESK,
)

# Who may take which step in which state; whatever does not stand here is refused.
OWN, BOTH = {"staff"}, {"director", "finance"}
ALLOWED = {
    ("proposed", Action.AMEND): OWN,
    ("proposed", Action.REQUEST): OWN,
    ("returned", Action.AMEND): OWN,
    ("returned", Action.REQUEST): OWN,
    ("returned", Action.CANCEL): OWN,
    (DIRECTOR_DESK, Action.AMEND): {"director"},
    (DIRECTOR_DESK, Action.APPROVE): {"director"},
    (DIRECTOR_DESK, Action.RETURN): {"director"},
    (DIRECTOR_DESK, Action.DECLINE): {"director"},
    (DIRECTOR_DESK, Action.CANCEL): OWN,
    (FINANCE_DESK, Action.APPROVE): {"finance"},
    (FINANCE_DESK, Action.RETURN): {"finance"},
    (FINANCE_DESK, Action.DECLINE): {"finance"},
    (FINANCE_DESK, Action.CANCEL): OWN,
    ("approved", Action.REGISTER): OWN | BOTH,
    ("approved", Action.CANCEL): BOTH,
    ("registered", Action.COMPLETE): BOTH,
    ("registered", Action.CANCEL): BOTH,
    ("completed", Action.CORRECT): {"finance"},
}


@pytest.fixture
def world(cast):
    make_framework()
    year = make_year(cast.alder)
    local = fund(cast, year, dollars=5_000)
    colleague = accounts.create_user(email="colleague@example.org", name="Colleague")
    db.session.commit()
    return cast, year, local, {"colleague": colleague}


def item_in(world, state, number):
    """Sam's item of $20 in a state, as the steps before would have left it."""
    cast, year, local, _more = world
    year.finance_above_cents = 10_00 if state == FINANCE_DESK else None
    made = State.REQUESTED if state.startswith("requested") else State(state)
    offering = make_offering(f"Wires {number}", {"I.A.1": (2, 0)}, dollars=20)
    item = make_item(cast.sam, year, offering, by=cast.staff, answered=True, state=made)
    set_payments(item, {local.id: 20_00})
    before = []
    if made != State.PROPOSED:
        before.append((Action.REQUEST, "", cast.staff))
    if state == FINANCE_DESK or made in (State.APPROVED, State.REGISTERED, State.COMPLETED):
        before.append((Action.APPROVE, "director", cast.director))
    for action, desk, by in before:
        db.session.add(
            RequestStep(
                item_id=item.id, action=action, desk=desk, by_id=by.id, at=item.changed_at,
                key=f"{number}/{action}", digest="",
            )
        )  # fmt: skip
    if made in (State.APPROVED, State.REGISTERED, State.COMPLETED):
        ledger.encumber(item.id, {local.id: 20_00}, act=ledger.Act(key=f"{number}", by_id=None))
    if made == State.COMPLETED:
        paid, act = {local.id: 20_00}, ledger.Act(key=f"{number}/paid", by_id=None)
        ledger.spend(item.id, paid, encumbered=paid, act=act)
    db.session.commit()
    return item


def trace(item):
    """What a step may change: the item with its costs and who pays them, and what is written."""
    tables = (RequestStep, LedgerAction, Notice, AuditEvent)
    costs = sorted((each.kind, each.cents, each.estimated_cents or 0) for each in item.costs)
    paid = sorted((each.fund_id, each.cents) for each in item.payments)
    written = [db.session.query(table).count() for table in tables]
    return item.state, item.price_cents, item.hours, item.comment, costs, paid, written


@pytest.mark.parametrize("state", STATES)
def test_only_whose_step_it_is_takes_it_and_only_from_its_states(world, as_user, state):
    cast, _year, local, more = world
    clients = {name: as_user(more.get(name) or getattr(cast, name)) for name in ACTORS}
    item = None
    for number, (action, actor) in enumerate(product(PATHS, ACTORS)):
        # What nobody has changed is refused to the next one as well.
        item = item or item_in(world, state, number)
        item_id, before = item.id, trace(item)
        answer = clients[actor].post(
            f"/requests/{item_id}/{PATHS[action]}",
            data={
                "key": f"{number:032x}", "comment": "Because.", "fee": "20",
                f"fund_{local.id}": "20",
            },
        )  # fmt: skip
        db.session.rollback()
        item = db.session.get_one(PlanItem, item_id)
        after = trace(item)
        where = f"{actor} {action} {state}: {answer.status_code}"
        if actor in ALLOWED.get((state, action), ()):
            assert answer.status_code == 303, where
            assert answer.location == f"/requests/{item_id}", where
            assert after != before, where
            item = None
        else:
            refused = answer.status_code in (404, 409, 422) or "/login" in (answer.location or "")
            assert refused, where
            assert after == before, where
