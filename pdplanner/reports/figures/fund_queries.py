"""The funds of a fiscal year with what is planned from them, and what is planned without one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Subquery, case, func, select, true
from sqlalchemy.orm import contains_eager

from pdplanner.budgets.last_days import could_be_spent, is_past
from pdplanner.budgets.ledger_queries import carried_on
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.plans.models import PLANNED_STATES, ItemPayment, LearningPlan, PlanItem
from pdplanner.reports.figures.lines import ITEMS, lines
from pdplanner.reports.figures.scope import Scope


@dataclass(frozen=True)
class FundRow:
    """A fund with what is planned from it; `elsewhere` of that is for people out of reach.

    `carried` is what went on into the next year when its own was closed. Of a year that is `over`
    nothing can be approved any more; while it runs, nothing of a `lapsed` fund: its own last day
    is past.
    """

    fund: Fund
    planned_cents: int
    elsewhere_cents: int
    carried_cents: int
    over: bool
    lapsed: bool

    @property
    def had_cents(self) -> int:
        """What was allocated to it, before any of that went on."""
        return self.fund.allocated_cents + self.carried_cents

    @property
    def closed(self) -> bool:
        return self.fund.fiscal_year.closed_at is not None

    @property
    def overspent_cents(self) -> int:
        """By how much more is spent and encumbered than it has; a fund that warns lets it pass."""
        return max(0, -self.fund.available_cents)

    @property
    def lapsed_words(self) -> str:
        """Until when it could be spent; empty while it can."""
        return could_be_spent(self.fund.spend_by) if self.lapsed else ""

    @property
    def after_plan_cents(self) -> int:
        """What would be left with all that is planned: once the year is over, nothing is."""
        return self.fund.available_cents - (0 if self.over else self.planned_cents)


def fund_rows(scope: Scope) -> list[FundRow]:
    """Return the funds, the money that ends first leading, in one query."""
    planned = _planned_by_fund(scope)
    rows = (
        select(
            Fund,
            func.coalesce(planned.c.all, 0),
            func.coalesce(planned.c.elsewhere, 0),
            carried_on(),
        )
        .join(Fund.unit)
        .outerjoin(planned, planned.c.fund_id == Fund.id)
        .where(scope.funds)
        .order_by(Fund.spend_by, Fund.name, Fund.id)
        .options(contains_eager(Fund.unit))
    )
    return [_row(scope, fund, sums) for fund, *sums in db.session.execute(rows)]


def _row(scope: Scope, fund: Fund, sums: Sequence[Any]) -> FundRow:
    lapsed = not scope.over and is_past(fund, today=scope.today)
    planned, elsewhere, carried = map(int, sums)
    return FundRow(fund, planned, elsewhere, carried, scope.over, lapsed)


class Unfunded(NamedTuple):
    """What people in reach have planned that no fund is named for, and how many they are."""

    cents: int
    people: int


def funds_and_unfunded(scope: Scope) -> tuple[list[FundRow], Unfunded]:
    """Return the funds, and what is planned without one, in one query.

    It begins with the year, which is there where the district has no fund as well.
    """
    planned = _planned_by_fund(scope)
    sums = func.coalesce(planned.c.all, 0), func.coalesce(planned.c.elsewhere, 0), carried_on()
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
    funds = [_row(scope, fund, sums) for fund, *sums, _cents, _people in found if fund]
    cents, people = found[0][-2:]
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
