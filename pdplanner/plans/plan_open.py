"""What a plan leaves open, by skill area and by what stands in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator, SkillArea
from pdplanner.plans.report import OpenFigures, Report

CAUSES = {
    "no offering": "No offering",
    "rules": "Rules",
    "hours": "Hours",
    "money": "Money",
    "places": "Places",
}


class OpenIndicator(NamedTuple):
    code: str
    title: str
    cause: str
    points: int
    people: int


@dataclass(frozen=True, kw_only=True)
class OpenArea:
    """Points (tenths) that stay open in an area, by cause; the most points first within it."""

    code: str
    title: str
    points: Mapping[str, int]
    indicators: Sequence[OpenIndicator]

    @property
    def total(self) -> int:
        return sum(self.points.values())


def open_areas(report: Report) -> list[OpenArea]:
    """The areas of the plan's indicators, in the framework's order."""
    if not report.open:
        return []
    wanted = {each.indicator_id for each in report.open}
    rows = db.session.execute(
        select(Indicator.id, Indicator.code, Indicator.title, SkillArea.code, SkillArea.title)
        .join(Indicator.area)
        .where(Indicator.id.in_(wanted))
        .order_by(Indicator.position)
    )
    by_area: dict[tuple[str, str], list[OpenIndicator]] = {}
    for indicator_id, code, title, *area in rows:
        found = (each for each in report.open if each.indicator_id == indicator_id)
        listed = by_area.setdefault((area[0], area[1]), [])
        listed += [_indicator(code, title, each) for each in found]
    return [_area(*area, indicators) for area, indicators in by_area.items()]


def _indicator(code: str, title: str, each: OpenFigures) -> OpenIndicator:
    return OpenIndicator(code, title, CAUSES[each.cause], each.points, each.people)


def _area(code: str, title: str, indicators: list[OpenIndicator]) -> OpenArea:
    points = dict.fromkeys(CAUSES.values(), 0)
    for each in indicators:
        points[each.cause] += each.points
    indicators.sort(key=lambda each: (-each.points, each.code))
    return OpenArea(code=code, title=title, points=points, indicators=indicators)
