"""The funds of a fiscal year with what is planned from them, and what is planned without one."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Subquery, case, func, select, true
from sqlalchemy.orm import contains_eager

from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.plans.models import PLANNED_STATES, ItemPayment, LearningPlan, PlanItem
from pdplanner.reports.lines import ITEMS, lines
from pdplanner.reports.scope import Scope


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
