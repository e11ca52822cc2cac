"""Taking a step that somebody sent, and showing the request as it is then."""

from collections.abc import Callable

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.budgets.ledger import LedgerError, NotEnoughError
from pdplanner.extensions import db
from pdplanner.notices import mailing
from pdplanner.plans.items.payers import payers_of
from pdplanner.plans.models import SETTLED_STATES, Action, Desk, PlanItem, State
from pdplanner.plans.requests import queries
from pdplanner.plans.requests.batch_form import ANSWERS
from pdplanner.plans.requests.errors import NotNowError, RequestError, SentBeforeError
from pdplanner.plans.requests.forms import KEY, StepForm
from pdplanner.plans.requests.overdrawn_funds import are_over
from pdplanner.plans.requests.page import MAY_ANSWER, RequestPage, needed, request_page
from pdplanner.plans.requests.page_forms import Forms, forms_for, too_late
from pdplanner.plans.requests.step_entries import FROM, Sent, taken
from pdplanner.web.edit_forms import EditForm
from pdplanner.web.htmx import page

WORDS = {
    Action.AMEND: "What {title} costs or takes is changed.",
    Action.REQUEST: "{title} is requested. {answers} it next.",
    Action.RETURN: "{title} is sent back to {person}.",
    Action.APPROVE: "{title} is approved; its money is set aside.",
    Action.DECLINE: "{title} is declined.",
    Action.REGISTER: "{title} is registered.",
    Action.COMPLETE: "{title} is completed.",
    Action.CORRECT: "What {title} did cost is corrected.",
    Action.CANCEL: "{title} is cancelled.",
}
ANSWERS_AT = {Desk.DIRECTOR: "The director answers", Desk.FINANCE: "The business office answers"}
MORE_FIRST = (
    "Before it can, the business office transfers money into that fund, or allocates more to it."
)


def take(
    item: PlanItem, action: Action, service: Callable[..., bool], form: StepForm
) -> ResponseReturnValue:
    """Take a step with its form; refused, the page shows it as sent, or says what was typed."""
    item_id, before, refused = item.id, item.state, None
    if form.validate() and not _went_on(item, action):
        refused = _tried(item, action, form, service)
        if refused is None:
            flash(_said(item, action, before))
            return redirect(url_for("requests.show", item_id=item_id), 303)
    elif form.key.errors:
        refused = form.renewed()
    found = request_page(access.load(PlanItem, item_id))
    status = _status(form, refused)
    if action not in found.actions:
        status = status if refused else 409
        refused = too_late(found, form, why=str(refused or ""))
    return shown(found, forms={**forms_for(found), action: form}, problem=refused), status


def request_with(item_id: int, forms: Forms, *, problem: Exception | None = None) -> str:
    """The page of a request with some forms as they were sent."""
    found = request_page(access.load(PlanItem, item_id))
    return shown(found, forms={**forms_for(found), **forms}, problem=problem)


def load_for(item_id: int, action: Action) -> PlanItem:
    """The item, where whoever asks has what the action takes in its state."""
    item = access.load_to_change(PlanItem, item_id)
    if _is_anothers(item, action) and not _went_on(item, action):
        abort(404)
    return item


def _is_anothers(item: PlanItem, action: Action) -> bool:
    """Whether an action that the item's state allows is not theirs who sends it."""
    open_ = item.state in FROM[action]
    return open_ and not _sent_before() and not access.may(needed(action, item), item)


def _went_on(item: PlanItem, action: Action) -> bool:
    """Whether it went on to the business office while a director answered it, or came back."""
    if action not in ANSWERS or not _is_anothers(item, action):
        return False
    if access.may(MAY_ANSWER[Desk.DIRECTOR], item):
        return True
    return access.may(MAY_ANSWER[Desk.FINANCE], item) and _was_at_finance(item)


def _was_at_finance(item: PlanItem) -> bool:
    """Whether a director has ever let it go on."""
    steps = queries.steps_of(item)
    return any((each.action, each.desk) == (Action.APPROVE, Desk.DIRECTOR) for each in steps)


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
        spends = isinstance(error, NotEnoughError) and action in (Action.COMPLETE, Action.CORRECT)
        return RequestError(f"{error} {MORE_FIRST}") if spends else error
    db.session.commit()
    mailing.send_due.later()
    return None


def _status(form: StepForm, refused: Exception | None) -> int:
    """409 where something else came first: another step, or another entry."""
    overtaken = isinstance(form, EditForm) and bool(form.overtaken)
    late = overtaken or isinstance(refused, (NotNowError, SentBeforeError))
    return 409 if late else 422


def _said(item: PlanItem, action: Action, before: str) -> str:
    if action == Action.APPROVE and item.state == State.REQUESTED:
        short = " ".join(payers_of(item).gone())
        return f"{item.offering.title} goes on to the business office. {short}".strip()
    title, person = item.offering.title, item.plan.person.name
    if action == Action.CANCEL and before not in SETTLED_STATES:
        return f"{title} is withdrawn."
    said = WORDS[action].format(title=title, person=person, answers=ANSWERS_AT[Desk.DIRECTOR])
    paid = action in (Action.APPROVE, Action.COMPLETE)
    return f"{said} {are_over([item]) if paid else ''}".strip()


def shown(found: RequestPage, *, forms: Forms, problem: Exception | None = None) -> str:
    return page(
        "requests/show.html",
        found=found,
        item=found.item,
        forms=forms,
        problem=str(problem) if problem else "",
    )
