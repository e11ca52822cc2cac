"""What a plan closes and leaves open, by skill area and by what stands in the way."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator, SkillArea
from pdplanner.plans.planner.report import Report
from pdplanner.plans.planner.report_figures import PLANNED, OpenFigures

CAUSES = {
    "no offering": "No offering",
    "rules": "Rules",
    "hours": "Hours",
    "money": "Money",
    "places": "Places",
}


class NamedIndicator(NamedTuple):
    id: int
    code: str
    title: str
    area_code: str
    area_title: str


class OpenIndicator(NamedTuple):
    code: str
    title: str
    cause: str
    points: int
    people: int


class ClosedIndicator(NamedTuple):
    code: str
    title: str
    points: int


@dataclass(frozen=True, kw_only=True)
class OpenArea:
    """Points (tenths) that are closed in an area, by indicator, and those that stay open by cause.

    The most points come first within it.
    """

    code: str
    title: str
    closes: Sequence[ClosedIndicator]
    points: Mapping[str, int]
    indicators: Sequence[OpenIndicator]

    @property
    def closed(self) -> int:
        return sum(each.points for each in self.closes)

    @property
    def total(self) -> int:
        return sum(self.points.values())

    @property
    def gap(self) -> int:
        return self.closed + self.total


def open_areas(report: Report) -> list[OpenArea]:
    """The areas of the plan's indicators, in the framework's order."""
    closed = closed_points(report)
    by_area: dict[tuple[str, str], list[OpenIndicator]] = {}
    closes: dict[tuple[str, str], list[ClosedIndicator]] = {}
    for named in named_indicators({each.indicator_id for each in report.open} | closed.keys()):
        area = named.area_code, named.area_title
        found = (each for each in report.open if each.indicator_id == named.id)
        listed = by_area.setdefault(area, [])
        listed += [_indicator(named.code, named.title, each) for each in found]
        done = closes.setdefault(area, [])
        if closed[named.id]:
            done.append(ClosedIndicator(named.code, named.title, closed[named.id]))
    return [_area(*area, closes[area], indicators) for area, indicators in by_area.items()]


def closed_points(report: Report) -> Counter[int]:
    """Points that the plan closes, by indicator id."""
    closed: Counter[int] = Counter()
    for step in report.all_steps():
        if step.how == PLANNED:
            closed[step.indicator_id] += step.points
    return closed


def named_indicators(ids: Collection[int]) -> list[NamedIndicator]:
    """Return indicators with their areas, in the framework's order."""
    rows = db.session.execute(
        select(Indicator.id, Indicator.code, Indicator.title, SkillArea.code, SkillArea.title)
        .join(Indicator.area)
        .where(Indicator.id.in_(ids))
        .order_by(Indicator.position)
    )
    return [NamedIndicator(*row) for row in rows]


def _indicator(code: str, title: str, each: OpenFigures) -> OpenIndicator:
    return OpenIndicator(code, title, CAUSES[each.cause], each.points, each.people)


def _area(
    code: str, title: str, closes: list[ClosedIndicator], indicators: list[OpenIndicator]
) -> OpenArea:
    points = dict.fromkeys(CAUSES.values(), 0)
    for each in indicators:
        points[each.cause] += each.points
    indicators.sort(key=lambda each: (-each.points, each.code))
    closes.sort(key=lambda each: (-each.points, each.code))
    return OpenArea(code=code, title=title, closes=closes, points=points, indicators=indicators)
