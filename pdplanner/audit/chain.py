"""The chain: each event is sealed over the one before it, so that no row changes unnoticed.

Events are written whenever they happen, and sealed as the last thing before their commit: the
chain's lock is held for a moment only, and who holds it waits for nobody.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from pdplanner.audit.models import AuditEvent, AuditSeal
from pdplanner.extensions import db
from pdplanner.web import request_log

EXPECTED, SEALED = "events to seal", "head sealed"
# Any number, as long as nothing else locks it.
LOCK = text("select pg_advisory_xact_lock(4807711)")
FIELDS = (
    "id", "area", "kind", "by_id", "for_id", "unit_id", "about", "said", "path", "came_from",
    "reference",
)  # fmt: skip
AT_ONCE = 1_000


class Head(NamedTuple):
    """The last seal: how many there are, and the digest that stands for all of them."""

    position: int
    digest: str

    def __str__(self) -> str:
        return f"{self.position}:{self.digest}"


EMPTY = Head(0, "")


def expect(made: AuditEvent) -> None:
    """Let an event be sealed with the commit; one that is rolled back is forgotten."""
    db.session.info.setdefault(EXPECTED, []).append(made)


@event.listens_for(db.session, "before_commit")
def _seal(session: Session) -> None:
    if session.in_nested_transaction() or not session.info.get(EXPECTED):
        return
    session.flush()
    kept = [each for each in session.info.pop(EXPECTED) if each in session]
    if not kept:
        return
    if session.get_bind().dialect.name == "postgresql":
        session.execute(LOCK)
    at = head()
    for each in kept:
        at = Head(at.position + 1, digest_of(at.digest, each))
        session.add(AuditSeal(position=at.position, event_id=each.id, digest=at.digest))
    session.info[SEALED] = at


@event.listens_for(db.session, "after_commit")
def _tell_the_log(session: Session) -> None:
    """The log is a second place that knows the head: a chain cut off after it is noticed."""
    sealed = session.info.pop(SEALED, None)
    if sealed is not None:
        request_log.note(audit=str(sealed))


def head() -> Head:
    newest = select(AuditSeal.position, AuditSeal.digest).order_by(AuditSeal.position.desc())
    row = db.session.execute(newest.limit(1)).first()
    return Head(*row) if row else EMPTY


def digest_of(previous: str, made: AuditEvent) -> str:
    facts = [previous, made.at.isoformat(), *(getattr(made, name) for name in FIELDS)]
    return sha256(json.dumps(facts, ensure_ascii=True).encode()).hexdigest()


def fault(known: Head = EMPTY) -> str:
    """Return what is wrong with the first bad row; empty where the chain holds.

    `known` is a head that was noted elsewhere: the chain must still go through it.
    """
    return next(_faults(known), "")


def _faults(known: Head) -> Iterator[str]:
    at = EMPTY
    for seal, made in _entries():
        if seal.position != at.position + 1:
            yield f"Entry {at.position + 1} is missing."
        elif made is None:
            yield f"The event of entry {seal.position} is missing."
        elif digest_of(at.digest, made) != seal.digest:
            yield f"Entry {seal.position} was changed, or the one before it."
        elif seal.position == known.position and seal.digest != known.digest:
            yield f"Entry {seal.position} is not the one that was noted."
        at = Head(seal.position, seal.digest)
    if at.position < known.position:
        yield f"Entry {at.position + 1} is missing: {known.position} entries were noted."
    unsealed = select(AuditEvent.id).outerjoin(AuditSeal).where(AuditSeal.event_id.is_(None))
    first = db.session.scalar(unsealed.order_by(AuditEvent.id).limit(1))
    if first is not None:
        yield f"Event {first} has no entry in the chain."


def _entries() -> Iterator[tuple[AuditSeal, AuditEvent | None]]:
    """All seals in their order, each with its event if that is there."""
    sealed = select(AuditSeal, AuditEvent).outerjoin(AuditSeal.event).order_by(AuditSeal.position)
    last = -1
    while True:
        later = sealed.where(AuditSeal.position > last).limit(AT_ONCE)
        rows = db.session.execute(later).all()
        yield from ((seal, made) for seal, made in rows)
        if len(rows) < AT_ONCE:
            return
        last = rows[-1][0].position
