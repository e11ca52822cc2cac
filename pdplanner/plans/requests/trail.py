"""What the audit trail says of a request: each of its steps, and its files."""

from collections.abc import Mapping
from datetime import datetime

from pdplanner.audit import services as audit
from pdplanner.audit.models import Money
from pdplanner.files.models import StoredFile
from pdplanner.plans.models import Action, ItemFile, PlanItem, State
from pdplanner.web.filters import cents
from pdplanner.web.mail_letters import path

STEPS: Mapping[Action, Money] = {
    Action.AMEND: Money.COST_CHANGED,
    Action.REQUEST: Money.REQUESTED,
    Action.RETURN: Money.SENT_BACK,
    Action.APPROVE: Money.APPROVED,
    Action.DECLINE: Money.DECLINED,
    Action.CANCEL: Money.CANCELLED,
    Action.REGISTER: Money.REGISTERED,
    Action.COMPLETE: Money.COMPLETED,
    Action.CORRECT: Money.CORRECTED,
    Action.PURCHASE: Money.PURCHASE_ENTERED,
}
PAID = (Action.APPROVE, Action.COMPLETE, Action.CORRECT)
"""The steps that say which fund pays what."""
DIGITS = 12
PRICED = (Action.REQUEST, Action.CANCEL)
"""Those that say what it costs."""


def step(
    item: PlanItem,
    action: Action,
    *,
    by_id: int | None,
    for_id: int | None = None,
    said: str = "",
    at: datetime | None = None,
    kind: Money | None = None,
) -> None:
    """Enter a step that was taken; the item is in the state that it led to.

    `kind` is what it is called, where that is not as its action always is.
    """
    parts = [_paid(item) if action in PAID else "", said]
    if action in PRICED:
        parts.insert(0, f"{cents(item.price_cents)}.")
    if action == Action.APPROVE and item.state == State.REQUESTED:
        parts.insert(0, "The business office decides next.")
    _record(
        kind or STEPS[action], item, said=" ".join(part for part in parts if part), by_id=by_id,
        for_id=for_id, at=at,
    )  # fmt: skip


def file(kind: Money, file: ItemFile, *, before: str = "") -> None:
    name = named(file.stored)
    said = f"{before}, now {name}." if before else f"{name}."
    _record(kind, file.item, said=f"{file.kind.capitalize()} {said}")


def named(stored: StoredFile) -> str:
    """A file by its name and the beginning of its SHA-256: many files have one name."""
    return f"{stored.name} ({stored.sha256[:DIGITS]})"


def _paid(item: PlanItem) -> str:
    parts = ", ".join(f"{each.fund.named} {cents(each.cents)}" for each in item.payments)
    return f"{cents(item.price_cents)}: {parts}." if parts else f"{cents(item.price_cents)}."


def _record(
    kind: Money,
    item: PlanItem,
    *,
    said: str,
    by_id: int | None = None,
    for_id: int | None = None,
    at: datetime | None = None,
) -> None:
    person = item.plan.person
    audit.record(
        kind, about=f"{item.offering.title} for {person.name}", said=said, by_id=by_id,
        for_id=for_id, unit_id=person.unit_id, path=path("requests.show", item_id=item.id), at=at,
    )  # fmt: skip
