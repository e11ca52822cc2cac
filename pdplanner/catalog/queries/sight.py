"""Whose catalog it is: what the signed-in user sees, and for which units they may write."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select

from pdplanner.accounts import access
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Unit, UnitKind


def in_sight() -> ColumnElement[bool]:
    """The condition for offerings that are shipped, or owned above or within the user's reach."""
    owners = {each for home in access.homes() for each in _lineage(home)}
    below = [Unit.path.startswith(path, autoescape=True) for _role, path in access.reaches()]
    shipped, above = Offering.unit_id.is_(None), Offering.unit_id.in_(owners)
    if not below:
        return or_(shipped, above)
    return or_(shipped, above, Offering.unit_id.in_(select(Unit.id).where(or_(*below))))


def home_district() -> Unit | None:
    """The district in which the user works, else the first in which they have a grant."""
    lineages = [_lineage(home) for home in access.homes()]
    ids = {each for lineage in lineages for each in lineage}
    found = db.session.scalars(
        select(Unit).where(Unit.id.in_(ids), Unit.kind == UnitKind.DISTRICT, Unit.active)
    )
    districts = {unit.id: unit for unit in found}
    nearest = (each for lineage in lineages for each in reversed(lineage))
    return next((districts[each] for each in nearest if each in districts), None)


def districts_in_reach() -> Sequence[Unit]:
    """The districts for which the user may quote, by name."""
    return [unit for unit in units_in_reach() if unit.kind == UnitKind.DISTRICT]


def units_in_reach() -> Sequence[Unit]:
    """The units that may own an offering of the user's, parents first, then by name."""
    writable = access.within(Unit.path, "catalog.write")
    units = select(Unit).where(writable, Unit.active)
    return db.session.scalars(units.order_by(func.length(Unit.path), Unit.name, Unit.id)).all()


def number_proposed() -> int:
    """How many offerings people proposed that the user may offer to others."""
    proposed = select(func.count(Offering.id)).join(Offering.unit)
    waiting = Offering.proposed_by_id.is_not(None) & Offering.active.is_(False)
    return (
        db.session.scalar(proposed.where(waiting, access.within(Unit.path, "catalog.write"))) or 0
    )


def _lineage(path: str) -> tuple[int, ...]:
    return tuple(int(each) for each in path.split("/") if each)
