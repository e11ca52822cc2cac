"""What is known of one request: its steps, and how it is bought."""

from collections.abc import Sequence

from sqlalchemy import (
    select,
)
from sqlalchemy.orm import joinedload

from pdplanner.extensions import db
from pdplanner.plans.models import (
    ItemPurchase,
    PlanItem,
    RequestStep,
)

LEDGER_KEY = "step/"
"""How the key of a ledger action begins that a step of a request took; the step's own follows."""


def steps_of(item: PlanItem) -> Sequence[RequestStep]:
    """Return the steps of a request with who took them, the first one first."""
    steps = select(RequestStep).where(RequestStep.item_id == item.id)
    return db.session.scalars(
        steps.options(joinedload(RequestStep.by), joinedload(RequestStep.in_place_of)).order_by(
            RequestStep.id
        )
    ).all()


def purchase_of(item: PlanItem) -> ItemPurchase | None:
    """Return how an item is bought, where somebody entered that."""
    return db.session.get(ItemPurchase, item.id)


def reimbursed_cents(item: PlanItem) -> int | None:
    """Return what the person got back for an item; None where nothing was."""
    found = select(ItemPurchase.reimbursed_cents).where(ItemPurchase.item_id == item.id)
    return db.session.scalar(found)
