"""Which addresses an account may have, and giving it another one."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from pdplanner.accounts import queries as accounts_queries
from pdplanner.accounts import services as accounts
from pdplanner.accounts.models import Grant, User
from pdplanner.audit.models import Access
from pdplanner.extensions import db
from pdplanner.organization import queries
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.services import letters, trail
from pdplanner.organization.services.errors import OrganizationError
from pdplanner.organization.services.reach import (
    EVERYWHERE,
    UNAVAILABLE,
    holds_and_held_all_of,
    is_within,
    refuse_beyond,
    refuse_stand_in_beyond,
)
from pdplanner.web.mail_letters import Letter

OWN_ADDRESS = "You cannot change your own address. Ask another admin."


def account_with(email: str, *, asked_at: Unit) -> User | None:
    """Return the account that has an address, whatever its case.

    One that was closed or never opened, and stands for nobody any more, gives the address up for
    good; the trail says so.
    """
    user = accounts_queries.user_with_email(email)
    if user is None or _is_in_use(user) or _person_behind(user):
        return user
    former = next(iter(queries.former_units(user)), None)
    trail.of_address_given_up(user, asked_at=asked_at, former=former)
    accounts.give_up_email(user)
    return None


def new_account(*, email: str, name: str) -> User:
    """Create an account; raises OrganizationError where another admin just gave the address."""
    try:
        return accounts.create_user(email=email, name=name)
    except accounts.AccountExistsError as error:
        raise OrganizationError(UNAVAILABLE, field="email") from error


def give_address(user: User, email: str, *, asked_at: Unit, reach: Collection[str]) -> None:
    """Let an account have another address; raises OrganizationError where another one has it."""
    taken = account_with(email, asked_at=asked_at)
    if taken:
        raise OrganizationError(why_unavailable(taken, reach), field="email")
    try:
        accounts.change_email(user, email=email)
    except accounts.AccountExistsError as error:
        raise OrganizationError(UNAVAILABLE, field="email") from error


def why_unavailable(user: User, reach: Collection[str]) -> str:
    """Say why the address of an account is none for another one, as far as reach goes."""
    person = _person_behind(user)
    if person is None:
        ours = user.grants and holds_and_held_all_of(user, reach)
        return (
            f"{user.email} is the account of {user.name}, who has a role." if ours else UNAVAILABLE
        )
    if not is_within(person.unit, reach):
        return UNAVAILABLE
    if person.active:
        return f"{user.email} is the account of {person.name}, in {person.unit.name}."
    return (
        f"{user.email} is the account of {person.name}, who no longer works here. Take the account"
        " from them first, or make them active again."
    )


def change_address(
    user: User, *, email: str, by: User | None = None, reach: Collection[str] = EVERYWHERE
) -> Sequence[Letter]:
    """Give an account another address and return the letters to both, to be sent afterwards.

    Whoever has signed in or holds a link of the old address is out. Raises OrganizationError where
    it is the account of whoever does it, as an open session alone would do then; where anything
    that it opens is beyond reach; or where the address is taken.
    """
    if by is not None and user.id == by.id:
        raise OrganizationError(OWN_ADDRESS)
    _refuse_beyond(reach, user)
    address, before = email.strip().lower(), user.email
    if address == before:
        raise OrganizationError("This is the address already.", field="email")
    give_address(user, address, asked_at=_unit_of(user), reach=reach)
    _record(user, before)
    unit_name = _unit_of(user).name
    return [
        letters.of_new_address(user, before=before, unit_name=unit_name),
        letters.of_old_address(user, before=before, unit_name=unit_name),
    ]


def _refuse_beyond(reach: Collection[str], user: User) -> None:
    """Refuse where a role, a stand-in or the person of the account is not theirs to manage.

    Without a person, the roles that it lost count too: it shows what it was told there.
    """
    refuse_beyond(reach, user)
    refuse_stand_in_beyond(reach, user)
    person = _person_behind(user)
    if person and not is_within(person.unit, reach):
        raise OrganizationError(
            "This account is the one of somebody who works at a unit that is not yours to manage."
        )
    if person is None and not holds_and_held_all_of(user, reach):
        raise OrganizationError(
            "This account had a role at a unit that is not yours to manage."
            " Revoke its roles here, and give them to the new address."
        )


def _is_in_use(user: User) -> bool:
    """Whether somebody can sign in, or was given a role and a link that is still to be followed."""
    return user.active and (user.password is not None or bool(user.grants))


def _record(user: User, before: str) -> None:
    said, person = f"{before}, now {user.email}", _person_behind(user)
    if person:
        trail.of_person(Access.ADDRESS_CHANGED, person, said)
        return
    trail.of_grant(Access.ADDRESS_CHANGED, _first_grant(user), f"{said}.")


def _unit_of(user: User) -> Unit:
    person = _person_behind(user)
    return person.unit if person else _first_grant(user).unit


def _first_grant(user: User) -> Grant:
    return min(user.grants, key=lambda grant: grant.id)


def _person_behind(user: User) -> Person | None:
    return db.session.scalar(select(Person).where(Person.user_id == user.id))
