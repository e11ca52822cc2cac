from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from pdplanner.accounts.models import Grant, User
from pdplanner.extensions import Base, db


def reaches(user_id: int) -> Sequence[tuple[str, str]]:
    """Return (role, unit path) for each grant of a user at an active unit."""
    unit = Base.metadata.tables["unit"]
    grants = (
        select(Grant.role, unit.c.path)
        .join(unit, unit.c.id == Grant.unit_id)
        .where(Grant.user_id == user_id, unit.c.active)
        .order_by(unit.c.path, Grant.role)
    )
    return [(role, path) for role, path in db.session.execute(grants)]


def home_path(user_id: int) -> str | None:
    """Return the path of the unit where the user works, or None for one who is no staff."""
    tables = Base.metadata.tables
    unit, person = tables["unit"], tables["person"]
    works_at = select(unit.c.path).join(person, person.c.unit_id == unit.c.id)
    return db.session.scalar(works_at.where(person.c.user_id == user_id, person.c.active))


def user_of_session(uniquifier: str) -> User | None:
    """Return the active account that a session names. Every request asks, so it is prepared."""
    return db.session.scalar(_OF_SESSION, {"uniquifier": uniquifier})


_OF_SESSION = select(User).where(User.fs_uniquifier == bindparam("uniquifier"), User.active)


def user_with_email(email: str) -> User | None:
    """Find an account whatever the case of the address."""
    return db.session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))


def grants_at(unit_id: int) -> Sequence[Grant]:
    """Return the grants that stand at a unit itself, by name and role."""
    grants = select(Grant).join(User).where(Grant.unit_id == unit_id)
    return db.session.scalars(grants.order_by(User.name, Grant.role)).all()
