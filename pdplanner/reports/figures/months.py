"""Money by month of a fiscal year: spent and set aside, by unit and fund, and what is next."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func, literal, select, text

from pdplanner import clock
from pdplanner.budgets.models import Account, Fund, LedgerAction, LedgerEntry
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.queries.units import names_apart
from pdplanner.plans.models import LearningPlan, PlanItem
from pdplanner.reports.figures.fund_queries import funds_and_unfunded
from pdplanner.reports.figures.scope import Scope
from pdplanner.reports.figures.sentences import came_to, lapsed
from pdplanner.reports.figures.sums import Sums, sums_of

COMMITTED = (Account.ENCUMBERED, Account.SPENT)
ELSEWHERE = "Other units"


class Moved(NamedTuple):
    """What entered an account of a fund in a month, for the people of a unit; None: of others."""

    unit_id: int | None
    fund_id: int
    account: str
    month: date
    cents: int


class MonthRow(NamedTuple):
    """What a unit committed of a fund, by month: set aside, spent, and less what was given back."""

    unit: str
    fund: Fund
    cents: Sequence[int]

    @property
    def total(self) -> int:
        return sum(self.cents)


@dataclass(frozen=True)
class Months:
    """`spent` and `committed` are what they had come to at the end of each month so far."""

    scope: Scope
    months: Sequence[date]
    """The first day of each."""
    rows: Sequence[MonthRow]
    by_month: Sequence[int]
    spent: Sequence[int]
    committed: Sequence[int]
    sums: Sums
    unfunded: int
    """What is planned and no fund is named for yet."""

    @property
    def came_to(self) -> str:
        """What a year that is over came to, in words; empty while it runs."""
        return came_to(self.scope, self.sums, self.unfunded) if self.scope.over else ""

    @property
    def lapsed(self) -> str:
        return lapsed(self.sums)

    @property
    def forecast(self) -> int:
        """What the year comes to if all that is planned goes through, or once over came to."""
        held = self.sums.spent + self.sums.encumbered
        if self.scope.over:
            return held
        return held + self.sums.planned + self.unfunded

    @property
    def pace(self) -> int | None:
        """What the year comes to if every day commits as much as those so far; None before it."""
        year, held = self.scope.year, self.sums.spent + self.sums.encumbered
        passed = _days(year.starts_on, min(clock.today(), year.ends_on))
        return held * _days(year.starts_on, year.ends_on) // passed if passed > 0 else None


def months_of(scope: Scope) -> Months:
    months = list(_months(scope.year.starts_on, scope.year.ends_on))
    moved = _moved(scope, months)
    so_far = sum(month <= clock.today() for month in months)
    funds, unfunded = funds_and_unfunded(scope)
    rows = _rows(moved, months, {row.fund.id: row.fund for row in funds})
    return Months(
        scope=scope,
        months=months,
        rows=rows,
        by_month=[sum(row.cents[at] for row in rows) for at in range(len(months))],
        spent=_sums(moved, (Account.SPENT,), months)[:so_far],
        committed=_sums(moved, COMMITTED, months)[:so_far],
        sums=sums_of(funds),
        unfunded=unfunded.cents,
    )


def _days(first: date, last: date) -> int:
    return (last - first).days + 1


def _months(first: date, last: date) -> Iterable[date]:
    day = first.replace(day=1)
    while day <= last:
        yield day
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _moved(scope: Scope, months: Sequence[date]) -> list[Moved]:
    """What is for people out of reach is told as one sum."""
    month = _month(months).label("month")
    unit = case((scope.people, Unit.id), else_=None).label("whose")
    sums = (
        select(unit, LedgerEntry.fund_id, LedgerEntry.account, month, func.sum(LedgerEntry.cents))
        .select_from(LedgerEntry)
        .join(LedgerEntry.action)
        .outerjoin(PlanItem, PlanItem.id == LedgerAction.item_id)
        .outerjoin(PlanItem.plan)
        .outerjoin(LearningPlan.person)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(LedgerEntry.fund_id.in_(_fund_ids(scope)), LedgerEntry.account.in_(COMMITTED))
        .group_by(text("whose"), LedgerEntry.fund_id, LedgerEntry.account, text("month"))
    )
    return [
        Moved(unit_id, fund_id, account, months[at], int(cents))
        for unit_id, fund_id, account, at, cents in db.session.execute(sums)
    ]


def _month(months: Sequence[date]) -> ColumnElement[int]:
    """The place of an entry's month; what falls before or after the year is in its first or last.

    A month ends at midnight where the district is.
    """
    ends = [(LedgerAction.at < clock.start_of(each), at) for at, each in enumerate(months[1:])]
    last = len(months) - 1
    return case(*ends, else_=last) if ends else literal(0)


def _fund_ids(scope: Scope) -> Sequence[int]:
    return db.session.scalars(select(Fund.id).join(Fund.unit).where(scope.funds)).all()


def _rows(
    moved: Sequence[Moved], months: Sequence[date], funds: Mapping[int, Fund]
) -> list[MonthRow]:
    """By the names of units and funds, people out of reach last."""
    sums: defaultdict[tuple[int | None, int], Counter[date]] = defaultdict(Counter)
    for each in moved:
        sums[each.unit_id, each.fund_id][each.month] += each.cents
    units = names_apart({unit_id for unit_id, _fund_id in sums if unit_id is not None})

    def order(place: tuple[int | None, int]) -> tuple[Any, ...]:
        unit_id, fund_id = place
        return unit_id is None, units.get(unit_id or 0, ""), funds[fund_id].named, unit_id, fund_id

    return [
        MonthRow(
            ELSEWHERE if unit_id is None else units[unit_id],
            funds[fund_id],
            [sums[unit_id, fund_id][month] for month in months],
        )
        for unit_id, fund_id in sorted(sums, key=order)
    ]


def _sums(moved: Iterable[Moved], accounts: Sequence[str], months: Sequence[date]) -> list[int]:
    """What had come together by the end of each month."""
    by_month: Counter[date] = Counter()
    for each in moved:
        if each.account in accounts:
            by_month[each.month] += each.cents
    return list(accumulate(by_month[month] for month in months))
