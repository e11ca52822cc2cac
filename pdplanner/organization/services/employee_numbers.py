"""An employee number is one person's in a district: files are matched by it."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from pdplanner.extensions import db
from pdplanner.organization import queries
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.services.errors import OrganizationError


def refuse_taken(number: str | None, *, unit: Unit, besides: Person | None = None) -> None:
    """Refuse a number that somebody else in the unit's district has."""
    if not number:
        return
    district = queries.district_of(unit) or unit
    taken = select(Person.id).join(Person.unit).where(queries.below(district))
    if besides is not None:
        taken = taken.where(Person.id != besides.id)
    if db.session.scalar(taken.where(Person.employee_number == number).limit(1)):
        raise OrganizationError(
            f"Somebody in {district.name} has the number {number} already.",
            field="employee_number",
        )


def refuse_shared(unit: Unit, parent: Unit) -> None:
    """Refuse to move a unit whose people have numbers of others in the district above `parent`."""
    district = queries.district_of(parent) or parent
    other = aliased(Person)
    shared = (
        select(Person.employee_number)
        .join(Person.unit)
        .join(other, other.employee_number == Person.employee_number)
        .where(queries.below(unit), other.unit_id.in_(_beside(district, unit)))
        .order_by(Person.employee_number)
    )
    if (number := db.session.scalar(shared.limit(1))) is not None:
        raise OrganizationError(
            f"Somebody in {unit.name} has the number {number}, and so has somebody in"
            f" {district.name}. Give one of them another first.",
            field="parent",
        )


def _beside(district: Unit, unit: Unit) -> ColumnElement[int]:
    """The ids of the district's units that stay where they are."""
    beside = select(Unit.id).where(queries.below(district), ~queries.below(unit))
    return beside.scalar_subquery()
