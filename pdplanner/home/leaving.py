"""What human resources sees first: who leaves within a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit

DAYS = 365
MOST_SHOWN = 25


@dataclass(frozen=True)
class Leaving:
    people: Sequence[Person]
    count: int


def leaving_within(paths: Sequence[str]) -> Leaving:
    """Return the active people below some paths who leave within a year, the next one first."""
    today = clock.today()
    below = or_(*(Unit.path.startswith(path, autoescape=True) for path in paths))
    soon = Person.leaving_on.between(today, today + timedelta(days=DAYS))
    people = select(Person).join(Person.unit).where(Person.active, soon, below)
    shown = people.order_by(Person.leaving_on, Person.name, Person.id).limit(MOST_SHOWN)
    loaded = shown.options(contains_eager(Person.unit), selectinload(Person.job_roles))
    rows = db.session.scalars(loaded).all()
    if len(rows) < MOST_SHOWN:
        return Leaving(rows, len(rows))
    count = db.session.scalar(people.with_only_columns(func.count(Person.id)))
    return Leaving(rows, count or 0)
