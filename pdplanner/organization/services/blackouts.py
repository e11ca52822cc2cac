from datetime import date

from pdplanner.extensions import db
from pdplanner.organization.models import Blackout, Unit


def add_blackout(unit: Unit, *, name: str, starts_on: date, ends_on: date) -> Blackout:
    blackout = Blackout(unit=unit, name=name, starts_on=starts_on, ends_on=ends_on)
    db.session.add(blackout)
    db.session.flush()
    return blackout


def edit_blackout(
    blackout: Blackout, *, unit: Unit, name: str, starts_on: date, ends_on: date
) -> None:
    blackout.unit, blackout.name = unit, name
    blackout.starts_on, blackout.ends_on = starts_on, ends_on
    db.session.flush()


def remove_blackout(blackout: Blackout) -> None:
    db.session.delete(blackout)
    db.session.flush()
