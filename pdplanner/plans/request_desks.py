"""Who approves a request, and where it is."""

from sqlalchemy import select

from pdplanner.accounts.models import User
from pdplanner.extensions import db
from pdplanner.plans.models import Action, Desk, PlanItem, RequestStep


def desks_of(item: PlanItem) -> list[Desk]:
    """Return the desks that approve an item of this cost."""
    limit = item.plan.fiscal_year.finance_above_cents
    above = limit is not None and item.price_cents > limit
    return [Desk.DIRECTOR, Desk.FINANCE] if above else [Desk.DIRECTOR]


def desk_of(item: PlanItem) -> Desk:
    """Return the desk where a request is: the first that has not approved it since it came in."""
    since = select(RequestStep.id).where(
        RequestStep.item_id == item.id, RequestStep.action == Action.REQUEST
    )
    newest = since.order_by(RequestStep.id.desc()).limit(1).scalar_subquery()
    given = select(RequestStep.desk).where(
        RequestStep.item_id == item.id,
        RequestStep.action == Action.APPROVE,
        RequestStep.id > newest,
    )
    approved = set(db.session.scalars(given))
    desks = desks_of(item)
    return next((desk for desk in desks if desk not in approved), desks[-1])


def is_own(item: PlanItem, user: User) -> bool:
    """Whether it is about the user, or they asked for it on somebody's behalf."""
    asked = select(RequestStep.by_id).where(
        RequestStep.item_id == item.id, RequestStep.action == Action.REQUEST
    )
    last = db.session.scalar(asked.order_by(RequestStep.id.desc()).limit(1))
    return user.id in (item.owner_id, last)
