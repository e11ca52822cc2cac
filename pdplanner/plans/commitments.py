"""Which items a team plan leaves as they are, and counts: all but its forerunners' proposals."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select

from pdplanner.budgets.models import Fund
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.queries.units import below
from pdplanner.plans.models import (
    OPEN_STATES,
    PLANNED_STATES,
    SETTLED_STATES,
    ItemPayment,
    LearningPlan,
    PlanItem,
    State,
)


def is_replaceable() -> ColumnElement[bool]:
    """Proposed by a team plan and not accepted: a new plan may take it back."""
    return and_(
        PlanItem.state == State.PROPOSED,
        PlanItem.accepted_at.is_(None),
        PlanItem.scenario_id.is_not(None),
    )


def may_be_replaced(item: PlanItem) -> bool:
    """Say of an item what `is_replaceable` says in SQL."""
    proposed = item.state == State.PROPOSED and item.accepted_at is None
    return proposed and item.scenario_id is not None


def is_committed(fiscal_year_id: Any) -> ColumnElement[bool]:
    """Approved or further in any year, or of the year and not replaceable: chosen or accepted."""
    open_now = and_(LearningPlan.fiscal_year_id == fiscal_year_id, PlanItem.state.in_(OPEN_STATES))
    return or_(PlanItem.state.in_(SETTLED_STATES), and_(open_now, not_(is_replaceable())))


class Asked(NamedTuple):
    """Cents that a year's items ask a fund for.

    `beside` a plan stay those that are neither its own nor `replaced`: unanswered proposals, which
    a new plan takes back.
    """

    beside: int
    replaced: int


def asked_of(unit: Unit, funds: Sequence[Fund], *, scenario_id: int | None) -> dict[int, Asked]:
    """Return by fund what its items ask for where a plan of the unit is made; a scenario's or not.

    A fund that nobody asks has no entry.
    """
    members = select(LearningPlan.id).join(LearningPlan.person).join(Person.unit)
    members = members.where(below(unit), Person.active)
    replaced = and_(is_replaceable(), PlanItem.plan_id.in_(members))
    of_scenario = and_(PlanItem.scenario_id.is_not(None), PlanItem.scenario_id == scenario_id)
    rows = (
        select(
            ItemPayment.fund_id,
            _cents(and_(not_(replaced), not_(of_scenario))),
            _cents(replaced),
        )
        .join(PlanItem, PlanItem.id == ItemPayment.item_id)
        .where(
            ItemPayment.fund_id.in_([fund.id for fund in funds]),
            PlanItem.state.in_(PLANNED_STATES),
        )
        .group_by(ItemPayment.fund_id)
    )
    found = db.session.execute(rows).all()
    return {fund_id: Asked(int(beside), int(taken)) for fund_id, beside, taken in found}


def _cents(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, ItemPayment.cents), else_=0))
