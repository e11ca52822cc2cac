"""Cells, rows and the bench of a heat map, from the sums of the database."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from pdplanner.plans.standing.heat_queries import Area, Column, Member
from pdplanner.plans.standing.queries import CELL, DEPTH, OPENED, Sums
from pdplanner.web.filters import points

POINT = 10
"""Tenths, in which gaps are counted."""

T = TypeVar("T")
U = TypeVar("U")


class HeatCell(NamedTuple):
    """What a cell prints: its classes, the mean level (or the level), and what is missing.

    `short` is the gap in whole points or, in an opened area, the level that the gap runs to; empty
    where nothing is missing. `exact` is the gap where it is no whole number.
    A cell without a rated target has no level.
    """

    classes: str
    level: str
    stale: bool
    short: str
    exact: str
    opened: bool


NOTHING = HeatCell("lvx", "", stale=False, short="", exact="", opened=False)
NOTHING_OPENED = HeatCell("lvx ic", "", stale=False, short="", exact="", opened=True)


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A person, or (of_unit) a unit; cells stand in the order of the columns."""

    row_id: int
    name: str
    cells: Sequence[HeatCell]
    gap: int
    rated: bool
    stale: bool = False
    of_unit: bool = False


@dataclass(frozen=True, slots=True)
class HeatGroup:
    name: str
    people: int
    rows: Sequence[HeatRow]

    @property
    def gap(self) -> int:
        return sum(row.gap for row in self.rows)


@dataclass(frozen=True, slots=True)
class Bench:
    """Who has it as a target, and how many of them hold it there; of an area, the thinnest.

    Without people nobody has it as a target.
    """

    holders: int
    people: int
    code: str
    opened: bool


class Totals(NamedTuple):
    """The points missing in each area, those that commitments should bring, those left after.

    None in the columns of indicators.
    """

    gap: Sequence[int | None]
    coming: Sequence[int | None]
    left: Sequence[int | None]


class HeatTable:
    """Looks sums up by row and column; with `after`, what a scenario should bring.

    The columns are the skill areas; those of the opened one's indicators stand behind it.
    """

    def __init__(
        self,
        areas: Sequence[Area],
        opened: Area | None,
        indicators: Sequence[Column],
        sums: Iterable[Sums],
        after: bool,
    ) -> None:
        self.areas, self.opened, self.after = areas, opened, after
        self.behind_opened = list(areas).index(opened) + 1 if opened else len(areas)
        self.indicators = [each for each in indicators if opened and each.area.id == opened.id]
        self.area_indicators: dict[int, list[Column]] = {area.id: [] for area in areas}
        for indicator in indicators:
            self.area_indicators[indicator.area.id].append(indicator)
        self.by_kind: dict[int, dict[tuple[int, int], Sums]] = {CELL: {}, DEPTH: {}, OPENED: {}}
        for each in sums:
            self.by_kind[each.kind][each.row_id, each.column_id] = each

    def people_rows(self, members: Iterable[Member]) -> list[HeatRow]:
        return [self._row(each.id, each.name, rated=each.rated) for each in members]

    def unit_row(self, unit_id: int, name: str) -> HeatRow:
        return self._row(unit_id, name, rated=True, of_unit=True)

    def _row(self, row_id: int, name: str, *, rated: bool, of_unit: bool = False) -> HeatRow:
        sums = [self.by_kind[CELL].get((row_id, area.id)) for area in self.areas]
        opened = [self.by_kind[OPENED].get((row_id, each.id)) for each in self.indicators]
        found = [each for each in sums if each is not None]
        return HeatRow(
            row_id=row_id,
            name=name,
            cells=self._in_columns(
                map(self._cell, sums, self.areas), map(self._opened_cell, opened)
            ),
            gap=sum(map(self._gap, found)),
            rated=rated,
            stale=not of_unit and any(each.stale for each in found),
            of_unit=of_unit,
        )

    def _cell(self, sums: Sums | None, area: Area) -> HeatCell:
        if sums is None:
            return NOTHING
        mean = self._level(sums) / sums.targets
        gap = self._gap(sums)
        exact = points(gap) if gap % POINT else ""
        classes = self._classes(sums, mean) + (" shut" if self.opened not in (None, area) else "")
        return HeatCell(classes, f"{mean:.1f}", sums.stale, _whole(gap), exact, opened=False)

    def _opened_cell(self, sums: Sums | None) -> HeatCell:
        if sums is None:
            return NOTHING_OPENED
        level = self._level(sums)
        classes = self._classes(sums, level) + " ic"
        wanted = str(_wanted(sums, level)) if self._gap(sums) else ""
        return HeatCell(classes, str(level), sums.stale, wanted, "", opened=True)

    def _classes(self, sums: Sums, level: float) -> str:
        raised = self.after and sums.after != sums.level
        return f"lv{int(level + 0.5)} exp" if raised else f"lv{int(level + 0.5)}"

    def _level(self, sums: Sums) -> int:
        return (sums.after or 0) if self.after else sums.level

    def _gap(self, sums: Sums) -> int:
        return (sums.left or 0) if self.after else sums.gap

    def totals(self) -> Totals:
        gap: dict[int, int] = defaultdict(int)
        coming: dict[int, int] = defaultdict(int)
        left: dict[int, int] = defaultdict(int)
        for each in self.by_kind[CELL].values():
            gap[each.column_id] += each.gap
            coming[each.column_id] += each.coming or 0
            left[each.column_id] += each.left or 0
        none = [None] * len(self.indicators)
        return Totals._make(
            self._in_columns([sums[area.id] for area in self.areas], none)
            for sums in (gap, coming, left)
        )

    def bench(self) -> list[Bench]:
        areas = (self._thinnest(area) for area in self.areas)
        return self._in_columns(areas, (self._depth(each, opened=True) for each in self.indicators))

    def _thinnest(self, area: Area) -> Bench:
        depths = [self._depth(each) for each in self.area_indicators[area.id]]
        wanted = [each for each in depths if each.people]
        nobody = Bench(0, 0, area.code, opened=False)
        return min(wanted, key=lambda bench: bench.holders, default=nobody)

    def _depth(self, indicator: Column, *, opened: bool = False) -> Bench:
        sums = self.by_kind[DEPTH].get((0, indicator.id))
        if sums is None:
            return Bench(0, 0, indicator.code, opened)
        holders = sums.holders_after if self.after else sums.holders
        return Bench(holders or 0, sums.targets, indicator.code, opened)

    def _in_columns(self, areas: Iterable[T], indicators: Iterable[U]) -> list[T | U]:
        """Put what stands under the areas and under the opened one's indicators in order."""
        columns: list[T | U] = list(areas)
        columns[self.behind_opened : self.behind_opened] = indicators
        return columns


def _whole(gap: int) -> str:
    """The gap in whole points, a half rounded up; what is missing is never written as none."""
    return f"{max(1, (gap + POINT // 2) // POINT):,}" if gap else ""


def _wanted(sums: Sums, level: int) -> int | None:
    """Below the target the gap runs to it; from there on only good enough is left."""
    return sums.target if level < sums.target else sums.good_enough
