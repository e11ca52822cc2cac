from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    DateTime,
    ScalarSelect,
    Select,
    String,
    bindparam,
    cast,
    func,
    select,
)
from sqlalchemy.orm import aliased

from pdplanner import clock
from pdplanner.accounts.models import Absence, Grant, User
from pdplanner.extensions import Base, db

BETWEEN, AFTER = " ", ","
"""What sets the parts of a stand-in apart, and one from the next."""


class StandIn(NamedTuple):
    """A role at a unit that an account has for a while in place of its holder."""

    role: str
    path: str
    user_id: int


class SignedIn(NamedTuple):
    """An account with the path of the unit where its person works, if they are staff.

    `time_zone` is that unit's, or the one of the first grant, where any is stated at or above it;
    `unread` is the number of new notices; `reaches` has (role, unit path) for each grant at an
    active unit.
    """

    user: User
    home: str | None
    time_zone: str | None
    unread: int
    reaches: tuple[tuple[str, str], ...]
    stands_in: tuple[StandIn, ...]


def signed_in(uniquifier: str) -> SignedIn | None:
    """Return the active account that a session names, in the one query of every request."""
    asked = {"uniquifier": uniquifier, "now": clock.now()}
    rows = db.session.execute(_signed_in(), asked).all()
    if not rows:
        return None
    reaches = tuple((row.role, row.path) for row in rows if row.path is not None)
    zones = (zone for row in rows for zone in (row.home_zone, row.zone) if zone)
    first = rows[0]
    return SignedIn(
        user=first.User,
        home=first.home,
        time_zone=next(zones, None),
        unread=first.unread,
        reaches=reaches,
        stands_in=_read_stand_ins(first.stands_in),
    )


def _read_stand_ins(text: str | None) -> tuple[StandIn, ...]:
    rows = (each.split(BETWEEN) for each in (text or "").split(AFTER) if each)
    return tuple(StandIn(role, path, int(user_id)) for role, path, user_id in rows)


@cache
def _signed_in() -> Select[*tuple[Any, ...]]:
    """Built once. Tables of slices above go by their names: their models are not known here."""
    unit, person, notice = (Base.metadata.tables[name] for name in ("unit", "person", "notice"))
    place = unit.alias("place")
    # Two steps, not a join: where few people have accounts SQLite would begin it with the units.
    works = select(person.c.unit_id).where(person.c.user_id == User.id, person.c.active)
    at = works.correlate(User).scalar_subquery()
    home = select(place.c.path).where(place.c.id == at).correlate(User)
    unread = select(func.count()).select_from(notice)
    unread = unread.where(notice.c.user_id == User.id, notice.c.read_at.is_(None)).correlate(User)
    granted = (unit.c.id == Grant.unit_id) & unit.c.active
    return (
        select(
            User,
            home.label("home"),
            _zone_above(home.scalar_subquery()).label("home_zone"),
            _zone_above(unit.c.path).label("zone"),
            unread.label("unread"),
            Grant.role,
            unit.c.path,
            _stand_ins().label("stands_in"),
        )
        .outerjoin(Grant, Grant.user_id == User.id)
        .outerjoin(unit, granted)
        .where(User.fs_uniquifier == bindparam("uniquifier"), User.active)
        .order_by(unit.c.path, Grant.role)
    )


def _stand_ins() -> ScalarSelect[str | None]:
    """The roles for which an account stands in now, in one text: few do, and briefly."""
    place, held = Base.metadata.tables["unit"].alias(), aliased(Grant)
    now = bindparam("now", type_=DateTime)
    row = held.role + BETWEEN + place.c.path + BETWEEN + cast(held.user_id, String)
    roles = (
        select(func.aggregate_strings(row, AFTER))
        .select_from(Absence)
        .join(held, held.id == Absence.grant_id)
        .join(place, (place.c.id == held.unit_id) & place.c.active)
        .where(Absence.substitute_id == User.id, Absence.begins_at <= now, Absence.ends_at > now)
    )
    return roles.correlate(User).scalar_subquery()


def _zone_above(path: ColumnElement[str]) -> ScalarSelect[str | None]:
    """The time zone of the nearest unit at or above a path that states one."""
    stated = Base.metadata.tables["unit"].alias()
    zone = select(stated.c.time_zone).where(
        stated.c.time_zone.is_not(None), path.startswith(stated.c.path)
    )
    nearest = zone.order_by(func.length(stated.c.path).desc()).limit(1)
    return nearest.correlate_except(stated).scalar_subquery()


def user_with_email(email: str) -> User | None:
    """Find an account whatever the case of the address."""
    return db.session.scalar(select(User).where(func.lower(User.email) == email.strip().lower()))


def unit_id_of(user: User) -> int | None:
    """Where an account stands: the unit of its person, or of its first role, even a closed one."""
    person = Base.metadata.tables["person"]
    works = select(person.c.unit_id).where(person.c.user_id == user.id)
    held = select(Grant.unit_id).where(Grant.user_id == user.id).order_by(Grant.id).limit(1)
    return db.session.scalar(works) or db.session.scalar(held)
