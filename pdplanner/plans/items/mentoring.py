"""Hours that mentors give: one place of a colleague is as many hours of theirs."""

from collections.abc import Collection, Sequence
from math import inf
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, not_, select, true, union_all

from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.queries.units import below
from pdplanner.plans.items.commitments import is_replaceable
from pdplanner.plans.models import OPEN_STATES, LearningPlan, PlanItem, ScenarioLine, State


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


def hours_left_to_give(
    fiscal_year_id: int,
    mentor_ids: Collection[int],
    *,
    unit: Unit,
    aside: ColumnElement[bool] | None = None,
) -> dict[int, float]:
    """Return the hours of the year that mentors neither learn nor give in open items, by id.

    What a new plan of the unit would take back counts for nothing, nor what is left `aside`.
    """
    taken_back = and_(is_replaceable(), LearningPlan.person.has(Person.unit.has(below(unit))))
    of_year = and_(
        LearningPlan.fiscal_year_id == fiscal_year_id,
        PlanItem.state.in_(OPEN_STATES),
        ~taken_back,
        true() if aside is None else not_(aside),
    )
    learns = select(LearningPlan.person_id.label("mentor_id"), PlanItem.hours.label("hours"))
    learns = learns.join_from(PlanItem, PlanItem.plan).where(of_year)
    learns = learns.where(LearningPlan.person_id.in_(mentor_ids))
    gives = _items(Offering.mentor_id.label("mentor_id"), PlanItem.hours.label("hours"))
    gives = gives.where(of_year, Offering.mentor_id.in_(mentor_ids))
    used = union_all(learns, gives).subquery()
    left = Person.hours - func.coalesce(func.sum(used.c.hours), 0)
    rows = select(Person.id, left).outerjoin(used, used.c.mentor_id == Person.id)
    rows = rows.where(Person.id.in_(mentor_ids)).group_by(Person.id, Person.hours)
    return {one: float(hours) for one, hours in db.session.execute(rows)}


def without_mentor(
    lines: Sequence[ScenarioLine],
    fiscal_year_id: int,
    *,
    unit: Unit,
    planned: Collection[int],
    stays: Sequence[ScenarioLine],
) -> list[ScenarioLine]:
    """Return the lines whose mentor works here no more, or has too few hours left for them.

    The hours of the people whom the plan is made for (`planned`) are in it. `stays` are those of
    its lines that are proposed already.
    """
    offerings = {each.offering_id for each in (*lines, *stays)}
    asked = select(Offering.id, Person).join(Offering.mentor).where(Offering.id.in_(offerings))
    mentor_of: dict[int, Person] = dict(db.session.execute(asked).all()) if offerings else {}
    outside = {each.id for each in mentor_of.values()} - {*planned}
    left = hours_left_to_give(fiscal_year_id, outside, unit=unit) if outside else {}
    found = []
    for line in (*stays, *sorted(lines, key=lambda each: (each.person_id, each.offering_id))):
        mentor = mentor_of.get(line.offering_id)
        if mentor is None:
            continue
        enough = line.hours <= left.get(mentor.id, line.hours)
        if line in stays or (mentor.works_here and enough):
            left[mentor.id] = left.get(mentor.id, inf) - line.hours
        else:
            found.append(line)
    return found


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
