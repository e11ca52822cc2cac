"""Whose catalog it is: what the signed-in user sees, and for which units they may write."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from pdplanner.accounts import access
from pdplanner.accounts.models import Role
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Unit, UnitKind


@dataclass(frozen=True)
class Quoting:
    """Whose terms hold in a unit, and who enters them."""

    district: Unit | None
    """None where the unit stands in no district, or in several."""
    allowed: bool
    """Whether the signed-in user may."""
    directors: Sequence[str] = ()
    """Where they may not: the names of those who do."""


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


def quoting_for(unit: Unit | None) -> Quoting:
    """Say who quotes for a unit: terms are a district's, so only a director there or above."""
    district = organization.district_of(unit) if unit else None
    if district is None:
        return Quoting(None, allowed=bool(districts_in_reach()))
    if access.may("catalog.write", district):
        return Quoting(district, allowed=True)
    return Quoting(district, False, organization.holders_of(Role.DIRECTOR, district))


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
