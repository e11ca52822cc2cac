"""The only source of time, so that a test can fix it.

Instants are stored in UTC. Which day one falls on is decided where the district is: in the time
zone that the context names, UTC where it names none.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

UTC_ZONE = "UTC"

_zone: ContextVar[Callable[[], str]] = ContextVar("zone", default=lambda: UTC_ZONE)


def now() -> datetime:
    """Return the present instant in UTC, without a zone, as the database stores it."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def today() -> date:
    """Return the present day in the zone of the context."""
    return day_of(now())


def zoned(instant: datetime) -> datetime:
    """Return a stored instant with the zone of the context: of an hour that comes twice, which."""
    return instant.replace(tzinfo=UTC).astimezone(_here())


def local(instant: datetime, zone: str | None = None) -> datetime:
    """Return what a clock on the wall shows at a stored instant, here or in a zone."""
    there = ZoneInfo(zone) if zone else _here()
    return instant.replace(tzinfo=UTC).astimezone(there).replace(tzinfo=None)


def day_of(instant: datetime, zone: str | None = None) -> date:
    """Return the day on which a stored instant falls, here or in a zone."""
    return local(instant, zone).date()


def start_of(day: date, hour: int = 0) -> datetime:
    """Return the instant, as stored, at which a local day or an hour of it begins."""
    begins = datetime.combine(day, time(hour), tzinfo=_here())
    return begins.astimezone(UTC).replace(tzinfo=None)


def last_day_before(instant: datetime) -> date:
    """Return the last local day that is over, or nearly so, at an instant."""
    return day_of(instant - timedelta(seconds=1))


def name_zone(zone: Callable[[], str]) -> None:
    """Let what follows in this context count days in a zone, asked for when a day is counted."""
    _zone.set(zone)


@contextmanager
def in_zone(zone: str) -> Iterator[None]:
    """Count days in a zone of the IANA database, such as "America/Chicago"."""
    token = _zone.set(lambda: zone)
    try:
        yield
    finally:
        _zone.reset(token)


def _here() -> ZoneInfo:
    return ZoneInfo(_zone.get()())
