"""Choosing offerings: what fits a person, and what of it needs a quote first."""

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.catalog import queries as catalog
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.queries import lineages
from pdplanner.plans.choosing import page as choosing_page
from pdplanner.plans.choosing import unpriced as choosing_unpriced
from pdplanner.plans.choosing.offers import offered_to
from pdplanner.plans.learning_plans import changes as learning_plans
from pdplanner.plans.learning_plans.errors import PlanError
from pdplanner.plans.learning_plans.forms import AddForm, FilterForm
from pdplanner.plans.learning_plans.standing import standing_of
from pdplanner.plans.learning_plans.views import bp, just_done, me
from pdplanner.plans.models import PlanItem
from pdplanner.web.htmx import render, wants_fragment


@bp.get("/choose")
@access.requires("plan.write")
def choose() -> ResponseReturnValue:
    return _choose(me())


@bp.post("/choose/items")
@access.requires("plan.write")
def add() -> ResponseReturnValue:
    person = me()
    form = AddForm(request.form)
    if not form.validate():
        abort(400)
    offering = access.load(Offering, form.offering_id.data, permission="catalog.read")
    try:
        item = learning_plans.add_item(
            person,
            offering=offering,
            by_id=signed_in_user().id,
            instead_of=_own_item(form.instead_of.data),
        )
    except PlanError as refusal:
        return _refused_choice(str(refusal))
    db.session.commit()
    return _back_to_choosing(done=item.id)


@bp.post("/choose/items/<int:item_id>/withdraw")
@access.requires("plan.write")
def undo(item_id: int) -> ResponseReturnValue:
    item = access.load(PlanItem, item_id)
    try:
        learning_plans.withdraw(item, by_id=signed_in_user().id)
    except PlanError as refusal:
        return _refused_choice(str(refusal))
    db.session.commit()
    return _back_to_choosing(done=item_id)


@bp.get("/choose/needs-a-quote")
@access.requires("plan.write")
def unpriced() -> ResponseReturnValue:
    """What would help the person but has no price or no hours yet."""
    standing = standing_of(me())
    choices = offered_to(standing).unpriced
    return render("plans/unpriced.html", fragment="unpriced", standing=standing, choices=choices)


@bp.get("/catalog/needs-a-quote")
@access.requires("catalog.write")
def needs_a_quote() -> ResponseReturnValue:
    """The offerings without price or hours, by what they could close for the director's people."""
    units = lineages.units_at(access.paths("catalog.write"))
    unit = access.load(Unit, request.args.get("unit", units[0].id, type=int))
    page = choosing_unpriced.unpriced_in(unit, number=request.args.get("page"))
    quoting = catalog.quoting_for(unit)
    return render(
        "plans/needs_a_quote.html", fragment="offerings", page=page, units=units, quoting=quoting
    )


def _own_item(item_id: int | None) -> PlanItem | None:
    return None if item_id is None else access.load(PlanItem, item_id)


def _choose(person: Person, *, problem: str = "") -> str:
    page = choosing_page.choose_page(
        person, form=FilterForm(request.args), number=request.args.get("page")
    )
    return render(
        "plans/choose.html",
        fragment="choosing",
        page=page,
        standing=page.standing,
        done=just_done(person),
        problem=problem,
        oob=wants_fragment(),
    )


def _refused_choice(problem: str) -> ResponseReturnValue:
    db.session.rollback()
    return _choose(me(), problem=problem), 422


def _back_to_choosing(*, done: int) -> Response:
    """Back to the list with the same filters, on its first page since the order has changed."""
    kept: dict[str, Any] = {**request.args.to_dict(flat=False), "done": str(done), "page": None}
    return redirect(url_for(".choose", **kept), 303)
