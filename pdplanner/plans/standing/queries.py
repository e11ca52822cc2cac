"""Where a unit's people stand against their targets, added up by the database in one statement.

Each rated target of an active person counts: the level that is valid today, the level expected
after a scenario, and the points missing at both. The rule of the points is that of
assessments.gaps, and a test holds both to it.
"""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
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
from pdplanner.assessments.rated_targets import PATH, TODAY, held
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.standing.expected_levels import with_expected

CELL, DEPTH, OPENED = range(3)


class Sums(NamedTuple):
    """Sums over the rated targets of a row and a column.

    A cell's row is a person or a unit and its column a skill area; for the bench the row is 0 and
    for an opened area the person, the column an indicator. `holders` are at their target; `level`,
    `target` and `good_enough` are one target's in an opened area. The bench has targets and holders
    only.
    `coming` are the points that commitments should bring.
    Without a scenario `coming`, `after`, `left` and `holders_after` are None.
    """

    kind: int
    row_id: int
    column_id: int
    targets: int
    level: int
    gap: int
    holders: int
    target: int
    good_enough: int | None
    stale: bool
    coming: int | None
    after: int | None
    left: int | None
    holders_after: int | None


def standing(
    unit: Unit,
    *,
    by_unit: bool = False,
    one_role: bool = False,
    scenario_id: int | None = None,
    area_id: int | None = None,
) -> list[Sums]:
    """Return cells by person (or by the unit where people stand), the bench, an opened area.

    `one_role` says that nobody in the unit has several job roles, which saves joining them.
    """
    opens = area_id is not None and not by_unit
    statement = _statement(by_unit, one_role, scenario_id is not None, opens)
    values = {PATH: unit.path, TODAY: clock.today(), "scenario": scenario_id, "area": area_id}
    return [Sums._make(row) for row in db.session.execute(statement, values).all()]


@cache
def _statement(by_unit: bool, one_role: bool, planned: bool, opens: bool) -> Any:
    """Built once each: putting it together takes as long as running it."""
    rows = _measured(one_role, planned)
    parts = [_cells(rows, planned, by_unit), _depths(rows, planned)]
    if opens:
        parts.append(_opened(rows, planned))
    return union_all(*parts)


def _cells(rows: CTE, planned: bool, by_unit: bool) -> Any:
    row = Person.unit_id if by_unit else rows.c.person_id
    cells = _sums(CELL, row, Indicator.area_id, rows, planned)
    cells = cells.join(Indicator, Indicator.id == rows.c.indicator_id)
    return cells.join(Person, Person.id == rows.c.person_id) if by_unit else cells


def _depths(rows: CTE, planned: bool) -> Any:
    c, none = rows.c, literal(0, Integer)
    after = func.sum(_one_if(c.after >= c.target)) if planned else null()
    sums = select(
        literal(DEPTH, Integer), none, c.indicator_id, func.count(), none, none,
        func.sum(_one_if(c.level >= c.target)), none, null(), none, null(), null(), null(), after,
    )  # fmt: skip
    return sums.select_from(rows).group_by(c.indicator_id)


def _opened(rows: CTE, planned: bool) -> Any:
    area = bindparam("area", type_=Integer)
    of_area = select(Indicator.id).where(Indicator.area_id == area)
    opened = _sums(OPENED, rows.c.person_id, rows.c.indicator_id, rows, planned)
    return opened.where(rows.c.indicator_id.in_(of_area))


def _sums(kind: int, row: Any, column: Any, rows: CTE, planned: bool) -> Any:
    c = rows.c
    now = [
        func.count(),
        func.sum(c.level),
        func.sum(_missing(rows, c.level)),
        literal(0, Integer),
        func.max(c.target),
        func.max(c.good_enough),
        func.max(c.stale),
    ]
    after: list[Any] = [null(), null(), null(), null()]
    if planned:
        coming = func.sum(_missing(rows, c.level) - _missing(rows, c.base))
        after = [coming, func.sum(c.after), func.sum(_missing(rows, c.after)), null()]
    sums = select(literal(kind, Integer), row, column, *now, *after)
    return sums.select_from(rows).group_by(row, column)


def _measured(one_role: bool, planned: bool) -> CTE:
    """Each rated target, with the level after a scenario where there is one."""
    levels = held(one_role=one_role, with_days=planned)
    if not planned:
        return levels
    return with_expected(levels, bindparam("scenario", type_=Integer))


def _missing(rows: CTE, level: ColumnElement[int]) -> ColumnElement[int]:
    """The points of assessments.gaps, in SQL: in full to the target, by half to good enough."""
    target, good_enough = rows.c.target, rows.c.good_enough
    full = case((target > level, target - level), else_=0)
    counted = case((level > target, level), else_=target)
    half = case((good_enough > counted, good_enough - counted), else_=0)
    return rows.c.weight * (FULL * full + HALF * half)


def _one_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
