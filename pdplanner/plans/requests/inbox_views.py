"""The lists of requests, and answering several of them in one step."""

from collections.abc import Sequence

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from htmx_flask import request as htmx_request

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.extensions import db
from pdplanner.plans.models import Action, PlanItem, State
from pdplanner.plans.requests import queries
from pdplanner.plans.requests.batch import BatchError, answer_all, lock
from pdplanner.plans.requests.desks import stands_of
from pdplanner.plans.requests.errors import NotNowError
from pdplanner.plans.requests.forms import BatchForm, ChosenForm
from pdplanner.plans.requests.inbox import inbox, list_named, reader, search_named
from pdplanner.plans.requests.letters import letters_of
from pdplanner.plans.requests.preview import barred
from pdplanner.plans.requests.steps import Sent
from pdplanner.plans.requests.views import bp
from pdplanner.web.filters import dollars, plural
from pdplanner.web.htmx import page, render

ANSWERED = {Action.RETURN: "sent back", Action.DECLINE: "declined"}


@bp.get("/")
@access.requires("request.answer")
def index() -> ResponseReturnValue:
    asked = ChosenForm(request.args)
    found = inbox(
        list_named(request.args.get("state", "")),
        search=search_named(request.args.get("q", "")),
        number=request.args.get("page"),
        chosen=asked.ids,
    )
    beside = htmx_request.htmx.target == "answers"
    return render(
        "requests/index.html",
        fragment="answers" if beside else "requests",
        inbox=found,
        form=BatchForm(),
        problem="",
    )


@bp.post("/answers")
@access.requires("request.answer")
def answer() -> ResponseReturnValue:
    """Approve, send back or decline what was chosen, as its preview showed it."""
    form = BatchForm(request.form)
    items = queries.chosen(reader(), form.answered)
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
    """Answer, commit, and tell those concerned; return what to say of it."""
    action, user = Action(form.answer.data), signed_in_user()
    sent = Sent(by=user, key=form.key.data, comment=form.comment.data or "")
    _refuse_barred(items)
    taken = answer_all(items, action=action, parts=form.parts, sent=sent)
    letters = [
        letter
        for item in taken
        for letter in letters_of(item, action, by=user, comment=sent.comment)
    ]
    cents = sum(item.price_cents for item in items)
    db.session.commit()
    for letter in letters:
        letter.send()
    number = plural(len(items), "request")
    if action in ANSWERED:
        return f"{number} {ANSWERED[action]}."
    return f"{number} approved, {dollars(cents)} in all."


def _refuse_barred(items: Sequence[PlanItem]) -> None:
    """Refuse what waits at a desk that is not the user's."""
    stands = stands_of(items)
    for item in items:
        why = barred(item, stands[item.id])
        if why and item.state == State.REQUESTED:
            raise BatchError(item, NotNowError(why))


def _refused(form: BatchForm, problem: str) -> str:
    """The page with what was chosen and typed, and what approving would do by now."""
    found = inbox(queries.List.FOR_YOU, search="", number=None, chosen=form.chosen)
    form.renew()
    return page("requests/index.html", inbox=found, form=form, problem=problem)
