"""Closing a fiscal year, after a look at what that does to each of its funds."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.budgets import closing
from pdplanner.budgets.errors import BudgetError
from pdplanner.budgets.ledger import LedgerError
from pdplanner.budgets.models import FiscalYear
from pdplanner.budgets.views.blueprint import bp
from pdplanner.extensions import db
from pdplanner.web.htmx import page


@bp.get("/years/<int:fiscal_year_id>/closing")
@access.requires("fund.write")
def closing_page(fiscal_year_id: int) -> ResponseReturnValue:
    return _page(access.load(FiscalYear, fiscal_year_id))


@bp.post("/years/<int:fiscal_year_id>/closing")
@access.requires("fund.write")
def close_year(fiscal_year_id: int) -> ResponseReturnValue:
    year = access.load(FiscalYear, fiscal_year_id)
    try:
        closing.close(year, by_id=signed_in_user().id)
    except (BudgetError, LedgerError) as error:
        db.session.rollback()
        return _page(access.load(FiscalYear, fiscal_year_id), problem=str(error)), 409
    db.session.commit()
    flash(f"{year.title} is closed.")
    return redirect(url_for(".closing_page", fiscal_year_id=year.id), 303)


@bp.post("/years/<int:fiscal_year_id>/closing/undo")
@access.requires("fund.write")
def reopen_year(fiscal_year_id: int) -> ResponseReturnValue:
    year = access.load_to_change(FiscalYear, fiscal_year_id)
    closing.reopen(year, by_id=signed_in_user().id)
    db.session.commit()
    flash(f"{year.title} is open again. What was carried over stays where it is.")
    return redirect(url_for(".closing_page", fiscal_year_id=year.id), 303)


def _page(year: FiscalYear, *, problem: str = "") -> str:
    found = closing.closing_of(year)
    return page(
        "budgets/closing.html",
        year=year,
        found=found,
        events=closing.events_of(year),
        problem=problem,
    )
