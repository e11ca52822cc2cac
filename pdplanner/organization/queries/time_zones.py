from collections.abc import Iterable

from sqlalchemy import select

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.organization.models import Unit


def time_zone_of(paths: Iterable[str]) -> str:
    """Return the zone of the first of some units that has one, its own or the nearest above it."""
    stated = select(Unit.path, Unit.time_zone).where(Unit.time_zone.is_not(None))
    with db.session.no_autoflush:
        zones = {path: zone for path, zone in db.session.execute(stated) if zone}
    for path in paths:
        above = [each for each in zones if path.startswith(each)]
        if above:
            return zones[max(above, key=len)]
    return clock.UTC_ZONE
