from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ScalarSelect, Select, String, and_, bindparam, func, select

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.frameworks.models import Framework, Indicator, SkillArea
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.held_levels import PATH, TODAY, member_ids, rated_on_of


class Member(NamedTuple):
    """An active person; rated_on is the day of their latest rating, None where there is none."""

    id: int
    name: str
    unit_id: int
    rated_on: date | None


class Team(NamedTuple):
    """A unit of the subtree, with the number of active people who stand at it themselves."""

    id: int
    name: str
    path: str
    people: int


class Area(NamedTuple):
    """A skill area; `short` heads its column."""

    id: int
    code: str
    short: str
    title: str


class Column(NamedTuple):
    """An indicator."""

    id: int
    area_id: int
    code: str
    title: str


def teams(unit: Unit) -> list[Team]:
    """Return the units of the subtree, parents first."""
    found = [Team(*row) for row in db.session.execute(_teams(), {PATH: unit.path})]
    return sorted(found, key=lambda team: [int(each) for each in team.path.split("/") if each])


def members(unit: Unit) -> list[Member]:
    """Return the active people of the subtree by name, with the day of their latest rating."""
    values = {PATH: unit.path, TODAY: clock.today()}
    found = [Member(*row) for row in db.session.execute(_members(), values)]
    return sorted(found, key=lambda member: (member.name.casefold(), member.id))


def areas() -> list[Area]:
    """Return the skill areas of the framework that people are assessed on, by position."""
    return [Area(*row) for row in db.session.execute(_areas())]


def columns() -> list[Column]:
    """Return the indicators of the framework that people are assessed on, by position."""
    return [Column(*row) for row in db.session.execute(_columns())]


@cache
def _areas() -> Select[int, str, str, str]:
    rows = select(SkillArea.id, SkillArea.code, SkillArea.short, SkillArea.title)
    return rows.where(SkillArea.framework_id == _individual()).order_by(SkillArea.position)


@cache
def _columns() -> Select[int, int, str, str]:
    rows = select(Indicator.id, Indicator.area_id, Indicator.code, Indicator.title)
    return rows.where(Indicator.framework_id == _individual()).order_by(Indicator.position)


def _individual() -> ScalarSelect[int]:
    first = select(func.min(Framework.id)).where(Framework.kind == "individual")
    return first.scalar_subquery()


@cache
def _teams() -> Select[int, str, str, int]:
    at_it = and_(Person.unit_id == Unit.id, Person.active)
    below = Unit.path.startswith(bindparam(PATH, type_=String))
    rows = select(Unit.id, Unit.name, Unit.path, func.count(Person.id)).outerjoin(Person, at_it)
    return rows.where(below).group_by(Unit.id)


@cache
def _members() -> Select[int, str, int, Any]:
    rows = select(Person.id, Person.name, Person.unit_id, rated_on_of(Person.id))
    return rows.where(Person.id.in_(member_ids()))
