"""A person's own plan: answering and taking back; and what directors see of it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.extensions import db
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Person
from pdplanner.organization.person_pages import pages_of
from pdplanner.plans.items.mentoring import places_given
from pdplanner.plans.items.outdated_terms import terms_now
from pdplanner.plans.items.purchase_flags import flags_of
from pdplanner.plans.learning_plans import changes as learning_plans
from pdplanner.plans.learning_plans.errors import PlanError
from pdplanner.plans.learning_plans.forms import DeclineForm
from pdplanner.plans.learning_plans.standing import Standing, standing_of
from pdplanner.plans.learning_plans.steps import own_paths
from pdplanner.plans.learning_plans.unfunded import asked_before
from pdplanner.plans.models import PlanItem
from pdplanner.web.htmx import render
from pdplanner.web.record_ids import get_or_none

bp = Blueprint("plans", __name__)


@bp.get("/plan")
@access.requires("plan.write")
def plan() -> ResponseReturnValue:
    return _plan(me())


@bp.post("/plan/items/<int:item_id>/accept")
@access.requires("plan.write")
def accept(item_id: int) -> ResponseReturnValue:
    return _answer(item_id, learning_plans.accept)


@bp.post("/plan/items/<int:item_id>/withdraw")
@access.requires("plan.write")
def withdraw(item_id: int) -> ResponseReturnValue:
    return _answer(item_id, partial(learning_plans.withdraw, by_id=signed_in_user().id))


@bp.post("/plan/items/<int:item_id>/decline")
@access.requires("plan.write")
@typed_comes_back
def decline(item_id: int) -> ResponseReturnValue:
    form = DeclineForm(request.form)
    if not form.validate():
        access.load(PlanItem, item_id)
        return _refused_answer(form=form, item_id=item_id)
    return _answer(item_id, partial(learning_plans.decline, **form.values))


@bp.get("/plans/people/<int:person_id>")
@access.requires("plan.read")
def person_plan(person_id: int) -> ResponseReturnValue:
    person = access.load(Person, person_id)
    standing = standing_of(person)
    return render(
        "plans/person.html",
        fragment="plan",
        standing=standing,
        **_beside(standing),
        pages=pages_of(person),
    )


def _beside(standing: Standing) -> dict[str, Any]:
    """What stands beside the items: flags, places given as a mentor, steps, earlier needs."""
    year = standing.year
    items = [line.item for line in standing.lines]
    return {
        "now": terms_now(items),
        "flags": flags_of(items),
        "given": places_given(standing.person, year.id) if year and standing.hours_given else [],
        "paths": own_paths(standing),
        "asked_before": asked_before(standing),
    }


def me() -> Person:
    """The person behind the account; who is no member of staff has nothing to plan."""
    return organization.person_of(signed_in_user().id) or abort(404)


def _answer(item_id: int, change: Callable[[PlanItem], None]) -> ResponseReturnValue:
    item = access.load(PlanItem, item_id)
    try:
        change(item)
    except PlanError as refusal:
        return _refused_answer(str(refusal))
    db.session.commit()
    return redirect(url_for(".plan", done=item_id), 303)


def _plan(
    person: Person, *, problem: str = "", form: DeclineForm | None = None, item_id: int = 0
) -> str:
    standing = standing_of(person)
    if form is None:
        form, item_id, problem = _unsaved_reason(standing, problem)
    return render(
        "plans/plan.html",
        fragment="plan",
        standing=standing,
        **_beside(standing),
        done=just_done(person),
        problem=problem,
        form=form,
        declining=item_id,
    )


def _unsaved_reason(standing: Standing, problem: str) -> tuple[DeclineForm, int, str]:
    """Why somebody declined when their session had ended, of which item; or that it is too late."""
    for line in standing.lines:
        typed = take_unsaved(url_for(".decline", item_id=line.item.id))
        if typed and (line.asks or line.accepted):
            return DeclineForm(typed), line.item.id, problem
        if typed:
            return DeclineForm(), 0, _too_late(line.item, typed.get("reason", ""))
    return DeclineForm(), 0, problem


def _too_late(item: PlanItem, reason: str) -> str:
    return f"{item.offering.title} is {item.state} by now. You wrote: “{reason}”"


def _refused_answer(
    problem: str = "", *, form: DeclineForm | None = None, item_id: int = 0
) -> ResponseReturnValue:
    db.session.rollback()
    return _plan(me(), problem=problem, form=form, item_id=item_id), 422


def just_done(person: Person) -> PlanItem | None:
    """The item that the last step changed, so that the page can say so and offer to undo it."""
    item_id = request.args.get("done", 0, type=int)
    item = get_or_none(PlanItem, item_id)
    return item if item is not None and item.plan.person_id == person.id else None
