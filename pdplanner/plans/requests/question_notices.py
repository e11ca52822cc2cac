"""Whom a step of a request concerns: its person, or whoever answers it next."""

import re
from collections.abc import Sequence

from pdplanner.accounts.models import Role, User
from pdplanner.extensions import db
from pdplanner.notices import mailing
from pdplanner.notices import services as notices
from pdplanner.notices.models import Notice
from pdplanner.notices.services import Told
from pdplanner.organization.models import Unit
from pdplanner.plans.models import Action, PlanItem, State
from pdplanner.plans.requests.answerers import Grants, answerers, nearest_grants, nobody_may
from pdplanner.plans.requests.desks import Stand, desk_of, stand_of
from pdplanner.web.mail_letters import path

SAID = {
    Action.AMEND: "{by} changed the {what} in your request for {title}.",
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
WAITS = "{person} asks for {title}, in {year}. It waits for your answer."


def tell_of(item: PlanItem, action: Action, *, by: User, comment: str, what: str = "cost") -> None:
    """Tell those concerned of a step that was taken, but nobody what they did themselves.

    `what` is what an amendment changed.
    """
    page = path("requests.show", item_id=item.id)
    person, title = item.plan.person, item.offering.title
    if action != Action.AMEND:
        notices.settle(page)
        notices.settle(page_of_nobody(item, person.unit))
    if item.state == State.REQUESTED and action != Action.AMEND:
        readers, told = question_of(item)
        notices.tell(readers, told)
        if not readers:
            admins, told = nobody_told_of(item)
            notices.tell([admin for admin in admins if admin.id != by.id], told)
    elif person.user is not None and person.user_id != by.id and person.user.active:
        said = SAID[action].format(by=by.name, title=title, what=what)
        notices.tell([person.user], Told(f"{title}: {item.state}", said, page, comment))


def nobody_told_of(item: PlanItem) -> tuple[Sequence[User], Told]:
    """Who gives roles where nobody may answer a request, and what they are told: not its aim."""
    person = item.plan.person
    grants = nearest_grants(person.unit, Role.ADMIN)
    said = (
        f"{person.name} asks for something, in {item.plan.fiscal_year.title}."
        f" {nobody_may(item, desk_of(item))} {GIVE}"
    )
    page = page_of_nobody(item, person.unit)
    told = Told("A request that nobody may answer", said, page, asks=True)
    return list(dict.fromkeys(grant.user for grant in grants)), told


def page_of_nobody(item: PlanItem, unit: Unit) -> str:
    """Where roles are given, told apart by the request, so that it is settled for that alone."""
    return f"{path('organization.unit', unit_id=unit.id)}#request-{item.id}"


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


def question_of(
    item: PlanItem, stand: Stand | None = None, known: Grants | None = None
) -> tuple[Sequence[User], Told]:
    """Who is to answer a request, besides whoever sent it there, and what they are told."""
    person = item.plan.person
    stand = stand or stand_of(item)
    barred = {person.user_id, stand.asked_by, *stand.approved_by}
    readers = answerers(item, stand.desk, barred, known=known)
    title, year = item.offering.title, item.plan.fiscal_year.title
    said = WAITS.format(person=person.name, title=title, year=year)
    page = path("requests.show", item_id=item.id)
    return readers, Told(f"A request of {person.name}", said, page, asks=True)
