"""What the audit trail says of people, units and roles."""

from pdplanner.accounts.models import Grant, User
from pdplanner.accounts.services import named
from pdplanner.audit import services as audit
from pdplanner.audit.models import Access, Kind, Money
from pdplanner.organization.models import Person, Unit
from pdplanner.web.filters import day, dollars, hours
from pdplanner.web.mail_letters import path


def facts_of_person(person: Person) -> dict[str, str]:
    return {
        "Name": person.name,
        "Employee number": person.employee_number or "",
        "Hours": hours(person.hours),
        "Leaving": day(person.leaving_on),
        "Job roles": ", ".join(sorted(role.title for role in person.job_roles)),
    }


def person_changed(person: Person, before: dict[str, str]) -> None:
    said = audit.changes(before, facts_of_person(person))
    if said:
        _record(Access.PERSON_CHANGED, person, said)


def allowance_changed(person: Person, before: int | None) -> None:
    """It is money: the business office reads of it."""
    said = audit.changes(
        {"Allowance": _limit(before)}, {"Allowance": _limit(person.allowance_cents)}
    )
    if said:
        _record(Money.ALLOWANCE_CHANGED, person, said)


def of_person(
    kind: Access, person: Person, said: str = "", *, other_unit_id: int | None = None
) -> None:
    _record(kind, person, f"{said}." if said else "", other_unit_id)


def facts_of_unit(unit: Unit) -> dict[str, str]:
    months = unit.stale_after_months
    return {
        "Name": unit.name,
        "Kind": unit.kind,
        "Ratings stale after": f"{months} months" if months else "",
        "Time zone": unit.time_zone or "",
    }


def unit_changed(unit: Unit, before: dict[str, str]) -> None:
    said = audit.changes(before, facts_of_unit(unit))
    if said:
        _record_unit(Access.UNIT_CHANGED, unit, said)


def of_unit(kind: Access, unit: Unit, said: str = "", *, other_unit_id: int | None = None) -> None:
    _record_unit(kind, unit, f"{said}." if said else "", other_unit_id)


def of_grant(kind: Access, grant: Grant, said: str) -> None:
    about = f"{named(grant.user)}, {grant.role} at {grant.unit.name}"
    page = path("organization.unit", unit_id=grant.unit_id)
    audit.record(kind, about=about, said=said, unit_id=grant.unit_id, path=page)


def of_address_given_up(user: User, *, asked_at: Unit, former: Unit | None) -> None:
    """Enter whose it was where the account stood last; the unit that asked reads the address alone.

    They may be of two districts.
    """
    was = "was never opened" if user.active else "was closed"
    if former:
        said = f"Its address is free for a new account: this one {was} and stands for nobody."
        audit.record(Access.ADDRESS_CHANGED, about=named(user), said=said, unit_id=former.id)
    if former is None or former.id != asked_at.id:
        said = f"Free for a new account: the one that had it {was} and stands for nobody."
        audit.record(Access.ADDRESS_CHANGED, about=user.email, said=said, unit_id=asked_at.id)


def _limit(allowance_cents: int | None) -> str:
    return "no limit" if allowance_cents is None else dollars(allowance_cents)


def _record(kind: Kind, person: Person, said: str, other_unit_id: int | None = None) -> None:
    page = path("organization.person", person_id=person.id)
    audit.record(
        kind, about=person.name, said=said, unit_id=person.unit_id, other_unit_id=other_unit_id,
        path=page,
    )  # fmt: skip


def _record_unit(kind: Access, unit: Unit, said: str, other_unit_id: int | None = None) -> None:
    page = path("organization.unit", unit_id=unit.id)
    audit.record(
        kind, about=unit.name, said=said, unit_id=unit.id, other_unit_id=other_unit_id, path=page
    )
