"""The gap of each skill area in several plans: what each closes of it, and what stays open."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pdplanner.plans.plan_page.open_gaps import closed_points, named_indicators
from pdplanner.plans.planner.report import Report
from pdplanner.plans.planner.report_figures import EXPECTED, PLANNED


class Part(NamedTuple):
    """Points of one plan: what it closes of a gap, and what stays open."""

    closed: int
    left: int

    @property
    def gap(self) -> int:
        return self.closed + self.left


@dataclass(frozen=True)
class AreaGap:
    code: str
    title: str
    parts: Sequence[Part]
    """One for each plan."""

    @property
    def alike(self) -> bool:
        return len(set(self.parts)) == 1


@dataclass(frozen=True)
class AreaGaps:
    """The areas in the framework's order; `differ` are those that are not the same in all plans."""

    areas: Sequence[AreaGap]

    @property
    def differ(self) -> list[AreaGap]:
        return [area for area in self.areas if not area.alike]

    @property
    def alike(self) -> list[AreaGap]:
        return [area for area in self.areas if area.alike]

    @property
    def totals(self) -> list[Part]:
        return _together(area.parts for area in self.areas)


def area_gaps(reports: Sequence[Report]) -> AreaGaps:
    """Every report must have its steps."""
    figures = [_by_indicator(each) for each in reports]
    areas: dict[tuple[str, str], list[list[Part]]] = {}
    for named in named_indicators({one for each in figures for one in each}):
        parts = [each.get(named.id, Part(0, 0)) for each in figures]
        areas.setdefault((named.area_code, named.area_title), []).append(parts)
    return AreaGaps([AreaGap(*area, _together(rows)) for area, rows in areas.items()])


def _by_indicator(report: Report) -> dict[int, Part]:
    """What commitments should bring is held before the plan, and no part of its gap."""
    closed, left = closed_points(report), Counter[int]()
    for step in report.all_steps():
        if step.how not in (EXPECTED, PLANNED):
            left[step.indicator_id] += step.points
    return {one: Part(closed[one], left[one]) for one in closed.keys() | left.keys()}


def _together(rows: Iterable[Sequence[Part]]) -> list[Part]:
    """The sums of each plan over some rows."""
    return [
        Part(sum(p.closed for p in one), sum(p.left for p in one))
        for one in zip(*rows, strict=True)
    ]
