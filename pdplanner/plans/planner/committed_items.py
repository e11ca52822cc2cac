"""Items that a plan leaves as they are, what these teach, and what people declined."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, not_, select

from pdplanner import clock
from pdplanner.budgets.models import FiscalYear
from pdplanner.catalog.models import Tag
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.organization.queries.units import below
from pdplanner.plans.items.commitments import is_committed
from pdplanner.plans.items.proposal_answers import is_declined, is_superseded
from pdplanner.plans.models import LearningPlan, PlanItem, State


class Commitment(NamedTuple):
    """An item that a plan leaves as it is; `this_year` uses hours and money of the year."""

    item_id: int
    person_id: int
    offering_id: int
    state: State
    changed_on: date
    this_year: bool
    allowance_cents: int
    hours: float


class Teaching(NamedTuple):
    indicator_id: int
    level: int
    from_level: int


def commitments_in(
    unit: Unit,
    fiscal_year: FiscalYear,
    *,
    of: Collection[int] | None = None,
    aside: ColumnElement[bool] | None = None,
) -> list[Commitment]:
    """Return the committed items of the unit's people, of this and of earlier years.

    `of` are the ids of those people whose items are wanted; None means everybody. Items under the
    condition `aside` are left out.
    """
    rows = (
        select(
            PlanItem.id,
            LearningPlan.person_id,
            PlanItem.offering_id,
            PlanItem.state,
            PlanItem.changed_at,
            LearningPlan.fiscal_year_id == fiscal_year.id,
            PlanItem.allowance_cents,
            PlanItem.hours,
        )
        .join(PlanItem.plan)
        .join(Person, Person.id == LearningPlan.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(below(unit), Person.active, is_committed(fiscal_year.id))
        .order_by(LearningPlan.person_id, PlanItem.id)
    )
    if of is not None:
        rows = rows.where(Person.id.in_(of))
    if aside is not None:
        rows = rows.where(not_(aside))
    return [
        Commitment(item, person, offering, State(state), clock.day_of(on), this_year, cents, hours)
        for item, person, offering, state, on, this_year, cents, hours in db.session.execute(rows)
    ]


def declined_in(unit: Unit, fiscal_year: FiscalYear) -> dict[int, set[int]]:
    """Return what the unit's people said no to themselves in the year, by person id.

    What was proposed once more, or chosen by them, waits for another answer.
    """
    rows = (
        select(LearningPlan.person_id, PlanItem.offering_id)
        .join(PlanItem.plan)
        .join(LearningPlan.person)
        .join(Person.unit)
        .where(below(unit), Person.active, is_declined())
        .where(LearningPlan.fiscal_year_id == fiscal_year.id, ~is_superseded())
    )
    declined: dict[int, set[int]] = defaultdict(set)
    for person_id, offering_id in db.session.execute(rows):
        declined[person_id].add(offering_id)
    return declined


def taught_in(unit: Unit, fiscal_year: FiscalYear) -> dict[int, list[Teaching]]:
    """What the offerings of committed items teach, even those no longer offered."""
    committed = (
        select(PlanItem.offering_id)
        .join(PlanItem.plan)
        .join(Person, Person.id == LearningPlan.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(below(unit), Person.active, is_committed(fiscal_year.id))
    )
    tags = select(Tag.offering_id, Tag.indicator_id, Tag.level, Tag.from_level)
    taught: dict[int, list[Teaching]] = defaultdict(list)
    for offering_id, *tag in db.session.execute(tags.where(Tag.offering_id.in_(committed))):
        taught[offering_id].append(Teaching(*tag))
    return taught
