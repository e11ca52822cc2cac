"""Closing a fiscal year: what is left ends with it, or goes on where a fund's rules allow.

Money whose last day came before the year's is over, whatever its fund says of the year's end; so is
money whose last day in the next year is past too.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from pdplanner import clock
from pdplanner.audit.models import Money
from pdplanner.budgets import ledger, trail
from pdplanner.budgets.errors import BudgetError
from pdplanner.budgets.last_days import past_words
from pdplanner.budgets.ledger import Act
from pdplanner.budgets.ledger_queries import CARRIED, carried_on
from pdplanner.budgets.models import FiscalYear, Fund, YearEvent, YearEventKind
from pdplanner.budgets.queries import has_ended, today_in
from pdplanner.budgets.successors import Onward, make_successor, onward_of
from pdplanner.extensions import db
from pdplanner.web.filters import cents, day

DEEDS = {YearEventKind.CLOSED: Money.YEAR_CLOSED, YearEventKind.REOPENED: Money.YEAR_REOPENED}


class Balance(NamedTuple):
    """What a fund has left, and whether that goes on into the year that follows.

    `carried` is what went on already, when the year was closed; `late` the last day that it would
    have in the next year, where that is past.
    """

    fund: Fund
    cents: int
    goes_on: bool
    carried: int
    late: date | None
    today: date
    """Where the district is."""

    @property
    def had(self) -> int:
        """What was allocated to it, before any of that went on."""
        return self.fund.allocated_cents + self.carried

    @property
    def past(self) -> str:
        """Say of what is left that its last day was before the year's; else nothing."""
        early = self.fund.spend_by < self.fund.fiscal_year.ends_on
        return past_words(self.fund, today=self.today) if self.cents > 0 and early else ""

    @property
    def words(self) -> str:
        """What is left and whether that goes on, for the trail."""
        said = f"{self.fund.named} {cents(self.cents)}"
        if self.late is not None:
            return f"{said}, which could go on until {day(self.late)} only"
        return f"{said} goes on" if self.goes_on else said


class Closing(NamedTuple):
    """What closing a year does to its funds; `obstacle` says why it cannot be closed now."""

    balances: Sequence[Balance]
    following: FiscalYear | None
    obstacle: str

    @property
    def carried(self) -> int:
        return sum(each.carried for each in self.balances)


def closing_of(year: FiscalYear) -> Closing:
    of_year = select(Fund, carried_on()).where(Fund.fiscal_year_id == year.id)
    of_year = of_year.options(joinedload(Fund.unit)).order_by(Fund.name, Fund.id)
    funds = db.session.execute(of_year).all()
    following = _following(year)
    onward = onward_of([fund for fund, _carried in funds if _lasts(fund)], following)
    today = today_in(year)
    balances = [_balance(fund, int(carried), onward.get(fund.id), today) for fund, carried in funds]
    return Closing(balances, following, _obstacle(year, balances, following))


def goes_on(fund: Fund) -> bool:
    """Whether what is left of a fund goes on into the next year when its own is closed."""
    if not _lasts(fund):
        return False
    onward = onward_of([fund], _following(fund.fiscal_year))
    return _balance(fund, 0, onward[fund.id], today_in(fund.fiscal_year)).goes_on


def _lasts(fund: Fund) -> bool:
    return fund.lasts_into_next and fund.available_cents > 0


def _balance(fund: Fund, carried: int, onward: Onward | None, today: date) -> Balance:
    """`onward` is None of a fund that ends with its year, or has nothing left."""
    late = onward.late if onward else None
    goes_on = onward is not None and late is None
    return Balance(fund, fund.available_cents, goes_on, carried, late, today)


def close(year: FiscalYear, *, by_id: int) -> None:
    """Close a year, or leave it closed. Raises BudgetError where something stands in the way.

    From then on the ledger takes no entry of its funds.
    """
    db.session.refresh(year, with_for_update=True)
    if year.closed_at is not None:
        return
    following = _following(year)
    successors = _successors(year, following, by_id=by_id) if following is not None else {}
    own = db.session.scalars(select(Fund.id).where(Fund.fiscal_year_id == year.id)).all()
    ledger.lock({*own, *(fund.id for fund in successors.values())})
    closing = closing_of(year)
    if closing.obstacle:
        raise BudgetError(closing.obstacle, field="")
    going_on = [balance for balance in closing.balances if balance.goes_on]
    if not {balance.fund.id for balance in going_on} <= successors.keys():
        raise BudgetError("Somebody moved money just now. Look at it once more.", field="")
    for balance in going_on:
        _carry_over(balance, successors[balance.fund.id], by_id=by_id)
    year.closed_at = clock.now()
    left = [each.words for each in closing.balances if each.cents]
    said = f"Left: {'; '.join(left)}." if left else "Nothing was left."
    _note(year, YearEventKind.CLOSED, by_id, said)


def reopen(year: FiscalYear, *, by_id: int) -> None:
    """Let the ledger take entries again; what was carried over stays where it is."""
    if year.closed_at is not None:
        year.closed_at = None
        _note(year, YearEventKind.REOPENED, by_id)


def events_of(year: FiscalYear) -> Sequence[YearEvent]:
    """Return when the year was closed and opened again, and by whom, the first time first."""
    events = select(YearEvent).where(YearEvent.fiscal_year_id == year.id)
    shown = events.options(joinedload(YearEvent.by)).order_by(YearEvent.id)
    return db.session.scalars(shown).all()


def _note(year: FiscalYear, kind: YearEventKind, by_id: int, said: str = "") -> None:
    event = YearEvent(fiscal_year_id=year.id, kind=kind, by_id=by_id, at=clock.now())
    db.session.add(event)
    db.session.flush()
    trail.of_year(DEEDS[kind], year, said=said, by_id=by_id)


def _following(year: FiscalYear) -> FiscalYear | None:
    """The year that begins the day after."""
    begins = year.ends_on + timedelta(days=1)
    found = select(FiscalYear).where(
        FiscalYear.unit_id == year.unit_id, FiscalYear.starts_on == begins
    )
    return db.session.scalar(found)


def _obstacle(year: FiscalYear, balances: Sequence[Balance], following: FiscalYear | None) -> str:
    if not has_ended(year):
        return f"{year.title} lasts until {day(year.ends_on)}. It is closed after that."
    held = [each.fund for each in balances if each.fund.encumbered_cents]
    if held:
        names = "; ".join(f"{fund.named} {cents(fund.encumbered_cents)}" for fund in held)
        return f"Money is still set aside: {names}. Complete or cancel what it is for first."
    if any(each.goes_on for each in balances) and following is None:
        return "Some of it goes on into the year that follows. Enter that fiscal year first."
    if following is not None and following.closed_at is not None:
        return f"{following.title} is closed already."
    return ""


def _successors(year: FiscalYear, following: FiscalYear, *, by_id: int | None) -> dict[int, Fund]:
    """Where the funds that may carry over go on, by their ids; locked by nobody yet."""
    carrying = select(Fund).where(
        Fund.fiscal_year_id == year.id, Fund.carries_over, Fund.spend_by >= year.ends_on
    )
    funds = db.session.scalars(carrying.order_by(Fund.id)).all()
    left = [fund for fund in funds if fund.allocated_cents > fund.spent_cents]
    onward = onward_of(left, following)
    return {
        fund.id: onward[fund.id].there or make_successor(fund, following, by_id=by_id)
        for fund in left
        if onward[fund.id].late is None
    }


def _carry_over(balance: Balance, successor: Fund, *, by_id: int) -> None:
    note = f"Carried over from {balance.fund.fiscal_year.title}"
    act = Act(key=f"{CARRIED}{uuid4().hex}", by_id=by_id, note=note)
    ledger.transfer(balance.fund, successor, balance.cents, act=act)
