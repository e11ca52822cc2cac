"""The fund of the next year in which money goes on when its own year is closed."""

from collections.abc import Sequence
from datetime import date
from itertools import chain, count
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from pdplanner.budgets import trail
from pdplanner.budgets.ledger_queries import went_on
from pdplanner.budgets.models import FiscalYear, Fund, LedgerEntry
from pdplanner.budgets.queries import today_in
from pdplanner.budgets.rules import rules_of, set_rules
from pdplanner.extensions import db
from pdplanner.web.filters import day

FACTS = ("name", "source", "account_code", "cap", "carries_over", "refuses_travel", "note")
"""What the fund that goes on has of the one before it, beside its rules."""
LONGEST_NAME = 120


class Onward(NamedTuple):
    """Where the money of a fund goes on; `there` is None where that fund is not made yet.

    `late` is the last day that it would have there, where that is past too.
    """

    there: Fund | None
    late: date | None


def onward_of(funds: Sequence[Fund], following: FiscalYear | None) -> dict[int, Onward]:
    """Say by the id of each fund of a year where its money goes on; a few queries for all.

    It goes where it went before, whatever that is called by now; else to the fund of its name and
    unit. Money of its own last day keeps that: a fund of its name takes it only where that has the
    same last day.
    """
    if not funds:
        return {}
    today = today_in(funds[0].fiscal_year)
    if following is None:
        over = {fund.id: _has_its_own_day(fund) and fund.spend_by < today for fund in funds}
        return {fund.id: Onward(None, fund.spend_by if over[fund.id] else None) for fund in funds}
    given, same = _given_to(funds, following), _same_names(funds, following)
    found = {}
    for fund in funds:
        there = given.get(fund.id)
        named = same.get((fund.unit_id, fund.name))
        if there is None and named is not None and _keeps_its_day(fund, named):
            there = named
        found[fund.id] = Onward(there, _late(fund, there, following, today))
    return found


def _late(fund: Fund, there: Fund | None, following: FiscalYear, today: date) -> date | None:
    """The last day that is past: its own, or that of the fund that takes it.

    What lasts to the end of that year, and goes on from there, is not over.
    """
    if _has_its_own_day(fund) and fund.spend_by < today:
        return fund.spend_by
    last = there.spend_by if there else _day_there(fund, following)
    goes_further = (there or fund).carries_over and last >= following.ends_on
    return last if last < today and not goes_further else None


def make_successor(fund: Fund, following: FiscalYear, *, by_id: int | None) -> Fund:
    """Make a fund in the next year with the same rules and nothing in it."""
    made = Fund(
        unit_id=fund.unit_id,
        fiscal_year=following,
        allocated_cents=0,
        spend_by=_day_there(fund, following),
        **{name: getattr(fund, name) for name in FACTS} | {"name": _free_name(fund, following)},
    )
    set_rules(made, rules_of(fund))
    db.session.add(made)
    db.session.flush()
    trail.fund_added(made, by_id=by_id, at=None)
    return made


def _day_there(fund: Fund, following: FiscalYear) -> date:
    return fund.spend_by if _has_its_own_day(fund) else following.ends_on


def _free_name(fund: Fund, following: FiscalYear) -> str:
    """Its name; with its last day where another fund has that, and with a number if need be."""
    in_unit = select(Fund.name).where(
        Fund.unit_id == fund.unit_id, Fund.fiscal_year_id == following.id
    )
    taken = set(db.session.scalars(in_unit))
    if fund.name not in taken:
        return fund.name
    until = f", until {day(fund.spend_by)}"
    ends = chain([until], (f"{until} ({number})" for number in count(2)))
    names = (f"{fund.name[: LONGEST_NAME - len(end)]}{end}" for end in ends)
    return next(name for name in names if name not in taken)


def _has_its_own_day(fund: Fund) -> bool:
    return fund.spend_by > fund.fiscal_year.ends_on


def _keeps_its_day(fund: Fund, named: Fund) -> bool:
    return not _has_its_own_day(fund) or named.spend_by == fund.spend_by


def _same_names(funds: Sequence[Fund], following: FiscalYear) -> dict[tuple[int, str], Fund]:
    """The funds of the next year with the names and units of some, by unit and name."""
    same = select(Fund).where(
        Fund.fiscal_year_id == following.id,
        Fund.unit_id.in_({fund.unit_id for fund in funds}),
        Fund.name.in_({fund.name for fund in funds}),
    )
    return {(each.unit_id, each.name): each for each in db.session.scalars(same)}


def _given_to(funds: Sequence[Fund], following: FiscalYear) -> dict[int, Fund]:
    """By the id of each fund the one that got money of it when its year was closed last."""
    gave, took = aliased(LedgerEntry), aliased(LedgerEntry)
    taking = (
        select(gave.fund_id, Fund)
        .join(took, took.fund_id == Fund.id)
        .join(gave, gave.action_id == took.action_id)
        .where(gave.fund_id.in_({fund.id for fund in funds}))
        .where(Fund.fiscal_year_id == following.id, went_on(gave, took))
    )
    found = db.session.execute(taking.order_by(took.action_id)).all()
    return dict(found)
