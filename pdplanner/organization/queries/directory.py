"""The list of people that a page shows: 25 at a time, and as quick for thousands as for ten."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, or_, select

from pdplanner.accounts.models import User
from pdplanner.extensions import db
from pdplanner.organization.models import JobRole, Person, Unit, person_job_role
from pdplanner.organization.queries.units import below
from pdplanner.organization.wording import AccountState, account_state
from pdplanner.web.paging import Paging, paging

PAGE = 25
# A longer list is neither counted nor sorted as a whole; its pages follow the index of names.
COUNTED = 1_000

# Both are made once: half the cost of a short query is saying it.
ROWS = (
    select(
        Person.id,
        Person.name,
        Person.employee_number,
        Unit.name.label("unit"),
        Person.hours,
        Person.allowance_cents,
        Person.leaving_on,
        User.active.label("account_active"),
        User.password.is_not(None).label("opened"),
    )
    .join(Person.unit)
    .outerjoin(Person.user)
    .where(Person.id.in_(bindparam("ids", expanding=True)))
)
ROLE_TITLES = (
    select(person_job_role.c.person_id, JobRole.title)
    .join(JobRole)
    .where(person_job_role.c.person_id.in_(bindparam("ids", expanding=True)))
    .order_by(JobRole.title)
)


class Listed(NamedTuple):
    """A person as a row of the list."""

    id: int
    name: str
    employee_number: str | None
    unit: str
    job_roles: Sequence[str]
    hours: float
    allowance_cents: int | None
    leaving_on: date | None
    account: AccountState


@dataclass(frozen=True)
class PeoplePage:
    people: Sequence[Listed]
    paging: Paging
    """Cut where there are more than COUNTED; what follows a page is known there too."""


def people_page(
    within: ColumnElement[bool],
    *,
    text: str = "",
    unit: Unit | None = None,
    inactive: bool = False,
    number: str | None = None,
) -> PeoplePage:
    """List the people of the units that `within` keeps, by name.

    `text` is a part of the name or the beginning of the employee number.
    """
    places = [within, below(unit)] if unit else [within]
    people: list[ColumnElement[bool]] = [Person.active.is_(not inactive)]
    if text:
        named = Person.name.icontains(text, autoescape=True)
        people.append(or_(named, Person.employee_number.istartswith(text, autoescape=True)))
    found = select(Person.id, Person.name).join(Person.unit).where(*places, *people)
    if db.session.execute(found.offset(COUNTED).limit(1)).first():
        return _page_of_many(places, people, number)
    return _page_of_few(found, number)


def _page_of_few(found: Select[int, str], number: str | None) -> PeoplePage:
    # Sorted here, since databases disagree on the order of capitals.
    rows = sorted(db.session.execute(found), key=lambda row: (row.name.casefold(), row.id))
    ids = [row.id for row in rows]
    page = paging(number, size=PAGE, count=len(ids))
    return PeoplePage(_listed(ids[page.offset : page.last]), page)


def _page_of_many(
    places: Sequence[ColumnElement[bool]],
    people: Sequence[ColumnElement[bool]],
    number: str | None,
) -> PeoplePage:
    """Walk the index of names from the start and ask of each person whether the unit is wanted."""
    place = select(Unit.id).where(Unit.id == Person.unit_id, *places).exists()
    walked = select(Person.id).where(*people, place).order_by(Person.name, Person.id)
    page = paging(number, size=PAGE, count=COUNTED, cut=True)
    ids = db.session.scalars(walked.offset(page.offset).limit(PAGE + 1)).all()
    return PeoplePage(_listed(ids[:PAGE]), replace(page, ends=len(ids) <= PAGE))


def _listed(ids: Sequence[int]) -> Sequence[Listed]:
    """Return a row for each id, in their order."""
    by_id = {row.id: row for row in db.session.execute(ROWS, {"ids": ids})}
    roles: dict[int, list[str]] = defaultdict(list)
    for person_id, title in db.session.execute(ROLE_TITLES, {"ids": ids}):
        roles[person_id].append(title)
    return [_as_listed(by_id[person_id], roles[person_id]) for person_id in ids]


def _as_listed(row: Any, job_roles: Sequence[str]) -> Listed:
    return Listed(
        id=row.id,
        name=row.name,
        employee_number=row.employee_number,
        unit=row.unit,
        job_roles=job_roles,
        hours=row.hours,
        allowance_cents=row.allowance_cents,
        leaving_on=row.leaving_on,
        account=account_state(active=row.account_active, opened=row.opened),
    )
