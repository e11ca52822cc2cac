"""Tells the slices above when a rating's age may count differently."""

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from pdplanner.extensions import db
from pdplanner.organization import queries
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.queries.units import below
from pdplanner.organization.signals import staleness_changed


def announce_staleness(unit: Unit, *, before: int) -> None:
    """Announce everybody of a subtree, inactive people too, if its months changed."""
    if queries.stale_months(unit) == before:
        return
    people = select(Person).join(Person.unit).where(below(unit))
    people = people.options(contains_eager(Person.unit)).order_by(Person.id)
    staleness_changed.send(unit, people=db.session.scalars(people).all())
