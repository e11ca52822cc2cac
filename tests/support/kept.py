"""What many tests begin with: made once, then written again row by row, which is quicker."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, exists, insert, or_, select, text

from pdplanner import clock
from pdplanner.extensions import db

NOW = clock.now
USED = """
select setval(pg_get_serial_sequence(:named, 'id'), (select max(id) from {table}))
"""


class Rows(NamedTuple):
    table: Table
    values: Sequence[dict[str, Any]]


_kept: dict[tuple[str, date], Sequence[Rows]] = {}


def made(what: str, make: Callable[[], object]) -> None:
    """Let an empty database hold what `make` adds, and commit.

    Rows say when they were made, so whoever stops the clock gets rows of that instant.
    """
    assert not db.session.scalar(_any_row()), f"{what}: the database is not empty"
    key = what, clock.today() if clock.now is NOW else clock.now()
    if key in _kept:
        _write(_kept[key])
    else:
        make()
        # Not before: the audit trail's entries are sealed as the session commits.
        db.session.commit()
        _kept[key] = _read()
    db.session.commit()


@cache
def _any_row() -> Select[tuple[bool]]:
    return select(or_(*(exists().select_from(table) for table in db.metadata.sorted_tables)))


def _read() -> Sequence[Rows]:
    """All rows, those that others point to first."""
    rows = (
        (table, select(table).order_by(*table.primary_key)) for table in db.metadata.sorted_tables
    )
    found = ((table, db.session.execute(each).mappings()) for table, each in rows)
    return [Rows(table, [dict(row) for row in values]) for table, values in found]


def _write(rows: Sequence[Rows]) -> None:
    for table, values in rows:
        if not values:
            continue
        db.session.execute(insert(table), values)
        if db.engine.dialect.name == "postgresql" and "id" in table.c:
            quoted = f'"{table.name}"'
            db.session.execute(text(USED.format(table=quoted)), {"named": quoted})
