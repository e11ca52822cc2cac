"""What plans keep in a fiscal year, told to whoever moves its days or removes it."""

from sqlalchemy import Select, delete, exists, func, select

from pdplanner.budgets.models import FiscalYear
from pdplanner.budgets.queries import today_in
from pdplanner.budgets.signals import in_the_year, outside_days, year_goes
from pdplanner.budgets.year_contents import Days
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.plans.items.runs import Run, by_offering, runs_of
from pdplanner.plans.models import OPEN_STATES, LearningPlan, PlanItem, Scenario, State
from pdplanner.web.filters import plural, span


@in_the_year.connect
def plans_in(year: FiscalYear) -> list[str]:
    """Count the plans of people and teams; a plan out of which all was taken is none."""
    has_items = exists().where(PlanItem.plan_id == LearningPlan.id)
    of_people = select(func.count(LearningPlan.id)).where(
        LearningPlan.fiscal_year_id == year.id, has_items
    )
    of_teams = select(func.count(Scenario.id)).where(Scenario.fiscal_year_id == year.id)
    counted = (
        (db.session.scalar(of_people) or 0, "person’s plan", "people’s plans"),
        (db.session.scalar(of_teams) or 0, "team plan", "team plans"),
    )
    return [plural(number, one, many) for number, one, many in counted if number]


@outside_days.connect
def runs_outside(year: FiscalYear, *, days: Days) -> list[str]:
    """Name what somebody has in their plan of the year and no run of it would be left in it."""
    lost = _runs_lost(year, days)
    held = _items(year).where(PlanItem.state.in_(OPEN_STATES), PlanItem.offering_id.in_(lost))
    return [
        f"{item.offering.title} of {item.plan.person.name}, {span(run.starts_on, run.ends_on)}"
        for item in db.session.scalars(held)
        for run in [lost[item.offering_id]]
    ]


@outside_days.connect
def requests_left_waiting(year: FiscalYear, *, days: Days) -> list[str]:
    """Name the requests without an answer, where the year would be over by its new last day."""
    if not (days.ends_on < year.ends_on and days.ends_on < today_in(year)):
        return []
    lost = _runs_lost(year, days)
    waiting = _items(year).where(PlanItem.state == State.REQUESTED)
    return [
        f"the request of {item.plan.person.name} for {item.offering.title}, which waits for an"
        " answer"
        for item in db.session.scalars(waiting.where(PlanItem.offering_id.not_in(lost)))
    ]


def _runs_lost(year: FiscalYear, days: Days) -> dict[int, Run]:
    """The first run of each offering that has runs in the year, and none in its new days."""
    return {
        offering_id: runs[0]
        for offering_id, runs in by_offering(runs_of(year)).items()
        if not any(days.hold(each.starts_on) for each in runs)
    }


def _items(year: FiscalYear) -> Select[PlanItem]:
    return (
        select(PlanItem)
        .join(PlanItem.plan)
        .join(Person, Person.id == LearningPlan.person_id)
        .where(LearningPlan.fiscal_year_id == year.id)
        .order_by(Person.name, PlanItem.id)
    )


@year_goes.connect
def drop_empty_plans(year: FiscalYear) -> None:
    """Nothing is in them, or the year would stay: see `plans_in`."""
    db.session.execute(delete(LearningPlan).where(LearningPlan.fiscal_year_id == year.id))
