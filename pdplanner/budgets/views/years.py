from collections.abc import Sequence
from datetime import date, timedelta

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from pdplanner import clock
from pdplanner.accounts import access
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.budgets import fiscal_years, queries
from pdplanner.budgets.errors import BudgetError
from pdplanner.budgets.forms import FiscalYearForm
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.budgets.views.blueprint import bp, held_year, refuse
from pdplanner.extensions import db
from pdplanner.organization.models import Unit, UnitKind
from pdplanner.web.htmx import page
from pdplanner.web.word_lists import first_parts

JULY = 7


@bp.get("/districts/<int:district_id>/years/new")
@access.requires("fund.write")
def new_year(district_id: int) -> ResponseReturnValue:
    district = district_in_reach(district_id)
    starts_on = _next_start(queries.newest_year(district))
    form = FiscalYearForm(
        take_unsaved(request.path), starts_on=starts_on, ends_on=_last_day(starts_on)
    )
    return _page(form, district)


@bp.post("/districts/<int:district_id>/years/new")
@access.requires("fund.write")
@typed_comes_back
def add_year(district_id: int) -> ResponseReturnValue:
    district = district_in_reach(district_id)
    form = FiscalYearForm(request.form)
    if form.validate():
        try:
            year = fiscal_years.add_fiscal_year(district=district, **form.values)
        except BudgetError as error:
            refuse(form, error)
        else:
            db.session.commit()
            flash(f"The fiscal year {year.title} is set up. Now enter its funds.")
            return redirect(url_for(".new_fund", fiscal_year_id=year.id), 303)
    return _page(form, district), 422


@bp.get("/years/<int:fiscal_year_id>")
@access.requires("fund.write")
def edit_year(fiscal_year_id: int) -> ResponseReturnValue:
    year = access.load(FiscalYear, fiscal_year_id)
    return _page(_form(year, take_unsaved(request.path)), year.unit, year)


@bp.post("/years/<int:fiscal_year_id>")
@access.requires("fund.write")
@typed_comes_back
def save_year(fiscal_year_id: int) -> ResponseReturnValue:
    year = held_year(fiscal_year_id)
    form = _form(year, request.form)
    if form.validate():
        try:
            funds = fiscal_years.edit_fiscal_year(year, **form.values)
        except BudgetError as error:
            refuse(form, error)
        else:
            db.session.commit()
            flash(f"The fiscal year {year.title} is saved.{_gone_along(funds)}")
            return redirect(url_for(".calendar_of", fiscal_year_id=year.id), 303)
    return _page(form, year.unit, year), form.refusal


@bp.post("/years/<int:fiscal_year_id>/remove")
@access.requires("fund.write")
def remove_year(fiscal_year_id: int) -> ResponseReturnValue:
    year = held_year(fiscal_year_id)
    title, district_id = year.title, year.unit_id
    try:
        fiscal_years.remove_fiscal_year(year)
    except BudgetError as error:
        db.session.rollback()
        year = access.load(FiscalYear, fiscal_year_id)
        return _page(_form(year, None), year.unit, year, problem=str(error)), 409
    db.session.commit()
    flash(f"The fiscal year {title} is removed.")
    return redirect(url_for("reports.budget", district=district_id), 303)


def district_in_reach(district_id: int) -> Unit:
    """The district, where the view's permission reaches it."""
    unit = access.load(Unit, district_id)
    return unit if unit.kind == UnitKind.DISTRICT else abort(404)


def _next_start(newest: FiscalYear | None) -> date:
    """The day after the newest year; without one this July's or last July's first."""
    if newest:
        return newest.ends_on + timedelta(days=1)
    today = clock.today()
    return date(today.year if today.month >= JULY else today.year - 1, JULY, 1)


def _last_day(starts_on: date) -> date:
    """The day before the same day of the next year."""
    day_before = starts_on - timedelta(days=1)
    try:
        return day_before.replace(year=day_before.year + 1)
    except ValueError:  # a 29 February has none
        return day_before.replace(year=day_before.year + 1, day=28)


def _gone_along(funds: Sequence[Fund]) -> str:
    names = first_parts([fund.named for fund in funds])
    return f" To be spent by its new last day: {names}." if funds else ""


def _form(year: FiscalYear, typed: MultiDict[str, str] | None) -> FiscalYearForm:
    return FiscalYearForm(typed, stored={"starts_on": year.starts_on, "ends_on": year.ends_on})


def _page(
    form: FiscalYearForm, district: Unit, year: FiscalYear | None = None, *, problem: str = ""
) -> str:
    years = queries.years_of(district)
    return page(
        "budgets/year_form.html",
        form=form, district=district, year=year, years=years, problem=problem,
    )  # fmt: skip
