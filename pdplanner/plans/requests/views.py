"""One request with all that may be done about it."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user, typed_comes_back
from pdplanner.budgets.ledger import LedgerError
from pdplanner.extensions import db
from pdplanner.notices import mailing
from pdplanner.plans.models import Action, Desk, PlanItem, State
from pdplanner.plans.payers import payers_of
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.approve_form import approve_form
from pdplanner.plans.requests.desks import needs_finance_at
from pdplanner.plans.requests.errors import (
    NotNowError,
    RequestError,
    SentBeforeError,
    SplitError,
)
from pdplanner.plans.requests.forms import (
    KEY,
    CommentForm,
    CompleteForm,
    CorrectForm,
    StepForm,
)
from pdplanner.plans.requests.overdrawn import are_over
from pdplanner.plans.requests.page import MAY_ANSWER, RequestPage, needed, request_page
from pdplanner.plans.requests.page_forms import Forms, cost_form, forms_for, unsaved_forms
from pdplanner.plans.requests.step_entries import FROM, Sent, taken
from pdplanner.web.edit_forms import EditForm
from pdplanner.web.htmx import page

bp = Blueprint("requests", __name__, url_prefix="/requests")

WORDS = {
    Action.AMEND: "The cost of {title} is changed.",
    Action.REQUEST: "{title} is requested.",
    Action.RETURN: "{title} is sent back to {person}.",
    Action.APPROVE: "{title} is approved; its money is set aside.",
    Action.DECLINE: "{title} is declined.",
    Action.REGISTER: "{title} is registered.",
    Action.COMPLETE: "{title} is completed.",
    Action.CORRECT: "What {title} did cost is corrected.",
    Action.CANCEL: "{title} is cancelled.",
}


@bp.get("/<int:item_id>")
@access.requires("request.read")
def show(item_id: int) -> ResponseReturnValue:
    found = request_page(access.load(PlanItem, item_id))
    forms, problem = unsaved_forms(found)
    return _page(found, forms=forms, problem=problem)


@bp.post("/<int:item_id>/request")
@access.requires("plan.write")
@typed_comes_back
def ask(item_id: int) -> ResponseReturnValue:
    item = _load(item_id, Action.REQUEST)
    return _take(item, Action.REQUEST, steps.request, StepForm(request.form))


@bp.post("/<int:item_id>/costs")
@access.requires("request.read")
@typed_comes_back
def amend(item_id: int) -> ResponseReturnValue:
    item = _load(item_id, Action.AMEND)
    form = cost_form(item, request.form)

    def step(item: PlanItem, *, sent: Sent) -> bool:
        return steps.amend(item, costs=form.costs, sent=sent)

    return _take(item, Action.AMEND, step, form)


@bp.post("/<int:item_id>/approve")
@access.requires("request.answer")
@typed_comes_back
def approve(item_id: int) -> ResponseReturnValue:
    item = _load(item_id, Action.APPROVE)
    form = approve_form(payers_of(item), typed=request.form)

    def step(item: PlanItem, *, sent: Sent) -> bool:
        form.refuse_another_cost()
        return steps.approve(item, parts=form.parts, sent=sent)

    return _take(item, Action.APPROVE, step, form)


@bp.post("/<int:item_id>/return")
@access.requires("request.answer")
@typed_comes_back
def send_back(item_id: int) -> ResponseReturnValue:
    item = _load(item_id, Action.RETURN)
    return _take(item, Action.RETURN, steps.send_back, CommentForm(request.form))


@bp.post("/<int:item_id>/decline")
@access.requires("request.answer")
@typed_comes_back
def turn_down(item_id: int) -> ResponseReturnValue:
    item = _load(item_id, Action.DECLINE)
    return _take(item, Action.DECLINE, steps.turn_down, CommentForm(request.form))


@bp.post("/<int:item_id>/register")
@access.requires("request.read")
def register(item_id: int) -> ResponseReturnValue:
    item = _load(item_id, Action.REGISTER)
    return _take(item, Action.REGISTER, steps.register, StepForm(request.form))


@bp.post("/<int:item_id>/complete")
@access.requires("request.answer")
@typed_comes_back
def complete(item_id: int) -> ResponseReturnValue:
    item = _load(item_id, Action.COMPLETE)
    form = CompleteForm(request.form, approved_cents=item.price_cents)

    def step(item: PlanItem, *, sent: Sent) -> bool:
        above = needs_finance_at(item, sum(form.costs.values()))
        if above and not access.may(MAY_ANSWER[Desk.FINANCE], item):
            raise SplitError("At this cost only the business office completes it.")
        return steps.complete(item, actual=form.costs, sent=sent, more=form.more.data or 0)

    return _take(item, Action.COMPLETE, step, form)


@bp.post("/<int:item_id>/correct")
@access.requires("request.pay")
@typed_comes_back
def correct(item_id: int) -> ResponseReturnValue:
    item = _load(item_id, Action.CORRECT)
    form = CorrectForm(request.form)

    def step(item: PlanItem, *, sent: Sent) -> bool:
        return steps.correct(item, actual=form.costs, sent=sent)

    return _take(item, Action.CORRECT, step, form)


@bp.post("/<int:item_id>/cancel")
@access.requires("request.read")
@typed_comes_back
def cancel(item_id: int) -> ResponseReturnValue:
    item = _load(item_id, Action.CANCEL)
    return _take(item, Action.CANCEL, steps.cancel, CommentForm(request.form))


def _take(
    item: PlanItem, action: Action, service: Callable[..., bool], form: StepForm
) -> ResponseReturnValue:
    """Take a step with its form; refused, the page shows it as sent."""
    item_id = item.id
    refused: Exception | None = None
    if form.validate():
        refused = _tried(item, action, form, service)
        if refused is None:
            flash(_said(item, action))
            return redirect(url_for(".show", item_id=item_id), 303)
    elif form.key.errors:
        refused = form.renewed()
    return request_with(item_id, {action: form}, problem=refused), _status(form, refused)


def request_with(item_id: int, forms: Forms, *, problem: Exception | None = None) -> str:
    """The page of a request with some forms as they were sent."""
    found = request_page(access.load(PlanItem, item_id))
    return _page(found, forms={**forms_for(found), **forms}, problem=problem)


def _load(item_id: int, action: Action) -> PlanItem:
    """The item, where whoever asks has what the action takes in its state."""
    item = access.load_to_change(PlanItem, item_id)
    open_ = item.state in FROM[action]
    if open_ and not _sent_before() and not access.may(needed(action, item), item):
        abort(404)
    return item


def _sent_before() -> bool:
    """Whether the form comes again: its answer is the same, whose turn it is by now."""
    key = request.form.get("key", "")
    return KEY.fullmatch(key) is not None and bool(taken([key]))


def _tried(
    item: PlanItem, action: Action, form: StepForm, service: Callable[..., bool]
) -> RequestError | LedgerError | None:
    """Take a step and commit it; where it is refused nothing of it stays."""
    sent = Sent(
        by=signed_in_user(),
        key=form.key.data,
        comment=form.comment.data or "",
        for_id=access.stands_in_for(needed(action, item), item),
    )
    try:
        service(item, sent=sent)
    except (RequestError, LedgerError) as error:
        db.session.rollback()
        return error
    db.session.commit()
    mailing.send_due.later()
    return None


def _status(form: StepForm, refused: Exception | None) -> int:
    """409 where something else came first: another step, or another entry."""
    overtaken = isinstance(form, EditForm) and bool(form.overtaken)
    late = overtaken or isinstance(refused, (NotNowError, SentBeforeError))
    return 409 if late else 422


def _said(item: PlanItem, action: Action) -> str:
    if action == Action.APPROVE and item.state == State.REQUESTED:
        short = " ".join(payers_of(item).gone())
        return f"{item.offering.title} goes on to the business office. {short}".strip()
    said = WORDS[action].format(title=item.offering.title, person=item.plan.person.name)
    paid = action in (Action.APPROVE, Action.COMPLETE)
    return f"{said} {are_over([item]) if paid else ''}".strip()


def _page(found: RequestPage, *, forms: Forms, problem: Exception | None = None) -> str:
    return page(
        "requests/show.html",
        found=found,
        item=found.item,
        forms=forms,
        problem=str(problem) if problem else "",
    )
