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


def held(*, one_role: bool, with_days: bool) -> CTE:
    """Columns: person_id, indicator_id, level, target, good_enough, weight, stale; rated_on.

    A person with several roles has the highest target, good-enough level and weight of them;
    good enough counts where it is above the target. Where nobody has more than `one_role`, each
    target stands there once as it is. `stale` is 1 or 0; `rated_on` a day, where asked for.
    """
    columns: dict[str, Any] = {
        "level": CurrentLevel.level,
        "target": Target.level,
        "good_enough": Target.good_enough,
        "weight": Target.weight,
        "stale": case((CurrentLevel.stale_on <= bindparam(TODAY, type_=Date), 1), else_=0),
    }
    if with_days:
        columns["rated_on"] = CurrentLevel.rated_on
    key = CurrentLevel.person_id, CurrentLevel.indicator_id
    if one_role:
        return _rated(*key, *(each.label(name) for name, each in columns.items())).cte("held")
    highest = (func.max(each).label(name) for name, each in columns.items())
    # Grouped in the order of the levels' key, so that SQLite need not sort.
    return _rated(*key, *highest).group_by(*key).cte("held")


def _rated(*columns: Any) -> Select[*tuple[Any, ...]]:
    aimed_at = and_(
        Target.job_role_id == person_job_role.c.job_role_id,
        Target.indicator_id == CurrentLevel.indicator_id,
    )
    rows = select(*columns).select_from(CurrentLevel)
    rows = rows.join(person_job_role, person_job_role.c.person_id == CurrentLevel.person_id)
    return rows.join(Target, aimed_at).where(
        CurrentLevel.person_id.in_(member_ids()), valid_level(), CurrentLevel.level.is_not(None)
    )


def is_rated(person_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether somebody has rated a person on anything."""
    rating = select(CurrentLevel.person_id)
    return rating.where(CurrentLevel.person_id == person_id, valid_level()).exists()


def role_count(person_id: InstrumentedAttribute[int]) -> ScalarSelect[int]:
    """How many job roles a person has."""
    roles = select(func.count()).where(person_job_role.c.person_id == person_id)
    return roles.scalar_subquery()
