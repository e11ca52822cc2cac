"""The rated targets of a unit's people, as the part of a statement that others build on."""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
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


def rated_targets() -> Any:
    """The rated targets as they are, a row for each job role; the level stands there twice."""
    level = CurrentLevel.level
    rows = select(
        CurrentLevel.person_id, CurrentLevel.indicator_id, level, level,
        Target.level, Target.good_enough, Target.weight, _stale(),
    )  # fmt: skip
    return _of_members(rows)


def held(*, with_days: bool = False) -> CTE:
    """Columns: person_id, indicator_id, level, target, good_enough, weight, stale; rated_on.

    A person with several roles has the highest target, good-enough level and weight of them;
    good enough counts where it is above the target. `stale` is 1 or 0; `rated_on` a day, where
    asked for. Grouped in the order of the levels' key, so that SQLite need not sort.
    """
    days = [func.max(CurrentLevel.rated_on).label("rated_on")] if with_days else []
    rows = select(
        CurrentLevel.person_id,
        CurrentLevel.indicator_id,
        func.max(CurrentLevel.level).label("level"),
        func.max(Target.level).label("target"),
        func.max(Target.good_enough).label("good_enough"),
        func.max(Target.weight).label("weight"),
        func.max(_stale()).label("stale"),
        *days,
    )
    grouped = _of_members(rows).group_by(CurrentLevel.person_id, CurrentLevel.indicator_id)
    whole: CTE = grouped.cte("held")
    return whole


def _of_members(rows: Any) -> Any:
    aimed_at = and_(
        Target.job_role_id == person_job_role.c.job_role_id,
        Target.indicator_id == CurrentLevel.indicator_id,
    )
    joined = rows.select_from(CurrentLevel).join(
        person_job_role, person_job_role.c.person_id == CurrentLevel.person_id
    )
    return joined.join(Target, aimed_at).where(
        CurrentLevel.person_id.in_(member_ids()), valid_level(), CurrentLevel.level.is_not(None)
    )


def _stale() -> ColumnElement[int]:
    return case((CurrentLevel.stale_on <= bindparam(TODAY, type_=Date), 1), else_=0)


def is_rated(person_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether somebody has rated a person on anything."""
    rating = select(CurrentLevel.person_id)
    return rating.where(CurrentLevel.person_id == person_id, valid_level()).exists()
