from collections.abc import Collection
from datetime import date
from functools import cache
from typing import NamedTuple

from sqlalchemy import ScalarSelect, Select, func, select

from pdplanner import clock
from pdplanner.assessments.models import CurrentLevel
from pdplanner.assessments.rated_targets import (
    PATH,
    TODAY,
    is_rated,
    member_ids,
    role_count,
    valid_level,
)
from pdplanner.extensions import db
from pdplanner.frameworks.models import Framework, Indicator, SkillArea
from pdplanner.organization.models import Person, Unit


class Member(NamedTuple):
    """An active person, whether somebody has rated them on anything, and how many roles."""

    id: int
    name: str
    unit_id: int
    rated: bool
    roles: int


class Area(NamedTuple):
    """A skill area; `short` heads its column."""

    id: int
    code: str
    short: str
    title: str


class Column(NamedTuple):
    """An indicator of a skill area."""

    id: int
    code: str
    title: str
    area: Area


def members(unit: Unit) -> list[Member]:
    """Return the active people of the subtree by name."""
    values = {PATH: unit.path, TODAY: clock.today()}
    found = [Member(*row) for row in db.session.execute(_members(), values).all()]
    return sorted(found, key=lambda member: (member.name.casefold(), member.id))


def columns() -> list[Column]:
    """Return the indicators of the framework that people are assessed on, by position."""
    rows = db.session.execute(_columns()).all()
    return [
        Column(indicator_id, code, title, Area(area_id, area_code, short, area_title))
        for indicator_id, code, title, area_id, area_code, short, area_title in rows
    ]


def rated_on(person_ids: Collection[int]) -> dict[int, date]:
    """Return the day of each person's latest rating that counts."""
    latest = select(CurrentLevel.person_id, func.max(CurrentLevel.rated_on))
    latest = latest.where(CurrentLevel.person_id.in_(person_ids), valid_level())
    rows = db.session.execute(latest.group_by(CurrentLevel.person_id), {TODAY: clock.today()})
    return dict(rows.all())


@cache
def _columns() -> Select[int, str, str, int, str, str, str]:
    area = (SkillArea.id, SkillArea.code, SkillArea.short, SkillArea.title)
    rows = select(Indicator.id, Indicator.code, Indicator.title, *area)
    rows = rows.join(SkillArea, SkillArea.id == Indicator.area_id)
    return rows.where(Indicator.framework_id == _individual()).order_by(Indicator.position)


def _individual() -> ScalarSelect[int]:
    first = select(func.min(Framework.id)).where(Framework.kind == "individual")
    return first.scalar_subquery()


@cache
def _members() -> Select[int, str, int, bool, int]:
    facts = Person.id, Person.name, Person.unit_id
    rows = select(*facts, is_rated(Person.id), role_count(Person.id))
    return rows.where(Person.id.in_(member_ids()))
