import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from flask_security.recoverable import generate_reset_password_token
from sqlalchemy.exc import IntegrityError

from pdplanner.accounts import queries
from pdplanner.accounts.models import Grant, Role, Theme, User
from pdplanner.audit import services as audit
from pdplanner.audit.models import Access
from pdplanner.extensions import db
from pdplanner.web.mail_letters import path

LONGEST_EMAIL = 255


class AccountExistsError(Exception):
    """The address already has an account."""


def create_user(*, email: str, name: str, password_hash: str | None = None) -> User:
    """Create an account; without a password it opens by the link of `invitation_token` only.

    Raises AccountExistsError where an account has the address, in whatever case, also one that
    somebody gave it in the same moment.
    """
    if queries.user_with_email(email):
        raise _exists(email)
    user = User(
        email=email.strip().lower(),
        name=name,
        password=password_hash,
        active=True,
        fs_uniquifier=secrets.token_hex(32),
    )
    with _refusing_twins(email):
        db.session.add(user)
    return user


def change_email(user: User, *, email: str) -> None:
    """Give an account another address; its sessions and mailed links end at once.

    Raises AccountExistsError as `create_user` does.
    """
    other = queries.user_with_email(email)
    if other and other.id != user.id:
        raise _exists(email)
    with _refusing_twins(email):
        user.email, user.fs_uniquifier = email.strip().lower(), secrets.token_hex(32)


@contextmanager
def _refusing_twins(email: str) -> Iterator[None]:
    """Leave the transaction whole where the address went to another account meanwhile."""
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError as error:
        raise _exists(email) from error


def _exists(email: str) -> AccountExistsError:
    return AccountExistsError(f"{email} already has an account.")


def give_up_email(user: User) -> None:
    """Close an account for good and free its address: what it did stays under its name."""
    user.active, user.password = False, None
    user.email = f"closed-{user.id}:{user.email}"[:LONGEST_EMAIL]
    user.fs_uniquifier = secrets.token_hex(32)
    db.session.flush()


def invitation_token(user: User) -> str:
    """A link token that lets the user choose a password once, within three days."""
    return str(generate_reset_password_token(user))  # type: ignore[no-untyped-call]


def choose_theme(user: User, *, theme: str) -> None:
    user.theme = Theme(theme)


def grant(user: User, *, role: str, unit_id: int) -> Grant:
    """Give a role at a unit; giving it twice changes nothing."""
    for held in user.grants:
        if (held.role, held.unit_id) == (role, unit_id):
            return held
    given = Grant(role=Role(role), unit_id=unit_id)
    user.grants.append(given)
    db.session.flush()
    _record_grant(Access.ROLE_GIVEN, given)
    return given


def revoke(grant: Grant) -> None:
    _record_grant(Access.ROLE_REVOKED, grant)
    db.session.delete(grant)
    db.session.flush()


def deactivate(user: User) -> None:
    """Close an account: its sessions and mailed links end at once, its grants are gone."""
    for held in user.grants:
        _record_grant(Access.ROLE_REVOKED, held)
    user.active = False
    user.grants.clear()
    user.fs_uniquifier = secrets.token_hex(32)
    db.session.flush()


def reactivate(user: User) -> None:
    user.active = True
    db.session.flush()


def set_password(user: User, *, password_hash: str) -> None:
    """Set it for somebody else, as the command does for an administrator who is locked out."""
    user.password = password_hash
    db.session.flush()
    record(Access.PASSWORD_SET, user, by_id=None)


def named(user: User) -> str:
    """An account as the audit trail names it."""
    return f"{user.name} ({user.email})"


def record(kind: Access, user: User, *, by_id: int | None) -> None:
    """Enter what is done to an account, where it stands: where they work, or have a role."""
    unit_id = queries.unit_id_of(user)
    audit.record(kind, about=named(user), unit_id=unit_id, by_id=by_id)


def _record_grant(kind: Access, grant: Grant) -> None:
    unit = grant.unit
    page = path("organization.unit", unit_id=unit.id)
    said = f"{grant.role} at {unit.name}."
    audit.record(kind, about=named(grant.user), said=said, unit_id=unit.id, path=page)
