"""Who approves a request, and where it is."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from pdplanner.accounts.models import User
from pdplanner.extensions import db
from pdplanner.plans.models import Action, Desk, PlanItem, RequestStep, State


class Stand(NamedTuple):
    """The desks that approve a request, who asked for it last, and who has approved it since."""

    desks: tuple[Desk, ...]
    desk: Desk
    """Where it is: the first that has not approved it since it came in."""
    asked_by: int | None
    approved_by: frozenset[int | None] = frozenset()

    @property
    def is_last(self) -> bool:
        """Whether no other desk approves it after the one where it is."""
        return self.desk == self.desks[-1]


def stands_of(items: Sequence[PlanItem]) -> Mapping[int, Stand]:
    """Return where each item is, in one query."""
    wanted = (Action.REQUEST, Action.APPROVE)
    steps = (
        select(RequestStep.item_id, RequestStep.action, RequestStep.desk, RequestStep.by_id)
        .where(RequestStep.item_id.in_([item.id for item in items]))
        .where(RequestStep.action.in_(wanted))
        .order_by(RequestStep.id)
    )
    asked: dict[int, int | None] = {}
    approved: dict[int, dict[str, int | None]] = {}
    for item_id, action, desk, by_id in db.session.execute(steps):
        if action == Action.REQUEST:
            asked[item_id], approved[item_id] = by_id, {}
        else:
            approved.setdefault(item_id, {})[desk] = by_id
    return {item.id: _stand(item, asked.get(item.id), approved.get(item.id, {})) for item in items}


def stand_of(item: PlanItem) -> Stand:
    return stands_of([item])[item.id]


def desk_of(item: PlanItem) -> Desk:
    return stand_of(item).desk


def is_own(item: PlanItem, *user_ids: int | None) -> bool:
    """Whether it is about one of some users, or they asked for it on somebody's behalf.

    A substitute names the absent as well: their request is not answered in their own place.
    """
    concerned = {item.owner_id, stand_of(item).asked_by} - {None}
    return not concerned.isdisjoint(user_ids)


def approved_before(item: PlanItem, user: User) -> bool:
    """Whether a user approved it at an earlier desk since it was asked for."""
    asked = select(func.max(RequestStep.id)).where(
        RequestStep.item_id == item.id, RequestStep.action == Action.REQUEST
    )
    approved = select(RequestStep.id).where(
        RequestStep.item_id == item.id,
        RequestStep.action == Action.APPROVE,
        RequestStep.by_id == user.id,
        RequestStep.id > func.coalesce(asked.scalar_subquery(), 0),
    )
    return db.session.scalar(approved.limit(1)) is not None


def needs_finance_at(item: PlanItem, cents: int) -> bool:
    """Whether a cost is above what a director approves alone, and above what finance approved."""
    if not _is_above(item, cents):
        return False
    by_finance = select(RequestStep.id).where(
        RequestStep.item_id == item.id,
        RequestStep.action == Action.APPROVE,
        RequestStep.desk == Desk.FINANCE,
    )
    approved = db.session.scalar(by_finance.limit(1)) is not None
    return not approved or cents > item.price_cents


def _is_above(item: PlanItem, cents: int) -> bool:
    """Whether a cost is above what a director approves alone."""
    limit = item.plan.fiscal_year.finance_above(item.plan.person.unit)
    return limit is not None and cents > limit


def _stand(item: PlanItem, asked_by: int | None, approved: Mapping[str, int | None]) -> Stand:
    """Where an item is; what a director passed on stays with finance, whatever the sum is now."""
    passed_on = item.state == State.REQUESTED and Desk.DIRECTOR in approved
    above = passed_on or _is_above(item, item.price_cents)
    desks = (Desk.DIRECTOR, Desk.FINANCE) if above else (Desk.DIRECTOR,)
    open_desk = next((desk for desk in desks if desk not in approved), desks[-1])
    return Stand(desks, open_desk, asked_by, frozenset(approved.values()))
