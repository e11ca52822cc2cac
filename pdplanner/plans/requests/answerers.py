"""Who may answer a request at a desk, and what to say where nobody is there who may."""

from collections.abc import Callable, Collection, Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from pdplanner import clock
from pdplanner.accounts.models import Grant, Role, User
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.plans.models import Desk, PlanItem, State
from pdplanner.plans.requests.desks import stand_of
from pdplanner.web.word_lists import first_few

Grants = Callable[[Unit, str], Sequence[Grant]]

MOST_NAMED = 3
AT = {Desk.DIRECTOR: "as director", Desk.FINANCE: "in the business office"}
ROLES = {Desk.DIRECTOR: "director’s role", Desk.FINANCE: "role of finance"}


def nearest_grants(unit: Unit, role: str) -> Sequence[Grant]:
    """The grants of a role at the nearest unit above, or at, one where somebody has it."""
    return _nearest(grants_above(unit, role))


def answerers(
    item: PlanItem, desk: Desk, barred: Collection[int | None], *, known: Grants | None = None
) -> Sequence[User]:
    """Whoever has the desk's role nearest above the person and may answer, and their substitutes.

    Nobody stands in for who is barred, such as whom the request is of. Who asks for many items
    may give the `known` grants of a unit and role.
    """
    now = clock.now()
    grants = (known or grants_above)(item.plan.person.unit, desk.value)
    nearest = _nearest(each for each in grants if each.user_id not in barred)
    away = [each.absence for each in nearest if each.absence and each.absence.covers(now)]
    found = [grant.user for grant in nearest] + [absence.substitute for absence in away]
    return [user for user in dict.fromkeys(found) if user.active and user.id not in barred]


def nobody_at(item: PlanItem) -> list[str]:
    """Say of each desk to come where nobody may answer, why, and who can help."""
    stand = stand_of(item)
    desks = stand.desks
    barred = {item.owner_id}
    if item.state == State.REQUESTED:
        barred |= {stand.asked_by, *stand.approved_by}
        desks = desks[desks.index(stand.desk) :]
    return [_words(item, desk) for desk in desks if not answerers(item, desk, barred)]


def nobody_may(item: PlanItem, desk: Desk) -> str:
    """Say that nobody may answer a request at a desk, and why."""
    if not grants_above(item.plan.person.unit, desk.value):
        return f"Nobody is there who may answer it {AT[desk]}."
    twice = ", or approves one twice" if desk == Desk.FINANCE else ""
    return (
        f"Nobody is there who may answer it {AT[desk]}: nobody answers a request of their own"
        f"{twice}, nor does whoever stands in for them."
    )


def _words(item: PlanItem, desk: Desk) -> str:
    unit = item.plan.person.unit
    admins = list(dict.fromkeys(each.user.name for each in nearest_grants(unit, Role.ADMIN)))
    who = first_few(admins, MOST_NAMED, "or") or "Whoever gives roles here"
    return (
        f"{nobody_may(item, desk)} {who} can give the {ROLES[desk]} to somebody else, at"
        f" {unit.name} or above."
    )


def grants_above(unit: Unit, role: str) -> Sequence[Grant]:
    """The grants of a role that reach a unit, nearest first."""
    held = (
        select(Grant)
        .join(Grant.user)
        .join(Grant.unit)
        .where(Grant.unit_id.in_(unit.lineage), Grant.role == role, User.active)
        .order_by(func.length(Unit.path).desc(), User.id)
    )
    shown = contains_eager(Grant.user), joinedload(Grant.absence)
    return db.session.scalars(held.options(*shown)).all()


def _nearest(grants: Iterable[Grant]) -> Sequence[Grant]:
    found = list(grants)
    return [grant for grant in found if grant.unit_id == found[0].unit_id]
