"""The fiscal years of a district: entered, given other days, removed while nothing is in them."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from pdplanner.budgets import trail
from pdplanner.budgets.errors import BudgetError
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.budgets.signals import year_goes
from pdplanner.budgets.year_contents import Days, contents_of, outside_of
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.organization.services import tree
from pdplanner.web.filters import day
from pdplanner.web.word_lists import first_parts


def add_fiscal_year(*, district: Unit, starts_on: date, ends_on: date) -> FiscalYear:
    """Add a fiscal year; no day of a district belongs to two."""
    tree.hold(district)
    days = Days(starts_on, ends_on)
    _refuse_shared(district, days)
    year = FiscalYear(unit=district, **days._asdict())
    db.session.add(year)
    db.session.flush()
    trail.year_added(year)
    return year


def edit_fiscal_year(year: FiscalYear, *, starts_on: date, ends_on: date) -> list[Fund]:
    """Give a year other days. Raises BudgetError, which names what would stand outside them.

    Funds that last as long as the year does go along where it ends later; these are returned.
    """
    tree.hold(year.unit)
    days, before = Days(starts_on, ends_on), trail.days_of(year)
    if days == (year.starts_on, year.ends_on):
        return []
    field = "starts_on" if starts_on != year.starts_on else "ends_on"
    if year.closed_at is not None:
        raise BudgetError(f"{year.title} is closed: its days stay.", field=field)
    _refuse_shared(year.unit, days, apart_from=year, field=field)
    outside = outside_of(year, days)
    if outside:
        raise BudgetError(
            f"Outside of these days there would be: {first_parts(outside)}. Change that first.",
            field=field,
        )
    lasting = _lasting_as_long(year) if ends_on > year.ends_on else []
    year.starts_on, year.ends_on = days
    db.session.flush()
    trail.year_changed(year, before)
    for fund in lasting:
        facts, fund.spend_by = trail.facts_of(fund), ends_on
        trail.fund_changed(fund, facts)
    db.session.flush()
    return lasting


def remove_fiscal_year(year: FiscalYear) -> None:
    """Remove a year that was entered by mistake. Raises BudgetError where anything is in it."""
    tree.hold(year.unit)
    if year.closed_at is not None:
        raise BudgetError(f"{year.title} is closed: it stays.", field="")
    contents = contents_of(year)
    if contents:
        raise BudgetError(
            f"{year.title} is not removed: it holds {first_parts(contents)}.", field=""
        )
    trail.year_removed(year)
    year_goes.send(year)
    db.session.delete(year)
    db.session.flush()


def _lasting_as_long(year: FiscalYear) -> list[Fund]:
    """The funds whose last day is the year's, which nobody else changes until the commit."""
    funds = select(Fund).where(Fund.fiscal_year_id == year.id, Fund.spend_by == year.ends_on)
    funds = funds.options(selectinload(Fund.unit))
    held = funds.order_by(Fund.id).with_for_update(key_share=True)
    return list(db.session.scalars(held.execution_options(populate_existing=True)))


def _refuse_shared(
    district: Unit, days: Days, *, apart_from: FiscalYear | None = None, field: str = "starts_on"
) -> None:
    shared = select(FiscalYear).where(
        FiscalYear.unit_id == district.id,
        FiscalYear.starts_on <= days.ends_on,
        FiscalYear.ends_on >= days.starts_on,
    )
    if apart_from is not None:
        shared = shared.where(FiscalYear.id != apart_from.id)
    other = db.session.scalars(shared.order_by(FiscalYear.starts_on)).first()
    if other is not None:
        raise BudgetError(
            f"{district.name} has the fiscal year {other.title} already, from"
            f" {day(other.starts_on)} to {day(other.ends_on)}; years must not overlap.",
            field=field,
        )
