"""What a figure of the budget opens to: its lines, and what they come to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.reports.figures import line_queries
from pdplanner.reports.figures.line_filter import FREE, NO_FUND, Part
from pdplanner.reports.figures.line_queries import PlanLine
from pdplanner.reports.figures.queries import PER_PAGE, Total
from pdplanner.reports.figures.scope import Scope
from pdplanner.web.paging import Paging, paging


@dataclass(frozen=True)
class PartPage:
    scope: Scope
    of: str
    part: Part
    title: str
    total: Total
    lines: Sequence[PlanLine]
    paging: Paging


def part_page(scope: Scope, part: Part, *, of: str, number: str | None) -> PartPage:
    count, total = line_queries.part_total(scope, of=of, part=part)
    page = paging(number, size=PER_PAGE, count=count)
    lines = line_queries.plan_lines(scope, of=of, part=part, page=page)
    return PartPage(scope, of, part, _title(part, lines), total, lines, page)


def _title(part: Part, lines: Sequence[PlanLine]) -> str:
    """Whose or what it is, as the lines name it: nobody else is named."""
    if not lines:
        return "Nothing"
    first = lines[0]
    if part.person is not None:
        return first.person
    if part.offering is not None:
        return first.offering
    if part.unit is not None:
        return db.session.scalars(select(Unit.name).where(Unit.id == part.unit)).one()
    return {NO_FUND: "No fund named yet", FREE: "Free of charge"}.get(
        part.fund, first.fund_named if part.fund else "All places"
    )
