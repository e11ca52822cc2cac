"""The lists of requests, and answering several of them in one step."""

from collections.abc import Mapping, Sequence

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from htmx_flask import request as htmx_request

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.accounts.unsaved import take_unsaved, typed_comes_back
from pdplanner.extensions import db
from pdplanner.notices import mailing
from pdplanner.plans.models import Action, PlanItem, State
from pdplanner.plans.requests import lists
from pdplanner.plans.requests.batch import BatchError, answer_all, lock
from pdplanner.plans.requests.batch_form import MOST_CHOSEN, BatchForm, ChosenForm
from pdplanner.plans.requests.conditions import RequestList
from pdplanner.plans.requests.desks import stands_of
from pdplanner.plans.requests.inbox import inbox, list_named, reader
from pdplanner.plans.requests.overdrawn_funds import are_over
from pdplanner.plans.requests.page import MAY_ANSWER
from pdplanner.plans.requests.preview import barred, ended_years
from pdplanner.plans.requests.step_entries import Sent
from pdplanner.plans.requests.views.blueprint import bp
from pdplanner.web.filters import dollars, plural
from pdplanner.web.htmx import page, render
from pdplanner.web.search_text import searched

ANSWERED = {Action.RETURN: "sent back", Action.DECLINE: "declined"}


@bp.get("/")
@access.requires("request.answer")
def index() -> ResponseReturnValue:
    typed = take_unsaved(url_for(".answer"))
    if typed:
        return _shown(BatchForm(typed), typed)
    asked = ChosenForm(request.args)
    found = inbox(
        list_named(request.args.get("state", "")),
        search=searched(request.args.get("q", "")),
        number=request.args.get("page"),
        chosen=asked.ids[:MOST_CHOSEN],
    )
    beside = htmx_request.htmx.target == "answers"
    return render(
        "requests/index.html",
        fragment="answers" if beside else "requests",
        inbox=found,
        form=BatchForm(data={"comment": request.args.get("comment", "")}),
        problem="",
        beside=beside,
    )


@bp.post("/answers")
@access.requires("request.answer")
@typed_comes_back
def answer() -> ResponseReturnValue:
    """Approve, send back or decline what was chosen, as its preview showed it."""
    form = BatchForm(request.form)
    if len(form.chosen) > MOST_CHOSEN:
        abort(413)
    items = lists.chosen(reader(), form.answered)
    if len(items) < len(form.answered):
        abort(404)
    if not form.validate():
        return _refused(form, form.problem), 422
    try:
        answered = _answer(lock(items), form)
    except BatchError as error:
        db.session.rollback()
        return _refused(form, str(error)), 409 if error.late else 422
    flash(answered)
    return redirect(url_for(".index"), 303)


def _answer(items: Sequence[PlanItem], form: BatchForm) -> str:
    """Answer and commit; return what to say of it."""
    action, user = Action(form.answer.data), signed_in_user()
    sent = Sent(by=user, key=form.key.data, comment=form.comment.data or "")
    stands, ended = stands_of(items), ended_years(items)
    answer_all(
        items,
        action=action,
        parts=form.parts,
        sent=sent,
        barred=lambda item: barred(item, stands[item.id], ended),
        for_id=lambda item: access.stands_in_for(MAY_ANSWER[stands[item.id].desk], item),
    )
    said = _said(items, action)
    db.session.commit()
    mailing.send_due.later()
    return said


def _said(items: Sequence[PlanItem], action: Action) -> str:
    number = plural(len(items), "request")
    if action in ANSWERED:
        return f"{number} {ANSWERED[action]}."
    onward = [item for item in items if item.state == State.REQUESTED]
    approved = [item for item in items if item.state != State.REQUESTED]
    cents = dollars(sum(item.price_cents for item in approved))
    parts = [
        f"{plural(len(approved), 'request')} approved, {cents} in all." if approved else "",
        f"{plural(len(onward), 'request')} sent on to the business office." if onward else "",
        are_over(approved),
    ]
    return " ".join(part for part in parts if part)


def _refused(form: BatchForm, problem: str) -> str:
    """The page with what was chosen and typed, and what approving would do by now."""
    form.renew()
    return _shown(form, request.form, problem=problem)


def _shown(form: BatchForm, typed: Mapping[str, str], *, problem: str = "") -> str:
    found = inbox(
        RequestList.FOR_YOU,
        search=searched(typed.get("q", "")),
        number=typed.get("page"),
        chosen=form.chosen[:MOST_CHOSEN],
    )
    return page("requests/index.html", inbox=found, form=form, problem=problem, beside=False)
