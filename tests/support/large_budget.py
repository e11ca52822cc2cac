"""An item in everybody's plan, written in bulk: every second one asked for, the others approved."""

from sqlalchemy import insert, select

from pdplanner import clock
from pdplanner.budgets.models import FiscalYear, Fund, LedgerAction, LedgerEntry
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.plans.models import ItemCost, ItemPayment, LearningPlan, PlanItem, RequestStep, State
from tests.support.person_year import make_ledger_fund

CENTS = 100_00


def add(year: FiscalYear) -> Fund:
    """Give the year a fund that pays for all of it, with an entry for each approved item."""
    people = db.session.scalars(select(Person.id).order_by(Person.id)).all()
    fund = make_ledger_fund(year.unit, year, cents=CENTS * len(people))
    rows = [{"person_id": each, "fiscal_year_id": year.id} for each in people]
    db.session.execute(insert(LearningPlan), rows)
    plans = db.session.scalars(select(LearningPlan.id).order_by(LearningPlan.id)).all()
    offerings = db.session.scalars(select(Offering.id).order_by(Offering.id)).all()
    now = clock.now()
    db.session.execute(
        insert(PlanItem),
        [
            {
                "plan_id": plan, "offering_id": offerings[number % len(offerings)], "hours": 4.0,
                "state": State.APPROVED if number % 2 else State.REQUESTED,
                "price_cents": CENTS, "changed_at": now, "accepted_at": now,
            }
            for number, plan in enumerate(plans)
        ],
    )  # fmt: skip
    items = db.session.execute(select(PlanItem.id, PlanItem.state).order_by(PlanItem.id)).all()
    ids = [item_id for item_id, _state in items]
    approved = [item_id for item_id, state in items if state == State.APPROVED]
    db.session.execute(
        insert(ItemCost), [{"item_id": each, "kind": "fee", "cents": CENTS} for each in ids]
    )
    db.session.execute(
        insert(ItemPayment),
        [{"item_id": each, "fund_id": fund.id, "cents": CENTS} for each in approved],
    )
    db.session.execute(
        insert(RequestStep),
        [
            {"item_id": each, "action": "request", "at": now, "key": f"bulk/{each}", "digest": ""}
            for each in ids
        ],
    )
    _encumber(fund, approved)
    return fund


def _encumber(fund: Fund, item_ids: list[int]) -> None:
    now = clock.now()
    db.session.execute(
        insert(LedgerAction),
        [
            {"key": f"bulk/{each}", "digest": "", "kind": "encumber", "item_id": each, "at": now}
            for each in item_ids
        ],
    )
    made = select(LedgerAction.id).where(LedgerAction.item_id.is_not(None))
    actions = db.session.scalars(made.order_by(LedgerAction.id)).all()
    db.session.execute(
        insert(LedgerEntry),
        [
            {"action_id": each, "fund_id": fund.id, "account": account, "cents": cents}
            for each in actions
            for account, cents in (("available", -CENTS), ("encumbered", CENTS))
        ],
    )
    fund.encumbered_cents = CENTS * len(item_ids)
