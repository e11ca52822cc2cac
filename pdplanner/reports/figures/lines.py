"""The money that every figure of a report is added up from: a row for each payment of a place."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
)

from pdplanner.organization.models import Person, Unit
from pdplanner.plans.models import (
    OPEN_STATES,
    PLANNED_STATES,
    ItemPayment,
    LearningPlan,
    LinePayment,
    PlanItem,
    Scenario,
    ScenarioLine,
)
from pdplanner.reports.figures.scope import Scope

ITEMS, TEAM_PLAN = "items", "team-plan"
"""What is in people's plans, or what the adopted team plans hold for them."""
"""States that reserve nothing; later ones are encumbered or spent."""


def lines(scope: Scope, of: str) -> Subquery:
    """Return the payments for people in reach: who, what, which fund, how far, hours and cents.

    A place that two funds pay has two rows; the larger one counts the place (`places` 1), its
    hours and its share of a cohort's or membership's price. What no fund pays has one row without
    a fund; `unfunded` is 1 where it costs something. `planned` is 1 until it is approved. A line
    of a team plan has no item.
    """
    return _team_plan_lines(scope) if of == TEAM_PLAN else _item_lines(scope)


def in_adopted_plans(statement: Any, scope: Scope) -> Any:
    """Join a statement on scenario lines to the plan that speaks for each person in reach."""
    speaks = and_(
        LearningPlan.person_id == ScenarioLine.person_id,
        LearningPlan.scenario_id == ScenarioLine.scenario_id,
    )
    return (
        statement.join(Scenario, Scenario.id == ScenarioLine.scenario_id)
        .join(LearningPlan, speaks)
        .join(Person, Person.id == ScenarioLine.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(LearningPlan.fiscal_year_id == scope.year.id, Scenario.adopted_at.is_not(None))
        .where(scope.people)
    )


def _item_lines(scope: Scope) -> Subquery:
    planned = PlanItem.state.in_(PLANNED_STATES)
    cents = func.coalesce(ItemPayment.cents, PlanItem.price_cents)
    first = _is_largest(ItemPayment, PlanItem.id)
    return (
        select(
            LearningPlan.person_id,
            PlanItem.offering_id,
            PlanItem.id.label("item_id"),
            ItemPayment.fund_id,
            PlanItem.state,
            PlanItem.mode,
            case((first, 1), else_=0).label("places"),
            case((first, PlanItem.hours), else_=0).label("hours"),
            case((first, PlanItem.shared_cents), else_=0).label("shared_cents"),
            cents.label("price_cents"),
            case((planned, cents), else_=0).label("planned_cents"),
            case((planned, 0), else_=cents).label("committed_cents"),
            case((planned, 1), else_=0).label("planned"),
            _unfunded(ItemPayment.fund_id, PlanItem.price_cents),
        )
        .join(PlanItem.plan)
        .join(LearningPlan.person)
        .join(Person.unit)
        .outerjoin(PlanItem.payments)
        .where(LearningPlan.fiscal_year_id == scope.year.id)
        .where(PlanItem.state.in_(OPEN_STATES), scope.people)
        .subquery()
    )


def _team_plan_lines(scope: Scope) -> Subquery:
    cents = func.coalesce(LinePayment.cents, ScenarioLine.price_cents)
    first = _is_largest(
        LinePayment, ScenarioLine.scenario_id, ScenarioLine.person_id, ScenarioLine.offering_id
    )
    rows = select(
        ScenarioLine.person_id,
        ScenarioLine.offering_id,
        cast(null(), Integer).label("item_id"),
        LinePayment.fund_id,
        literal("").label("state"),
        ScenarioLine.mode,
        case((first, 1), else_=0).label("places"),
        case((first, ScenarioLine.hours), else_=0).label("hours"),
        case((first, ScenarioLine.shared_cents), else_=0).label("shared_cents"),
        cents.label("price_cents"),
        cents.label("planned_cents"),
        literal(0).label("committed_cents"),
        literal(1).label("planned"),
        _unfunded(LinePayment.fund_id, ScenarioLine.price_cents),
    ).outerjoin(ScenarioLine.payments)
    found: Subquery = in_adopted_plans(rows, scope).subquery()
    return found


def _is_largest(payment: type[ItemPayment] | type[LinePayment], *place: Any) -> ColumnElement[bool]:
    """Whether a row is the largest payment of its place, or the only row that it has."""
    order = (payment.cents.desc(), payment.fund_id)
    return func.row_number().over(partition_by=place, order_by=order) == 1


def _unfunded(fund_id: Any, price_cents: Any) -> Any:
    lacking = and_(fund_id.is_(None), price_cents > 0)
    return case((lacking, 1), else_=0).label("unfunded")
