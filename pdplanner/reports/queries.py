"""Money of a fiscal year: the funds, and what the plan takes by person, offering and fund.

Every figure comes from `lines`, so that the three views and the files add up to the same cent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Select, Subquery, case, func, select, true
from sqlalchemy.orm import contains_eager

from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.catalog.models import Offering, Provider
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.models import (
    PLANNED_STATES,
    ItemPayment,
    LearningPlan,
    PlanItem,
    Scenario,
    ScenarioLine,
)
from pdplanner.reports.lines import ITEMS, in_adopted_plans, lines
from pdplanner.reports.scope import Scope
from pdplanner.web.paging import Paging

PER_PAGE = 25


class Total(NamedTuple):
    """What a person, an offering or a fund takes; planned and committed make the total."""

    name: str
    detail: str
    lines: int
    hours: float
    planned_cents: int
    committed_cents: int

    @property
    def total_cents(self) -> int:
        return self.planned_cents + self.committed_cents


class PlanLine(NamedTuple):
    """What one fund pays of a person's place; hours and share stand on its largest payment.

    The state is empty for a line of an adopted team plan.
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


@dataclass(frozen=True)
class FundRow:
    """A fund with what is planned from it; `elsewhere` of that is for people out of reach."""

    fund: Fund
    planned_cents: int
    elsewhere_cents: int

    @property
    def after_plan_cents(self) -> int:
        return self.fund.available_cents - self.planned_cents


def fund_rows(scope: Scope) -> list[FundRow]:
    """Return the funds, the money that ends first leading, in one query."""
    planned = _planned_by_fund(scope)
    rows = (
        select(Fund, func.coalesce(planned.c.all, 0), func.coalesce(planned.c.elsewhere, 0))
        .join(Fund.unit)
        .outerjoin(planned, planned.c.fund_id == Fund.id)
        .where(scope.funds)
        .order_by(Fund.spend_by, Fund.name, Fund.id)
        .options(contains_eager(Fund.unit))
    )
    return [FundRow(fund, int(sum_), int(out)) for fund, sum_, out in db.session.execute(rows)]


class Unfunded(NamedTuple):
    """What people in reach have planned that no fund is named for, and how many they are."""

    cents: int
    people: int


def funds_and_unfunded(scope: Scope) -> tuple[list[FundRow], Unfunded]:
    """Return the funds, and what is planned without one, in one query.

    It begins with the year, which is there where the district has no fund as well.
    """
    planned = _planned_by_fund(scope)
    sums = func.coalesce(planned.c.all, 0), func.coalesce(planned.c.elsewhere, 0)
    unfunded = _unfunded(scope)
    in_scope = select(Fund.id).join(Fund.unit).where(scope.funds).correlate(None)
    rows = (
        select(Fund, *sums, unfunded.c.cents, unfunded.c.people)
        .select_from(FiscalYear)
        .join(unfunded, true())
        .outerjoin(Fund, Fund.id.in_(in_scope))
        .outerjoin(Fund.unit)
        .outerjoin(planned, planned.c.fund_id == Fund.id)
        .where(FiscalYear.id == scope.year.id)
        .order_by(Fund.spend_by, Fund.name, Fund.id)
        .options(contains_eager(Fund.unit))
    )
    found = db.session.execute(rows).all()
    funds = [FundRow(fund, int(sum_), int(out)) for fund, sum_, out, *_rest in found if fund]
    _fund, _sum, _out, cents, people = found[0]
    return funds, Unfunded(int(cents), people)


def adopted_count(scope: Scope) -> int:
    """How many adopted team plans reach people in scope in the year."""
    number = select(func.count(func.distinct(Scenario.id))).select_from(ScenarioLine)
    return db.session.scalar(in_adopted_plans(number, scope)) or 0


def by_person(scope: Scope, *, of: str, page: Paging | None) -> list[Total]:
    """Return a page of totals by name; without a page all of them."""
    each = lines(scope, of)
    rows = _totals(each, Person.name, Unit.name).join(Person, Person.id == each.c.person_id)
    rows = rows.join(Unit, Unit.id == Person.unit_id)
    rows = rows.group_by(Person.id, Person.name, Unit.name)
    return _read(rows.order_by(func.lower(Person.name), Person.id), page)


def by_offering(scope: Scope, *, of: str, page: Paging | None) -> list[Total]:
    each = lines(scope, of)
    rows = _totals(each, Offering.title, Provider.name)
    rows = rows.join(Offering, Offering.id == each.c.offering_id).join(Offering.provider)
    rows = rows.group_by(Offering.id, Offering.title, Provider.name)
    return _read(rows.order_by(func.lower(Offering.title), Offering.id), page)


def by_fund(scope: Scope, *, of: str) -> list[Total]:
    """Return the totals by fund; what no fund pays stands last: not named yet, then free."""
    each = lines(scope, of)
    unpaid = case((each.c.unfunded == 1, "No fund named yet"), else_="Free of charge")
    rows = _totals(each, func.coalesce(Fund.name, unpaid), func.coalesce(Fund.account_code, ""))
    rows = rows.outerjoin(Fund, Fund.id == each.c.fund_id)
    rows = rows.group_by(Fund.id, Fund.name, Fund.account_code, each.c.unfunded)
    order = (Fund.id.is_(None), func.lower(Fund.name), Fund.id, each.c.unfunded.desc())
    return _read(rows.order_by(*order), None)


@dataclass(frozen=True)
class Counts:
    people: int
    offerings: int


def counts(scope: Scope, *, of: str) -> Counts:
    """How many people and offerings the totals are of."""
    each = lines(scope, of)
    number = select(
        func.count(func.distinct(each.c.person_id)), func.count(func.distinct(each.c.offering_id))
    )
    return Counts(*db.session.execute(number).one())


def plan_lines(scope: Scope, *, of: str) -> Sequence[PlanLine]:
    """Return every payment by person and offering, for the files."""
    each = lines(scope, of)
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
        )
        .join(Person, Person.id == each.c.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .join(Offering, Offering.id == each.c.offering_id)
        .join(Offering.provider)
        .outerjoin(Fund, Fund.id == each.c.fund_id)
        .order_by(func.lower(Person.name), Person.id, func.lower(Offering.title), Offering.id)
        .order_by(each.c.places.desc(), each.c.fund_id)
    )
    return [PlanLine(*row) for row in db.session.execute(rows)]


def _totals(each: Subquery, name: Any, detail: Any) -> Select[Any]:
    return select(
        name,
        detail,
        func.sum(each.c.places),
        func.sum(each.c.hours),
        func.sum(each.c.planned_cents),
        func.sum(each.c.committed_cents),
    ).select_from(each)


def _read(rows: Select[Any], page: Paging | None) -> list[Total]:
    if page is not None:
        rows = rows.limit(page.size).offset(page.offset)
    return [
        Total(name, detail, count, float(hours), int(planned), int(committed))
        for name, detail, count, hours, planned, committed in db.session.execute(rows)
    ]


def _planned_by_fund(scope: Scope) -> Subquery:
    """What is planned from each fund over everybody, and how much of it out of reach."""
    cents = ItemPayment.cents
    return (
        select(
            ItemPayment.fund_id,
            func.sum(cents).label("all"),
            func.sum(case((scope.people, 0), else_=cents)).label("elsewhere"),
        )
        .join(PlanItem, PlanItem.id == ItemPayment.item_id)
        .join(PlanItem.plan)
        .join(LearningPlan.person)
        .join(Person.unit)
        .where(LearningPlan.fiscal_year_id == scope.year.id, PlanItem.state.in_(PLANNED_STATES))
        .group_by(ItemPayment.fund_id)
        .subquery()
    )


def _unfunded(scope: Scope) -> Subquery:
    """The one row of `Unfunded`."""
    each = lines(scope, ITEMS)
    return (
        select(
            func.coalesce(func.sum(each.c.planned_cents), 0).label("cents"),
            func.count(func.distinct(each.c.person_id)).label("people"),
        )
        .where(each.c.fund_id.is_(None), each.c.planned_cents > 0)
        .subquery()
    )
