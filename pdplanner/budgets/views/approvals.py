"""Above which cost the business office approves, in a year and for the people of a unit."""

from functools import partial

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from pdplanner.accounts import access
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.budgets import services
from pdplanner.budgets.forms import ApprovalForm, UnitApprovalForm
from pdplanner.budgets.models import FiscalYear, UnitApproval
from pdplanner.budgets.views.blueprint import bp, done
from pdplanner.extensions import db
from pdplanner.organization import queries as organization
from pdplanner.organization import trees
from pdplanner.organization.models import Unit
from pdplanner.web.htmx import page


@bp.get("/years/<int:fiscal_year_id>/approval")
@access.requires("fund.write")
def edit_approval(fiscal_year_id: int) -> ResponseReturnValue:
    year = access.load(FiscalYear, fiscal_year_id)
    return _page(year, form=_form(year, take_unsaved(request.path)))


@bp.post("/years/<int:fiscal_year_id>/approval")
@access.requires("fund.write")
@typed_comes_back
def save_approval(fiscal_year_id: int) -> ResponseReturnValue:
    year = access.load_to_change(FiscalYear, fiscal_year_id)
    form = _form(year, request.form)
    if not form.validate():
        return _page(year, form=form), form.refusal
    services.set_approval(year, **form.values)
    db.session.commit()
    flash(f"The approval of {year.title} is saved.")
    return redirect(url_for("reports.budget", district=year.unit_id, year=year.id), 303)


@bp.post("/years/<int:fiscal_year_id>/approval/units")
@access.requires("fund.write")
def save_unit_approval(fiscal_year_id: int) -> ResponseReturnValue:
    year = access.load_to_change(FiscalYear, fiscal_year_id)
    form = UnitApprovalForm(request.form, units=_units(year))
    if form.validate() and done(form, partial(_add, year, form)):
        db.session.commit()
        flash("The unit has a sum of its own now.")
        return redirect(url_for(".edit_approval", fiscal_year_id=year.id), 303)
    return _page(year, of_unit=form), 422


@bp.post("/years/<int:fiscal_year_id>/approval/units/<int:unit_id>/remove")
@access.requires("fund.write")
def remove_unit_approval(fiscal_year_id: int, unit_id: int) -> ResponseReturnValue:
    year, unit = access.load_to_change(FiscalYear, fiscal_year_id), access.load(Unit, unit_id)
    if not unit.path.startswith(year.unit.path):
        abort(404)
    services.drop_unit_approval(year, unit)
    db.session.commit()
    flash(f"The sum of {year.unit.name} is that of {unit.name} again.")
    return redirect(url_for(".edit_approval", fiscal_year_id=year.id), 303)


def _add(year: FiscalYear, form: UnitApprovalForm) -> UnitApproval:
    unit = access.load(Unit, form.unit.data)
    return services.add_unit_approval(year, unit, finance_above_cents=form.above_cents.data)


def _form(year: FiscalYear, typed: MultiDict[str, str] | None) -> ApprovalForm:
    return ApprovalForm(typed, stored={"finance_above_cents": year.finance_above_cents})


def _units(year: FiscalYear) -> list[tuple[int, str]]:
    """The units below the year's district, by their place."""
    names = organization.unit_names(organization.below(year.unit))
    return [each for each in trees.choices(trees.grow(names, {})) if each[0] != year.unit_id]


def _page(
    year: FiscalYear, *, form: ApprovalForm | None = None, of_unit: UnitApprovalForm | None = None
) -> str:
    return page(
        "budgets/approval_form.html",
        form=form or _form(year, None),
        of_unit=of_unit or UnitApprovalForm(None, units=_units(year)),
        year=year,
        own=sorted(year.unit_approvals, key=lambda each: each.unit.path),
    )
