"""Going through the chain: is every row as it was sealed, and none missing?"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import select

from pdplanner.audit.chain import EMPTY, Head, digest_of
from pdplanner.audit.models import AuditEvent, AuditSeal
from pdplanner.extensions import db

AT_ONCE = 1_000

Entry = tuple[int, AuditSeal | None, AuditEvent | None]
"""A position with its seal and event; both None where they cannot be read."""


class Walked(NamedTuple):
    """The first fault, empty where the chain holds, and the head that was reached."""

    fault: str
    head: Head


def walk(known: Head = EMPTY) -> Walked:
    """Prove the chain; `known` is a head that was noted elsewhere and must still be on the way."""
    at = EMPTY
    for position, seal, made in _entries():
        fault = _fault(at, position, seal, made)
        if seal is None or fault:
            return Walked(fault, at)
        at = Head(position, seal.digest)
        if position == known.position and at != known:
            return Walked(f"Entry {position} is not the one that was noted.", at)
    if at.position < known.position:
        noted = f"{known.position} entries were noted"
        return Walked(f"Entry {at.position + 1} is missing: {noted}.", at)
    return Walked(_unsealed(), at)


def _fault(at: Head, position: int, seal: AuditSeal | None, made: AuditEvent | None) -> str:
    if position != at.position + 1:
        return f"Entry {at.position + 1} is missing."
    if seal is None:
        return f"Entry {position} cannot be read."
    if made is None:
        return f"The event of entry {position} is missing."
    if digest_of(at.digest, made) != seal.digest:
        return f"Entry {position} was changed, or the one before it."
    return ""


def _unsealed() -> str:
    """Whether an event stands beside the chain, or at no place of it."""
    placed = select(AuditSeal.event_id).where(AuditSeal.position > 0)
    beside = select(AuditEvent.id).where(AuditEvent.id.not_in(placed)).order_by(AuditEvent.id)
    first = db.session.scalar(beside.limit(1))
    return "" if first is None else f"Event {first} has no entry in the chain."


def _entries() -> Iterator[Entry]:
    """All of the chain, in its order."""
    positions = db.session.scalars(select(AuditSeal.position).order_by(AuditSeal.position)).all()
    for begin in range(0, len(positions), AT_ONCE):
        some = positions[begin : begin + AT_ONCE]
        try:
            yield from _read(some)
        except Exception:  # whatever a database says of what is no text and no time
            db.session.rollback()
            for position in some:
                yield _read_alone(position)


def _read(positions: Sequence[int]) -> list[Entry]:
    sealed = select(AuditSeal, AuditEvent).outerjoin(AuditSeal.event)
    rows = sealed.where(AuditSeal.position.between(positions[0], positions[-1]))
    found = db.session.execute(rows.order_by(AuditSeal.position)).all()
    return [(seal.position, seal, made) for seal, made in found]


def _read_alone(position: int) -> Entry:
    try:
        return _read([position])[0]
    except Exception:
        db.session.rollback()
        return position, None, None
