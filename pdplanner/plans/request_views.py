"""Requests: the list of those that wait, and one with all that may be done about it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.budgets.ledger import LedgerError
from pdplanner.extensions import db
from pdplanner.plans import request_queries, requests
from pdplanner.plans.models import Action, PlanItem, State
from pdplanner.plans.payers import payers_of
from pdplanner.plans.request_errors import NotNowError, RequestError, SentBeforeError
from pdplanner.plans.request_forms import (
    CommentForm,
    CompleteForm,
    StepForm,
    approve_form,
)
from pdplanner.plans.request_letters import letters_of
from pdplanner.plans.request_page import RequestForms, forms_for, needed, request_page
from pdplanner.plans.requests import Sent
from pdplanner.web.htmx import page, render

bp = Blueprint("requests", __name__, url_prefix="/requests")

WORDS = {
    Action.REQUEST: "{title} is requested.",
    Action.RETURN: "{title} is sent back to {person}.",
    Action.DECLINE: "{title} is declined.",
    Action.REGISTER: "{title} is registered.",
    Action.COMPLETE: "{title} is completed.",
    Action.CANCEL: "{title} is cancelled.",
}


@bp.get("/")
@access.requires("request.answer")
def index() -> ResponseReturnValue:
    paths = access.paths("request.answer")
    wanted = request.args.get("state", "")
    state = State(wanted) if wanted in request_queries.LISTED else State.REQUESTED
    return render(
        "requests/index.html",
        fragment="requests",
        inbox=request_queries.inbox(paths, state, number=request.args.get("page", 1, type=int)),
        counts=request_queries.counts(paths),
    )


@bp.get("/<int:item_id>")
@access.requires("request.read")
def show(item_id: int) -> ResponseReturnValue:
    return _page(access.load(PlanItem, item_id))


@bp.post("/<int:item_id>/request")
@access.requires("plan.write")
def ask(item_id: int) -> ResponseReturnValue:
    return _plain(item_id, Action.REQUEST, requests.request)


@bp.post("/<int:item_id>/approve")
@access.requires("request.answer")
def approve(item_id: int) -> ResponseReturnValue:
    item = _load(item_id, Action.APPROVE)
    form = approve_form(payers_of(item), typed=request.form)
    if form.validate():
        step = partial(requests.approve, parts=form.parts)
        refused = _tried(item, Action.APPROVE, form, step)
        if refused is None:
            flash(_approved(item))
            return _back(item_id)
    else:
        refused = None
    shown = access.load(PlanItem, item_id)
    forms = replace(forms_for(request_page(shown)), approve=form)
    return _page(shown, forms=forms, problem=refused), _status(refused)


@bp.post("/<int:item_id>/return")
@access.requires("request.answer")
def send_back(item_id: int) -> ResponseReturnValue:
    return _explained(item_id, Action.RETURN, requests.send_back)


@bp.post("/<int:item_id>/decline")
@access.requires("request.answer")
def turn_down(item_id: int) -> ResponseReturnValue:
    return _explained(item_id, Action.DECLINE, requests.turn_down)


@bp.post("/<int:item_id>/register")
@access.requires("request.read")
def register(item_id: int) -> ResponseReturnValue:
    return _plain(item_id, Action.REGISTER, requests.register)


@bp.post("/<int:item_id>/complete")
@access.requires("request.answer")
def complete(item_id: int) -> ResponseReturnValue:
    item = _load(item_id, Action.COMPLETE)
    form = CompleteForm(request.form)
    refused = None
    if form.validate():
        step = partial(requests.complete, actual_cents=form.actual.data)
        refused = _tried(item, Action.COMPLETE, form, step)
        if refused is None:
            return _done(item, Action.COMPLETE)
    shown = access.load(PlanItem, item_id)
    forms = replace(forms_for(request_page(shown)), complete=form)
    return _page(shown, forms=forms, problem=refused), _status(refused)


@bp.post("/<int:item_id>/cancel")
@access.requires("request.read")
def cancel(item_id: int) -> ResponseReturnValue:
    return _explained(item_id, Action.CANCEL, requests.cancel)


def _plain(item_id: int, action: Action, step: Callable[..., bool]) -> ResponseReturnValue:
    """A step that needs no words."""
    item = _load(item_id, action)
    form = StepForm(request.form)
    if not form.validate():
        abort(400)
    refused = _tried(item, action, form, step)
    if refused is None:
        return _done(item, action)
    return _page(access.load(PlanItem, item_id), problem=refused), _status(refused)


def _explained(item_id: int, action: Action, step: Callable[..., bool]) -> ResponseReturnValue:
    item = _load(item_id, action)
    form, refused = CommentForm(request.form), None
    if form.validate():
        refused = _tried(item, action, form, step)
        if refused is None:
            return _done(item, action)
    shown = access.load(PlanItem, item_id)
    forms = replace(forms_for(request_page(shown)), comment=form)
    return _page(shown, forms=forms, problem=refused), _status(refused)


def _load(item_id: int, action: Action) -> PlanItem:
    """The item, where whoever asks has what the action takes in its state."""
    item = access.load_to_change(PlanItem, item_id)
    open_ = item.state in requests.FROM[action]
    if open_ and not access.may(needed(action, item), item):
        abort(404)
    return item


def _tried(
    item: PlanItem, action: Action, form: StepForm, step: Callable[..., bool]
) -> RequestError | LedgerError | None:
    """Take a step, commit it and tell those concerned; where it is refused nothing of it stays."""
    sent = Sent(by=signed_in_user(), key=form.key.data, comment=form.comment.data or "")
    try:
        taken = step(item, sent=sent)
    except (RequestError, LedgerError) as error:
        db.session.rollback()
        return error
    letters = letters_of(item, action, by=sent.by, comment=sent.comment) if taken else []
    db.session.commit()
    for letter in letters:
        letter.send()
    return None


def _status(refused: Exception | None) -> int:
    return 409 if isinstance(refused, (NotNowError, SentBeforeError)) else 422


def _done(item: PlanItem, action: Action) -> ResponseReturnValue:
    flash(WORDS[action].format(title=item.offering.title, person=item.plan.person.name))
    return _back(item.id)


def _approved(item: PlanItem) -> str:
    if item.state == State.APPROVED:
        return f"{item.offering.title} is approved; its money is set aside."
    return f"{item.offering.title} goes on to the business office."


def _back(item_id: int) -> ResponseReturnValue:
    return redirect(url_for(".show", item_id=item_id), 303)


def _page(
    item: PlanItem, *, forms: RequestForms | None = None, problem: Exception | None = None
) -> str:
    found = request_page(item)
    return page(
        "requests/show.html",
        found=found,
        item=item,
        forms=forms or forms_for(found),
        problem=str(problem) if problem else "",
    )
