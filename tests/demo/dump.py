"""All that a database holds, in a form that two databases can be compared by."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select

from pdplanner.extensions import db

# Random, or the moment of loading.
UNREPEATABLE = {"fs_uniquifier", "created_on", "granted_on", "audit_event.at", "audit_seal.digest"}


def rows_by_table() -> dict[str, int]:
    return {name: len(rows) for name, rows in _tables()}


def digest() -> str:
    """Return a hash of every row of every table, `UNREPEATABLE` columns aside."""
    text = "\n".join(f"{name} {row}" for name, rows in _tables() for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()


def _tables() -> Iterator[tuple[str, list[str]]]:
    for table in db.metadata.sorted_tables:
        columns = [
            column
            for column in table.columns
            if UNREPEATABLE.isdisjoint({column.name, f"{table.name}.{column.name}"})
        ]
        rows = db.session.execute(select(*columns))
        yield table.name, sorted(repr(tuple(row)) for row in rows)
