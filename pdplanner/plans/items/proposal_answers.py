"""What people answered to what was proposed to them: each offering's newest proposal counts."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from pdplanner.assessments.rated_targets import PATH, member_ids
from pdplanner.budgets.models import FiscalYear
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.models import OPEN_STATES, LearningPlan, PlanItem, State

YEAR = "year"
MOST_NAMED = 100
"""Of more people or refusals the page names the first ones; the units below name the others."""


class Waiting(NamedTuple):
    """A person with a number of proposals that they have not answered."""

    person_id: int
    name: str
    number: int


class Declined(NamedTuple):
    person_id: int
    name: str
    title: str
    reason: str
    changed_at: datetime


class Answers(NamedTuple):
    """Numbers of proposals; `waiting_people` and `refusals` name at most the first of them."""

    accepted: int
    declined: int
    waiting: int
    people_waiting: int
    waiting_people: Sequence[Waiting]
    refusals: Sequence[Declined]

    @property
    def proposals(self) -> int:
        return self.accepted + self.declined + self.waiting


def answers_in(unit: Unit, fiscal_year: FiscalYear) -> Answers:
    """Return the answers of the people who work in a unit's subtree, in two queries at most."""
    asked = {PATH: unit.path, YEAR: fiscal_year.id}
    rows = db.session.execute(_counts(), asked).all()
    people = [Waiting(row[0], row[1], row[4]) for row in rows if row[4]]
    declined = sum(row[3] for row in rows)
    return Answers(
        accepted=sum(row[2] for row in rows),
        declined=declined,
        waiting=sum(each.number for each in people),
        people_waiting=len(people),
        waiting_people=people[:MOST_NAMED],
        refusals=_refusals(asked) if declined else (),
    )


def is_accepted() -> ColumnElement[bool]:
    """The condition that a person said yes, however far the item is since."""
    return and_(PlanItem.state.in_(OPEN_STATES), ~is_waiting())


def is_declined() -> ColumnElement[bool]:
    """The condition that the person said no; a request that was turned down is accepted first."""
    return and_(PlanItem.state == State.DECLINED, PlanItem.accepted_at.is_(None))


def is_waiting() -> ColumnElement[bool]:
    return and_(PlanItem.state == State.PROPOSED, PlanItem.accepted_at.is_(None))


def _refusals(asked: dict[str, Any]) -> list[Declined]:
    """The newest first."""
    columns = Person.id, Person.name, Offering.title, PlanItem.comment, PlanItem.changed_at
    rows = _proposals(*columns).join(Offering, Offering.id == PlanItem.offering_id)
    rows = rows.where(_about(), is_declined())
    rows = rows.order_by(PlanItem.changed_at.desc(), PlanItem.id.desc()).limit(MOST_NAMED)
    return [Declined(*row) for row in db.session.execute(rows, asked)]


def _proposals(*columns: Any) -> Select[*tuple[Any, ...]]:
    rows = select(*columns).select_from(PlanItem).join(PlanItem.plan)
    return rows.join(Person, Person.id == LearningPlan.person_id)


@cache
def _counts() -> Select[*tuple[Any, ...]]:
    """Built once: every page of a team asks for it."""
    columns = [_number(each) for each in (is_accepted(), is_declined(), is_waiting())]
    counts = _proposals(Person.id, Person.name, *columns).where(_about())
    counts = counts.group_by(Person.id, Person.name)
    return counts.order_by(func.lower(Person.name), Person.id)


def _about() -> ColumnElement[bool]:
    """The proposals of the year to the people of the subtree."""
    inside = LearningPlan.person_id.in_(member_ids())
    by_others = PlanItem.proposed_by_id.is_distinct_from(Person.user_id)
    of_year = LearningPlan.fiscal_year_id == bindparam(YEAR)
    proposed = or_(PlanItem.scenario_id.is_not(None), by_others)
    return and_(inside, of_year, proposed, ~is_superseded())


def is_superseded() -> ColumnElement[bool]:
    """The condition that the same was proposed to the person again, or chosen by them."""
    newer = aliased(PlanItem)
    return (
        select(newer.id)
        .where(
            newer.plan_id == PlanItem.plan_id,
            newer.offering_id == PlanItem.offering_id,
            newer.id > PlanItem.id,
            newer.state != State.CANCELLED,
        )
        .exists()
    )


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))
