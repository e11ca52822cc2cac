from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.datastructures import MultiDict
from wtforms.fields.choices import SelectChoice

from pdplanner.accounts import access
from pdplanner.accounts.models import Grant, User
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.extensions import db
from pdplanner.notices import mailing
from pdplanner.organization import queries, services
from pdplanner.organization.forms import PersonForm, PlaceForm
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.views import choices, refusal
from pdplanner.organization.views.blueprint import bp
from pdplanner.organization.views.pages import invitation_form, person_page
from pdplanner.web.htmx import page

WHOLE = (
    joinedload(Person.unit),
    joinedload(Person.user).selectinload(User.grants).joinedload(Grant.unit),
    selectinload(Person.job_roles),
)


@bp.get("/people/<int:person_id>")
@access.requires("person.read")
def person(person_id: int) -> ResponseReturnValue:
    person = access.load(Person, person_id, options=WHOLE)
    typed = take_unsaved(url_for(".invite_person", person_id=person_id))
    return person_page(person, invitation_form(person, typed))


@bp.get("/people/<int:person_id>/edit")
@access.requires("person.write")
def edit_person(person_id: int) -> ResponseReturnValue:
    person = access.load(Person, person_id, options=WHOLE)
    return _form_page(person, _person_form(person, take_unsaved(request.path)))


@bp.post("/people/<int:person_id>/edit")
@access.requires("person.write")
@typed_comes_back
def save_person(person_id: int) -> ResponseReturnValue:
    person = access.load_to_change(Person, person_id, options=WHOLE)
    form = _person_form(person, request.form)
    if form.validate():
        roles = queries.job_roles_at(person.unit)
        chosen = [each for each in roles if each.id in form.job_roles.data]
        try:
            services.edit_person(person, **form.values | {"job_roles": chosen})
        except services.OrganizationError as error:
            refusal.show(error, form)
        else:
            db.session.commit()
            flash(f"Saved.{form.rounding}")
            return redirect(url_for(".person", person_id=person_id), 303)
    return _form_page(person, form), form.refusal


@bp.get("/people/<int:person_id>/move")
@access.requires("person.write")
def place_person(person_id: int) -> ResponseReturnValue:
    person = access.load(Person, person_id, options=WHOLE)
    return _move_page(person, _place_form(person, take_unsaved(request.path)))


@bp.post("/people/<int:person_id>/move")
@access.requires("person.write")
@typed_comes_back
def move_person(person_id: int) -> ResponseReturnValue:
    person = access.load(Person, person_id, options=WHOLE)
    form = _place_form(person, request.form)
    if form.validate():
        unit = access.load(Unit, form.unit.data)
        try:
            services.move_person(person, unit=unit)
        except services.OrganizationError as error:
            refusal.show(error, form)
        else:
            db.session.commit()
            mailing.send_due.later()
            flash(f"{person.name} now works in {unit.name}.")
            return redirect(url_for(".person", person_id=person_id), 303)
    return _move_page(person, form), 422


def _person_form(person: Person, typed: MultiDict[str, str] | None) -> PersonForm:
    stored = {
        "name": person.name,
        "employee_number": person.employee_number,
        "hours": person.hours,
        "allowance_cents": person.allowance_cents,
        "leaving_on": person.leaving_on,
        "job_roles": [each.id for each in person.job_roles],
    }
    form = PersonForm(typed, stored=stored)
    roles = queries.job_roles_at(person.unit)
    form.job_roles.choices = [SelectChoice(each.id, each.title) for each in roles]
    return form


def _place_form(person: Person, typed: MultiDict[str, str] | None) -> PlaceForm:
    form = PlaceForm(typed, unit=person.unit_id)
    return form.offer(choices.units("person.write"))


def _form_page(person: Person, form: PersonForm) -> str:
    return page("organization/person_form.html", form=form, person=person)


def _move_page(person: Person, form: PlaceForm) -> str:
    return page("organization/person_move.html", form=form, person=person)
