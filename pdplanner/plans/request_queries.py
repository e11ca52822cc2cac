"""Requests as lists: what waits for somebody, what is approved and not registered yet."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, false, func, not_, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from pdplanner import clock
from pdplanner.budgets.models import FiscalYear
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.models import (
    Action,
    Desk,
    ItemPayment,
    LearningPlan,
    PlanItem,
    RequestStep,
    State,
)

PAGE = 50
LISTED = (State.REQUESTED, State.APPROVED, State.REGISTERED)


class Inbox(NamedTuple):
    """The items in one state, those that wait longest first; `total` and `cents` are of all."""

    state: State
    items: Sequence[PlanItem]
    total: int
    cents: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def inbox(paths: Sequence[str], state: State, *, number: int = 1) -> Inbox:
    """Return a page of the items in a state of the people below some units."""
    wanted = PlanItem.state == state, Person.active, _below(paths), _is_open()
    joined = select(PlanItem).join(PlanItem.plan).join(LearningPlan.person).join(Person.unit)
    joined = joined.join(LearningPlan.fiscal_year)
    total, cents = db.session.execute(
        joined.where(*wanted).with_only_columns(
            func.count(), func.coalesce(func.sum(PlanItem.price_cents), 0)
        )
    ).one()
    page = min(max(1, number), max(1, -(-total // PAGE)))
    items = (
        joined.where(*wanted)
        .options(
            contains_eager(PlanItem.plan).contains_eager(LearningPlan.person),
            contains_eager(PlanItem.plan).contains_eager(LearningPlan.fiscal_year),
            joinedload(PlanItem.offering),
            selectinload(PlanItem.payments).joinedload(ItemPayment.fund),
        )
        .order_by(PlanItem.changed_at, PlanItem.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return Inbox(state, db.session.scalars(items).all(), total, int(cents), page)


def counts(paths: Sequence[str]) -> dict[State, int]:
    """Return how many items of the people below some units are in each listed state."""
    rows = (
        select(PlanItem.state, func.count())
        .join(PlanItem.plan)
        .join(LearningPlan.person)
        .join(Person.unit)
        .join(LearningPlan.fiscal_year)
        .where(PlanItem.state.in_(LISTED), Person.active, _below(paths), _is_open())
        .group_by(PlanItem.state)
    )
    found = {State(state): number for state, number in db.session.execute(rows)}
    return {state: found.get(state, 0) for state in LISTED}


def waits_at(desk: Desk) -> ColumnElement[bool]:
    """The condition that a request of a year that has not ended waits at a desk."""
    later = aliased(RequestStep)
    asked_since = exists().where(
        later.item_id == RequestStep.item_id,
        later.action == Action.REQUEST,
        later.id > RequestStep.id,
    )
    passed = exists().where(
        RequestStep.item_id == PlanItem.id,
        RequestStep.action == Action.APPROVE,
        RequestStep.desk == Desk.DIRECTOR,
        ~asked_since,
    )
    waits = and_(PlanItem.state == State.REQUESTED, FiscalYear.ends_on >= clock.today())
    above = func.coalesce(PlanItem.price_cents > FiscalYear.finance_above_cents, false())
    at_finance = and_(passed, above)
    return and_(waits, at_finance if desk == Desk.FINANCE else not_(at_finance))


def number_at(desk: Desk, paths: Sequence[str]) -> int:
    """Return how many requests of the people below some units wait at a desk."""
    items = (
        select(func.count(PlanItem.id))
        .join(PlanItem.plan)
        .join(LearningPlan.person)
        .join(Person.unit)
        .join(LearningPlan.fiscal_year)
        .where(waits_at(desk), Person.active, _below(paths))
    )
    return db.session.scalar(items) or 0


def steps_of(item: PlanItem) -> Sequence[RequestStep]:
    """Return the steps of a request with who took them, the first one first."""
    steps = select(RequestStep).where(RequestStep.item_id == item.id)
    return db.session.scalars(
        steps.options(joinedload(RequestStep.by)).order_by(RequestStep.id)
    ).all()


def _is_open() -> ColumnElement[bool]:
    """What a year that has ended did not fund waits no more; what it approved does."""
    return or_(PlanItem.state != State.REQUESTED, FiscalYear.ends_on >= clock.today())


def _below(paths: Sequence[str]) -> ColumnElement[bool]:
    return or_(*(Unit.path.startswith(path, autoescape=True) for path in paths))
