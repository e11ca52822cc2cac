"""A district's purchasing thresholds and vendors."""

from sqlalchemy import func, select

from pdplanner.audit import services as audit
from pdplanner.audit.models import Money
from pdplanner.budgets import trail
from pdplanner.budgets.errors import BudgetError
from pdplanner.budgets.models import PurchasingThreshold, Vendor
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.organization.services import tree
from pdplanner.web.filters import dollars
from pdplanner.web.mail_letters import path


def add_threshold(district: Unit, *, above_cents: int, requires: str) -> PurchasingThreshold:
    """Raises BudgetError where the district has one at the same sum."""
    tree.hold(district)
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
    _record(Money.THRESHOLD_ADDED, district, about=dollars(above_cents), said=requires)
    return threshold


def remove_threshold(threshold: PurchasingThreshold) -> None:
    above, said = dollars(threshold.above_cents), threshold.requires
    _record(Money.THRESHOLD_REMOVED, threshold.unit, about=above, said=said)
    db.session.delete(threshold)
    db.session.flush()


def add_vendor(district: Unit, *, name: str, number: str) -> Vendor:
    """Raises BudgetError where the district has one of the name."""
    tree.hold(district)
    same = select(Vendor.id).where(
        Vendor.unit_id == district.id, func.lower(Vendor.name) == func.lower(name)
    )
    if db.session.scalar(same) is not None:
        raise BudgetError(f"{name} is there already.", field="name")
    vendor = Vendor(unit=district, name=name, number=number)
    db.session.add(vendor)
    db.session.flush()
    _record(Money.VENDOR_ADDED, district, about=name, said=f"Number {number or 'unknown'}.")
    return vendor


def edit_vendor(vendor: Vendor, *, name: str, number: str) -> None:
    """Raises BudgetError where the district has another one of the name."""
    tree.hold(vendor.unit)
    same = select(Vendor.id).where(
        Vendor.unit_id == vendor.unit_id,
        func.lower(Vendor.name) == func.lower(name),
        Vendor.id != vendor.id,
    )
    if db.session.scalar(same) is not None:
        raise BudgetError(f"{name} is there already.", field="name")
    before = _facts(vendor)
    vendor.name, vendor.number = name, number
    db.session.flush()
    said = audit.changes(before, _facts(vendor))
    if said:
        _record(Money.VENDOR_CHANGED, vendor.unit, about=name, said=said)


def _facts(vendor: Vendor) -> dict[str, str]:
    return {"Name": vendor.name, "Number": vendor.number}


def _record(kind: Money, district: Unit, *, about: str, said: str) -> None:
    page = path("budgets.purchasing_of", district_id=district.id)
    trail.of_district(kind, district, about=about, said=said, page=page)
