"""Whom a step of a request concerns: its person, or whoever answers it next."""

import re
from collections.abc import Sequence

from sqlalchemy import select

from pdplanner.accounts.models import Role, User
from pdplanner.extensions import db
from pdplanner.notices import mailing
from pdplanner.notices import services as notices
from pdplanner.notices.models import Notice
from pdplanner.notices.services import Told
from pdplanner.organization.models import Person
from pdplanner.organization.signals import people_moved
from pdplanner.plans.models import Action, LearningPlan, PlanItem, State
from pdplanner.plans.requests.answerers import answerers, nearest_grants, nobody_may
from pdplanner.plans.requests.desks import desk_of, stands_of
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
GIVE = "Give the role to somebody else, here or above."
WAITS = "{person} asks for {title}. It waits for your answer."


def tell_of(item: PlanItem, action: Action, *, by: User, comment: str) -> None:
    """Tell those concerned of a step that was taken, but nobody what they did themselves."""
    page = path("requests.show", item_id=item.id)
    person, title = item.plan.person, item.offering.title
    if action != Action.AMEND:
        notices.settle(page)
    if item.state == State.REQUESTED and action != Action.AMEND:
        readers, told = question_of(item)
        notices.tell(readers, told)
        if not readers:
            _tell_admins(item, by_id=by.id)
    elif person.user is not None and person.user_id != by.id and person.user.active:
        said = SAID[action].format(by=by.name, title=title)
        notices.tell([person.user], Told(f"{title}: {item.state}", said, page, comment))


def _tell_admins(item: PlanItem, *, by_id: int | None) -> None:
    """Tell whoever gives roles that nobody may answer a request, but not what it is for."""
    person = item.plan.person
    grants = nearest_grants(person.unit, Role.ADMIN)
    admins = dict.fromkeys(grant.user for grant in grants if grant.user_id != by_id)
    said = f"{person.name} asks for something. {nobody_may(item, desk_of(item))} {GIVE}"
    page = path("organization.unit", unit_id=person.unit_id)
    notices.tell(list(admins), Told("A request that nobody may answer", said, page))


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
        readers, told = question_of(item)
        notices.ask_anew(readers, told)
        if not readers:
            _tell_admins(item, by_id=None)


@mailing.ask_before_mailing
def _is_still_asked(notice: Notice) -> bool:
    """Whether a request still waits for its reader, who may be away or no longer in reach."""
    found = PAGE.fullmatch(notice.path)
    if found is None:
        return True
    item = db.session.get(PlanItem, int(found[1]))
    if item is None or item.state != State.REQUESTED:
        return False
    readers, _told = question_of(item)
    return notice.user_id in {user.id for user in readers}


def question_of(item: PlanItem) -> tuple[Sequence[User], Told]:
    """Who is to answer a request, besides whoever sent it there, and what they are told."""
    person, stand = item.plan.person, stands_of([item])[item.id]
    barred = {person.user_id, stand.asked_by, *stand.approved_by}
    readers = answerers(item, stand.desk, barred)
    said = WAITS.format(person=person.name, title=item.offering.title)
    page = path("requests.show", item_id=item.id)
    return readers, Told(f"A request of {person.name}", said, page, asks=True)
