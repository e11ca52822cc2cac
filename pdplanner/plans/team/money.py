"""What the people of a unit take of the year's money: planned, set aside and spent."""

from functools import cache
from typing import NamedTuple

from sqlalchemy import Integer, Select, String, bindparam, case, func, select

from pdplanner.assessments.rated_targets import PATH
from pdplanner.budgets.models import FiscalYear
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.models import OPEN_STATES, PLANNED_STATES, LearningPlan, PlanItem, State

YEAR = "year"


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
    asked = {PATH: unit.path, YEAR: fiscal_year.id}
    return TeamMoney(*map(int, db.session.execute(_sums(), asked).one()))


@cache
def _sums() -> Select[int, int, int, int]:
    """Built once, and by people first: a join would begin with all items of the year."""
    cents = PlanItem.price_cents
    planned, spent = PlanItem.state.in_(PLANNED_STATES), PlanItem.state == State.COMPLETED
    units = select(Unit.id).where(Unit.path.startswith(bindparam(PATH, type_=String)))
    people = select(Person.id).where(Person.unit_id.in_(units))
    return (
        select(
            func.count(),
            func.coalesce(func.sum(case((planned, cents), else_=0)), 0),
            func.coalesce(func.sum(case((planned, 0), (spent, 0), else_=cents)), 0),
            func.coalesce(func.sum(case((spent, cents), else_=0)), 0),
        )
        .select_from(PlanItem)
        .join(PlanItem.plan)
        .where(LearningPlan.person_id.in_(people))
        .where(LearningPlan.fiscal_year_id == bindparam(YEAR, type_=Integer))
        .where(PlanItem.state.in_(OPEN_STATES))
    )
