"""What human resources sees first: who leaves within a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import url_for
from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.home.steps import NextStep
from pdplanner.organization.models import Person, Unit
from pdplanner.web.filters import day

DAYS = 365
MOST_SHOWN = 25


@dataclass(frozen=True)
class Leaving:
    people: Sequence[Person]
    count: int

    @property
    def step(self) -> NextStep:
        return _next_leaving(self.people[0], self.count) if self.people else _nobody()


def leaving_within(paths: Sequence[str]) -> Leaving:
    """Return the active people below some paths who leave within a year, the next one first."""
    today = clock.today()
    below = or_(*(Unit.path.startswith(path, autoescape=True) for path in paths))
    soon = Person.leaving_on.between(today, today + timedelta(days=DAYS))
    people = select(Person).join(Person.unit).where(Person.active, soon, below)
    shown = people.order_by(Person.leaving_on, Person.name, Person.id).limit(MOST_SHOWN)
    loaded = shown.options(contains_eager(Person.unit), selectinload(Person.job_roles))
    rows = db.session.execute(loaded.add_columns(func.count().over())).all()
    return Leaving([row[0] for row in rows], rows[0][1] if rows else 0)


def _next_leaving(person: Person, count: int) -> NextStep:
    roles = ", ".join(role.title for role in person.job_roles) or "No job role"
    others = f" The first of {count:,} people who leave within a year." if count > 1 else ""
    return NextStep(
        f"{person.name} leaves on {day(person.leaving_on)}",
        f"{roles}, {person.unit.name}.{others}",
        "See the person",
        url_for("organization.person", person_id=person.id),
    )


def _nobody() -> NextStep:
    return NextStep(
        "look through the people",
        "Nobody is known to leave soon; an administrator enters the dates that are missing.",
        "Open the people",
        url_for("organization.people"),
    )
