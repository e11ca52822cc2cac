"""What waits for the answer of somebody who answers at several places, or stands in for others."""

from sqlalchemy import func, select

from pdplanner.accounts.models import User
from pdplanner.extensions import db
from pdplanner.home.steps import NextStep, answer_requests
from pdplanner.plans.models import PlanItem
from pdplanner.plans.requests.conditions import RequestList, is_on, joined
from pdplanner.plans.requests.inbox import reader
from pdplanner.web.word_lists import in_a_row


def step_over_all() -> NextStep | None:
    """Return the step of who answers at several places, or for others, and has requests to answer.

    It is of all that wait for them, as their list is: at every desk and unit, in the place of
    others and in their own. None for who answers at one place: their part of the page says it.
    """
    who = reader()
    places = [place for _, answered in who.answers for place in answered]
    absent = {place.holder_id for place in places} - {None}
    if not absent and len(places) < 2:
        return None
    items = joined(select(func.count(PlanItem.id)), who)
    number = db.session.scalar(items.where(is_on(RequestList.FOR_YOU, who))) or 0
    if not number:
        return None
    if not absent:
        return answer_requests(number)
    names = db.session.scalars(select(User.name).where(User.id.in_(absent)).order_by(User.name))
    return answer_requests(number, before=f"You stand in for {in_a_row(names.all())}. ")
