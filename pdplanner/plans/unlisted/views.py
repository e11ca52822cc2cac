"""The form for an offering that no catalog has."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.catalog import services as catalog
from pdplanner.extensions import db
from pdplanner.notices import mailing
from pdplanner.plans.learning_plans.errors import PlanError
from pdplanner.plans.learning_plans.views import bp, me
from pdplanner.plans.unlisted.forms import UnlistedForm
from pdplanner.plans.unlisted.services import add_unlisted
from pdplanner.web.htmx import page


@bp.get("/choose/unlisted")
@access.requires("plan.write")
def new_unlisted() -> ResponseReturnValue:
    me()
    return _page(UnlistedForm(take_unsaved(request.path)))


@bp.post("/choose/unlisted")
@access.requires("plan.write")
@typed_comes_back
def add_unlisted_offering() -> ResponseReturnValue:
    person, form = me(), UnlistedForm(request.form)
    if not form.validate():
        return _page(form), 422
    try:
        item = add_unlisted(person, by=signed_in_user(), costs=form.costs, **form.facts)
    except (PlanError, catalog.OfferedAlreadyError) as error:
        db.session.rollback()
        return _page(form, problem=str(error)), 422
    db.session.commit()
    mailing.send_due.later()
    flash(f"{item.offering.title} is in your plan. Ask for it here; a quote helps.{form.rounding}")
    return redirect(url_for("requests.show", item_id=item.id), 303)


def _page(form: UnlistedForm, *, problem: str = "") -> str:
    return page("plans/unlisted.html", form=form, problem=problem)
