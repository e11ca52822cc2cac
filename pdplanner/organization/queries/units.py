from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit, UnitKind

DEFAULT_STALE_MONTHS = 18


class UnitName(NamedTuple):
    """As much of a unit as a tree or a form's choice shows."""

    id: int
    parent_id: int | None
    name: str
    kind: str
    active: bool


def below(unit: Unit) -> ColumnElement[bool]:
    """The condition for units at or below a unit."""
    return Unit.path.startswith(unit.path, autoescape=True)


def units_below(unit: Unit) -> Sequence[Unit]:
    """Return the active units of the subtree, the unit itself included, parents first."""
    units = db.session.scalars(select(Unit).where(below(unit), Unit.active))
    return sorted(units, key=lambda each: each.lineage)


def district_of(unit: Unit) -> Unit | None:
    """Return the nearest district at or above a unit."""
    districts = select(Unit).where(Unit.id.in_(unit.lineage), Unit.kind == UnitKind.DISTRICT)
    return db.session.scalar(districts.order_by(func.length(Unit.path).desc()).limit(1))


def names_apart(unit_ids: Collection[int]) -> dict[int, str]:
    """Return the names of some units by id, those that share one with the name of their parent."""
    parent = aliased(Unit)
    named = select(Unit.id, Unit.name, parent.name).outerjoin(parent, Unit.parent)
    rows = db.session.execute(named.where(Unit.id.in_(unit_ids))).all()
    often = Counter(name for _id, name, _above in rows)
    return {
        unit_id: f"{name} ({above})" if above and often[name] > 1 else name
        for unit_id, name, above in rows
    }


def stale_months(unit: Unit) -> int:
    """Return the months after which a rating is stale: the unit's own or the nearest above."""
    stated = select(Unit.stale_after_months).where(Unit.id.in_(unit.lineage))
    stated = stated.where(Unit.stale_after_months.is_not(None))
    months = db.session.scalar(stated.order_by(func.length(Unit.path).desc()).limit(1))
    return months or DEFAULT_STALE_MONTHS


def unit_names(
    condition: ColumnElement[bool], *, closed: bool = False, limit: int | None = None
) -> Sequence[UnitName]:
    """Return the units that a condition keeps, closed ones only if asked, in no order."""
    units = select(Unit.id, Unit.parent_id, Unit.name, Unit.kind, Unit.active).where(condition)
    if not closed:
        units = units.where(Unit.active)
    return [UnitName(*row) for row in db.session.execute(units.limit(limit))]


def covered_units(condition: ColumnElement[bool]) -> Sequence[Unit]:
    """Return the active units with a minimum cover that a condition keeps, by id."""
    stated = select(Unit).where(condition, Unit.active, Unit.cover.is_not(None))
    return db.session.scalars(stated.order_by(Unit.id)).all()


def ancestors(unit: Unit) -> Sequence[Unit]:
    """Return the units above, from the root down."""
    above = select(Unit).where(Unit.id.in_(unit.lineage[:-1]))
    return db.session.scalars(above.order_by(func.length(Unit.path))).all()


def head_counts(condition: ColumnElement[bool]) -> dict[int, int]:
    """Return the number of active people of each unit itself; a unit without is absent."""
    counts = select(Person.unit_id, func.count().label("people")).join(Person.unit)
    counts = counts.where(Person.active, condition).group_by(Person.unit_id)
    return {row.unit_id: row.people for row in db.session.execute(counts)}
