"""Giving an account another address: from its person's page, or where its role is listed."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.models import Grant, User
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.extensions import db
from pdplanner.organization import queries, services
from pdplanner.organization.forms import AddressForm
from pdplanner.organization.models import Person
from pdplanner.organization.views import refusal
from pdplanner.organization.views.blueprint import bp
from pdplanner.web import transactions
from pdplanner.web.htmx import page


@bp.get("/people/<int:person_id>/account/address")
@access.requires("person.write")
def edit_address(person_id: int) -> ResponseReturnValue:
    person = access.load(Person, person_id)
    form = AddressForm(take_unsaved(request.path))
    return _page(form, _account_of(person), _person_page(person))


@bp.post("/people/<int:person_id>/account/address")
@access.requires("person.write")
@typed_comes_back
def save_address(person_id: int) -> ResponseReturnValue:
    person = access.load_to_change(Person, person_id)
    return _save(_account_of(person), _person_page(person))


@bp.get("/grants/<int:grant_id>/address")
@access.requires("grant.write")
def edit_address_of_role(grant_id: int) -> ResponseReturnValue:
    grant = access.load(Grant, grant_id)
    form = AddressForm(take_unsaved(request.path))
    return _page(form, _account_of_role(grant), _unit_page(grant))


@bp.post("/grants/<int:grant_id>/address")
@access.requires("grant.write")
@typed_comes_back
def save_address_of_role(grant_id: int) -> ResponseReturnValue:
    grant = access.load_to_change(Grant, grant_id)
    return _save(_account_of_role(grant), _unit_page(grant))


def _account_of(person: Person) -> User:
    user = person.user
    return user if user and user.active else abort(404)


def _account_of_role(grant: Grant) -> User:
    """The account of a role, where no person has it: who does is found on their own page."""
    return abort(404) if queries.stands_behind_somebody(grant.user_id) else grant.user


def _person_page(person: Person) -> str:
    return url_for(".person", person_id=person.id)


def _unit_page(grant: Grant) -> str:
    return url_for(".unit", unit_id=grant.unit_id)


def _save(user: User, back: str) -> ResponseReturnValue:
    form = AddressForm(request.form)
    if form.validate():
        try:
            letters = services.change_address(
                user, by=signed_in_user(), reach=access.paths("grant.write"), **form.values
            )
        except services.OrganizationError as error:
            refusal.show(error, form)
        else:
            said = f"{user.name} signs in as {user.email} now. Both addresses are told by mail."
            db.session.commit()
            for letter in letters:
                letter.send()
            flash(said)
            return redirect(back, 303)
    return _page(form, user, back), 422


def _page(form: AddressForm, user: User, back: str) -> str:
    transactions.end_writing()
    own = services.OWN_ADDRESS if user.id == signed_in_user().id else ""
    return page("organization/address.html", form=form, account=user, back=back, own=own)
