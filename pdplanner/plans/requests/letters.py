"""The mails that a step of a request sends: to its person, or to whoever answers it next."""

from collections.abc import Sequence

from sqlalchemy import func, select

from pdplanner.accounts.models import Grant, User
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.plans.models import Action, Desk, PlanItem, State
from pdplanner.plans.requests.desks import desk_of
from pdplanner.web.letters import Letter, address, text

SAID = {
    Action.AMEND: "{by} changed the cost in your request for {title}.",
    Action.RETURN: "{by} sent your request for {title} back.",
    Action.APPROVE: "{by} approved your request for {title}. Its money is set aside.",
    Action.DECLINE: "{by} declined your request for {title}.",
    Action.CANCEL: "{by} cancelled {title} in your plan.",
    Action.REGISTER: "{by} noted that you are registered for {title}.",
    Action.COMPLETE: "{by} noted that you completed {title}.",
}
WAITS = "{person} asks for {title}. It waits for your answer."


def letters_of(item: PlanItem, action: Action, *, by: User, comment: str) -> list[Letter]:
    """Tell those concerned what somebody did, but nobody what they did themselves."""
    person, title = item.plan.person, item.offering.title
    if item.state == State.REQUESTED and action != Action.AMEND:
        said = WAITS.format(person=person.name, title=title)
        barred = {by.id, person.user_id}
        readers = [user for user in _at_desk(item, desk_of(item)) if user.id not in barred]
        return [_letter(user, item, f"A request of {person.name}", said) for user in readers]
    if person.user is None or person.user_id == by.id or not person.user.active:
        return []
    said = SAID[action].format(by=by.name, title=title)
    return [_letter(person.user, item, f"{title}: {item.state}", said, comment)]


def _at_desk(item: PlanItem, desk: Desk) -> Sequence[User]:
    """Whoever has the desk's role nearest above the person."""
    lineage = item.plan.person.unit.lineage
    held = (
        select(Grant)
        .join(Grant.user)
        .join(Grant.unit)
        .where(Grant.unit_id.in_(lineage), Grant.role == desk.value, User.active)
        .order_by(func.length(Unit.path).desc(), User.id)
    )
    grants = db.session.scalars(held).all()
    return [grant.user for grant in grants if grant.unit_id == grants[0].unit_id]


def _letter(user: User, item: PlanItem, subject: str, said: str, comment: str = "") -> Letter:
    link = address("requests.show", item_id=item.id)
    body = text("requests/mail.txt", user=user, said=said, comment=comment, link=link)
    return Letter(user.email, subject, body)
