"""The fund of the next year in which money goes on when its own year is closed."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from pdplanner.budgets import trail
from pdplanner.budgets.last_days import is_past
from pdplanner.budgets.ledger_queries import went_on
from pdplanner.budgets.models import FiscalYear, Fund, LedgerEntry
from pdplanner.budgets.queries import today_in
from pdplanner.budgets.rules import rules_of, set_rules
from pdplanner.extensions import db

FACTS = ("name", "source", "account_code", "cap", "carries_over", "refuses_travel", "note")
"""What the fund that goes on has of the one before it, beside its rules."""


def successor_of(fund: Fund, following: FiscalYear) -> Fund | None:
    """The fund to which its money went before, whatever that is called by now.

    Where none went on yet, it is the one of its name and unit.
    """
    same = select(Fund).where(
        Fund.unit_id == fund.unit_id,
        Fund.fiscal_year_id == following.id,
        Fund.name == fund.name,
    )
    return _given_to(fund, following) or db.session.scalar(same)


def over_there(fund: Fund, following: FiscalYear | None) -> date | None:
    """The last day of its money in the next year, where that is past too; else None.

    Money of its own last day keeps that wherever it goes. Other money lasts as long as the fund
    that takes it; what lasts to the end of that year, and goes on from there, is not over.
    """
    if _has_its_own_day(fund):
        return fund.spend_by if is_past(fund) else None
    if following is None:
        return None
    there = successor_of(fund, following)
    last = there.spend_by if there else following.ends_on
    goes_further = (there or fund).carries_over and last >= following.ends_on
    return last if last < today_in(following) and not goes_further else None


def make_successor(fund: Fund, following: FiscalYear, *, by_id: int | None) -> Fund:
    """Make a fund in the next year with the same rules and nothing in it."""
    made = Fund(
        unit_id=fund.unit_id,
        fiscal_year=following,
        allocated_cents=0,
        spend_by=fund.spend_by if _has_its_own_day(fund) else following.ends_on,
        **{name: getattr(fund, name) for name in FACTS},
    )
    set_rules(made, rules_of(fund))
    db.session.add(made)
    db.session.flush()
    trail.fund_added(made, by_id=by_id, at=None)
    return made


def _has_its_own_day(fund: Fund) -> bool:
    return fund.spend_by > fund.fiscal_year.ends_on


def _given_to(fund: Fund, following: FiscalYear) -> Fund | None:
    """The fund that got money of it when its year was closed, the last time."""
    gave, took = aliased(LedgerEntry), aliased(LedgerEntry)
    taking = (
        select(Fund)
        .join(took, took.fund_id == Fund.id)
        .join(gave, gave.action_id == took.action_id)
        .where(gave.fund_id == fund.id, Fund.fiscal_year_id == following.id, went_on(gave, took))
    )
    return db.session.scalar(taking.order_by(took.action_id.desc()).limit(1))
