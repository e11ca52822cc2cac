"""Money by month of a fiscal year: spent and set aside, by unit and fund, and what is next."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, literal, select, text

from pdplanner import clock
from pdplanner.budgets.models import Account, Fund, LedgerAction, LedgerEntry
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.models import LearningPlan, PlanItem
from pdplanner.reports.fund_queries import funds_and_unfunded
from pdplanner.reports.scope import Scope
from pdplanner.reports.sentences import came_to, lapsed
from pdplanner.reports.sums import Sums, sums_of

COMMITTED = (Account.ENCUMBERED, Account.SPENT)
ELSEWHERE = "Other units"


class Moved(NamedTuple):
    """What entered an account of a fund in a month, for the people of a unit."""

    unit: str
    fund: str
    account: str
    month: date
    cents: int


class MonthRow(NamedTuple):
    """What a unit committed of a fund, by month: set aside, spent, and less what was given back."""

    unit: str
    fund: str
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
        """What the year comes to if every month commits as much as those so far; None before it."""
        held = self.sums.spent + self.sums.encumbered
        return held * len(self.months) // len(self.committed) if self.committed else None


def months_of(scope: Scope) -> Months:
    months = list(_months(scope.year.starts_on, scope.year.ends_on))
    moved = _moved(scope, months)
    so_far = sum(month <= clock.today() for month in months)
    rows, by_month = _rows(moved, months)
    funds, unfunded = funds_and_unfunded(scope)
    return Months(
        scope=scope,
        months=months,
        rows=rows,
        by_month=by_month,
        spent=_sums(moved, (Account.SPENT,), months)[:so_far],
        committed=_sums(moved, COMMITTED, months)[:so_far],
        sums=sums_of(funds),
        unfunded=unfunded.cents,
    )


def _months(first: date, last: date) -> Iterable[date]:
    day = first.replace(day=1)
    while day <= last:
        yield day
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _moved(scope: Scope, months: Sequence[date]) -> list[Moved]:
    """What is for people out of reach is told as one sum."""
    month = _month(months).label("month")
    unit = case((scope.people, Unit.name), else_=ELSEWHERE).label("whose")
    sums = (
        select(unit, Fund.name, LedgerEntry.account, month, func.sum(LedgerEntry.cents))
        .select_from(LedgerEntry)
        .join(LedgerEntry.action)
        .join(Fund, Fund.id.in_(_fund_ids(scope)) & (Fund.id == LedgerEntry.fund_id))
        .outerjoin(PlanItem, PlanItem.id == LedgerAction.item_id)
        .outerjoin(PlanItem.plan)
        .outerjoin(LearningPlan.person)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(LedgerEntry.account.in_(COMMITTED))
        .group_by(text("whose"), Fund.name, LedgerEntry.account, text("month"))
    )
    return [
        Moved(name, fund, account, months[at], int(cents))
        for name, fund, account, at, cents in db.session.execute(sums)
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


def _rows(moved: Sequence[Moved], months: Sequence[date]) -> tuple[list[MonthRow], list[int]]:
    sums: defaultdict[tuple[bool, str, str], Counter[date]] = defaultdict(Counter)
    for each in moved:
        key = each.unit == ELSEWHERE, each.unit, each.fund
        sums[key][each.month] += each.cents
    rows = [
        MonthRow(unit, fund, [by_month[month] for month in months])
        for (_last, unit, fund), by_month in sorted(sums.items())
    ]
    return rows, [sum(row.cents[at] for row in rows) for at in range(len(months))]


def _sums(moved: Iterable[Moved], accounts: Sequence[str], months: Sequence[date]) -> list[int]:
    """What had come together by the end of each month."""
    by_month: Counter[date] = Counter()
    for each in moved:
        if each.account in accounts:
            by_month[each.month] += each.cents
    return list(accumulate(by_month[month] for month in months))
