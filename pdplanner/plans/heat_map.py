"""The heat map of people and skill areas: finished values for a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pdplanner.organization.models import Unit
from pdplanner.plans import heat_queries
from pdplanner.plans.heat_queries import Area, Column, Member, Team
from pdplanner.plans.heat_table import Bench, HeatGroup, HeatRow, HeatTable
from pdplanner.plans.standing_queries import standing

MOST_PEOPLE = 60
"""Of more people the map shows their units, each of which opens to its own map."""


@dataclass(frozen=True, kw_only=True)
class HeatMap:
    """`totals` and `left` are points by area; `left` is empty without a scenario."""

    areas: Sequence[Area]
    opened: Area | None
    indicators: Sequence[Column]
    groups: Sequence[HeatGroup]
    bench: Sequence[Bench | None]
    opened_bench: Sequence[Bench | None]
    totals: Sequence[int]
    left: Sequence[int]
    teams: Sequence[Team]
    members: Sequence[Member]
    after: bool

    @property
    def people(self) -> int:
        return sum(team.people for team in self.teams)

    @property
    def open_at(self) -> int:
        """The place of the opened area among the columns, -1 where none is open to indicators."""
        if self.opened is None or self.of_units:
            return -1
        return list(self.areas).index(self.opened)

    @property
    def unrated(self) -> list[Member]:
        return [each for each in self.members if each.rated_on is None]

    @property
    def stale(self) -> list[HeatRow]:
        return [row for group in self.groups for row in group.rows if row.stale]

    @property
    def of_units(self) -> bool:
        return self.people > MOST_PEOPLE


def heat_map(
    unit: Unit, *, area_code: str = "", scenario_id: int | None = None, after: bool = False
) -> HeatMap:
    """Return the map of the unit's people; unknown areas are not opened."""
    areas = heat_queries.areas()
    opened = next((area for area in areas if area.code == area_code), None)
    teams = heat_queries.teams(unit)
    members = heat_queries.members(unit)
    of_units = len(members) > MOST_PEOPLE
    area_id = opened.id if opened else None
    sums = standing(unit, by_unit=of_units, scenario_id=scenario_id, area_id=area_id)
    plain = heat_queries.columns()
    table = HeatTable(areas, opened, plain, sums, after and scenario_id is not None)
    totals, left = table.totals()
    rows_of = table.unit_rows(teams) if of_units else table.people_rows(members)
    return HeatMap(
        areas=areas,
        opened=opened,
        indicators=table.indicators,
        groups=_groups(teams, rows_of, of_units, unit),
        bench=[table.thinnest(area) for area in areas],
        opened_bench=[table.bench(each) for each in table.indicators],
        totals=totals,
        left=left if scenario_id else [],
        teams=teams,
        members=members,
        after=table.after,
    )


def _groups(
    teams: Sequence[Team], rows_of: Callable[[int], list[HeatRow]], of_units: bool, unit: Unit
) -> list[HeatGroup]:
    peopled = [team for team in teams if team.people]
    if of_units:
        rows = [row for team in peopled for row in rows_of(team.id)]
        return [HeatGroup(unit.name, sum(team.people for team in peopled), rows)]
    return [HeatGroup(team.name, team.people, rows_of(team.id)) for team in peopled]
