from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.models import Grant
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.accounts.unsaved import typed_comes_back
from pdplanner.extensions import db
from pdplanner.notices import mailing
from pdplanner.organization import services
from pdplanner.organization.forms import GrantForm
from pdplanner.organization.models import Unit
from pdplanner.organization.views import refusal
from pdplanner.organization.views.blueprint import bp
from pdplanner.organization.views.pages import unit_page
from pdplanner.organization.wording import role_name


@bp.post("/units/<int:unit_id>/grants")
@access.requires("grant.write")
@typed_comes_back
def give_grant(unit_id: int) -> ResponseReturnValue:
    unit = access.load(Unit, unit_id)
    form = GrantForm(request.form)
    if form.validate():
        try:
            grant, letter = services.give_grant(
                unit, reach=access.paths("grant.write"), **form.values
            )
        except services.OrganizationError as error:
            refusal.show(error, form)
        else:
            db.session.commit()
            letter.send()
            mailing.send_due.later()
            given = f"{role_name(grant.role)} at {unit.name}"
            flash(f"{letter.recipient} is {given}, and is told by mail.")
            return redirect(url_for(".unit", unit_id=unit_id), 303)
    return unit_page(unit, form), 422


@bp.post("/grants/<int:grant_id>/revoke")
@access.requires("grant.write")
def revoke_grant(grant_id: int) -> ResponseReturnValue:
    grant = access.load_to_change(Grant, grant_id)
    unit, user, role = grant.unit, grant.user, role_name(grant.role)
    try:
        services.revoke_grant(grant, by=signed_in_user())
    except services.OrganizationError as error:
        return unit_page(unit, GrantForm(), refused=str(error)), 422
    db.session.commit()
    mailing.send_due.later()
    flash(f"{user.name} is no longer {role} at {unit.name}.")
    if user.id == signed_in_user().id:
        return redirect(url_for("home.index"), 303)
    return redirect(url_for(".unit", unit_id=unit.id), 303)


@bp.post("/grants/<int:grant_id>/invite")
@access.requires("grant.write")
def invite_again(grant_id: int) -> ResponseReturnValue:
    grant = access.load(Grant, grant_id)
    letter = services.remind(grant)
    db.session.commit()
    letter.send()
    flash(f"A letter is on its way to {letter.recipient}.")
    return redirect(url_for(".unit", unit_id=grant.unit_id), 303)
