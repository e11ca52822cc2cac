"""Hours that mentors give: one place of a colleague is as many hours of theirs."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, select

from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.plans.models import OPEN_STATES, LearningPlan, PlanItem, State


class Given(NamedTuple):
    """A place that somebody has with a mentor."""

    title: str
    learner: str
    hours: float
    state: State


def hours_given(fiscal_year_id: Any, condition: ColumnElement[bool]) -> dict[int, float]:
    """Return the hours of the year by mentor, of the items under a condition."""
    rows = _items(func.sum(PlanItem.hours), Offering.mentor_id)
    rows = rows.where(LearningPlan.fiscal_year_id == fiscal_year_id, condition)
    found = db.session.execute(rows.group_by(Offering.mentor_id))
    return {mentor_id: float(hours) for hours, mentor_id in found}


def hours_given_by(person_id: Any, fiscal_year_id: Any) -> ColumnElement[float]:
    """The hours that a mentor's places in open items take, as a part of another statement."""
    # Few have offerings of their own: to begin with the plans of a year would look at all items.
    own = select(Offering.id).where(Offering.mentor_id == person_id)
    of_year = PlanItem.plan.has(LearningPlan.fiscal_year_id == fiscal_year_id)
    items = select(func.coalesce(func.sum(PlanItem.hours), 0)).where(
        PlanItem.offering_id.in_(own), PlanItem.state.in_(OPEN_STATES), of_year
    )
    return items.scalar_subquery()


def places_given(person: Person, fiscal_year_id: int) -> list[Given]:
    """Return the places that a mentor's colleagues have, by offering and name."""
    rows = _items(Offering.title, Person.name, PlanItem.hours, PlanItem.state)
    rows = rows.join(Person, Person.id == LearningPlan.person_id)
    rows = rows.where(_open(person.id, fiscal_year_id))
    found = db.session.execute(rows.order_by(Offering.title, Person.name, PlanItem.id))
    return [Given(title, learner, hours, State(state)) for title, learner, hours, state in found]


def _items(*columns: Any) -> Select[*tuple[Any, ...]]:
    rows = select(*columns).select_from(PlanItem).join(PlanItem.plan)
    return rows.join(Offering, Offering.id == PlanItem.offering_id).where(
        Offering.mentor_id.is_not(None)
    )


def _open(person_id: Any, fiscal_year_id: Any) -> ColumnElement[bool]:
    return and_(
        Offering.mentor_id == person_id,
        LearningPlan.fiscal_year_id == fiscal_year_id,
        PlanItem.state.in_(OPEN_STATES),
    )
