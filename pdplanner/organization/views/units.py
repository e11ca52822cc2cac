from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from pdplanner.accounts import access
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.extensions import db
from pdplanner.notices import mailing
from pdplanner.organization import queries, services, trees
from pdplanner.organization.forms import GrantForm, ParentForm, UnitForm
from pdplanner.organization.models import Unit
from pdplanner.organization.views import choices, refusal
from pdplanner.organization.views.blueprint import bp
from pdplanner.organization.views.pages import unit_page
from pdplanner.web.htmx import page

FACTS = ("name", "kind", "stale_after_months", "time_zone")


@bp.get("/units/")
@access.requires("unit.read")
def units() -> ResponseReturnValue:
    closed = "closed" in request.args
    reach = access.within(Unit.path)
    shown = queries.unit_names(reach, closed=closed)
    nodes = trees.grow(shown, queries.head_counts(reach))
    return page(
        "organization/units.html",
        nodes=nodes,
        count=len(shown),
        closed=closed,
        reads_trail=access.may_somewhere("trail.read"),
    )


@bp.get("/units/<int:unit_id>")
@access.requires("unit.read")
def unit(unit_id: int) -> ResponseReturnValue:
    typed = take_unsaved(url_for(".give_grant", unit_id=unit_id))
    return unit_page(access.load(Unit, unit_id), GrantForm(typed))


@bp.get("/units/<int:unit_id>/new")
@access.requires("unit.write")
def new_unit(unit_id: int) -> ResponseReturnValue:
    parent = access.load(Unit, unit_id)
    return _form_page(UnitForm(take_unsaved(request.path), kind="team"), parent=parent)


@bp.post("/units/<int:unit_id>/new")
@access.requires("unit.write")
@typed_comes_back
def create_unit(unit_id: int) -> ResponseReturnValue:
    parent = access.load(Unit, unit_id)
    form = UnitForm(request.form)
    if form.validate():
        try:
            created = services.create_unit(parent=parent, **form.values)
        except services.OrganizationError as error:
            refusal.show(error, form)
        else:
            db.session.commit()
            flash(f"{created.name} is added below {parent.name}.")
            return redirect(url_for(".unit", unit_id=created.id), 303)
    return _form_page(form, parent=parent), 422


@bp.get("/units/<int:unit_id>/edit")
@access.requires("unit.write")
def edit_unit(unit_id: int) -> ResponseReturnValue:
    unit = access.load(Unit, unit_id)
    return _form_page(_unit_form(unit, take_unsaved(request.path)), unit=unit)


@bp.post("/units/<int:unit_id>/edit")
@access.requires("unit.write")
@typed_comes_back
def save_unit(unit_id: int) -> ResponseReturnValue:
    unit = access.load_to_change(Unit, unit_id)
    form = _unit_form(unit, request.form)
    if not form.validate():
        return _form_page(form, unit=unit), form.refusal
    try:
        services.edit_unit(unit, **form.values)
    except services.OrganizationError as error:
        refusal.show(error, form)
        return _form_page(form, unit=unit), 422
    db.session.commit()
    flash("Saved.")
    return redirect(url_for(".unit", unit_id=unit_id), 303)


@bp.get("/units/<int:unit_id>/move")
@access.requires("unit.write")
def place_unit(unit_id: int) -> ResponseReturnValue:
    unit = _load_below_reach(unit_id)
    return _move_page(unit, _parent_form(unit, take_unsaved(request.path)))


@bp.post("/units/<int:unit_id>/move")
@access.requires("unit.write")
@typed_comes_back
def move_unit(unit_id: int) -> ResponseReturnValue:
    unit = _load_below_reach(unit_id)
    form = _parent_form(unit, request.form)
    if form.validate():
        try:
            services.move_unit(unit, parent=access.load(Unit, form.parent.data))
        except services.OrganizationError as error:
            refusal.show(error, form)
        else:
            db.session.commit()
            mailing.send_due.later()
            flash(f"{unit.name} is moved, with everything in it.")
            return redirect(url_for(".unit", unit_id=unit_id), 303)
    return _move_page(unit, form), 422


@bp.post("/units/<int:unit_id>/deactivate")
@access.requires("unit.write")
def deactivate_unit(unit_id: int) -> ResponseReturnValue:
    unit = _load_below_reach(unit_id)
    try:
        services.deactivate_unit(unit)
    except services.OrganizationError as error:
        return unit_page(unit, GrantForm(), refused=str(error)), 422
    db.session.commit()
    flash(f"{unit.name} is closed.")
    return redirect(url_for(".unit", unit_id=unit_id), 303)


@bp.post("/units/<int:unit_id>/reactivate")
@access.requires("unit.write")
def reactivate_unit(unit_id: int) -> ResponseReturnValue:
    unit = _load_below_reach(unit_id)
    try:
        services.reactivate_unit(unit)
    except services.OrganizationError as error:
        return unit_page(unit, GrantForm(), refused=str(error)), 422
    db.session.commit()
    flash(f"{unit.name} is open again.")
    return redirect(url_for(".unit", unit_id=unit_id), 303)


def _load_below_reach(unit_id: int) -> Unit:
    """Load a unit whose parent is in reach too: nobody moves or closes the top of their own."""
    unit = access.load(Unit, unit_id)
    if unit.parent is None or not access.may("unit.write", unit.parent):
        abort(404)
    return unit


def _unit_form(unit: Unit, typed: MultiDict[str, str] | None) -> UnitForm:
    return UnitForm(typed, stored={name: getattr(unit, name) for name in FACTS})


def _parent_form(unit: Unit, typed: MultiDict[str, str] | None) -> ParentForm:
    form = ParentForm(typed, parent=unit.parent_id)
    return form.offer(choices.units("unit.write", besides=unit))


def _form_page(form: UnitForm, *, unit: Unit | None = None, parent: Unit | None = None) -> str:
    above = parent or (unit and unit.parent)
    inherited = queries.stale_months(above) if above else queries.DEFAULT_STALE_MONTHS
    return page(
        "organization/unit_form.html", form=form, unit=unit, parent=parent, inherited=inherited
    )


def _move_page(unit: Unit, form: ParentForm) -> str:
    return page("organization/unit_move.html", form=form, unit=unit)
