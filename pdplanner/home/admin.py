"""What an administrator sees first: what is there, what is missing, then who has no account."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Select, func, or_, select

from pdplanner.accounts import access
from pdplanner.accounts.models import Grant, Role, User
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.frameworks.models import Framework
from pdplanner.home.steps import NextStep, enter_funds, enter_year
from pdplanner.organization.models import JobRole, Person, Unit, UnitKind
from pdplanner.web.filters import plural


@dataclass(frozen=True)
class Installation:
    """What stands below the administrator's units, and in the shared data."""

    units: int
    districts: int
    people: int
    without_role: int
    without_account: int
    first_without_account: int | None
    """By name: the person's id, and their name below."""
    name_of_first: str | None
    unopened: int
    """People with an account that was never opened."""
    directors: int
    fiscal_years: int
    funds: int
    frameworks: int
    job_roles: int
    offerings: int
    own_district: int | None
    """A district whose fiscal years and funds the administrator enters too."""
    own_year: int | None
    """Its newest fiscal year that is not closed."""

    @property
    def money(self) -> bool:
        return bool(self.fiscal_years and self.funds)

    @property
    def missing(self) -> Sequence[NextStep]:
        """What to do before the first plan, in the order in which to do it."""
        return [step for lacks, step in _steps(self) if lacks]

    @property
    def step(self) -> NextStep:
        """What to do where nothing is missing."""
        return _invite(self) or _keep_up(self)


def installation(paths: Sequence[str]) -> Installation:
    """Count in one query."""
    below = or_(*(Unit.path.startswith(path, autoescape=True) for path in paths))
    units = select(func.count(Unit.id)).where(below, Unit.active)
    people = select(func.count(Person.id)).join(Person.unit).where(below, Person.active)
    directors = select(func.count(Grant.id)).join(Grant.unit).where(below)
    years = select(func.count(FiscalYear.id)).join(FiscalYear.unit).where(below)
    counts = (
        units,
        units.where(Unit.kind == UnitKind.DISTRICT),
        people,
        people.where(~Person.job_roles.any()),
        people.where(Person.user_id.is_(None)),
        _first_without_account(Person.id, below),
        _first_without_account(Person.name, below),
        people.join(Person.user).where(User.active, User.password.is_(None)),
        directors.where(Grant.role == Role.DIRECTOR),
        years,
        select(func.count(Fund.id)).join(Fund.unit).where(below),
        select(func.count(Framework.id)),
        select(func.count(JobRole.id)),
        select(func.count(Offering.id)).where(Offering.active),
        _own_district().where(below),
        _own_year().where(below),
    )
    row = db.session.execute(select(*(each.scalar_subquery() for each in counts))).one()
    return Installation(*row)


def _first_without_account(column: Any, below: ColumnElement[bool]) -> Select[Any]:
    found = select(column).join(Person.unit).where(below, Person.active, Person.user_id.is_(None))
    return found.order_by(Person.name, Person.id).limit(1)


def _own_district() -> Select[int]:
    found = select(Unit.id).where(Unit.active, Unit.kind == UnitKind.DISTRICT)
    return found.where(access.within(Unit.path, "fund.write")).order_by(Unit.name, Unit.id).limit(1)


def _own_year() -> Select[int]:
    """Of the same district: the first by name in which the user enters money."""
    found = select(FiscalYear.id).join(FiscalYear.unit)
    found = found.where(
        FiscalYear.closed_at.is_(None), Unit.id == _own_district().scalar_subquery()
    )
    return found.order_by(FiscalYear.starts_on.desc()).limit(1)


def _steps(found: Installation) -> list[tuple[bool, NextStep]]:
    """Each step with whether it is still to do."""
    return [
        (not (found.frameworks and found.job_roles and found.offerings), LOAD),
        (not found.districts, _step(DISTRICT, "Open the units", "organization.units")),
        (not found.people, _step(PEOPLE, "Add a person", "organization.new_person")),
        (bool(found.without_role), _step(ROLES, "Open the people", "organization.people")),
        (not found.directors, _step(DIRECTOR, "Open the units", "organization.units")),
        (not found.money, _money(found)),
    ]


def _money(found: Installation) -> NextStep:
    """Who may enter years and funds is led to them, others to who can give the role."""
    if found.own_district is None:
        return _step(MONEY, "Open the units", "organization.units")
    if found.own_year is None:
        return enter_year(found.own_district)
    return enter_funds(found.own_year)


def _invite(found: Installation) -> NextStep | None:
    if not found.without_account:
        return None
    return NextStep(
        f"invite {plural(found.without_account, 'person', 'people')}",
        f"Who has no account cannot rate themselves or answer a proposal; {found.name_of_first} has"
        " none.",
        f"Open {found.name_of_first}",
        url_for("organization.person", person_id=found.first_without_account),
    )


def _keep_up(found: Installation) -> NextStep:
    if found.unopened:
        return NextStep(
            f"look after {plural(found.unopened, 'invitation')} not opened yet",
            "A link works for three days; a new one is sent from the person’s page.",
            "Open the people",
            url_for("organization.people"),
        )
    return NextStep(
        "keep the people up to date",
        "Everything is in place: everybody has a job role and an account. Who comes, moves or"
        " leaves is entered among the people.",
        "Open the people",
        url_for("organization.people"),
    )


def _step(words: tuple[str, str], button: str, endpoint: str) -> NextStep:
    return NextStep(*words, button, url_for(endpoint))


LOAD = NextStep(
    "load the framework, the job roles and the catalog",
    "They are shipped with pdplanner and loaded from the command line: pdplanner upgrade.",
)
DISTRICT = ("add your district", "Fiscal years, funds and quotes belong to a district.")
PEOPLE = ("add people", "Each has a unit, a job role, and hours for the year.")
ROLES = ("give everybody a job role", "Who has none has no target, so no gap and no plan.")
DIRECTOR = (
    "grant somebody the director’s role",
    "A director sees levels and builds the plan; an administrator does neither.",
)
MONEY = (
    "have the fiscal year and its funds entered",
    "The finance role at the district enters them in the budget: grant it, even to yourself.",
)
