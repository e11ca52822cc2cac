"""The rated targets of a unit's people, as the part of a statement that others build on."""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    ScalarSelect,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from pdplanner.assessments.models import CurrentLevel
from pdplanner.organization.models import Person, Target, Unit, person_job_role

PATH, TODAY = "path", "today"
"""The values that a statement built on these needs: the unit's path and the day."""


def member_ids() -> Select[int]:
    """The active people of the subtree; chosen first, since a district has many more levels."""
    units = select(Unit.id).where(Unit.path.startswith(bindparam(PATH, type_=String)))
    return select(Person.id).where(Person.active, Person.unit_id.in_(units))


def valid_level() -> ColumnElement[bool]:
    """The condition for the levels that count on the day."""
    today = bindparam(TODAY, type_=Date)
    later = or_(CurrentLevel.until.is_(None), CurrentLevel.until > today)
    return and_(CurrentLevel.since <= today, later)


def held(*, with_days: bool = False) -> CTE:
    """Columns: person_id, indicator_id, level, target, good_enough, weight, stale; rated_on.

    A person with several roles has the highest target, good-enough level and weight of them;
    good enough counts where it is above the target. `stale` is 1 or 0; `rated_on` a day, where
    asked for. Grouped in the order of the levels' key, so that SQLite need not sort.
    """
    stale = case((CurrentLevel.stale_on <= bindparam(TODAY, type_=Date), 1), else_=0)
    days = [func.max(CurrentLevel.rated_on).label("rated_on")] if with_days else []
    rows = (
        select(
            CurrentLevel.person_id,
            CurrentLevel.indicator_id,
            func.max(CurrentLevel.level).label("level"),
            func.max(Target.level).label("target"),
            func.max(Target.good_enough).label("good_enough"),
            func.max(Target.weight).label("weight"),
            func.max(stale).label("stale"),
            *days,
        )
        .select_from(CurrentLevel)
        .join(person_job_role, person_job_role.c.person_id == CurrentLevel.person_id)
        .join(
            Target,
            and_(
                Target.job_role_id == person_job_role.c.job_role_id,
                Target.indicator_id == CurrentLevel.indicator_id,
            ),
        )
        .where(
            CurrentLevel.person_id.in_(member_ids()),
            valid_level(),
            CurrentLevel.level.is_not(None),
        )
        .group_by(CurrentLevel.person_id, CurrentLevel.indicator_id)
    )
    return rows.cte("held")


def rated_on_of(person_id: InstrumentedAttribute[int]) -> ScalarSelect[Any]:
    """The day of a person's latest rating that counts; null where nobody rated them."""
    latest = select(func.max(CurrentLevel.rated_on))
    return latest.where(CurrentLevel.person_id == person_id, valid_level()).scalar_subquery()
