"""The calendar of a fiscal year: its terms, and the days on which nobody goes to anything."""

from datetime import date

from sqlalchemy import select

from pdplanner.budgets.errors import BudgetError
from pdplanner.budgets.models import FiscalYear, SchoolTerm
from pdplanner.budgets.year_contents import Days
from pdplanner.extensions import db
from pdplanner.organization import services as organization
from pdplanner.organization.models import Blackout, Unit
from pdplanner.organization.services import tree
from pdplanner.web.filters import day


def add_term(
    fiscal_year: FiscalYear, *, name: str, starts_on: date, ends_on: date, hours: float | None
) -> SchoolTerm:
    """Add a term; no day of a fiscal year belongs to two."""
    term = SchoolTerm(fiscal_year_id=fiscal_year.id)
    _set_term(term, fiscal_year, name, Days(starts_on, ends_on), hours)
    db.session.add(term)
    db.session.flush()
    return term


def edit_term(
    term: SchoolTerm, *, name: str, starts_on: date, ends_on: date, hours: float | None
) -> None:
    _set_term(term, term.fiscal_year, name, Days(starts_on, ends_on), hours)
    db.session.flush()


def remove_term(term: SchoolTerm) -> None:
    db.session.delete(term)
    db.session.flush()


def add_blackout(
    fiscal_year: FiscalYear, *, unit: Unit, name: str, starts_on: date, ends_on: date
) -> Blackout:
    """Black out days of the year for a unit's subtree; the district's own means everybody."""
    _refuse_outside(fiscal_year, Days(starts_on, ends_on))
    return organization.add_blackout(unit, name=name, starts_on=starts_on, ends_on=ends_on)


def edit_blackout(
    blackout: Blackout,
    fiscal_year: FiscalYear,
    *,
    unit: Unit,
    name: str,
    starts_on: date,
    ends_on: date,
) -> None:
    _refuse_outside(fiscal_year, Days(starts_on, ends_on))
    organization.edit_blackout(blackout, unit=unit, name=name, starts_on=starts_on, ends_on=ends_on)


def _set_term(
    term: SchoolTerm, fiscal_year: FiscalYear, name: str, days: Days, hours: float | None
) -> None:
    # Which holds the tree: two terms that are added at once are compared with each other.
    _refuse_outside(fiscal_year, days)
    _refuse_overlap(term, fiscal_year, name, days)
    term.name, term.hours = name, hours
    term.starts_on, term.ends_on = days


def _refuse_outside(fiscal_year: FiscalYear, days: Days) -> None:
    # The year's own days may have been changed a moment ago, by whoever held the tree.
    tree.hold(fiscal_year.unit)
    db.session.refresh(fiscal_year)
    year = f"{fiscal_year.title}, from {day(fiscal_year.starts_on)} to {day(fiscal_year.ends_on)}"
    for field, each in days._asdict().items():
        if not fiscal_year.starts_on <= each <= fiscal_year.ends_on:
            raise BudgetError(f"Enter a day of the fiscal year {year}.", field=field)
    if days.ends_on < days.starts_on:
        raise BudgetError("Enter the first day or a later one.", field="ends_on")


def _refuse_overlap(term: SchoolTerm, fiscal_year: FiscalYear, name: str, days: Days) -> None:
    shared = select(SchoolTerm).where(
        SchoolTerm.fiscal_year_id == fiscal_year.id,
        SchoolTerm.starts_on <= days.ends_on,
        SchoolTerm.ends_on >= days.starts_on,
        SchoolTerm.id.is_distinct_from(term.id),
    )
    other = db.session.scalars(shared.order_by(SchoolTerm.starts_on)).first()
    if other is not None:
        raise BudgetError(
            f"{name} would share days with {other.name}, from {day(other.starts_on)} to"
            f" {day(other.ends_on)}; terms must not overlap.",
            field="starts_on",
        )
