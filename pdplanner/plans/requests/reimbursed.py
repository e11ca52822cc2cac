"""What a person got back for an item."""

from sqlalchemy import select

from pdplanner.extensions import db
from pdplanner.plans.models import ItemPurchase, PlanItem


def reimbursed_cents(item: PlanItem) -> int | None:
    """None where nothing was."""
    found = select(ItemPurchase.reimbursed_cents).where(ItemPurchase.item_id == item.id)
    return db.session.scalar(found)
