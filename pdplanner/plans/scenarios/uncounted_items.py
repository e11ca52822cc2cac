"""What people chose or accepted beside a plan after it was built, so that it counts none of it."""

from collections.abc import Sequence

from sqlalchemy import and_, not_, select
from sqlalchemy.orm import contains_eager, joinedload

from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.organization.queries.units import below
from pdplanner.plans.items.adopted_items import is_line_of
from pdplanner.plans.items.commitments import is_replaceable
from pdplanner.plans.models import OPEN_STATES, LearningPlan, PlanItem, Scenario
from pdplanner.plans.planner.report import read_report


def not_counted(scenario: Scenario) -> Sequence[PlanItem]:
    """Return the year's items, by person, that stay beside a built plan's own and use its limits.

    Their hours, allowance and money are planned twice where the plan is adopted as it is.
    """
    report = read_report(scenario.report)
    counted, planned = set(report.counted), set(report.person_ids)
    proposed = is_line_of(scenario)
    stays = and_(PlanItem.state.in_(OPEN_STATES), not_(is_replaceable()), not_(proposed))
    items = (
        select(PlanItem)
        .join(PlanItem.plan)
        .join(LearningPlan.person)
        .join(Person.unit)
        .where(LearningPlan.fiscal_year_id == scenario.fiscal_year_id)
        .where(below(scenario.unit), Person.active, stays)
        .options(contains_eager(PlanItem.plan).contains_eager(LearningPlan.person))
        .options(joinedload(PlanItem.offering))
        .order_by(Person.name, Person.id, PlanItem.id)
    )
    return [
        item
        for item in db.session.scalars(items)
        if item.id not in counted and item.plan.person_id in planned
    ]
