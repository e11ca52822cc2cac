"""Where a unit's people stand against their targets, now and after a scenario.

Each rated target of an active person counts. Of a few dozen people the targets are read and added
up here, by the rule of assessments.gaps; of more, the database adds them up by unit, with the same
rule in SQL. A test holds the two together.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    and_,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
)

from pdplanner import clock
from pdplanner.assessments.gaps import FULL, HALF
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.expected_levels import expected
from pdplanner.plans.heat_sums import CELL, DEPTH, Rated, Sums, add_up
from pdplanner.plans.held_levels import PATH, TODAY, held, rated_targets


def standing_of_people(
    unit: Unit,
    area_of: Mapping[int, int],
    *,
    scenario_id: int | None = None,
    opened_area: int | None = None,
) -> list[Sums]:
    """Return cells by person, the bench, and an opened area; `area_of` indicators' areas."""
    rows = db.session.execute(_rated(scenario_id is not None), _values(unit, scenario_id))
    return add_up(cast("Iterable[Rated]", rows), area_of, opened_area=opened_area)


def standing_of_units(unit: Unit, *, scenario_id: int | None = None) -> list[Sums]:
    """Return cells by the unit where people stand, and the bench."""
    rows = db.session.execute(_added_up(scenario_id is not None), _values(unit, scenario_id))
    return [Sums._make(row) for row in rows]


def _values(unit: Unit, scenario_id: int | None) -> dict[str, Any]:
    return {PATH: unit.path, TODAY: clock.today(), "scenario": scenario_id}


@cache
def _rated(planned: bool) -> Any:
    """Statements are built once: putting one together takes as long as running it."""
    if not planned:
        return rated_targets()
    c = _measured(planned=True).c
    return select(
        c.person_id, c.indicator_id, c.level, c.after, c.target, c.good_enough, c.weight, c.stale
    )


@cache
def _added_up(planned: bool) -> Any:
    rows = _measured(planned=planned)
    return union_all(_cells(rows), _depths(rows))


def _cells(rows: CTE) -> Any:
    c = rows.c
    sums = select(
        literal(CELL, Integer), Person.unit_id, Indicator.area_id, func.count(),
        func.sum(c.level), func.sum(c.after),
        func.sum(_missing(rows, c.level)), func.sum(_missing(rows, c.after)),
        *_holders(rows), func.max(c.target), func.max(c.stale),
    )  # fmt: skip
    joined = sums.join_from(rows, Person, Person.id == c.person_id)
    joined = joined.join(Indicator, Indicator.id == c.indicator_id)
    return joined.group_by(Person.unit_id, Indicator.area_id)


def _depths(rows: CTE) -> Any:
    none = [literal(0, Integer)] * 4
    sums = select(
        literal(DEPTH, Integer), literal(0, Integer), rows.c.indicator_id, func.count(),
        *none, *_holders(rows), literal(0, Integer), literal(0, Integer),
    )  # fmt: skip
    return sums.select_from(rows).group_by(rows.c.indicator_id)


def _holders(rows: CTE) -> tuple[ColumnElement[int], ColumnElement[int]]:
    c = rows.c
    now, after = case((c.level >= c.target, 1), else_=0), case((c.after >= c.target, 1), else_=0)
    return func.sum(now), func.sum(after)


def _measured(*, planned: bool) -> CTE:
    """Each rated target once, with the level after a scenario where there is one."""
    levels = held(with_days=planned)
    if not planned:
        return select(*levels.c, levels.c.level.label("after")).cte("measured")
    raised = expected(levels, bindparam("scenario", type_=Integer))
    same = and_(
        raised.c.person_id == levels.c.person_id, raised.c.indicator_id == levels.c.indicator_id
    )
    rows = select(*levels.c, raised.c.level.label("after")).select_from(levels.join(raised, same))
    return rows.cte("measured")


def _missing(rows: CTE, level: ColumnElement[int]) -> ColumnElement[int]:
    """The points of assessments.gaps, in SQL: in full to the target, by half to good enough."""
    target, good_enough = rows.c.target, rows.c.good_enough
    full = case((target > level, target - level), else_=0)
    counted = case((level > target, level), else_=target)
    half = case((good_enough > counted, good_enough - counted), else_=0)
    return rows.c.weight * (FULL * full + HALF * half)
