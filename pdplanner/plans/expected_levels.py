"""The levels that commitments and a scenario's lines should bring, as part of a statement."""

from typing import Any

from sqlalchemy import CTE, BindParameter, ColumnElement, Select, and_, case, func, select

from pdplanner.catalog.models import Tag
from pdplanner.plans.models import LearningPlan, PlanItem, ScenarioLine, State
from pdplanner.plans.team_inputs import COMMITTED


def expected(held: CTE, scenario_id: BindParameter[int]) -> CTE:
    """Columns person_id, indicator_id, level: a row wherever a level is raised.

    As in the engine's problem, what commitments bring counts as held before the scenario's lines.
    """
    committed = _highest(_committed_tags(held)).cte("committed")
    raised = case((committed.c.level > held.c.level, committed.c.level), else_=held.c.level)
    base = (
        select(held.c.person_id, held.c.indicator_id, raised.label("level"))
        .select_from(held.outerjoin(committed, _same(held, committed)))
        .cte("base")
    )
    planned = _highest(_planned_tags(base, scenario_id)).cte("planned")
    level = case((planned.c.level > base.c.level, planned.c.level), else_=base.c.level)
    after = select(base.c.person_id, base.c.indicator_id, level.label("level"))
    return after.select_from(base.outerjoin(planned, _same(base, planned))).cte("expected")


def _highest(tags: Select[Any]) -> Select[Any]:
    rows = tags.subquery()
    highest = select(rows.c.person_id, rows.c.indicator_id, func.max(rows.c.level).label("level"))
    return highest.group_by(rows.c.person_id, rows.c.indicator_id)


def _committed_tags(held: CTE) -> Select[Any]:
    """A completion is expected only until somebody has rated its person since."""
    rated_since = and_(PlanItem.state == State.COMPLETED, PlanItem.changed_at < held.c.rated_on)
    return (
        select(held.c.person_id, held.c.indicator_id, Tag.level)
        .select_from(PlanItem)
        .join(LearningPlan, LearningPlan.id == PlanItem.plan_id)
        .join(Tag, Tag.offering_id == PlanItem.offering_id)
        .join(held, _lifts(held, LearningPlan.person_id))
        .where(PlanItem.state.in_(COMMITTED), ~rated_since)
    )


def _planned_tags(base: CTE, scenario_id: BindParameter[int]) -> Select[Any]:
    return (
        select(base.c.person_id, base.c.indicator_id, Tag.level)
        .select_from(ScenarioLine)
        .join(Tag, Tag.offering_id == ScenarioLine.offering_id)
        .join(base, _lifts(base, ScenarioLine.person_id))
        .where(ScenarioLine.scenario_id == scenario_id)
    )


def _lifts(levels: CTE, person_id: Any) -> ColumnElement[bool]:
    """The condition under which a tag lifts a person: entry level met, and above it."""
    return and_(
        levels.c.person_id == person_id,
        levels.c.indicator_id == Tag.indicator_id,
        Tag.from_level <= levels.c.level,
        Tag.level > levels.c.level,
    )


def _same(one: CTE, other: CTE) -> ColumnElement[bool]:
    return and_(one.c.person_id == other.c.person_id, one.c.indicator_id == other.c.indicator_id)
