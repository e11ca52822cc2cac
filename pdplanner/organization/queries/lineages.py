"""The units above and below one, in single statements: for breadcrumbs and lists."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import or_, select

from pdplanner.extensions import db
from pdplanner.organization.models import Unit, UnitKind


class UnitLine(NamedTuple):
    """A unit as lists and breadcrumbs show it."""

    id: int
    name: str
    path: str
    kind: str


def around(unit: Unit) -> tuple[list[UnitLine], list[UnitLine]]:
    """Return the units from the root to the unit, and those of its subtree, parents first."""
    below = Unit.path.startswith(unit.path, autoescape=True)
    rows = select(Unit.id, Unit.name, Unit.path, Unit.kind).where(
        or_(Unit.id.in_(unit.lineage), below)
    )
    found = [UnitLine(*row) for row in db.session.execute(rows).all()]
    found.sort(key=lambda each: [int(one) for one in each.path.split("/") if one])
    depth = len(unit.lineage)
    return found[:depth], found[depth - 1 :]


def reached(units: Sequence[UnitLine], paths: Sequence[str]) -> list[UnitLine]:
    """Keep the units that the paths, or grants above them, reach."""
    return [unit for unit in units if any(unit.path.startswith(path) for path in paths)]


def lineage_within(unit: Unit, paths: Sequence[str]) -> list[UnitLine]:
    """Return the units above one that the paths reach, the highest first."""
    return reached(around(unit)[0][:-1], paths)


def districts_below(unit: Unit) -> Sequence[Unit]:
    """Return the districts of a state, by name."""
    districts = select(Unit).where(
        Unit.path.startswith(unit.path, autoescape=True),
        Unit.kind == UnitKind.DISTRICT,
        Unit.active,
    )
    return db.session.scalars(districts.order_by(Unit.name, Unit.id)).all()


def units_at(paths: Sequence[str]) -> Sequence[Unit]:
    """Return the active units with these paths, the highest first, then by name."""
    units = db.session.scalars(select(Unit).where(Unit.path.in_(paths), Unit.active))
    return sorted(units, key=lambda each: (len(each.lineage), each.name, each.id))
