"""Offerings without a price or hours, by what they could close once somebody has a quote."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select
from sqlalchemy.orm import joinedload, subqueryload

from pdplanner import clock
from pdplanner.accounts import access
from pdplanner.assessments.gaps import value_table
from pdplanner.assessments.models import CurrentLevel
from pdplanner.catalog import queries as catalog
from pdplanner.catalog.models import Offering, Tag
from pdplanner.catalog.queries import Terms
from pdplanner.catalog.queries.offerings import offered_to
from pdplanner.extensions import db
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Person, Target, Unit, person_job_role
from pdplanner.organization.queries.units import below
from pdplanner.organization.targets import Aim
from pdplanner.plans.choosing.offers import lacks
from pdplanner.web.paging import Paging, paging

PER_PAGE = 25


@dataclass(frozen=True)
class Held:
    """How many people hold a level of an indicator, and what each level is worth to them."""

    level: int
    values: tuple[int, ...]
    people: int


@dataclass(frozen=True)
class Unpriced:
    """An offering, what is known of it, and the points it could close over all people."""

    offering: Offering
    terms: Terms
    points: int

    @property
    def lacks(self) -> str:
        return lacks(self.terms)

    @property
    def editable(self) -> bool:
        """Whether the signed-in user may change the offering itself: one of their unit's own."""
        return access.may("catalog.write", self.offering)


@dataclass(frozen=True)
class UnpricedPage:
    """A page of the list; `most` are the points of its first row, None where nobody is rated."""

    unit: Unit
    most: int | None
    rows: Sequence[Unpriced]
    paging: Paging


def unpriced_in(unit: Unit, *, number: str | None) -> UnpricedPage:
    """Return a page of what the people of a unit could use, the most points first, then by title.

    Four queries, whatever the number of people: their gaps are counted by the database.
    """
    district = organization.district_of(unit)
    terms = catalog.terms_of(district.id if district else None)
    held = _held_in(unit)
    found = [
        Unpriced(each, terms[each.id], _points(each.tags, held))
        for each in _offerings_seen_from(unit)
        if not terms[each.id].plannable
    ]
    found.sort(key=lambda each: (-each.points, each.offering.title.lower()))
    page = paging(number, size=PER_PAGE, count=len(found))
    most = max((each.points for each in found), default=0) if held else None
    return UnpricedPage(unit, most, found[page.offset : page.last], page)


def _points(tags: Iterable[Tag], held: dict[int, list[Held]]) -> int:
    return sum(
        max(0, each.values[tag.level] - each.values[each.level]) * each.people
        for tag in tags
        for each in held.get(tag.indicator_id, ())
        if each.level >= tag.from_level
    )


def _held_in(unit: Unit) -> dict[int, list[Held]]:
    """Return by indicator id how many people of the unit hold which level with which aim."""
    held: dict[int, list[Held]] = defaultdict(list)
    for indicator_id, target, good_enough, weight, level, people in db.session.execute(
        _counted(_aims_in(unit))
    ):
        enough = good_enough if good_enough and good_enough > target else None
        held[indicator_id].append(Held(level, value_table(Aim(target, enough, weight)), people))
    return held


def _counted(aims: Subquery) -> Select[Any]:
    """Count the people by indicator, aim and the level that counts today."""
    today = clock.today()
    same = and_(
        CurrentLevel.person_id == aims.c.person_id,
        CurrentLevel.indicator_id == aims.c.indicator_id,
    )
    return (
        select(*aims.c[1:], CurrentLevel.level, func.count())
        .join(CurrentLevel, same)
        .where(CurrentLevel.level.is_not(None), CurrentLevel.since <= today)
        .where(or_(CurrentLevel.until.is_(None), CurrentLevel.until > today))
        .group_by(*aims.c[1:], CurrentLevel.level)
    )


def _aims_in(unit: Unit) -> Subquery:
    """Each person's aim by indicator: over several roles the highest of each figure."""
    roles = person_job_role.c
    return (
        select(
            roles.person_id,
            Target.indicator_id,
            func.max(Target.level).label("level"),
            func.max(Target.good_enough).label("good_enough"),
            func.max(Target.weight).label("weight"),
        )
        .join(Target, Target.job_role_id == roles.job_role_id)
        .join(Person, Person.id == roles.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(below(unit), Person.active)
        .group_by(roles.person_id, Target.indicator_id)
        .subquery()
    )


def _offerings_seen_from(unit: Unit) -> Sequence[Offering]:
    """What is offered to the unit, and what a unit below it owns."""
    owned_below: ColumnElement[bool] = Offering.unit.has(below(unit))
    seen = select(Offering).where(Offering.active, or_(offered_to(unit.path), owned_below))
    # One query for all: a select of their keys sends one for every 500 offerings.
    loaded = seen.options(joinedload(Offering.provider), subqueryload(Offering.tags))
    return db.session.scalars(loaded).all()
