"""Approvals and funds as finance enters them; money moves through the ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from pdplanner.budgets import account_codes, ledger, trail
from pdplanner.budgets.errors import BudgetError
from pdplanner.budgets.ledger_queries import carried_of
from pdplanner.budgets.models import FiscalYear, Fund, UnitApproval
from pdplanner.budgets.rules import Rules, set_rules
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.organization.services import tree
from pdplanner.web.filters import cents

ANYTHING = Rules()
AS_ABOVE = "as above it"


def set_approval(year: FiscalYear, *, finance_above_cents: int | None) -> None:
    """Say above which cost the business office approves after the director; None: never."""
    before, year.finance_above_cents = year.finance_above_cents, finance_above_cents
    db.session.flush()
    said = trail.limit(before), trail.limit(finance_above_cents)
    trail.limit_changed(year, of=year.unit.name, before=said[0], after=said[1])


def add_unit_approval(
    year: FiscalYear, unit: Unit, *, finance_above_cents: int | None
) -> UnitApproval:
    """Give the people of a unit a sum of their own. Raises BudgetError where they have one."""
    if any(each.unit_id == unit.id for each in year.unit_approvals):
        raise BudgetError(
            f"{unit.name} has a sum of its own already: remove it first.", field="unit"
        )
    approval = UnitApproval(unit=unit, finance_above_cents=finance_above_cents)
    year.unit_approvals.append(approval)
    db.session.flush()
    said = trail.limit(finance_above_cents)
    trail.limit_changed(year, of=unit.name, before=AS_ABOVE, after=said)
    return approval


def drop_unit_approval(year: FiscalYear, unit: Unit) -> None:
    """Let the sum that is said above a unit be its people's, if it had one of its own."""
    dropped = next((each for each in year.unit_approvals if each.unit_id == unit.id), None)
    if dropped is not None:
        year.unit_approvals.remove(dropped)
        db.session.flush()
        said = trail.limit(dropped.finance_above_cents)
        trail.limit_changed(year, of=unit.name, before=said, after=AS_ABOVE)


def add_fund(
    *,
    unit: Unit,
    fiscal_year: FiscalYear,
    allocated_cents: int,
    by_id: int | None,
    rules: Rules = ANYTHING,
    at: datetime | None = None,
    **facts: Any,
) -> Fund:
    """Add a fund with nothing spent.

    `facts` are columns of Fund: name, source, account_code, cap, spend_by, carries_over,
    refuses_travel, note.
    """
    tree.hold(unit)
    fund = Fund(
        unit=unit, fiscal_year=fiscal_year, allocated_cents=0, encumbered_cents=0, spent_cents=0
    )
    _set(fund, rules, facts)
    db.session.add(fund)
    db.session.flush()
    trail.fund_added(fund, by_id=by_id, at=at)
    act = ledger.Act(key=f"fund/{fund.id}", by_id=by_id, note="First allocation", at=at)
    with _said_at_the_amount():
        ledger.allocate(fund, allocated_cents, act=act)
    return fund


def edit_fund(
    fund: Fund,
    *,
    allocated_cents: int,
    by_id: int | None,
    rules: Rules,
    reason: str | None = None,
    **facts: Any,
) -> None:
    """Change a fund's name, rules or allocation, never what is spent or encumbered of it.

    `allocated_cents` counts what went on into the next year, as all pages do; that stands there.
    `reason` stands in the ledger with what is allocated more or less.
    """
    tree.hold(fund.unit)
    db.session.refresh(fund, with_for_update={"key_share": True})
    carried = carried_of(fund)
    _refuse_less_than_gone(fund, carried, cap=facts["cap"], allocated_cents=allocated_cents)
    before, more = trail.facts_of(fund), allocated_cents - carried - fund.allocated_cents
    # A fund that is to block has its money before it does, and loses it only after it may warn.
    if more > 0:
        _amend(fund, more, by_id, reason)
    _set(fund, rules, facts)
    db.session.flush()
    if more < 0:
        _amend(fund, more, by_id, reason)
    trail.fund_changed(fund, before)


def _amend(fund: Fund, more: int, by_id: int | None, reason: str | None) -> None:
    act = ledger.Act(key=f"amend/{uuid4().hex}", by_id=by_id, note=reason or "")
    with _said_at_the_amount():
        ledger.amend(fund, more, act=act)


@contextmanager
def _said_at_the_amount() -> Iterator[None]:
    """What the ledger refuses, as a year that somebody closes just now, is about the amount."""
    try:
        yield
    except ledger.LedgerError as error:
        raise BudgetError(str(error), field="allocated_cents") from error


def _set(fund: Fund, rules: Rules, facts: dict[str, Any]) -> None:
    with db.session.no_autoflush:
        _refuse_taken_name(fund, facts["name"])
        _refuse_units_elsewhere(fund, rules)
        code = facts["account_code"]
        if code != fund.account_code:
            segments = account_codes.segments_of(fund.fiscal_year.unit.id)
            facts = {**facts, "account_code": account_codes.checked(code, segments)}
    for name, value in facts.items():
        setattr(fund, name, value)
    set_rules(fund, rules)


def _refuse_taken_name(fund: Fund, name: str) -> None:
    same = select(Fund.id).where(
        Fund.unit_id == fund.unit.id,
        Fund.fiscal_year_id == fund.fiscal_year.id,
        Fund.name == name,
        Fund.id.is_distinct_from(fund.id),
    )
    if db.session.scalar(same) is not None:
        raise BudgetError(
            f"{fund.unit.name} has a fund of this name in {fund.fiscal_year.title} already.",
            field="name",
        )


def _refuse_units_elsewhere(fund: Fund, rules: Rules) -> None:
    """A fund that named units out of its reach alone would pay for nobody."""
    named = db.session.scalars(select(Unit).where(Unit.id.in_(rules.units)).order_by(Unit.id))
    elsewhere = [unit for unit in named if not unit.path.startswith(fund.unit.path)]
    if elsewhere:
        raise BudgetError(
            f"{elsewhere[0].name} is not below {fund.unit.name}, whose money it is.", field="units"
        )


def _refuse_less_than_gone(fund: Fund, carried: int, *, cap: str, allocated_cents: int) -> None:
    committed = fund.encumbered_cents + fund.spent_cents
    if allocated_cents < carried:
        raise BudgetError(
            f"{cents(carried)} of it was carried over into the next year, where it stays; the fund"
            " holds at least that.",
            field="allocated_cents",
        )
    if cap == "block" and allocated_cents < committed + carried:
        on = f", and {cents(carried)} was carried over into the next year" if carried else ""
        raise BudgetError(
            f"{cents(committed)} is spent or set aside already{on}; a fund that blocks holds at"
            f" least {'both together' if carried else 'that'}.",
            field="allocated_cents",
        )
