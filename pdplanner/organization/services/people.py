from collections.abc import Collection, Sequence
from datetime import date

from pdplanner.accounts import services as accounts
from pdplanner.accounts.models import User
from pdplanner.audit.models import Access
from pdplanner.extensions import db
from pdplanner.organization import queries
from pdplanner.organization.models import JobRole, Person, Unit
from pdplanner.organization.services import employee_numbers, trail, tree
from pdplanner.organization.services.absences import close_account, end_lost
from pdplanner.organization.services.errors import OrganizationError
from pdplanner.organization.services.reach import EVERYWHERE, refuse_beyond
from pdplanner.organization.signals import (
    answering_changed,
    people_left,
    people_moved,
    staleness_changed,
)


def create_person(
    *,
    name: str,
    unit: Unit,
    hours: float,
    allowance_cents: int | None,
    employee_number: str | None = None,
    leaving_on: date | None = None,
    job_roles: Sequence[JobRole] = (),
    user: User | None = None,
) -> Person:
    """Add a member of staff; hours and allowance are what one year's plan may use."""
    tree.hold(unit)
    _refuse_closed(unit)
    employee_numbers.refuse_taken(employee_number, unit=unit)
    person = Person(name=name, unit=unit, user=user, employee_number=employee_number or None)
    person.hours, person.allowance_cents = hours, allowance_cents
    person.leaving_on, person.job_roles = leaving_on, list(job_roles)
    db.session.add(person)
    db.session.flush()
    trail.of_person(Access.PERSON_ADDED, person, f"At {unit.name}")
    return person


def edit_person(
    person: Person,
    *,
    name: str,
    hours: float,
    allowance_cents: int | None,
    employee_number: str | None,
    leaving_on: date | None,
    job_roles: Sequence[JobRole],
) -> None:
    tree.hold(person.unit)
    if employee_number != person.employee_number:
        employee_numbers.refuse_taken(employee_number, unit=person.unit)
    before, allowance = trail.facts_of_person(person), person.allowance_cents
    person.name = name
    person.employee_number = employee_number or None
    person.hours = hours
    person.allowance_cents = allowance_cents
    person.leaving_on = leaving_on
    person.job_roles = list(job_roles)
    if person.user:
        person.user.name = name
    db.session.flush()
    trail.person_changed(person, before)
    trail.allowance_changed(person, allowance)


def move_person(person: Person, *, unit: Unit) -> None:
    """Let a person work in another unit; who may see them follows at once."""
    tree.hold(unit)
    _refuse_closed(unit)
    if unit.id == person.unit_id:
        return
    employee_numbers.refuse_taken(person.employee_number, unit=unit, besides=person)
    before, left = queries.stale_months(person.unit), person.unit
    person.unit = unit
    db.session.flush()
    if queries.stale_months(unit) != before:
        staleness_changed.send(unit, people=[person])
    said = f"From {left.name} to {unit.name}"
    trail.of_person(Access.PERSON_MOVED, person, said, other_unit_id=left.id)
    end_lost()
    people_moved.send(unit, people=[person], left=left)


def deactivate_person(
    person: Person, *, by: User | None = None, reach: Collection[str] = EVERYWHERE
) -> None:
    """End a person's work here and close their account, with every role that it held."""
    if person.user and by and person.user_id == by.id:
        raise OrganizationError(
            "You cannot deactivate yourself: your own account would close. Ask another admin."
        )
    if not person.active:
        return
    held: list[Unit] = []
    if person.user:
        refuse_beyond(reach, person.user)
        held = [grant.unit for grant in person.user.grants]
        close_account(person.user)
    person.active = False
    db.session.flush()
    trail.of_person(Access.PERSON_DEACTIVATED, person, _account(person, "closed"))
    end_lost()
    people_left.send(person.unit, people=[person])
    if held:
        answering_changed.send(person.unit, units=held)


def reactivate_person(person: Person) -> None:
    """Take a person back, with the account they had; roles are not given back by themselves."""
    tree.hold(person.unit)
    _refuse_closed(person.unit)
    if person.active:
        return
    person.active = True
    if person.user:
        accounts.reactivate(person.user)
    db.session.flush()
    trail.of_person(Access.PERSON_REACTIVATED, person, _account(person, "open again"))


def _account(person: Person, what: str) -> str:
    return f"Account {person.user.email}: {what}" if person.user else ""


def _refuse_closed(unit: Unit) -> None:
    if not unit.active:
        raise OrganizationError(f"{unit.name} is closed; choose an open unit.", field="unit")
