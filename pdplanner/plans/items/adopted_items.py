"""The items that an adopted plan itself made of its lines, or found there already."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select

from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.organization.queries.units import below
from pdplanner.plans.items.commitments import is_replaceable, sums_by_fund
from pdplanner.plans.items.proposal_answers import is_superseded
from pdplanner.plans.models import (
    OPEN_STATES,
    LearningPlan,
    PlanItem,
    Scenario,
    ScenarioLine,
    State,
)


class Cancelled(NamedTuple):
    """Somebody who still works there, with the number of their items that were cancelled."""

    person_id: int
    name: str
    number: int


def is_line_of(scenario: Scenario) -> ColumnElement[bool]:
    """The condition that an item stands for a line of the scenario; its plan is joined."""
    line = exists().where(
        ScenarioLine.scenario_id == scenario.id,
        ScenarioLine.person_id == LearningPlan.person_id,
        ScenarioLine.offering_id == PlanItem.offering_id,
    )
    return and_(LearningPlan.fiscal_year_id == scenario.fiscal_year_id, line)


def taken_by(scenario: Scenario) -> Mapping[int, int]:
    """Return the cents by fund that its own items ask for, hold or spent.

    Not the proposals that nobody has answered: a new plan takes these back, so they are free.
    """
    stays = PlanItem.state.in_(OPEN_STATES), not_(is_replaceable())
    taken = sums_by_fund().join(PlanItem.plan).where(*stays, is_line_of(scenario))
    return {fund_id: int(cents) for fund_id, cents in db.session.execute(taken)}


def cancelled_of(scenario: Scenario) -> Sequence[Cancelled]:
    """Return those whose items of the plan were cancelled and not chosen again, by name.

    Not those for whom another plan was adopted since: it speaks for them.
    """
    number = func.count(PlanItem.offering_id.distinct())
    spoken_for = or_(LearningPlan.scenario_id.is_(None), LearningPlan.scenario_id == scenario.id)
    rows = (
        select(Person.id, Person.name, number)
        .select_from(PlanItem)
        .join(PlanItem.plan)
        .join(LearningPlan.person)
        .join(Person.unit)
        .where(below(scenario.unit), Person.active, spoken_for)
        .where(PlanItem.state == State.CANCELLED, PlanItem.scenario_id == scenario.id)
        .where(is_line_of(scenario), ~is_superseded())
        .group_by(Person.id, Person.name)
        .order_by(Person.name, Person.id)
    )
    return [Cancelled(*row) for row in db.session.execute(rows)]
