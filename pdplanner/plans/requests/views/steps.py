"""One request with all that may be done about it."""

from flask import request
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.unsaved import typed_comes_back
from pdplanner.plans.items.payers import payers_of
from pdplanner.plans.models import Action, Desk, PlanItem
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.approve_form import approve_form
from pdplanner.plans.requests.desks import needs_finance_at
from pdplanner.plans.requests.errors import SplitError
from pdplanner.plans.requests.forms import (
    CancelForm,
    CompleteForm,
    CorrectForm,
    DeclineForm,
    ReturnForm,
    StepForm,
)
from pdplanner.plans.requests.page import MAY_ANSWER, request_page
from pdplanner.plans.requests.page_forms import cost_form, unsaved_forms
from pdplanner.plans.requests.step_entries import Sent
from pdplanner.plans.requests.taking import load_for, shown, take
from pdplanner.plans.requests.views.blueprint import bp


@bp.get("/<int:item_id>")
@access.requires("request.read")
def show(item_id: int) -> ResponseReturnValue:
    found = request_page(access.load(PlanItem, item_id))
    forms, problem = unsaved_forms(found)
    return shown(found, forms=forms, problem=problem)


@bp.post("/<int:item_id>/request")
@access.requires("plan.write")
@typed_comes_back
def ask(item_id: int) -> ResponseReturnValue:
    item = load_for(item_id, Action.REQUEST)
    return take(item, Action.REQUEST, steps.request, StepForm(request.form))


@bp.post("/<int:item_id>/costs")
@access.requires("request.read")
@typed_comes_back
def amend(item_id: int) -> ResponseReturnValue:
    item = load_for(item_id, Action.AMEND)
    form = cost_form(item, request.form)

    def step(item: PlanItem, *, sent: Sent) -> bool:
        return steps.amend(
            item,
            costs=form.costs,
            sent=sent,
            today=(form.price_today.data or "", form.hours_today.data or ""),
        )

    return take(item, Action.AMEND, step, form)


@bp.post("/<int:item_id>/approve")
@access.requires("request.answer")
@typed_comes_back
def approve(item_id: int) -> ResponseReturnValue:
    item = load_for(item_id, Action.APPROVE)
    form = approve_form(payers_of(item), typed=request.form)

    def step(item: PlanItem, *, sent: Sent) -> bool:
        form.refuse_another_cost()
        return steps.approve(item, parts=form.parts, sent=sent)

    return take(item, Action.APPROVE, step, form)


@bp.post("/<int:item_id>/return")
@access.requires("request.answer")
@typed_comes_back
def send_back(item_id: int) -> ResponseReturnValue:
    item = load_for(item_id, Action.RETURN)
    return take(item, Action.RETURN, steps.send_back, ReturnForm(request.form))


@bp.post("/<int:item_id>/decline")
@access.requires("request.answer")
@typed_comes_back
def turn_down(item_id: int) -> ResponseReturnValue:
    item = load_for(item_id, Action.DECLINE)
    return take(item, Action.DECLINE, steps.turn_down, DeclineForm(request.form))


@bp.post("/<int:item_id>/register")
@access.requires("request.read")
def register(item_id: int) -> ResponseReturnValue:
    item = load_for(item_id, Action.REGISTER)
    return take(item, Action.REGISTER, steps.register, StepForm(request.form))


@bp.post("/<int:item_id>/complete")
@access.requires("request.answer")
@typed_comes_back
def complete(item_id: int) -> ResponseReturnValue:
    item = load_for(item_id, Action.COMPLETE)
    form = CompleteForm(request.form, approved_cents=item.price_cents)

    def step(item: PlanItem, *, sent: Sent) -> bool:
        above = needs_finance_at(item, sum(form.costs.values()))
        if above and not access.may(MAY_ANSWER[Desk.FINANCE], item):
            raise SplitError("At this cost only the business office completes it.")
        return steps.complete(item, actual=form.costs, sent=sent, more=form.more.data or 0)

    return take(item, Action.COMPLETE, step, form)


@bp.post("/<int:item_id>/correct")
@access.requires("request.pay")
@typed_comes_back
def correct(item_id: int) -> ResponseReturnValue:
    item = load_for(item_id, Action.CORRECT)
    form = CorrectForm(request.form)

    def step(item: PlanItem, *, sent: Sent) -> bool:
        return steps.correct(item, actual=form.costs, sent=sent)

    return take(item, Action.CORRECT, step, form)


@bp.post("/<int:item_id>/cancel")
@access.requires("request.read")
@typed_comes_back
def cancel(item_id: int) -> ResponseReturnValue:
    item = load_for(item_id, Action.CANCEL)
    return take(item, Action.CANCEL, steps.cancel, CancelForm(request.form))
