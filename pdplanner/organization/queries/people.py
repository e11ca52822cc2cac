from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, subqueryload

from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.queries.units import below


def people_in(unit: Unit) -> Sequence[Person]:
    """Return the active people of the subtree by unit, then name, with unit and job roles."""
    people = select(Person).join(Person.unit).where(below(unit), Person.active)
    # One query for all roles: a select of their keys sends one for every 500 people.
    people = people.options(contains_eager(Person.unit), subqueryload(Person.job_roles))
    return sorted(db.session.scalars(people), key=_by_unit_and_name)


def person_of(user_id: int) -> Person | None:
    """Return the active person behind an account, with the unit."""
    behind = select(Person).where(Person.user_id == user_id, Person.active)
    return db.session.scalar(behind.options(joinedload(Person.unit)))


def names_of(person_ids: Collection[int]) -> dict[int, str]:
    """Return names by id, of people who work here no more as well."""
    rows = select(Person.id, Person.name).where(Person.id.in_(person_ids))
    return dict(db.session.execute(rows).all())


def leaving_of(person_ids: Collection[int]) -> dict[int, date | None]:
    """The last days of those who are known to leave."""
    leave = Person.id.in_(person_ids), Person.leaving_on.is_not(None)
    rows = select(Person.id, Person.leaving_on).where(*leave)
    return dict(db.session.execute(rows).all())


def _by_unit_and_name(person: Person) -> tuple[tuple[int, ...], str, int]:
    # Sorted here, since databases disagree on the order of capitals and slashes.
    return person.unit.lineage, person.name.casefold(), person.id


def stands_behind_somebody(user_id: int) -> bool:
    """Whether an account is the one of any person, active or not."""
    behind = select(Person.id).where(Person.user_id == user_id)
    return db.session.scalar(behind) is not None


def staff_among(user_ids: Collection[int]) -> set[int | None]:
    """Return those of some accounts that are the one of a person, active or not."""
    behind = select(Person.user_id).where(Person.user_id.in_(user_ids))
    return set(db.session.scalars(behind))
