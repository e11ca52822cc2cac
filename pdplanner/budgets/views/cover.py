"""Minimum cover: how many of a unit stay at work on any day."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from pdplanner.accounts import access
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.budgets.forms import CoverForm
from pdplanner.budgets.models import FiscalYear
from pdplanner.budgets.views.blueprint import bp
from pdplanner.budgets.views.reach import year_in_reach
from pdplanner.extensions import db
from pdplanner.organization import services as organization
from pdplanner.organization.models import Unit
from pdplanner.web.filters import plural
from pdplanner.web.htmx import page


@bp.get("/years/<int:fiscal_year_id>/cover/<int:unit_id>")
@access.requires("calendar.write")
def edit_cover(fiscal_year_id: int, unit_id: int) -> ResponseReturnValue:
    year = year_in_reach(fiscal_year_id)
    unit = _in_district(access.load(Unit, unit_id), year)
    return _page(_form(unit, take_unsaved(request.path)), year, unit)


@bp.post("/years/<int:fiscal_year_id>/cover/<int:unit_id>")
@access.requires("calendar.write")
@typed_comes_back
def save_cover(fiscal_year_id: int, unit_id: int) -> ResponseReturnValue:
    year = year_in_reach(fiscal_year_id)
    unit = _in_district(access.load_to_change(Unit, unit_id), year)
    form = _form(unit, request.form)
    if not form.validate():
        return _page(form, year, unit), form.refusal
    organization.set_cover(unit, **form.values)
    db.session.commit()
    flash(_said(unit))
    return redirect(url_for(".calendar_of", fiscal_year_id=year.id), 303)


def _in_district(unit: Unit, year: FiscalYear) -> Unit:
    return unit if unit.path.startswith(year.unit.path) else abort(404)


def _form(unit: Unit, typed: MultiDict[str, str] | None) -> CoverForm:
    return CoverForm(typed, stored={"cover": unit.cover})


def _said(unit: Unit) -> str:
    if unit.cover is None:
        return f"{unit.name} has no minimum cover."
    return f"{unit.name} keeps {plural(unit.cover, 'person', 'people')} at work on any day."


def _page(form: CoverForm, year: FiscalYear, unit: Unit) -> str:
    return page("budgets/cover_form.html", form=form, year=year, unit=unit)
