"""Who answers requests while the holder of a role is away: their own say, or an admin's."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from pdplanner import clock
from pdplanner.accounts import access
from pdplanner.accounts.models import Grant
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.extensions import db
from pdplanner.notices import mailing
from pdplanner.organization import queries, services
from pdplanner.organization.forms import AbsenceForm
from pdplanner.organization.views import refusal
from pdplanner.organization.views.blueprint import bp
from pdplanner.web.htmx import page


@bp.get("/roles/")
@access.requires("signed_in")
def own_roles() -> ResponseReturnValue:
    return page(
        "organization/own_roles.html",
        grants=queries.grants_of(signed_in_user().id),
        answering=services.ANSWERING,
    )


@bp.get("/grants/<int:grant_id>/absence")
@access.requires("absence.write")
def edit_absence(grant_id: int) -> ResponseReturnValue:
    grant = _load(grant_id)
    return _page(_form(grant, take_unsaved(request.path)), grant)


@bp.post("/grants/<int:grant_id>/absence")
@access.requires("absence.write")
@typed_comes_back
def save_absence(grant_id: int) -> ResponseReturnValue:
    grant = _load(grant_id, to_change=True)
    form = _form(grant, request.form)
    if form.validate():
        try:
            absence = services.set_absence(grant, **form.values)
        except services.OrganizationError as error:
            refusal.show(error, form)
        else:
            said = f"{absence.substitute.name} answers while {grant.user.name} is away."
            db.session.commit()
            mailing.send_due.later()
            flash(said)
            return redirect(_back(grant), 303)
    return _page(form, grant), form.refusal


@bp.post("/grants/<int:grant_id>/absence/end")
@access.requires("absence.write")
def end_absence(grant_id: int) -> ResponseReturnValue:
    grant = _load(grant_id, to_change=True)
    services.end_absence(grant)
    db.session.commit()
    flash(f"Nobody stands in for {grant.user.name} any more.")
    return redirect(_back(grant), 303)


def _load(grant_id: int, *, to_change: bool = False) -> Grant:
    """A grant whose holder answers requests."""
    load = access.load_to_change if to_change else access.load
    grant = load(Grant, grant_id)
    return grant if grant.role in services.ANSWERING else abort(404)


def _form(grant: Grant, typed: MultiDict[str, str] | None) -> AbsenceForm:
    absence, stored = grant.absence, {}
    if absence is not None:
        with clock.in_zone(queries.time_zone_of([grant.unit.path])):
            stored = {
                "substitute": absence.substitute.email,
                "first": clock.day_of(absence.begins_at),
                "last": clock.last_day_before(absence.ends_at),
            }
    return AbsenceForm(typed, stored=stored)


def _back(grant: Grant) -> str:
    """The user's own roles, or the unit where an admin found the role."""
    own = grant.user_id == signed_in_user().id
    return url_for(".own_roles") if own else url_for(".unit", unit_id=grant.unit_id)


def _page(form: AbsenceForm, grant: Grant) -> str:
    return page("organization/absence.html", form=form, grant=grant, back=_back(grant))
