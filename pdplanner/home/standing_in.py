"""What waits for the answer of somebody who stands in for others."""

from sqlalchemy import func, select

from pdplanner.accounts.models import User
from pdplanner.extensions import db
from pdplanner.home.steps import NextStep, answer_requests
from pdplanner.plans.models import PlanItem
from pdplanner.plans.requests.conditions import RequestList, is_on, joined
from pdplanner.plans.requests.inbox import reader
from pdplanner.plans.row_words import in_a_row


def step_in_place() -> NextStep | None:
    """Return the step of who stands in for somebody and has requests to answer; else None.

    It is of all that wait for them, as their list is: in the place of others and in their own.
    """
    who = reader()
    absent = {place.holder_id for places in who.answers.values() for place in places} - {None}
    if not absent:
        return None
    items = joined(select(func.count(PlanItem.id)), who)
    number = db.session.scalar(items.where(is_on(RequestList.FOR_YOU, who))) or 0
    if not number:
        return None
    names = db.session.scalars(select(User.name).where(User.id.in_(absent)).order_by(User.name))
    return answer_requests(number, before=f"You stand in for {in_a_row(names.all())}. ")
