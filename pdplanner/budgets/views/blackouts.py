"""Blackouts: days of a fiscal year on which the people of a unit go to nothing."""

from functools import partial

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from pdplanner.accounts import access
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.budgets import calendar, queries
from pdplanner.budgets.forms import BlackoutForm
from pdplanner.budgets.models import FiscalYear
from pdplanner.budgets.views.blueprint import bp, done, held_year
from pdplanner.budgets.views.reach import kept_units, year_in_reach
from pdplanner.extensions import db
from pdplanner.organization import queries as organization
from pdplanner.organization import services as organization_services
from pdplanner.organization.models import Blackout, Unit
from pdplanner.web.htmx import page

FACTS = ("name", "starts_on", "ends_on")


@bp.get("/years/<int:fiscal_year_id>/blackouts/new")
@access.requires("calendar.write")
def new_blackout(fiscal_year_id: int) -> ResponseReturnValue:
    year = year_in_reach(fiscal_year_id)
    return _page(BlackoutForm(take_unsaved(request.path), units=kept_units(year)), year)


@bp.post("/years/<int:fiscal_year_id>/blackouts/new")
@access.requires("calendar.write")
@typed_comes_back
def add_blackout(fiscal_year_id: int) -> ResponseReturnValue:
    year = held_year(year_in_reach(fiscal_year_id).id, permission="signed_in")
    form = BlackoutForm(request.form, units=kept_units(year))
    if form.validate():
        values = form.values
        unit = access.load(Unit, values.pop("unit"))
        if done(form, partial(calendar.add_blackout, year, unit=unit, **values)):
            db.session.commit()
            flash(f"{form.name.data} is added.")
            return redirect(url_for(".calendar_of", fiscal_year_id=year.id), 303)
    return _page(form, year), 422


@bp.get("/blackouts/<int:blackout_id>")
@access.requires("calendar.write")
def edit_blackout(blackout_id: int) -> ResponseReturnValue:
    blackout = access.load(Blackout, blackout_id)
    year = _year_of(blackout)
    return _page(_form(blackout, year, take_unsaved(request.path)), year, blackout)


@bp.post("/blackouts/<int:blackout_id>")
@access.requires("calendar.write")
@typed_comes_back
def save_blackout(blackout_id: int) -> ResponseReturnValue:
    blackout = access.load_to_change(Blackout, blackout_id)
    year = _year_of(blackout)
    form = _form(blackout, year, request.form)
    if form.validate():
        values = form.values
        unit = access.load(Unit, values.pop("unit"))
        if done(form, partial(calendar.edit_blackout, blackout, year, unit=unit, **values)):
            db.session.commit()
            flash(f"{blackout.name} is saved.")
            return redirect(url_for(".calendar_of", fiscal_year_id=year.id), 303)
    return _page(form, year, blackout), form.refusal


@bp.post("/blackouts/<int:blackout_id>/remove")
@access.requires("calendar.write")
def remove_blackout(blackout_id: int) -> ResponseReturnValue:
    blackout = access.load_to_change(Blackout, blackout_id)
    name, year = blackout.name, _year_of(blackout)
    organization_services.remove_blackout(blackout)
    db.session.commit()
    flash(f"{name} is removed.")
    return redirect(url_for(".calendar_of", fiscal_year_id=year.id), 303)


def _year_of(blackout: Blackout) -> FiscalYear:
    """The fiscal year of its district in which it stands."""
    district = organization.district_of(blackout.unit)
    year = queries.fiscal_year_of(district, on=blackout.starts_on) if district else None
    return year or abort(404)


def _form(blackout: Blackout, year: FiscalYear, typed: MultiDict[str, str] | None) -> BlackoutForm:
    stored = {name: getattr(blackout, name) for name in FACTS} | {"unit": blackout.unit_id}
    return BlackoutForm(typed, units=kept_units(year), stored=stored)


def _page(form: BlackoutForm, year: FiscalYear, blackout: Blackout | None = None) -> str:
    action = (
        url_for(".save_blackout", blackout_id=blackout.id)
        if blackout
        else url_for(".add_blackout", fiscal_year_id=year.id)
    )
    return page(
        "budgets/days_form.html",
        form=form, year=year, stored=blackout, kind="blackout", action=action,
    )  # fmt: skip
