"""Whom a step of a request concerns: its person, or whoever answers it next."""

import re
from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from pdplanner import clock
from pdplanner.accounts.models import Grant, User
from pdplanner.extensions import db
from pdplanner.notices import mailing
from pdplanner.notices import services as notices
from pdplanner.notices.models import Notice
from pdplanner.notices.services import Told
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.signals import people_moved
from pdplanner.plans.models import Action, Desk, LearningPlan, PlanItem, State
from pdplanner.plans.requests.desks import desk_of
from pdplanner.web.letters import path

SAID = {
    Action.AMEND: "{by} changed the cost in your request for {title}.",
    Action.RETURN: "{by} sent your request for {title} back.",
    Action.APPROVE: "{by} approved your request for {title}. Its money is set aside.",
    Action.DECLINE: "{by} declined your request for {title}.",
    Action.CANCEL: "{by} cancelled {title} in your plan.",
    Action.REGISTER: "{by} noted that you are registered for {title}.",
    Action.CORRECT: "{by} corrected what {title} did cost.",
    Action.COMPLETE: "{by} noted that you completed {title}.",
}
PAGE = re.compile(r"/requests/([0-9]+)")
WAITS = "{person} asks for {title}. It waits for your answer."


def tell_of(item: PlanItem, action: Action, *, by: User, comment: str) -> None:
    """Tell those concerned of a step that was taken, but nobody what they did themselves."""
    page = path("requests.show", item_id=item.id)
    person, title = item.plan.person, item.offering.title
    if action != Action.AMEND:
        notices.settle(page)
    if item.state == State.REQUESTED and action != Action.AMEND:
        notices.tell(*question_of(item, by_id=by.id))
    elif person.user is not None and person.user_id != by.id and person.user.active:
        said = SAID[action].format(by=by.name, title=title)
        notices.tell([person.user], Told(f"{title}: {item.state}", said, page, comment))


@people_moved.connect
def _ask_where_they_work_now(_sender: object, *, people: Sequence[Person]) -> None:
    """Put the requests of people who moved to whoever answers them from now on."""
    waiting = (
        select(PlanItem)
        .join(PlanItem.plan)
        .where(
            LearningPlan.person_id.in_([person.id for person in people]),
            PlanItem.state == State.REQUESTED,
        )
    )
    for item in db.session.scalars(waiting.order_by(PlanItem.id)).all():
        notices.ask_anew(*question_of(item, by_id=None))


@mailing.ask_before_mailing
def _is_still_asked(notice: Notice) -> bool:
    """Whether a request still waits for its reader, who may be away or no longer in reach."""
    found = PAGE.fullmatch(notice.path)
    if found is None:
        return True
    item = db.session.get(PlanItem, int(found[1]))
    if item is None or item.state != State.REQUESTED:
        return False
    readers, _told = question_of(item, by_id=None)
    return notice.user_id in {user.id for user in readers}


def question_of(item: PlanItem, *, by_id: int | None) -> tuple[Sequence[User], Told]:
    """Who is to answer a request, besides whoever sent it there, and what they are told."""
    person = item.plan.person
    barred = {by_id, person.user_id}
    readers = [user for user in _at_desk(item, desk_of(item), barred) if user.id not in barred]
    said = WAITS.format(person=person.name, title=item.offering.title)
    page = path("requests.show", item_id=item.id)
    return readers, Told(f"A request of {person.name}", said, page, asks=True)


def nearest_grants(unit: Unit, role: str) -> Sequence[Grant]:
    """The grants of a role at the nearest unit above, or at, one where somebody has it."""
    held = (
        select(Grant)
        .join(Grant.user)
        .join(Grant.unit)
        .where(Grant.unit_id.in_(unit.lineage), Grant.role == role, User.active)
        .order_by(func.length(Unit.path).desc(), User.id)
    )
    grants = db.session.scalars(held.options(joinedload(Grant.absence))).all()
    return [grant for grant in grants if grant.unit_id == grants[0].unit_id]


def _at_desk(item: PlanItem, desk: Desk, barred: Collection[int | None]) -> Sequence[User]:
    """Whoever has the desk's role nearest above the person, and who stands in for them.

    Nobody stands in for whom the request is of.
    """
    nearest = nearest_grants(item.plan.person.unit, desk.value)
    now = clock.now()
    away = [
        each.absence
        for each in nearest
        if each.absence and each.absence.covers(now) and each.user_id not in barred
    ]
    readers = [grant.user for grant in nearest] + [absence.substitute for absence in away]
    return [user for user in dict.fromkeys(readers) if user.active]
