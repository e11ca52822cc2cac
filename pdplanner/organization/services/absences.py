"""Substitutes: who answers requests while the holder of a role is away."""

from datetime import date, timedelta

from sqlalchemy import or_, select

from pdplanner import clock
from pdplanner.accounts import queries as accounts
from pdplanner.accounts import services as accounts_services
from pdplanner.accounts.models import Absence, Grant, Role, User
from pdplanner.audit.models import Access
from pdplanner.extensions import db
from pdplanner.notices import services as notices
from pdplanner.notices.services import Told
from pdplanner.organization import queries
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.services import trail
from pdplanner.organization.services.errors import OrganizationError
from pdplanner.organization.wording import role_name
from pdplanner.web.filters import span
from pdplanner.web.mail_letters import path

ANSWERING = (Role.DIRECTOR, Role.FINANCE)
"""The roles that answer requests."""


def set_absence(grant: Grant, *, substitute: str, first: date, last: date) -> Absence:
    """Let the account with an address answer requests in a holder's place, and tell it so.

    The days are those of the unit. The notice is to be mailed after the commit. Raises
    OrganizationError.
    """
    user, before = _substitute(grant, substitute), _said(grant)
    with clock.in_zone(queries.time_zone_of([grant.unit.path])):
        if last < clock.today():
            raise OrganizationError("This day is over already.", field="last")
        begins_at, ends_at = clock.start_of(first), clock.start_of(last + timedelta(days=1))
    if grant.absence is None:
        grant.absence = Absence(substitute=user, begins_at=begins_at, ends_at=ends_at)
    absence = grant.absence
    absence.substitute, absence.begins_at, absence.ends_at = user, begins_at, ends_at
    db.session.flush()
    said = (
        f"{grant.user.name} is away, {span(first, last)}. You answer the requests that wait for"
        f" the {role_name(grant.role)} of {grant.unit.name}."
    )
    told = Told(f"You stand in for {grant.user.name}", said, path("requests.index"))
    notices.tell([user], told)
    said = _said(grant)
    if said != before:
        was = f" Before: {before}." if before else ""
        trail.of_grant(Access.SUBSTITUTE_NAMED, grant, f"{said}.{was}")
    return absence


def end_absence(grant: Grant) -> None:
    """Let nobody answer in a holder's place any more: also where the role itself goes."""
    if grant.absence is None:
        return
    trail.of_grant(Access.SUBSTITUTE_ENDED, grant, f"{_said(grant)}, before its time.")
    grant.absence = None
    db.session.flush()


def close_account(user: User) -> None:
    """Close an account; nobody answers in place of a role that it loses."""
    for held in user.grants:
        end_absence(held)
    accounts_services.deactivate(user)


def end_lost() -> bool:
    """End the absences whose substitute has left the district, and return whether there were any.

    There are few absences at any time.
    """
    ended = False
    for absence in db.session.scalars(select(Absence)).all():
        if not _is_of_district(absence.substitute, absence.grant.unit):
            ended = True
            said = f"{accounts_services.named(absence.substitute)} has left the district."
            trail.of_grant(Access.SUBSTITUTE_ENDED, absence.grant, said)
            db.session.delete(absence)
    db.session.flush()
    return ended


def _said(grant: Grant) -> str:
    """Who stands in and when, in the zone of the unit; empty where nobody does."""
    away = grant.absence
    if away is None:
        return ""
    with clock.in_zone(queries.time_zone_of([grant.unit.path])):
        days = span(clock.day_of(away.begins_at), clock.last_day_before(away.ends_at))
    return f"{accounts_services.named(away.substitute)}, {days}"


def _substitute(grant: Grant, address: str) -> User:
    """An account of the same district: nobody else knows these people and their money."""
    user = accounts.user_with_email(address)
    if user is None or not user.active or not _is_of_district(user, grant.unit):
        raise OrganizationError(
            "Nobody of this district has an account with this address.", field="substitute"
        )
    if user.id == grant.user_id:
        raise OrganizationError("Name somebody else.", field="substitute")
    return user


def _is_of_district(user: User, unit: Unit) -> bool:
    """Whether the user works or has a role in the unit's district, or above it."""
    district = queries.district_of(unit) or unit
    near = or_(queries.below(district), Unit.id.in_(district.lineage))
    works = select(Unit.id).join(Person, Person.unit_id == Unit.id)
    works = works.where(Person.user_id == user.id, Person.active, near)
    holds = select(Unit.id).join(Grant, Grant.unit_id == Unit.id)
    holds = holds.where(Grant.user_id == user.id, near)
    return db.session.scalar(works.union(holds).limit(1)) is not None
