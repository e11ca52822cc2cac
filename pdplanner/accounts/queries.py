from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select

from pdplanner.accounts.models import Grant, User
from pdplanner.extensions import Base, db


class SignedIn(NamedTuple):
    """An account with the path of the unit where its person works, if they are staff.

    `reaches` has (role, unit path) for each grant at an active unit.
    """

    user: User
    home: str | None
    reaches: tuple[tuple[str, str], ...]


def signed_in(uniquifier: str) -> SignedIn | None:
    """Return the active account that a session names, in the one query of every request."""
    rows = db.session.execute(_signed_in(), {"uniquifier": uniquifier}).all()
    if not rows:
        return None
    reaches = tuple((role, path) for _user, _home, role, path in rows if path is not None)
    return SignedIn(rows[0][0], rows[0][1], reaches)


@cache
def _signed_in() -> Select[*tuple[Any, ...]]:
    """Built once. The organization's tables go by their names: its models stand above."""
    unit, person = Base.metadata.tables["unit"], Base.metadata.tables["person"]
    home = select(unit.c.path).join(person, person.c.unit_id == unit.c.id)
    home = home.where(person.c.user_id == User.id, person.c.active).correlate(User)
    granted = (unit.c.id == Grant.unit_id) & unit.c.active
    return (
        select(User, home.scalar_subquery(), Grant.role, unit.c.path)
        .outerjoin(Grant, Grant.user_id == User.id)
        .outerjoin(unit, granted)
        .where(User.fs_uniquifier == bindparam("uniquifier"), User.active)
        .order_by(unit.c.path, Grant.role)
    )


def user_with_email(email: str) -> User | None:
    """Find an account whatever the case of the address."""
    return db.session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))
