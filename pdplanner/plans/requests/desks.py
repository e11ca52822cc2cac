"""Who approves a request, and where it is."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from pdplanner.accounts.models import User
from pdplanner.extensions import db
from pdplanner.plans.models import Action, Desk, PlanItem, RequestStep


class Stand(NamedTuple):
    """The desk where a request is, who asked for it last, and who has approved it since."""

    desk: Desk
    asked_by: int | None
    approved_by: frozenset[int | None] = frozenset()


def desks_of(item: PlanItem) -> list[Desk]:
    """Return the desks that approve an item of this cost."""
    above = _is_above(item, item.price_cents)
    return [Desk.DIRECTOR, Desk.FINANCE] if above else [Desk.DIRECTOR]


def stands_of(items: Sequence[PlanItem]) -> Mapping[int, Stand]:
    """Return where each item is, in one query.

    It is at the first desk that has not approved it since it came in.
    """
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
    return {
        item.id: Stand(
            _first_open(item, approved.get(item.id, {})),
            asked.get(item.id),
            frozenset(approved.get(item.id, {}).values()),
        )
        for item in items
    }


def desk_of(item: PlanItem) -> Desk:
    return stands_of([item])[item.id].desk


def is_own(item: PlanItem, *user_ids: int | None) -> bool:
    """Whether it is about one of some users, or they asked for it on somebody's behalf.

    A substitute names the absent as well: their request is not answered in their own place.
    """
    concerned = {item.owner_id, stands_of([item])[item.id].asked_by} - {None}
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


def _first_open(item: PlanItem, approved: Collection[str]) -> Desk:
    desks = desks_of(item)
    return next((desk for desk in desks if desk not in approved), desks[-1])
