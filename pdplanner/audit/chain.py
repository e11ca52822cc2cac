"""The chain: each event is sealed over the one before it, so that no row changes unnoticed.

Events are written whenever they happen, and sealed as the last thing before their commit: the
chain's lock is held for a moment only, and who holds it waits for nobody.
"""

import json
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import event, select, text
from sqlalchemy.orm import Session, SessionTransaction

from pdplanner.audit.models import AuditEvent, AuditSeal
from pdplanner.extensions import db
from pdplanner.web import request_log

EXPECTED, SEALED = "events to seal", "head sealed"
# Any number, as long as nothing else locks it.
LOCK = text("select pg_advisory_xact_lock(4807711)")
FIELDS = (
    "id", "at", "area", "kind", "by_id", "by", "for_id", "in_place_of", "unit_id", "unit",
    "other_unit_id", "about", "said", "path", "came_from", "reference",
)  # fmt: skip
"""All that an event holds: a column that is added later takes a new form of the digest."""


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


def head() -> Head:
    newest = select(AuditSeal.position, AuditSeal.digest).order_by(AuditSeal.position.desc())
    row = db.session.execute(newest.limit(1)).first()
    return Head(*row) if row else EMPTY


def digest_of(previous: str, made: AuditEvent) -> str:
    facts = [previous, *(getattr(made, name) for name in FIELDS)]
    return sha256(json.dumps(facts, default=str).encode()).hexdigest()


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


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    """Of a part that is rolled back only its own events go: they are in the session no more."""
    if not ended.nested:
        session.info.pop(EXPECTED, None)
        session.info.pop(SEALED, None)
