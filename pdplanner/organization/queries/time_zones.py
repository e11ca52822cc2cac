from collections.abc import Iterable, Mapping

from sqlalchemy import select

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.organization.models import Unit


def time_zone_of(paths: Iterable[str]) -> str:
    """Return the zone of the first of some units that has one, its own or the nearest above it."""
    zones = _stated()
    found = (_zone_at(path, zones) for path in paths)
    return next((zone for zone in found if zone), clock.UTC_ZONE)


def zones_by_path(paths: Iterable[str]) -> dict[str, str]:
    """Return the zone of each of some units, its own or the nearest above it."""
    zones = _stated()
    return {path: _zone_at(path, zones) or clock.UTC_ZONE for path in paths}


def _stated() -> dict[str, str]:
    stated = select(Unit.path, Unit.time_zone).where(Unit.time_zone.is_not(None))
    with db.session.no_autoflush:
        return {path: zone for path, zone in db.session.execute(stated) if zone}


def _zone_at(path: str, zones: Mapping[str, str]) -> str:
    above = [each for each in zones if path.startswith(each)]
    return zones[max(above, key=len)] if above else ""
