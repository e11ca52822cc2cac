"""The rows that the files of a fictional district speak of, by the names they use."""

from dataclasses import dataclass, field

from sqlalchemy import select

from pdplanner.accounts.models import User
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.catalog.models import Offering, Provider
from pdplanner.demo.register import Register
from pdplanner.extensions import db
from pdplanner.frameworks import queries as frameworks
from pdplanner.frameworks.models import SkillArea
from pdplanner.organization import queries as organization
from pdplanner.organization.models import JobRole, Person, Unit


@dataclass(frozen=True)
class World:
    """Filled step by step while a district is loaded."""

    units: Register[Unit] = field(default_factory=lambda: Register("unit"))
    users: Register[User] = field(default_factory=lambda: Register("account"))
    people: Register[Person] = field(default_factory=lambda: Register("person"))
    years: Register[FiscalYear] = field(default_factory=lambda: Register("fiscal year"))
    """By the name of the district and the first day, see `money.year_key`."""
    funds: Register[Fund] = field(default_factory=lambda: Register("fund"))
    """By fund code and first day of the fiscal year: `local 2026-07-01`."""
    offerings: Register[Offering] = field(default_factory=lambda: Register("offering"))
    providers: Register[Provider] = field(default_factory=lambda: Register("provider"))
    """By name."""
    job_roles: Register[JobRole] = field(default_factory=lambda: Register("job role"))
    areas: Register[SkillArea] = field(default_factory=lambda: Register("skill area"))
    """With the indicators loaded, in their order."""
    indicators: Register[int] = field(default_factory=lambda: Register("indicator"))
    """Ids by code."""


def shipped_world() -> World:
    """Return what the shipped files have loaded, by code."""
    world = World()
    for area in frameworks.areas(frameworks.individual_framework()):
        world.areas[area.code] = area
        for indicator in area.indicators:
            world.indicators[indicator.code] = indicator.id
    for role in organization.job_roles_at(None):
        world.job_roles[role.code] = role
    shipped = select(Offering).where(Offering.unit_id.is_(None)).order_by(Offering.code)
    for offering in db.session.scalars(shipped):
        world.offerings[offering.code] = offering
    for provider in db.session.scalars(select(Provider).order_by(Provider.name)):
        world.providers[provider.name] = provider
    return world
