from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms.fields.choices import SelectChoice

from pdplanner.accounts import access
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.extensions import db
from pdplanner.organization import queries, services
from pdplanner.organization.forms import NewPersonForm
from pdplanner.organization.models import Unit
from pdplanner.organization.views import choices, refusal
from pdplanner.organization.views.blueprint import bp
from pdplanner.web.htmx import page, render
from pdplanner.web.search_text import searched


@bp.get("/people/")
@access.requires("unit.read")
def people() -> ResponseReturnValue:
    unit_id = request.args.get("unit", type=int)
    unit = access.load(Unit, unit_id) if unit_id else None
    inactive = "inactive" in request.args
    text = searched(request.args.get("q", ""))
    listed = queries.people_page(
        access.within(Unit.path, "person.read"),
        text=text,
        unit=unit,
        inactive=inactive,
        number=request.args.get("page"),
    )
    return render(
        "organization/people.html",
        fragment="people_list",
        listed=listed,
        filters={"q": text or None, "unit": unit_id, "inactive": "1" if inactive else None},
        unit=unit,
        units=choices.few_units("person.read"),
        may_add=access.may_somewhere("person.write"),
        reads_trail=access.may_somewhere("trail.read"),
    )


@bp.get("/people/new")
@access.requires("person.write")
def new_person() -> ResponseReturnValue:
    typed = take_unsaved(request.path)
    offered = choices.units("person.write")
    if typed:
        return _new_page(_new_form(_chosen(typed, offered), offered, typed))
    unit_id = request.args.get("unit", type=int)
    unit = access.load(Unit, unit_id) if unit_id else None
    return _new_page(_new_form(unit, offered))


@bp.post("/people/new")
@access.requires("person.write")
@typed_comes_back
def create_person() -> ResponseReturnValue:
    offered = choices.units("person.write")
    unit = _chosen(request.form, offered)
    form = _new_form(unit, offered, request.form)
    if form.validate() and unit:
        roles = [each for each in queries.job_roles_at(unit) if each.id in form.job_roles.data]
        values = form.values | {"unit": unit, "job_roles": roles}
        try:
            person = services.create_person(**values)
        except services.OrganizationError as error:
            refusal.show(error, form)
        else:
            db.session.commit()
            flash(
                f"{person.name} is added. Invite them by mail when they should sign in."
                f"{form.rounding}"
            )
            return redirect(url_for(".person", person_id=person.id), 303)
    return _new_page(form), 422


def _chosen(typed: MultiDict[str, str], offered: list[tuple[int, str]]) -> Unit | None:
    unit_id = typed.get("unit", type=int)
    return access.load(Unit, unit_id) if unit_id in dict(offered) else None


def _new_form(
    unit: Unit | None, units: list[tuple[int, str]], typed: MultiDict[str, str] | None = None
) -> NewPersonForm:
    form = NewPersonForm(typed, unit=unit.id if unit else None)
    form.unit.choices = [SelectChoice(*each) for each in units]
    roles = queries.job_roles_at(unit)
    form.job_roles.choices = [SelectChoice(each.id, each.title) for each in roles]
    return form


def _new_page(form: NewPersonForm) -> str:
    return page("organization/person_form.html", form=form, person=None)
