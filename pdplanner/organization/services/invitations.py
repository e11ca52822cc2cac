import secrets
from collections.abc import Collection

from pdplanner.accounts import services as accounts
from pdplanner.accounts.models import Grant, User
from pdplanner.audit.models import Access
from pdplanner.extensions import db
from pdplanner.organization import queries
from pdplanner.organization.models import Person
from pdplanner.organization.services import letters, trail
from pdplanner.organization.services.absences import end_lost
from pdplanner.organization.services.addresses import (
    account_with,
    give_address,
    new_account,
    why_unavailable,
)
from pdplanner.organization.services.errors import OrganizationError, OtherNameError
from pdplanner.organization.services.names import is_same_name
from pdplanner.organization.services.reach import (
    EVERYWHERE,
    holds_and_held_all_of,
    refuse_beyond,
    refuse_stand_in_beyond,
)
from pdplanner.organization.signals import answering_changed
from pdplanner.web.mail_letters import Letter


def invite(
    person: Person, *, email: str, same_as: str = "", reach: Collection[str] = EVERYWHERE
) -> Letter:
    """Give a person an account and return its letter, to be sent after the commit.

    An account that exists under another name is joined only where `same_as` says its address.
    Asked again before the account was opened, it corrects the address and kills earlier links.
    An account beyond reach is not told apart from an address that cannot be used; one closed or
    never opened that stands for nobody any more leaves its address to a new one.
    """
    if not person.active:
        raise OrganizationError(f"{person.name} is not active. Reactivate them first.")
    if person.user:
        return _invite_again(person, person.user, email=email, reach=reach)
    existing = account_with(email, asked_at=person.unit)
    if existing:
        return _link(person, existing, same_as=same_as, reach=reach)
    person.user = new_account(email=email, name=person.name)
    db.session.flush()
    trail.of_person(Access.INVITED, person, person.user.email)
    return letters.of_invitation(person.user, unit_name=person.unit.name)


def take_account(
    person: Person, *, by: User | None = None, reach: Collection[str] = EVERYWHERE
) -> None:
    """Part a person from an account that is not theirs.

    It keeps its roles; one that has none opens nothing any more and is closed for good.
    """
    user = person.user
    if user is None:
        raise OrganizationError(f"{person.name} has no account.")
    if by is not None and user.id == by.id:
        raise OrganizationError("You cannot take your own account. Ask another admin.")
    refuse_beyond(reach, user)
    person.user = None
    closed = not user.grants
    if closed:
        accounts.deactivate(user)
    db.session.flush()
    said = f"{user.email}: {'closed, as it has no role' if closed else 'it keeps its roles'}"
    trail.of_person(Access.ACCOUNT_TAKEN, person, said)
    end_lost()
    answering_changed.send(person.unit, people=[person])


def remind(grant: Grant) -> Letter:
    """Return a new letter for a role; the link of an earlier one dies with it."""
    if grant.user.password is None:
        _kill_earlier_links(grant.user)
    trail.of_grant(Access.INVITED, grant, "Once more.")
    return letters.of_grant(grant)


def _invite_again(person: Person, user: User, *, email: str, reach: Collection[str]) -> Letter:
    if user.password is not None:
        raise OrganizationError(
            f"{person.name} has opened the account {user.email} already."
            " A lost password is set anew from the sign-in page; another address is given below."
        )
    address, before = email.strip().lower(), user.email
    if address != before:
        refuse_beyond(reach, user)
        refuse_stand_in_beyond(reach, user)
        give_address(user, address, asked_at=person.unit, reach=reach)
    _kill_earlier_links(user)
    again = f"{before}, now {address}" if address != before else f"{address}, once more"
    trail.of_person(Access.INVITED, person, again)
    return letters.of_invitation(user, unit_name=person.unit.name)


def _link(person: Person, user: User, *, same_as: str, reach: Collection[str]) -> Letter:
    """Join a person to the account of somebody who was no staff so far, with roles here alone.

    From now on the account has the person's name: somebody stands under one name everywhere.
    Who deactivates a person closes the account, so one with roles elsewhere is not joined; nor is
    one that had them there, and still shows what it was told.
    """
    ours = user.active and holds_and_held_all_of(user, reach)
    if not ours or queries.stands_behind_somebody(user.id):
        raise OrganizationError(why_unavailable(user, reach), field="email")
    # A mistyped address would give the person somebody else's roles.
    if not is_same_name(user.name, person.name) and same_as != user.email:
        raise OtherNameError(email=user.email, name=user.name)
    before, user.name = user.name, person.name
    person.user = user
    db.session.flush()
    named = f", until now {before}" if before != person.name else ""
    trail.of_person(Access.ACCOUNT_JOINED, person, f"{user.email}{named}")
    answering_changed.send(person.unit, people=[person])
    if user.password is None:
        return letters.of_invitation(user, unit_name=person.unit.name)
    return letters.of_link(user, unit_name=person.unit.name)


def _kill_earlier_links(user: User) -> None:
    user.fs_uniquifier = secrets.token_hex(32)
    db.session.flush()
