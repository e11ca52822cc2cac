"""What becomes of the plans of people who stop working here: what nobody approved is cancelled."""

from collections.abc import Sequence

from sqlalchemy import Select, select, update
from sqlalchemy.orm import contains_eager

from pdplanner import clock
from pdplanner.budgets.models import FiscalYear
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.organization.signals import people_left
from pdplanner.plans.models import PLANNED_STATES, Action, LearningPlan, PlanItem, State
from pdplanner.plans.requests import trail


@people_left.connect
def cancel_undecided(_sender: object, *, people: Sequence[Person]) -> None:
    """Cancel what is proposed or requested for these people, so that its money is free again.

    No adopted plan speaks for them any more: once another one takes its place, it is over.
    """
    _wait_for_adoptions(people)
    left = [each.id for each in people]
    theirs = LearningPlan.person_id.in_(left), LearningPlan.fiscal_year_id.in_(_years_to_come())
    db.session.execute(update(LearningPlan).where(*theirs).values(scenario_id=None))
    items = (
        select(PlanItem)
        .join(PlanItem.plan)
        .join(LearningPlan.person)
        .where(LearningPlan.person_id.in_(left), PlanItem.state.in_(PLANNED_STATES))
        .options(contains_eager(PlanItem.plan).contains_eager(LearningPlan.person))
        .order_by(PlanItem.id)
        .with_for_update(of=PlanItem)
    )
    for item in db.session.scalars(items.execution_options(populate_existing=True)):
        item.state, item.changed_at = State.CANCELLED, clock.now()
        item.comment = f"Cancelled when {item.plan.person.name} stopped working here."
        trail.step(item, Action.CANCEL, by_id=None, said=item.comment)
    db.session.flush()


def _years_to_come() -> Select[int]:
    return select(FiscalYear.id).where(FiscalYear.ends_on >= clock.today())


def _wait_for_adoptions(people: Sequence[Person]) -> None:
    """Hold the years in which plans are adopted: one on its way may still propose to them."""
    units = {unit_id for each in people for unit_id in each.unit.lineage}
    years = select(FiscalYear.id).where(FiscalYear.unit_id.in_(units)).order_by(FiscalYear.id)
    db.session.execute(years.with_for_update())
