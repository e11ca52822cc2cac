from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.accounts.unsaved import typed_comes_back
from pdplanner.extensions import db
from pdplanner.notices import mailing
from pdplanner.organization import services
from pdplanner.organization.forms import InvitationForm
from pdplanner.organization.models import Person
from pdplanner.organization.views import refusal
from pdplanner.organization.views.blueprint import bp
from pdplanner.organization.views.pages import invitation_form, person_page


@bp.post("/people/<int:person_id>/invite")
@access.requires("person.write")
@typed_comes_back
def invite_person(person_id: int) -> ResponseReturnValue:
    person = access.load(Person, person_id)
    form = InvitationForm(request.form)
    refused = ""
    if form.validate():
        try:
            letter = services.invite(person, reach=access.paths("grant.write"), **form.values)
        except services.OrganizationError as error:
            # Where nobody can be invited the page has no form that could show it.
            refused = "" if error.field else str(error)
            refusal.show(error, form)
            if isinstance(error, services.OtherNameError):
                form.offered = error.email
        else:
            db.session.commit()
            letter.send()
            mailing.send_due.later()
            flash(f"A letter is on its way to {letter.recipient}.")
            return redirect(url_for(".person", person_id=person_id), 303)
    return person_page(person, form, refused=refused), 422


@bp.post("/people/<int:person_id>/account/take")
@access.requires("person.write")
def take_account(person_id: int) -> ResponseReturnValue:
    person = access.load_to_change(Person, person_id)
    reach = access.paths("grant.write")
    try:
        services.take_account(person, by=signed_in_user(), reach=reach)
    except services.OrganizationError as error:
        return person_page(person, invitation_form(person), refused=str(error)), 422
    db.session.commit()
    mailing.send_due.later()
    flash(f"{person.name} has no account now. Invite them by mail when they should sign in.")
    return redirect(url_for(".person", person_id=person_id), 303)


@bp.post("/people/<int:person_id>/deactivate")
@access.requires("person.write")
def deactivate_person(person_id: int) -> ResponseReturnValue:
    person = access.load_to_change(Person, person_id)
    reach = access.paths("grant.write")
    try:
        services.deactivate_person(person, by=signed_in_user(), reach=reach)
    except services.OrganizationError as error:
        return person_page(person, invitation_form(person), refused=str(error)), 422
    db.session.commit()
    mailing.send_due.later()
    flash(f"{person.name} is no longer active.")
    return redirect(url_for(".person", person_id=person_id), 303)


@bp.post("/people/<int:person_id>/reactivate")
@access.requires("person.write")
def reactivate_person(person_id: int) -> ResponseReturnValue:
    person = access.load_to_change(Person, person_id)
    try:
        services.reactivate_person(person)
    except services.OrganizationError as error:
        return person_page(person, invitation_form(person), refused=str(error)), 422
    db.session.commit()
    flash(f"{person.name} is active again. Roles have to be given anew.")
    return redirect(url_for(".person", person_id=person_id), 303)
