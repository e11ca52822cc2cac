"""How far the hand of whoever makes a change reaches, as paths of units."""

from collections.abc import Collection

from sqlalchemy import select

from pdplanner import clock
from pdplanner.accounts.models import Absence, Grant, User
from pdplanner.extensions import db
from pdplanner.organization import queries
from pdplanner.organization.models import Unit
from pdplanner.organization.services.errors import OrganizationError

# Every path begins with the empty one.
EVERYWHERE = ("",)
# Says neither that an account stands elsewhere nor whose it is.
UNAVAILABLE = "This address cannot be used. Check it, or ask for another one."


def holds_all_of(user: User, reach: Collection[str]) -> bool:
    """Whether every role of an account stands within reach."""
    return all(is_within(held.unit, reach) for held in user.grants)


def holds_and_held_all_of(user: User, reach: Collection[str]) -> bool:
    """Whether every role of an account stands and stood within reach, and who it was taken from.

    It shows what it was told there. One that never stood anywhere is beyond all who do not
    reach everything.
    """
    units = [*(held.unit for held in user.grants), *queries.former_units(user)]
    return all(is_within(unit, reach) for unit in units) if units else "" in reach


def is_within(unit: Unit, reach: Collection[str]) -> bool:
    return any(unit.path.startswith(path) for path in reach)


def refuse_beyond(reach: Collection[str], user: User) -> None:
    """Refuse what would touch roles at units that are not within reach."""
    if not holds_all_of(user, reach):
        raise OrganizationError(
            "This account has a role at a unit that is not yours to manage."
            " Ask an admin there to revoke it first."
        )


def refuse_stand_in_beyond(reach: Collection[str], user: User) -> None:
    """Refuse to hand on an account that stands in, now or later, at a unit not within reach.

    Whoever has its mailbox answers there.
    """
    stood_for = select(Unit).join(Grant, Grant.unit_id == Unit.id).join(Absence)
    still = stood_for.where(Absence.substitute_id == user.id, Absence.ends_at > clock.now())
    if not all(is_within(unit, reach) for unit in db.session.scalars(still)):
        raise OrganizationError(
            "This account stands in for somebody at a unit that is not yours to manage."
            " Ask an admin there to change the address, or to name another substitute first."
        )
