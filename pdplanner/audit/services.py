"""Writing of the trail: what happened, in the transaction in which it happens."""

from collections.abc import Mapping
from datetime import datetime

from flask import g, has_request_context, request

from pdplanner import clock
from pdplanner.audit import chain
from pdplanner.audit.models import Area, AuditEvent, Kind, Money
from pdplanner.extensions import db

LONGEST_ABOUT, LONGEST_SAID = 300, 2_000


def record(
    kind: Kind,
    *,
    about: str,
    unit_id: int | None,
    said: str = "",
    path: str = "",
    by_id: int | None = None,
    for_id: int | None = None,
    at: datetime | None = None,
) -> None:
    """Enter what was done, and to what; `said` is what was before and is now, in words.

    Those who read of it are those of the unit. `by_id` is the user of the request where it is
    None, `for_id` the one in whose place they did it. It is chained with the commit.
    """
    event = AuditEvent(
        at=at or clock.now(),
        area=Area.MONEY if isinstance(kind, Money) else Area.ACCESS,
        kind=kind,
        by_id=by_id or _user_id(),
        for_id=for_id,
        unit_id=unit_id,
        about=about[:LONGEST_ABOUT],
        said=said[:LONGEST_SAID],
        path=path,
        came_from=(request.remote_addr or "") if has_request_context() else "",
        reference=g.get("reference", "") if has_request_context() else "",
    )
    db.session.add(event)
    chain.expect(event)


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Say what is otherwise now: "Cap: block, now warn. Note: nothing, now Spring."."""
    return " ".join(
        f"{name}: {before[name] or 'nothing'}, now {after[name] or 'nothing'}."
        for name in before
        if before[name] != after[name]
    )


def _user_id() -> int | None:
    user_id: int | None = g.get("user_id") if has_request_context() else None
    return user_id
