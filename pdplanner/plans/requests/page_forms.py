"""The forms of a request's page: one for each action, and one for a file."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from pdplanner.accounts.sign_in import take_unsaved
from pdplanner.plans.costs import costs_of
from pdplanner.plans.models import Action, CostKind, PlanItem
from pdplanner.plans.payers import Payers
from pdplanner.plans.requests.approve_form import approve_form
from pdplanner.plans.requests.errors import NotNowError
from pdplanner.plans.requests.forms import (
    CommentForm,
    CompleteForm,
    CorrectForm,
    CostForm,
    FileForm,
    StepForm,
)
from pdplanner.plans.requests.page import RequestPage
from pdplanner.web.forms import BaseForm

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
EXPLAINED = (Action.RETURN, Action.DECLINE, Action.CANCEL)


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
    return CommentForm(typed) if action in EXPLAINED else StepForm(typed)


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
        if typed and action in page.actions:
            form = form_of(action, page.item, payers=page.payers, typed=typed)
            return {**forms_for(page), action: form}, None
        if typed:
            return forms_for(page), _too_late(page.item, typed.get("comment", ""))
    return forms_for(page), None


def _too_late(item: PlanItem, comment: str) -> NotNowError:
    wrote = f" You wrote: “{comment}”" if comment else ""
    return NotNowError(f"{item.offering.title} is {item.state} by now.{wrote}")


def _by_name(item: PlanItem) -> dict[str, int | None]:
    """What the item costs by the names of a form's fields; the fee is never left open."""
    costs = costs_of(item)
    return {kind.value: costs.get(kind, 0 if kind == CostKind.FEE else None) for kind in CostKind}
