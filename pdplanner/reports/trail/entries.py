"""The audit trail as its readers see it: admins what is done to access, finance to money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from pdplanner import clock
from pdplanner.accounts import access
from pdplanner.audit.models import Access, Area, AuditEvent, AuditSeal, Kind, Money
from pdplanner.extensions import db
from pdplanner.organization.models import Unit
from pdplanner.web.paging import Paging, paging

PAGE = 25
# A longer trail is not counted to its end: nobody reads on from "1,000+".
COUNTED = 1_000
SEARCHED = (
    AuditEvent.about, AuditEvent.said, AuditEvent.by, AuditEvent.in_place_of, AuditEvent.unit,
    AuditEvent.reference,
)  # fmt: skip
KINDS: dict[Area, Sequence[Kind]] = {Area.MONEY: list(Money), Area.ACCESS: list(Access)}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; empty and None leave it open. Both days are included."""

    text: str = ""
    kind: str = ""
    first: date | None = None
    last: date | None = None


class Entry(NamedTuple):
    """An event with its place in the chain."""

    position: int
    at: datetime
    kind: str
    about: str
    said: str
    path: str
    came_from: str
    reference: str
    digest: str
    unit: str
    by: str
    in_place_of: str
    unit_path: str


@dataclass(frozen=True)
class TrailPage:
    """Some entries, the newest first."""

    entries: Sequence[Entry]
    paging: Paging


def areas_read() -> list[Area]:
    """What the reader may read of anywhere."""
    return [area for area in Area if access.paths(f"trail.{area}")]


def trail_page(wanted: Wanted, *, number: str | None) -> TrailPage:
    found = _entries(wanted)
    some = found.with_only_columns(AuditEvent.id).limit(COUNTED + 1).subquery()
    count = db.session.scalar(select(func.count()).select_from(some)) or 0
    page = paging(number, size=PAGE, count=min(count, COUNTED), cut=count > COUNTED)
    shown = _newest(found).limit(page.size).offset(page.offset)
    return TrailPage([Entry(*row) for row in db.session.execute(shown)], page)


def whole_trail(wanted: Wanted) -> Sequence[Entry]:
    """Return every entry that is looked for, the newest first."""
    return [Entry(*row) for row in db.session.execute(_newest(_entries(wanted)))]


def _newest(entries: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return entries.order_by(AuditEvent.at.desc(), AuditEvent.id.desc())


def _entries(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    entries = (
        select(
            AuditSeal.position, AuditEvent.at, AuditEvent.kind, AuditEvent.about, AuditEvent.said,
            AuditEvent.path, AuditEvent.came_from, AuditEvent.reference, AuditSeal.digest,
            AuditEvent.unit, AuditEvent.by, AuditEvent.in_place_of,
            func.coalesce(Unit.path, ""),
        )
        .select_from(AuditEvent)
        .outerjoin(Unit, Unit.id == AuditEvent.unit_id)
        .join(AuditSeal, AuditSeal.event_id == AuditEvent.id)
    )  # fmt: skip
    return entries.where(_in_reach(), *_conditions(wanted))


def _in_reach() -> ColumnElement[bool]:
    """What concerns a unit that the reader reaches, or another one that they reach."""
    conditions = []
    for area in areas_read():
        reached = select(Unit.id).where(access.within(Unit.path, f"trail.{area}"))
        units = (AuditEvent.unit_id, AuditEvent.other_unit_id)
        concerned = or_(*(each.in_(reached) for each in units))
        conditions.append(and_(AuditEvent.area == area, concerned))
    return or_(*conditions)


def _conditions(wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.text:
        words = (each.icontains(wanted.text, autoescape=True) for each in SEARCHED)
        conditions.append(or_(*words))
    if wanted.kind:
        conditions.append(AuditEvent.kind == wanted.kind)
    if wanted.first is not None:
        conditions.append(AuditEvent.at >= clock.start_of(wanted.first))
    if wanted.last is not None:
        conditions.append(AuditEvent.at < clock.start_of(wanted.last + timedelta(days=1)))
    return conditions
