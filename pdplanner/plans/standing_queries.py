"""Where a unit's people stand against their targets, added up by the database in one statement.

Each rated target of an active person counts: the level that is valid today, the level expected
after a scenario, and the points missing at both. The rule of the points is that of
assessments.gaps, and a test holds both to it. The heat map, the bench and the readiness page are
sums over the same rows, so that they agree.
"""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    null,
    select,
    union_all,
)

from pdplanner import clock
from pdplanner.assessments.gaps import FULL, HALF
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.expected_levels import expected
from pdplanner.plans.held_levels import PATH, TODAY, held

CELL, DEPTH, OPENED = range(3)


class Sums(NamedTuple):
    """Sums over the rated targets of a row and a column.

    A cell's row is a person or a unit and its column a skill area; for the bench the row is 0 and
    for an opened area the person, the column an indicator. `holders` are at their target; `target`
    and `level` are one target's in an opened area. `after` and `left` are None without a scenario.
    """

    kind: int
    row_id: int
    column_id: int
    targets: int
    level: int
    gap: int
    holders: int
    target: int
    stale: bool
    after: int | None
    left: int | None
    holders_after: int | None


def standing(
    unit: Unit, *, by_unit: bool = False, scenario_id: int | None = None, area_id: int | None = None
) -> list[Sums]:
    """Return cells by person (or by the unit where people stand), the bench, an opened area."""
    opens = area_id is not None and not by_unit
    statement = _statement(by_unit, scenario_id is not None, opens)
    values = {PATH: unit.path, TODAY: clock.today(), "scenario": scenario_id, "area": area_id}
    return [Sums._make(row) for row in db.session.execute(statement, values)]


@cache
def _statement(by_unit: bool, planned: bool, opens: bool) -> Any:
    """Built once each: putting it together takes as long as running it."""
    rows = _measured(planned)
    parts = [_cells(rows, planned, by_unit), _depths(rows, planned)]
    if opens:
        parts.append(_opened(rows, planned))
    return union_all(*parts)


def _cells(rows: CTE, planned: bool, by_unit: bool) -> Select[Any]:
    row = Person.unit_id if by_unit else rows.c.person_id
    cells = _sums(CELL, row, Indicator.area_id, rows, planned)
    cells = cells.join(Indicator, Indicator.id == rows.c.indicator_id)
    return cells.join(Person, Person.id == rows.c.person_id) if by_unit else cells


def _depths(rows: CTE, planned: bool) -> Select[Any]:
    """Only how many there are and how many hold their target."""
    c = rows.c
    after = func.sum(_one_if(c.after >= c.target)) if planned else null()
    sums = select(
        literal(DEPTH, Integer), literal(0, Integer), c.indicator_id, func.count(),
        literal(0, Integer), literal(0, Integer), func.sum(_one_if(c.level >= c.target)),
        literal(0, Integer), literal(0, Integer), null(), null(), after,
    )  # fmt: skip
    return sums.select_from(rows).group_by(c.indicator_id)


def _opened(rows: CTE, planned: bool) -> Select[Any]:
    area = bindparam("area", type_=Integer)
    of_area = select(Indicator.id).where(Indicator.area_id == area)
    opened = _sums(OPENED, rows.c.person_id, rows.c.indicator_id, rows, planned)
    return opened.where(rows.c.indicator_id.in_(of_area))


def _sums(kind: int, row: Any, column: Any, rows: CTE, planned: bool) -> Select[Any]:
    c = rows.c
    now = [
        func.count(),
        func.sum(c.level),
        func.sum(_missing(rows, c.level)),
        func.sum(_one_if(c.level >= c.target)),
        func.max(c.target),
        func.max(c.stale),
    ]
    after: list[Any] = [null(), null(), null()]
    if planned:
        after = [
            func.sum(c.after),
            func.sum(_missing(rows, c.after)),
            func.sum(_one_if(c.after >= c.target)),
        ]
    sums = select(literal(kind, Integer), row, column, *now, *after)
    return sums.select_from(rows).group_by(row, column)


def _measured(planned: bool) -> CTE:
    """Each rated target, with the level after a scenario where there is one."""
    levels = held(with_days=planned)
    if not planned:
        return levels
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


def _one_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
