"""Which requests stand on whose lists, as conditions of a statement."""

from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from pdplanner.accounts.access import Place
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.catalog.models import Offering, Provider, Session
from pdplanner.catalog.queries.terms import run_for
from pdplanner.columns import days_before
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.models import (
    SETTLED_STATES,
    Action,
    Desk,
    ItemPayment,
    LearningPlan,
    PlanItem,
    RequestStep,
    State,
)

EARLIEST = 366
"""No item is completed so many days before its year begins."""


class RequestList(StrEnum):
    """The lists of requests, in the order of their tabs."""

    FOR_YOU = "for-you"
    REQUESTED = State.REQUESTED.value
    RETURNED = State.RETURNED.value
    APPROVED = State.APPROVED.value
    REGISTERED = State.REGISTERED.value
    COMPLETED = State.COMPLETED.value


class Reader(NamedTuple):
    """Whose lists these are, and when: where they read, and where they answer at each desk."""

    user_id: int
    today: date
    reads: tuple[Place, ...]
    answers: tuple[tuple[Desk, tuple[Place, ...]], ...] = ()


def waits_at(desk: Desk, *, user_id: int, today: date) -> ColumnElement[bool]:
    """The condition that a request waits at a desk for a user, who answers none of their own.

    It is of a year that has not ended. What a director passed on waits for finance, and not for
    whoever that director was.
    """
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
    waits = and_(
        PlanItem.state == State.REQUESTED,
        FiscalYear.ends_on >= today,
        Person.user_id.is_distinct_from(user_id),
    )
    if desk == Desk.DIRECTOR:
        return and_(waits, ~passed)
    return and_(waits, passed, ~passed.where(RequestStep.by_id == user_id))


def joined(items: Select[*tuple[Any, ...]], reader: Reader) -> Select[*tuple[Any, ...]]:
    """The items of people in reach, with what conditions ask about.

    Nobody asks for somebody who left; what is set aside for them still waits for somebody, and
    what was paid for them was paid.
    """
    found = items.join(PlanItem.plan).join(LearningPlan.person).join(Person.unit)
    # The sum keeps SQLite from beginning with all plans of the years: few items are in a state.
    found = found.join(FiscalYear, FiscalYear.id == LearningPlan.fiscal_year_id + 0)
    settled = PlanItem.state.in_(SETTLED_STATES)
    return found.where(or_(Person.active, settled), _in_one_of(reader.reads))


def is_on(which: RequestList, reader: Reader) -> ColumnElement[bool]:
    """What a year that has ended did not fund waits no more; what it approved does.

    What is completed is listed until its year is closed.
    """
    if which == RequestList.FOR_YOU:
        at_desks = (
            and_(waits_at(desk, user_id=reader.user_id, today=reader.today), _in_one_of(places))
            for desk, places in reader.answers
            if places
        )
        return and_(PlanItem.state == State.REQUESTED, or_(false(), *at_desks))
    held = PlanItem.state == which.value
    if which in (RequestList.APPROVED, RequestList.REGISTERED):
        return held
    if which == RequestList.COMPLETED:
        return and_(held, FiscalYear.closed_at.is_(None), PlanItem.changed_at >= _first_open_day())
    return and_(held, FiscalYear.ends_on >= reader.today)


def _first_open_day() -> ColumnElement[date]:
    """The day since which items of years that are not closed were completed.

    By it a list begins in the index: a table keeps what was completed in all the years before.
    """
    year = aliased(FiscalYear)
    first = select(func.min(year.starts_on)).where(year.closed_at.is_(None)).scalar_subquery()
    return days_before(first, EARLIEST)


def matching(search: str) -> list[ColumnElement[bool]]:
    """Each word stands in the name of the person, their unit, the offering, provider or fund."""
    in_fund = (
        select(ItemPayment.item_id).join(ItemPayment.fund).where(ItemPayment.item_id == PlanItem.id)
    )
    offering = (
        select(Offering.id).join(Offering.provider).where(Offering.id == PlanItem.offering_id)
    )
    return [
        or_(
            Person.name.icontains(word, autoescape=True),
            Unit.name.icontains(word, autoescape=True),
            offering.where(
                or_(
                    Offering.title.icontains(word, autoescape=True),
                    Provider.name.icontains(word, autoescape=True),
                )
            ).exists(),
            in_fund.where(Fund.name.icontains(word, autoescape=True)).exists(),
        )
        for word in search.split()
    ]


def due(today: date) -> ColumnElement[date]:
    """The first run to come, the last day of its money or of the year, whichever comes first."""
    run = (
        select(func.min(Session.starts_on))
        .join(Session.offering)
        .where(Session.offering_id == PlanItem.offering_id, Session.starts_on >= today)
        .where(run_for(FiscalYear.unit_id))
        .scalar_subquery()
    )
    money = (
        select(func.min(Fund.spend_by))
        .join(ItemPayment, ItemPayment.fund_id == Fund.id)
        .where(ItemPayment.item_id == PlanItem.id)
        .scalar_subquery()
    )
    last = case((money < FiscalYear.ends_on, money), else_=FiscalYear.ends_on)
    return case((run < last, run), else_=last)


def _in_one_of(places: tuple[Place, ...]) -> ColumnElement[bool]:
    return or_(false(), *map(_at, places))


def _at(place: Place) -> ColumnElement[bool]:
    """What stands at or below a place, without what is of the absent whose place it is."""
    below = Unit.path.startswith(place.path, autoescape=True)
    if place.holder_id is None:
        return below
    return and_(below, Person.user_id.is_distinct_from(place.holder_id))
