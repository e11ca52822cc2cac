"""What the people of a unit take of the year's money: planned, set aside and spent."""

from typing import NamedTuple

from sqlalchemy import case, func, select

from pdplanner.budgets.models import FiscalYear
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.queries.units import below
from pdplanner.plans.models import OPEN_STATES, PLANNED_STATES, LearningPlan, PlanItem, State


class TeamMoney(NamedTuple):
    """Cents, and how many places they are for; `planned` reserves nothing."""

    places: int
    planned: int
    encumbered: int
    spent: int

    @property
    def total(self) -> int:
        return self.planned + self.encumbered + self.spent


def team_money(unit: Unit, fiscal_year: FiscalYear) -> TeamMoney:
    """Add up the places of a unit's people, former ones too, as the budget does."""
    cents = PlanItem.price_cents
    planned, spent = PlanItem.state.in_(PLANNED_STATES), PlanItem.state == State.COMPLETED
    sums = (
        select(
            func.count(),
            func.coalesce(func.sum(case((planned, cents), else_=0)), 0),
            func.coalesce(func.sum(case((planned, 0), (spent, 0), else_=cents)), 0),
            func.coalesce(func.sum(case((spent, cents), else_=0)), 0),
        )
        .select_from(PlanItem)
        .join(PlanItem.plan)
        .join(LearningPlan.person)
        .join(Person.unit)
        .where(LearningPlan.fiscal_year_id == fiscal_year.id, below(unit))
        .where(PlanItem.state.in_(OPEN_STATES))
    )
    return TeamMoney(*map(int, db.session.execute(sums).one()))
