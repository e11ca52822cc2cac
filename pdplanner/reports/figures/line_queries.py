"""The lines that the figures of the budget are made of, one for each payment of a place."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from pdplanner.budgets.models import Fund
from pdplanner.catalog.models import Offering, Provider
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.reports.figures.line_filter import Part
from pdplanner.reports.figures.lines import lines
from pdplanner.reports.figures.queries import SUMS, Total
from pdplanner.reports.figures.scope import Scope
from pdplanner.web.paging import Paging

EVERYTHING = Part()


class PlanLine(NamedTuple):
    """What one fund pays of a person's place; hours and share stand on its largest payment.

    The state is empty for a line of an adopted team plan, which has no item.
    """

    person: str
    unit: str
    offering: str
    provider: str
    format: str
    state: str
    mode: str
    fund: str
    account_code: str
    hours: float
    shared_cents: int
    price_cents: int
    item_id: int | None
    fund_unit: str
    of_district: bool

    @property
    def fund_named(self) -> str:
        """The fund as `Fund.named` has it."""
        return self.fund if self.of_district else f"{self.fund} ({self.fund_unit})"


def part_total(scope: Scope, *, of: str, part: Part) -> tuple[int, Total]:
    """Return how many lines a part of the plan has, and what they come to."""
    each = lines(scope, of)
    sums = (func.coalesce(func.sum(each.c[name]), 0) for name in SUMS)
    rows = select(func.count(), *sums).select_from(each)
    rows = rows.join(Person, Person.id == each.c.person_id).join(Unit, Unit.id == Person.unit_id)
    count, places, hours, planned, committed = db.session.execute(
        rows.where(*part.of(each, Unit))
    ).one()
    total = Total("Total", "", int(places), float(hours), int(planned), int(committed))
    return count, total


def plan_lines(
    scope: Scope, *, of: str, part: Part = EVERYTHING, page: Paging | None = None
) -> Sequence[PlanLine]:
    """Return payments by person and offering: of a part and a page of it, or all for the files."""
    each, of_fund = lines(scope, of), aliased(Unit)
    rows = (
        select(
            Person.name,
            Unit.name,
            Offering.title,
            Provider.name,
            Offering.format,
            each.c.state,
            each.c.mode,
            func.coalesce(Fund.name, ""),
            func.coalesce(Fund.account_code, ""),
            each.c.hours,
            each.c.shared_cents,
            each.c.price_cents,
            each.c.item_id,
            func.coalesce(of_fund.name, ""),
            func.coalesce(Fund.unit_id, scope.district.id) == scope.district.id,
        )
        .join(Person, Person.id == each.c.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .join(Offering, Offering.id == each.c.offering_id)
        .join(Offering.provider)
        .outerjoin(Fund, Fund.id == each.c.fund_id)
        .outerjoin(of_fund, of_fund.id == Fund.unit_id)
        .order_by(func.lower(Person.name), Person.id, func.lower(Offering.title), Offering.id)
        .order_by(each.c.places.desc(), each.c.fund_id)
        .where(*part.of(each, Unit))
    )
    if page is not None:
        rows = rows.limit(page.size).offset(page.offset)
    return [PlanLine(*row) for row in db.session.execute(rows)]
