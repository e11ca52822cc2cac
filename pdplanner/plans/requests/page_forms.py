"""The forms of a request's page: one for each action, and one for a file."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from pdplanner.accounts.unsaved import take_unsaved
from pdplanner.plans.items.costs import costs_of
from pdplanner.plans.items.payers import Payers, payers_of
from pdplanner.plans.models import Action, CostKind, Desk, PlanItem, State
from pdplanner.plans.requests.approve_form import approve_form
from pdplanner.plans.requests.errors import NotNowError
from pdplanner.plans.requests.forms import (
    CancelForm,
    CommentForm,
    CompleteForm,
    CorrectForm,
    CostForm,
    DeclineForm,
    FileForm,
    ReturnForm,
    StepForm,
)
from pdplanner.plans.requests.page import RequestPage
from pdplanner.web.forms import BaseForm, MoneyField

Forms = Mapping[str, BaseForm]
"""By action; the one for a file by FILE."""

FILE = "file"
VIEWS = {
    Action.REQUEST: "ask",
    Action.AMEND: "amend",
    Action.APPROVE: "approve",
    Action.RETURN: "send_back",
    Action.DECLINE: "turn_down",
    Action.REGISTER: "register",
    Action.COMPLETE: "complete",
    Action.CORRECT: "correct",
    Action.CANCEL: "cancel",
}
"""The view that takes each action."""
EXPLAINED: Mapping[Action, type[CommentForm]] = {
    Action.RETURN: ReturnForm,
    Action.DECLINE: DeclineForm,
    Action.CANCEL: CancelForm,
}


def form_of(
    action: Action, item: PlanItem, *, payers: Payers | None = None, typed: Any = None
) -> StepForm:
    """The form of an action as it was typed, or with what stands in it at first."""
    if action == Action.AMEND:
        return cost_form(item, typed)
    if action == Action.APPROVE:
        return approve_form(payers, typed=typed)
    if action == Action.COMPLETE:
        return CompleteForm(typed, approved_cents=item.price_cents, data=_by_name(item))
    if action == Action.CORRECT:
        return CorrectForm(typed, data=_by_name(item))
    return EXPLAINED.get(action, StepForm)(typed)


def cost_form(item: PlanItem, typed: Any = None) -> CostForm:
    return CostForm(typed, stored=_by_name(item))


def forms_for(page: RequestPage) -> Forms:
    forms: dict[str, BaseForm] = {FILE: FileForm()}
    for action in VIEWS:
        forms[action] = form_of(action, page.item, payers=page.payers)
    return forms


def unsaved_forms(page: RequestPage) -> tuple[Forms, NotNowError | None]:
    """The forms with what was typed into one of them when its session had ended.

    Where the reader cannot take that action any more, the error says what they wrote.
    """
    for action, view in VIEWS.items():
        typed = take_unsaved(url_for(f"requests.{view}", item_id=page.item.id))
        if not typed:
            continue
        payers = page.payers or payers_of(page.item)
        form = form_of(action, page.item, payers=payers, typed=typed)
        if action in page.actions:
            return {**forms_for(page), action: form}, None
        return forms_for(page), too_late(page, form)
    return forms_for(page), None


def too_late(page: RequestPage, form: StepForm, *, why: str = "") -> NotNowError:
    """Say that a step cannot be taken any more, and all that was typed for it: no form holds it."""
    return NotNowError(f"{why or _moved_on(page)} {_typed(form)}".strip())


def _moved_on(page: RequestPage) -> str:
    title = page.item.offering.title
    if page.item.state == State.REQUESTED:
        desk = "the business office" if page.desk == Desk.FINANCE else "the director"
        return f"{title} waits for {desk} by now."
    return f"{title} is {page.item.state} by now."


def _typed(form: StepForm) -> str:
    """What was typed into a form, in words; fields that stood empty are left out."""
    entries = [
        (field.label.text, field.raw_data[0].strip())
        for field in form
        if isinstance(field, MoneyField) and field.raw_data and field.raw_data[0].strip()
    ]
    entered = ", ".join(f"{label} {text}" for label, text in entries)
    parts = [
        f"You wrote: “{form.comment.data}”" if form.comment.data else "",
        f"You entered: {entered}." if entered else "",
    ]
    return " ".join(part for part in parts if part)


def _by_name(item: PlanItem) -> dict[str, int | None]:
    """What the item costs by the names of a form's fields; the fee is never left open."""
    costs = costs_of(item)
    return {kind.value: costs.get(kind, 0 if kind == CostKind.FEE else None) for kind in CostKind}
