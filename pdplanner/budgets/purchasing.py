"""A district's purchasing thresholds."""

from sqlalchemy import select

from pdplanner.budgets.models import PurchasingThreshold
from pdplanner.budgets.services import BudgetError
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.web.filters import dollars


def add_threshold(district: Unit, *, above_cents: int, requires: str) -> PurchasingThreshold:
    """Raises BudgetError where the district has one at the same sum."""
    same = select(PurchasingThreshold.id).where(
        PurchasingThreshold.unit_id == district.id, PurchasingThreshold.above_cents == above_cents
    )
    if db.session.scalar(same) is not None:
        raise BudgetError(
            f"There is a threshold at {dollars(above_cents)} already: remove it first.",
            field="above_cents",
        )
    threshold = PurchasingThreshold(unit=district, above_cents=above_cents, requires=requires)
    db.session.add(threshold)
    db.session.flush()
    return threshold


def remove_threshold(threshold: PurchasingThreshold) -> None:
    db.session.delete(threshold)
    db.session.flush()
