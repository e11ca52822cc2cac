"""Several requests answered in one step: all of them, or none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256

from sqlalchemy import select

from pdplanner.budgets import ledger
from pdplanner.budgets.ledger import LedgerError
from pdplanner.extensions import db
from pdplanner.plans.items.payers import Payers, payers_of_each
from pdplanner.plans.models import Action, PlanItem
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.errors import NotNowError, RequestError, SentBeforeError
from pdplanner.plans.requests.step_entries import Sent, taken

Parts = Mapping[int, Mapping[int, int]]
"""Cents by fund id, by item id."""

EXPLAINED: Mapping[Action, Callable[..., bool]] = {
    Action.RETURN: steps.send_back,
    Action.DECLINE: steps.turn_down,
}
"""The answers that say why."""


class BatchError(RequestError):
    """One request cannot be answered so, and nothing was done; `late` where it changed since."""

    def __init__(self, item: PlanItem, error: Exception) -> None:
        super().__init__(f"{item.offering.title} for {item.plan.person.name}: {error}")
        self.late = isinstance(error, (NotNowError, SentBeforeError))


def answer_all(
    items: Sequence[PlanItem],
    *,
    action: Action,
    parts: Parts,
    sent: Sent,
    barred: Callable[[PlanItem], str] = lambda _item: "",
    for_id: Callable[[PlanItem], int | None] = lambda _item: None,
) -> list[PlanItem]:
    """Answer locked requests and return those that were answered now; raises BatchError.

    `barred` says why an item is not theirs to answer, who sends it, and `for_id` in whose place
    they do. Neither is asked of what the same form answered before.
    """
    ledger.lock({fund_id for paid in parts.values() for fund_id in paid})
    form = f"{sent.key} {action} {[item.id for item in items]} {sent.comment}"
    keys = {item.id: sha256(f"{form} {item.id}".encode()).hexdigest()[:32] for item in items}
    before = taken(keys.values())
    for item in items:
        if keys[item.id] not in before and (why := barred(item)):
            raise BatchError(item, NotNowError(why))
    places = {item.id: for_id(item) for item in items if keys[item.id] not in before}
    payers = payers_of_each(items) if action == Action.APPROVE else {}
    return [
        item
        for item in items
        if _answered(
            _step(item, action, parts, payers),
            item,
            replace(sent, key=keys[item.id], for_id=places.get(item.id)),
        )
    ]


def _step(
    item: PlanItem, action: Action, parts: Parts, payers: Mapping[int, Payers]
) -> Callable[..., bool]:
    if action in EXPLAINED:
        return partial(EXPLAINED[action], item)
    return partial(steps.approve, item, parts=parts.get(item.id, {}), payers=payers[item.id])


def _answered(step: Callable[..., bool], item: PlanItem, sent: Sent) -> bool:
    try:
        return step(sent=sent)
    except (RequestError, LedgerError) as error:
        raise BatchError(item, error) from error


def lock(items: Sequence[PlanItem]) -> Sequence[PlanItem]:
    """Return the items as they are now, changed by nobody else until the commit.

    They are locked by rising id, and their funds after all of them: two people who answer many at
    once never wait for each other.
    """
    wanted = select(PlanItem).where(PlanItem.id.in_([item.id for item in items]))
    locked = wanted.order_by(PlanItem.id).with_for_update(of=PlanItem)
    return db.session.scalars(locked.execution_options(populate_existing=True)).all()
