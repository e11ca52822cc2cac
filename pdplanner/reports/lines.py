"""The lines of money that every figure of a report is added up from."""

from typing import Any

from sqlalchemy import Subquery, case, literal, select

from pdplanner.organization.models import Person, Unit
from pdplanner.plans.models import (
    OPEN_STATES,
    LearningPlan,
    PlanItem,
    Scenario,
    ScenarioLine,
    State,
)
from pdplanner.reports.scope import Scope

ITEMS, TEAM_PLAN = "items", "team-plan"
"""What is in people's plans, or what the adopted team plans hold for them."""
PLANNED = (State.PROPOSED, State.REQUESTED)
"""States that reserve nothing; later ones are encumbered or spent."""


def lines(scope: Scope, of: str) -> Subquery:
    """Return the lines of people in reach: who, what, which fund, how far, hours and cents."""
    return _team_plan_lines(scope) if of == TEAM_PLAN else _item_lines(scope)


def in_adopted_plans(statement: Any, scope: Scope) -> Any:
    """Join a statement on scenario lines to what is adopted for people in reach."""
    return (
        statement.join(Scenario, Scenario.id == ScenarioLine.scenario_id)
        .join(Person, Person.id == ScenarioLine.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Scenario.fiscal_year_id == scope.year.id, Scenario.adopted_at.is_not(None))
        .where(scope.people)
    )


def _item_lines(scope: Scope) -> Subquery:
    planned = PlanItem.state.in_(PLANNED)
    return (
        select(
            LearningPlan.person_id,
            PlanItem.offering_id,
            PlanItem.fund_id,
            PlanItem.state,
            PlanItem.mode,
            PlanItem.hours,
            PlanItem.price_cents,
            case((planned, PlanItem.price_cents), else_=0).label("planned_cents"),
            case((planned, 0), else_=PlanItem.price_cents).label("committed_cents"),
        )
        .join(PlanItem.plan)
        .join(LearningPlan.person)
        .join(Person.unit)
        .where(LearningPlan.fiscal_year_id == scope.year.id)
        .where(PlanItem.state.in_(OPEN_STATES), scope.people)
        .subquery()
    )


def _team_plan_lines(scope: Scope) -> Subquery:
    rows = select(
        ScenarioLine.person_id,
        ScenarioLine.offering_id,
        ScenarioLine.fund_id,
        literal("").label("state"),
        ScenarioLine.mode,
        ScenarioLine.hours,
        ScenarioLine.price_cents,
        ScenarioLine.price_cents.label("planned_cents"),
        literal(0).label("committed_cents"),
    )
    found: Subquery = in_adopted_plans(rows, scope).subquery()
    return found
