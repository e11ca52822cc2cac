"""The only source of time, so that a test can fix it."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """Return the present instant in UTC, without a zone, as the database stores it."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def today() -> date:
    return now().date()
