"""The heat map of people and skill areas: finished values for a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pdplanner.organization.models import Unit
from pdplanner.organization.queries.lineages import UnitLine
from pdplanner.plans.standing import heat_queries
from pdplanner.plans.standing.heat_queries import Area, Column, Member
from pdplanner.plans.standing.heat_table import Bench, HeatGroup, HeatRow, HeatTable
from pdplanner.plans.standing.queries import standing

MOST_PEOPLE = 60
"""Of more people the map shows their units, each of which opens to its own map."""


@dataclass(frozen=True, kw_only=True)
class HeatMap:
    """`bench`, `totals`, `coming` and `left` stand in the order of the columns; without a scenario
    the last two are empty.

    An area opens to its indicators where the rows are people. `rated_on` has the day of the latest
    rating of those whose ratings are old. `teams` counts the units below that people stand in.
    """

    areas: Sequence[Area]
    opened: Area | None
    indicators: Sequence[Column]
    groups: Sequence[HeatGroup]
    bench: Sequence[Bench]
    totals: Sequence[int | None]
    coming: Sequence[int | None]
    left: Sequence[int | None]
    members: Sequence[Member]
    teams: int
    after: bool
    rated_on: Mapping[int, date]

    @property
    def people(self) -> int:
        return len(self.members)

    @property
    def without_role(self) -> list[Member]:
        """Who is rated, and asked for nothing."""
        return [each for each in self.members if each.rated and not each.roles]

    @property
    def unrated(self) -> list[Member]:
        return [each for each in self.members if not each.rated]

    @property
    def stale(self) -> list[HeatRow]:
        return [row for group in self.groups for row in group.rows if row.stale]

    @property
    def of_units(self) -> bool:
        return self.people > MOST_PEOPLE


def heat_map(
    unit: Unit,
    units: Sequence[UnitLine],
    *,
    area_code: str = "",
    scenario_id: int | None = None,
    after: bool = False,
) -> HeatMap:
    """Return the map of the people in a unit's subtree, `units`; unknown areas stay closed."""
    members = heat_queries.members(unit)
    table = _table(unit, members, area_code, scenario_id, after)
    groups = _groups(table, units, members)
    totals = table.totals()
    stale = [row.row_id for group in groups for row in group.rows if row.stale]
    return HeatMap(
        areas=table.areas,
        opened=table.opened,
        indicators=table.indicators,
        groups=groups,
        bench=table.bench(),
        totals=totals.gap,
        coming=totals.coming if scenario_id else [],
        left=totals.left if scenario_id else [],
        members=members,
        teams=len({each.unit_id for each in members} - {unit.id}),
        after=table.after,
        rated_on=heat_queries.rated_on(stale) if stale else {},
    )


def _table(
    unit: Unit, members: Sequence[Member], area_code: str, scenario_id: int | None, after: bool
) -> HeatTable:
    indicators = heat_queries.columns()
    areas = list(dict.fromkeys(each.area for each in indicators))
    by_unit = len(members) > MOST_PEOPLE
    opened = next((area for area in areas if area.code == area_code and not by_unit), None)
    sums = standing(
        unit,
        by_unit=by_unit,
        one_role=all(each.roles <= 1 for each in members),
        scenario_id=scenario_id,
        area_id=opened.id if opened else None,
    )
    return HeatTable(areas, opened, indicators, sums, after and scenario_id is not None)


def _groups(
    table: HeatTable, units: Sequence[UnitLine], members: Sequence[Member]
) -> list[HeatGroup]:
    """The units where people stand with their people, or one group of those units."""
    people: dict[int, list[Member]] = {}
    for each in members:
        people.setdefault(each.unit_id, []).append(each)
    peopled = [unit for unit in units if unit.id in people]
    if len(members) > MOST_PEOPLE:
        rows = [table.unit_row(unit.id, unit.name) for unit in peopled]
        return [HeatGroup(units[0].name, len(members), rows)]
    return [
        HeatGroup(unit.name, len(people[unit.id]), table.people_rows(people[unit.id]))
        for unit in peopled
    ]
