from collections.abc import Collection

from sqlalchemy import select

from pdplanner.accounts import services as accounts
from pdplanner.accounts.models import Grant, Role, User
from pdplanner.extensions import db
from pdplanner.organization import queries
from pdplanner.organization.models import Unit
from pdplanner.organization.services import letters, tree
from pdplanner.organization.services.absences import ANSWERING, end_absence, end_lost
from pdplanner.organization.services.addresses import account_with, new_account, why_unavailable
from pdplanner.organization.services.errors import OrganizationError
from pdplanner.organization.services.names import is_same_name
from pdplanner.organization.services.reach import EVERYWHERE, holds_and_held_all_of
from pdplanner.organization.signals import answering_changed
from pdplanner.organization.wording import role_name
from pdplanner.web.mail_letters import Letter


def give_grant(
    unit: Unit, *, email: str, role: str, name: str = "", reach: Collection[str] = EVERYWHERE
) -> tuple[Grant, Letter]:
    """Give a role at a unit to the account with an address, or to a new one that is invited.

    `name` is that of a new account; one that exists under another name is refused, since the
    address may be mistyped. One whose last role was revoked is the same account again, so that
    what it did stays its own, if it had none beyond reach. The letter is to be sent after the
    commit.
    """
    if not unit.active:
        raise OrganizationError(f"{unit.name} is closed; open it before giving roles there.")
    existing = account_with(email, asked_at=unit)
    if existing and not _may_have_roles(existing, reach):
        raise OrganizationError(why_unavailable(existing, reach), field="email")
    user = existing or _new_account(email, name)
    if any((held.role, held.unit_id) == (role, unit.id) for held in user.grants):
        raise OrganizationError(
            f"{user.email} is {role_name(role)} at {unit.name} already.", field="email"
        )
    if name and not is_same_name(name, user.name):
        raise OrganizationError(
            "This address is an account under another name. Check it, or leave the name empty to"
            " give that account the role.",
            field="name",
        )
    given = accounts.grant(user, role=Role(role), unit_id=unit.id)
    if _bears_on_answers(given.role):
        answering_changed.send(unit, units=[unit])
    return given, letters.of_grant(given)


def revoke_grant(grant: Grant, *, by: User | None = None) -> None:
    """Take a role back; who does it keeps the last hand on the unit."""
    tree.hold()
    own = by is not None and grant.user_id == by.id
    if own and grant.role == Role.ADMIN and not _another_admin(grant):
        raise OrganizationError(
            f"You are the last admin of {grant.unit.name}: without you nobody could manage it."
            " Make somebody else admin first."
        )
    unit, role = grant.unit, grant.role
    end_absence(grant)
    accounts.revoke(grant)
    if end_lost() or _bears_on_answers(role):
        answering_changed.send(unit, units=[unit])


def _bears_on_answers(role: str) -> bool:
    """Whether a role answers requests, or gives roles where nobody does."""
    return role in (*ANSWERING, Role.ADMIN)


def _may_have_roles(user: User, reach: Collection[str]) -> bool:
    """Whether an account stands somewhere, or did within reach."""
    if not user.active:
        return False
    stands = bool(user.grants) or queries.stands_behind_somebody(user.id)
    return stands or holds_and_held_all_of(user, reach)


def _new_account(email: str, name: str) -> User:
    if not name:
        raise OrganizationError(
            "This address has no account yet. Give the person's name to invite them.",
            field="name",
        )
    return new_account(email=email, name=name)


def _another_admin(grant: Grant) -> bool:
    """Whether another account that can sign in is admin at the unit or above it."""
    others = select(Grant.id).join(User).join(Unit, Unit.id == Grant.unit_id)
    others = others.where(
        Grant.role == Role.ADMIN,
        Grant.unit_id.in_(grant.unit.lineage),
        Grant.user_id != grant.user_id,
        Unit.active,
        User.active,
        User.password.is_not(None),
    )
    return db.session.scalar(others.limit(1)) is not None
