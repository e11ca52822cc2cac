"""Readiness of units by skill area for those who may not see people: large enough groups only."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, select

from pdplanner import clock
from pdplanner.assessments.rated_targets import PATH, TODAY, held
from pdplanner.extensions import db
from pdplanner.frameworks import queries as frameworks
from pdplanner.frameworks.models import Indicator, SkillArea
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.standing.disclosure import Groups, Path


class Stand(NamedTuple):
    """The rated targets of the people who stand at one unit, in one area."""

    unit_id: int
    area_id: int
    people: int
    targets: int
    levels: int
    met: int


@dataclass(frozen=True)
class Share:
    """The mean level and the share of targets that are met, over at least five people."""

    mean: float
    met: float

    @property
    def shade(self) -> int:
        return int(self.mean + 0.5)


@dataclass(frozen=True)
class UnitRow:
    """A unit; shares stand in the order of the areas, None where they may not be shown."""

    unit: Unit
    shares: Sequence[Share | None]
    depth: int


@dataclass(frozen=True)
class Readiness:
    areas: Sequence[SkillArea]
    rows: Sequence[UnitRow]

    @property
    def shown(self) -> bool:
        return any(share for row in self.rows for share in row.shares)


def readiness(unit: Unit) -> Readiness:
    """Return the unit and the units directly below it.

    What may be shown is decided over the whole tree, so that no two pages add up to more.
    """
    areas = frameworks.areas(frameworks.individual_framework())
    root = f"{unit.lineage[0]}/"
    units = {each.lineage: each for each in _units(root)}
    stands = _stands(root)
    columns = [_shares(units, [one for one in stands if one.area_id == area.id]) for area in areas]
    listed = [
        each
        for path, each in sorted(units.items())
        if each.active and (each.id == unit.id or path[:-1] == unit.lineage)
    ]
    rows = [
        UnitRow(each, [column.get(each.lineage) for column in columns], int(each.id != unit.id))
        for each in listed
    ]
    return Readiness(areas, rows)


def _shares(units: Mapping[Path, Unit], stands: Sequence[Stand]) -> dict[Path, Share]:
    """The shares of one area, of the units where they may be shown."""
    path_of = {unit.id: path for path, unit in units.items()}
    groups = Groups(units, {path_of[one.unit_id]: one.people for one in stands})
    sums: dict[Path, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in stands:
        path = path_of[one.unit_id]
        for depth in range(1, len(path) + 1):
            total = sums[path[:depth]]
            total[0] += one.targets
            total[1] += one.levels
            total[2] += one.met
    return {
        path: Share(levels / targets, met / targets)
        for path, (targets, levels, met) in sums.items()
        if path in groups.shown
    }


def _units(root: str) -> Sequence[Unit]:
    below = Unit.path.startswith(root, autoescape=True)
    return db.session.scalars(select(Unit).where(below)).all()


def _stands(root: str) -> list[Stand]:
    rows = db.session.execute(_statement(), {PATH: root, TODAY: clock.today()})
    return [Stand(*row) for row in rows]


@cache
def _statement() -> Select[Any, Any, Any, Any, Any, Any]:
    levels = held(one_role=False, with_days=False)
    c = levels.c
    sums = select(
        Person.unit_id,
        Indicator.area_id,
        func.count(c.person_id.distinct()),
        func.count(),
        func.sum(c.level),
        func.sum(case((c.level >= c.target, 1), else_=0)),
    )
    joined = sums.join_from(levels, Person, Person.id == c.person_id)
    joined = joined.join(Indicator, Indicator.id == c.indicator_id)
    return joined.group_by(Person.unit_id, Indicator.area_id)
