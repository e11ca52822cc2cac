"""Entering a step: once for its key, from a state that leads on, with the item locked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from pdplanner import clock
from pdplanner.accounts.models import User
from pdplanner.audit.models import Money
from pdplanner.budgets.queries import has_ended
from pdplanner.extensions import db
from pdplanner.plans.items.costs import Costs
from pdplanner.plans.models import Action, Desk, PlanItem, RequestStep, State
from pdplanner.plans.requests import trail
from pdplanner.plans.requests.errors import NotNowError, SentBeforeError
from pdplanner.plans.requests.question_notices import tell_of
from pdplanner.web.filters import dollars

FROM: Mapping[Action, tuple[State, ...]] = {
    Action.AMEND: (State.PROPOSED, State.REQUESTED, State.RETURNED),
    Action.REQUEST: (State.PROPOSED, State.RETURNED),
    Action.RETURN: (State.REQUESTED,),
    Action.APPROVE: (State.REQUESTED,),
    Action.DECLINE: (State.REQUESTED,),
    Action.CANCEL: (State.REQUESTED, State.RETURNED, State.APPROVED, State.REGISTERED),
    Action.REGISTER: (State.APPROVED,),
    Action.COMPLETE: (State.REGISTERED,),
    Action.CORRECT: (State.COMPLETED,),
}
"""The states from which each action leads on."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """Who takes a step, once for the key of the form that it came with."""

    by: User
    key: str
    comment: str = ""
    for_id: int | None = None
    """The account in whose place they take it."""

    def with_sums(self, before: int, now: int) -> "Sent":
        """The same with what it did cost and costs now before the comment, which leaves room."""
        said = f"From {dollars(before)} to {dollars(now)}. {self.comment}".strip()
        return replace(self, comment=said)


def note_purchase(item: PlanItem, *, by: User, for_id: int | None, said: str, before: str) -> None:
    """Enter among the steps what somebody entered of an order or a reimbursement."""
    db.session.add(
        RequestStep(
            item_id=item.id, action=Action.PURCHASE, by_id=by.id, for_id=for_id, at=clock.now(),
            comment=said, key=uuid4().hex, digest="",
        )
    )  # fmt: skip
    db.session.flush()
    was = f"{said} Before: {before}" if before else said
    trail.step(item, Action.PURCHASE, by_id=by.id, for_id=for_id, said=was)


def taken(keys: Iterable[str]) -> set[str]:
    """Return those of some keys with which a step was taken."""
    found = select(RequestStep.key).where(RequestStep.key.in_(list(keys)))
    return set(db.session.scalars(found))


def begins(
    item: PlanItem, action: Action, sent: Sent, figures: Mapping[Any, int] | None = None
) -> bool:
    """Lock the item and say whether the step is still to be taken; not where its key is known."""
    db.session.refresh(item, with_for_update={"of": PlanItem})
    known = db.session.scalar(select(RequestStep).where(RequestStep.key == sent.key))
    if known is not None:
        if known.digest != _digest(item, action, sent, figures):
            raise SentBeforeError("This form was sent before with something else in it.")
        return False
    if item.state not in FROM[action]:
        raise NotNowError(f"{item.offering.title} is {item.state} by now. Nothing was changed.")
    year = item.plan.fiscal_year
    if action in (Action.AMEND, Action.REQUEST, Action.APPROVE) and has_ended(year):
        raise NotNowError(f"{year.title} has ended: what it did not fund is asked for anew.")
    return True


def enter(
    item: PlanItem,
    state: State,
    action: Action,
    sent: Sent,
    figures: Mapping[Any, int] | None = None,
    desk: Desk | None = None,
    *,
    what: str = "cost",
) -> bool:
    """Enter the step and tell of it; always True, as the step was taken.

    `what` is what an amendment changed.
    """
    item.state, item.changed_at = state, clock.now()
    db.session.add(
        RequestStep(
            item_id=item.id, action=action, desk=desk or "", by_id=sent.by.id,
            at=item.changed_at,
            for_id=sent.for_id, comment=sent.comment, key=sent.key,
            digest=_digest(item, action, sent, figures),
        )
    )  # fmt: skip
    db.session.flush()
    trail.step(
        item, action, by_id=sent.by.id, for_id=sent.for_id, said=sent.comment, at=item.changed_at,
        kind=Money.HOURS_CHANGED if what == "hours" else None,
    )  # fmt: skip
    tell_of(item, action, by=sent.by, comment=sent.comment, what=what)
    return True


def figures_of(costs: Costs) -> dict[str, int]:
    """What is sent, for its digest: nothing and left out are the same."""
    return {kind.value: cents for kind, cents in costs.items() if cents}


def _digest(item: PlanItem, action: Action, sent: Sent, figures: Mapping[Any, int] | None) -> str:
    text = f"{item.id} {action} {sent.by.id} {sorted((figures or {}).items())}"
    return sha256(text.encode()).hexdigest()
