"""The numbers by which records are asked for: an address or a form may hold any."""

from typing import Any, TypeVar

from pdplanner.extensions import db

# Beyond it PostgreSQL's integer ends.
LARGEST_ID = 2**31 - 1

M = TypeVar("M")


def is_id(number: int) -> bool:
    """Whether a database can be asked for a record of this number."""
    return 0 < number <= LARGEST_ID


def get_or_none(model: type[M], record_id: int, **options: Any) -> M | None:
    """Return the record; None where there is none, or its number could be none's."""
    return db.session.get(model, record_id, **options) if is_id(record_id) else None
