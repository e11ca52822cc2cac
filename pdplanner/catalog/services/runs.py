from datetime import date

from pdplanner.catalog.models import Offering, Session
from pdplanner.extensions import db
from pdplanner.organization.models import Unit


def add_session(
    offering: Offering,
    *,
    unit: Unit | None,
    starts_on: date,
    ends_on: date | None = None,
    seats: int | None = None,
    place: str = "",
    source: str = "",
) -> Session:
    """Add a dated run, a district's own or (no unit) the provider's; one day where no end is given.

    Raises ValueError where the run would end before it starts.
    """
    if ends_on is not None and ends_on < starts_on:
        raise ValueError(f"ends_on is {ends_on}, expected {starts_on} or later")
    session = Session(offering=offering, unit=unit, seats=seats, place=place, source=source)
    session.starts_on, session.ends_on = starts_on, ends_on or starts_on
    db.session.add(session)
    db.session.flush()
    return session


def remove_session(session: Session) -> None:
    session.offering.sessions.remove(session)
    db.session.flush()
