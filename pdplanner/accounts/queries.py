from collections.abc import Sequence
from functools import cache

from sqlalchemy import Select, bindparam, func, select

from pdplanner.accounts.models import Grant, User
from pdplanner.extensions import Base, db


def reaches(user_id: int) -> Sequence[tuple[str, str]]:
    """Return (role, unit path) for each grant of a user at an active unit."""
    return [(role, path) for role, path in db.session.execute(_reaches(), {"user": user_id})]


def home_path(user_id: int) -> str | None:
    """Return the path of the unit where the user works, or None for one who is no staff."""
    return db.session.scalar(_home(), {"user": user_id})


def user_of_session(uniquifier: str) -> User | None:
    """Return the active account that a session names."""
    return db.session.scalar(_of_session(), {"uniquifier": uniquifier})


# Every request asks these three, so each is built once. The organization's tables are known by
# their names only, since its models stand above this slice.


@cache
def _reaches() -> Select[str, str]:
    unit = Base.metadata.tables["unit"]
    granted = select(Grant.role, unit.c.path).join(unit, unit.c.id == Grant.unit_id)
    granted = granted.where(Grant.user_id == bindparam("user"), unit.c.active)
    return granted.order_by(unit.c.path, Grant.role)


@cache
def _home() -> Select[str]:
    unit, person = Base.metadata.tables["unit"], Base.metadata.tables["person"]
    works_at = select(unit.c.path).join(person, person.c.unit_id == unit.c.id)
    return works_at.where(person.c.user_id == bindparam("user"), person.c.active)


@cache
def _of_session() -> Select[User]:
    return select(User).where(User.fs_uniquifier == bindparam("uniquifier"), User.active)


def user_with_email(email: str) -> User | None:
    """Find an account whatever the case of the address."""
    return db.session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))


def grants_at(unit_id: int) -> Sequence[Grant]:
    """Return the grants that stand at a unit itself, by name and role."""
    grants = select(Grant).join(User).where(Grant.unit_id == unit_id)
    return db.session.scalars(grants.order_by(User.name, Grant.role)).all()
