"""Writing of the trail: what happened, in the transaction in which it happens."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from ipaddress import ip_address

from flask import g, has_request_context, request
from sqlalchemy import select

from pdplanner import clock
from pdplanner.audit import chain
from pdplanner.audit.models import Area, AuditEvent, Kind, Money
from pdplanner.extensions import Base, db

Names = Sequence[str]


def record(
    kind: Kind,
    *,
    about: str,
    unit_id: int | None,
    other_unit_id: int | None = None,
    said: str = "",
    path: str = "",
    by_id: int | None = None,
    for_id: int | None = None,
    at: datetime | None = None,
) -> None:
    """Enter what was done, and to what; `said` is what was before and is now, in words.

    Those who read of it are those of the units. `by_id` is the user of the request where it is
    None, `for_id` the one in whose place they did it. It is chained with the commit.
    """
    by_id = by_id or _user_id()
    by, in_place_of, unit = _names(by_id, for_id, unit_id)
    event = AuditEvent(
        at=at or clock.now(),
        area=Area.MONEY if isinstance(kind, Money) else Area.ACCESS,
        kind=kind,
        by_id=by_id,
        by=by,
        for_id=for_id,
        in_place_of=in_place_of,
        unit_id=unit_id,
        unit=unit,
        other_unit_id=other_unit_id,
        about=_fitting("about", about),
        said=_fitting("said", said),
        path=path,
        came_from=_address(),
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


def listed(lists: Mapping[str, Names]) -> str:
    """Say what stands in each list, the shortest first: "Pays only for (2): I.A; I.B."."""
    said = (f"{head} ({len(names)}): {_row(names)}." for head, names in lists.items() if names)
    return " ".join(sorted(said, key=len))


def list_changes(before: Mapping[str, Names], after: Mapping[str, Names]) -> str:
    """Say of lists what came and what went, the shortest first, but not what stayed.

    "Pays only for: 2 before, 3 now. Added: I.C; I.D. Taken away: I.A."
    """
    said = (_list_change(head, before[head], after[head]) for head in before)
    return " ".join(sorted((each for each in said if each), key=len))


def _list_change(head: str, before: Names, after: Names) -> str:
    added, gone = Counter(after) - Counter(before), Counter(before) - Counter(after)
    if not added and not gone:
        return ""
    parts = [f"{head}: {len(before) or 'none'} before, {len(after) or 'none'} now."]
    parts += [f"Added: {_row(added.elements())}."] if added else []
    parts += [f"Taken away: {_row(gone.elements())}."] if gone else []
    return " ".join(parts)


def _row(names: Iterable[str]) -> str:
    return "; ".join(names)


def _user_id() -> int | None:
    user_id: int | None = g.get("user_id") if has_request_context() else None
    return user_id


def _names(by_id: int | None, for_id: int | None, unit_id: int | None) -> tuple[str, str, str]:
    """What they are called now: their tables are of slices above, and go by their names."""
    user, unit = Base.metadata.tables["user"], Base.metadata.tables["unit"]
    account = user.c.name + " (" + user.c.email + ")"
    wanted = (
        select(account).where(user.c.id == by_id),
        select(account).where(user.c.id == for_id),
        select(unit.c.name).where(unit.c.id == unit_id),
    )
    row = db.session.execute(select(*(each.scalar_subquery() for each in wanted))).one()
    by, in_place_of, of = (name or "" for name in row)
    return by, in_place_of, of


def _address() -> str:
    """Where the request came from; what a proxy wrote there and is no address is left out."""
    try:
        return str(ip_address(request.remote_addr or "")) if has_request_context() else ""
    except ValueError:
        return ""


def _fitting(column: str, text: str) -> str:
    """What a column holds of a text; where that is not all, it ends with a mark that says so."""
    longest: int = AuditEvent.__table__.c[column].type.length  # type: ignore[attr-defined]
    if len(text) <= longest:
        return text
    mark = f" … (cut here: it has {len(text):,} characters)"
    return f"{text[: longest - len(mark)]}{mark}"
