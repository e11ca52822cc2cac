"""The levels that commitments and a scenario's lines should bring, as part of a statement."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    func,
    null,
    select,
    union_all,
)

from pdplanner.catalog.models import Tag
from pdplanner.plans.items.commitments import is_committed
from pdplanner.plans.models import LearningPlan, PlanItem, Scenario, ScenarioLine, State

KEY = ("person_id", "indicator_id")


def with_expected(held: CTE, scenario_id: BindParameter[int]) -> CTE:
    """The columns of `held`, `base` and `after`: each level as commitments raise it, and the plan.

    As in the engine's problem, what commitments bring counts as held before the scenario's lines.
    What is held and what is brought are put together and grouped: joined, two lists of a length
    that the database does not know cost as much as every row of one with every row of the other.
    """
    key = held.c.person_id, held.c.indicator_id
    base = _highest(union_all(select(*key, held.c.level), _committed_tags(held, scenario_id))).cte(
        "base"
    )
    own = [column for column in held.c if column.name not in KEY]
    nothing = [null().label(column.name) for column in own]
    rows: CompoundSelect[Any] = union_all(
        select(*key, *own, null().label("base"), null().label("after")),
        select(
            base.c.person_id, base.c.indicator_id, *nothing,
            base.c.level.label("base"), base.c.level.label("after"),
        ),
        _planned_tags(base, scenario_id, beside=[*nothing, null().label("base")]),
    )  # fmt: skip
    return _highest(rows).cte("measured")


def _highest(rows: CompoundSelect[Any]) -> Select[Any]:
    """One row for each person and indicator, with the highest of every other column."""
    each = rows.subquery()
    others = [func.max(column).label(column.name) for column in each.c if column.name not in KEY]
    key = each.c.person_id, each.c.indicator_id
    return select(*key, *others).group_by(*key)


def _committed_tags(held: CTE, scenario_id: BindParameter[int]) -> Select[Any]:
    """A completion is expected only until somebody has rated its person since."""
    year = select(Scenario.fiscal_year_id).where(Scenario.id == scenario_id).scalar_subquery()
    rated_since = and_(PlanItem.state == State.COMPLETED, PlanItem.changed_at < held.c.rated_on)
    return (
        select(held.c.person_id, held.c.indicator_id, Tag.level)
        .select_from(PlanItem)
        .join(LearningPlan, LearningPlan.id == PlanItem.plan_id)
        .join(Tag, Tag.offering_id == PlanItem.offering_id)
        .join(held, _lifts(held, LearningPlan.person_id))
        .where(is_committed(year), ~rated_since)
    )


def _planned_tags(
    base: CTE, scenario_id: BindParameter[int], *, beside: Sequence[Any]
) -> Select[Any]:
    return (
        select(base.c.person_id, base.c.indicator_id, *beside, Tag.level)
        .select_from(ScenarioLine)
        .join(Tag, Tag.offering_id == ScenarioLine.offering_id)
        .join(base, _lifts(base, ScenarioLine.person_id))
        .where(ScenarioLine.scenario_id == scenario_id)
    )


def _lifts(levels: CTE, person_id: Any) -> ColumnElement[bool]:
    """The condition under which a tag lifts a person: entry level met, and above it.

    The sum keeps databases from looking up, for each level, all offerings that teach its indicator.
    """
    return and_(
        levels.c.person_id == person_id,
        levels.c.indicator_id == Tag.indicator_id + 0,
        Tag.from_level <= levels.c.level,
        Tag.level > levels.c.level,
    )
