"""Requests as lists: what waits for somebody, what is approved and not registered yet."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    not_,
    null,
    or_,
    select,
)
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from pdplanner import clock
from pdplanner.accounts.access import Place
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.budgets.queries import finance_above
from pdplanner.catalog.models import Offering, Provider, Session
from pdplanner.catalog.queries.terms import run_for
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.models import (
    Action,
    Desk,
    ItemPayment,
    ItemPurchase,
    LearningPlan,
    PlanItem,
    RequestStep,
    State,
)
from pdplanner.web.paging import Paging, paging

PAGE = 25
# A longer list is not counted to its end: nobody answers "1,000+" one by one, and of the lists
# that are not looked at it is enough to know that they are long.
COUNTED, COUNTED_BESIDE = 1_000, 100


class RequestList(StrEnum):
    """The lists of requests, in the order of their tabs."""

    FOR_YOU = "for-you"
    REQUESTED = State.REQUESTED.value
    RETURNED = State.RETURNED.value
    APPROVED = State.APPROVED.value
    REGISTERED = State.REGISTERED.value


class Reader(NamedTuple):
    """Whose lists these are: the paths of the units that they read, and where they answer."""

    user_id: int
    reads: Sequence[str]
    answers: Mapping[Desk, Sequence[Place]]


class Row(NamedTuple):
    """An item, and the day until which an approved one has to be registered."""

    item: PlanItem
    due: date | None


class FileRow(NamedTuple):
    """A row of a file: a `Row` with how its item is bought."""

    item: PlanItem
    due: date | None
    purchase: ItemPurchase | None


class Listed(NamedTuple):
    """A page of a list; `cents` are of all that is on it, None where that is long."""

    rows: Sequence[Row]
    cents: int | None
    paging: Paging


def listed(
    reader: Reader, which: RequestList, *, search: str = "", number: str | None = None
) -> Listed:
    """Return a page: what waits longest first, of what is approved what is due first."""
    wanted = _wanted(reader, which, search)
    some = wanted.with_only_columns(PlanItem.price_cents).limit(COUNTED + 1).subquery()
    count, cents = db.session.execute(
        select(func.count(), func.coalesce(func.sum(some.c.price_cents), 0))
    ).one()
    cut = count > COUNTED
    page = paging(number, size=PAGE, count=min(count, COUNTED), cut=cut)
    rows = _in_order(wanted, which).limit(page.size).offset(page.offset)
    found = [Row(*row) for row in db.session.execute(rows)]
    return Listed(found, None if cut else int(cents), page)


def whole_list(reader: Reader, which: RequestList, *, search: str = "") -> Sequence[FileRow]:
    """Return all of a list, with what each item costs and how it is bought, for a file."""
    rows = _in_order(_wanted(reader, which, search), which)
    rows = rows.outerjoin(ItemPurchase, ItemPurchase.item_id == PlanItem.id)
    with_purchase = rows.add_columns(ItemPurchase).options(selectinload(PlanItem.costs))
    return [FileRow(*row) for row in db.session.execute(with_purchase)]


def counts_beside(reader: Reader, shown: RequestList) -> dict[RequestList, int]:
    """Return how many items each other list has, none counted beyond `COUNTED_BESIDE`."""
    others = [each for each in RequestList if each != shown]
    some = (
        _wanted(reader, each, "").with_only_columns(PlanItem.id).limit(COUNTED_BESIDE + 1)
        for each in others
    )
    numbers = [select(func.count()).select_from(each.subquery()).scalar_subquery() for each in some]
    return dict(zip(others, db.session.execute(select(*numbers)).one(), strict=True))


def chosen(reader: Reader, item_ids: Sequence[int]) -> Sequence[PlanItem]:
    """Return some items as far as the reader reads them, those that wait longest first."""
    items = _joined(select(PlanItem), reader).where(PlanItem.id.in_(item_ids))
    order = items.options(*_shown()).order_by(PlanItem.changed_at, PlanItem.id)
    return db.session.scalars(order).all()


def waits_at(desk: Desk, *, user_id: int) -> ColumnElement[bool]:
    """The condition that a request waits at a desk for a user, who answers none of their own.

    It is of a year that has not ended.
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
        FiscalYear.ends_on >= clock.today(),
        Person.user_id.is_distinct_from(user_id),
    )
    above = PlanItem.price_cents > finance_above(Unit)
    at_finance = and_(passed, above)
    return and_(waits, at_finance if desk == Desk.FINANCE else not_(at_finance))


def number_at(desk: Desk, paths: Sequence[str], *, user_id: int) -> int:
    """Return how many requests of the people below some units wait at a desk for a user."""
    reader = Reader(user_id, paths, {})
    items = _joined(select(func.count(PlanItem.id)), reader)
    return db.session.scalar(items.where(waits_at(desk, user_id=user_id))) or 0


def steps_of(item: PlanItem) -> Sequence[RequestStep]:
    """Return the steps of a request with who took them, the first one first."""
    steps = select(RequestStep).where(RequestStep.item_id == item.id)
    return db.session.scalars(
        steps.options(joinedload(RequestStep.by), joinedload(RequestStep.in_place_of)).order_by(
            RequestStep.id
        )
    ).all()


def purchase_of(item: PlanItem) -> ItemPurchase | None:
    """Return how an item is bought, where somebody entered that."""
    return db.session.get(ItemPurchase, item.id)


def reimbursed_cents(item: PlanItem) -> int | None:
    """Return what the person got back for an item; None where nothing was."""
    found = select(ItemPurchase.reimbursed_cents).where(ItemPurchase.item_id == item.id)
    return db.session.scalar(found)


def _wanted(reader: Reader, which: RequestList, search: str) -> Select[PlanItem]:
    joined = _joined(select(PlanItem), reader)
    return joined.where(_on(which, reader), *_matching(search))


def _in_order(wanted: Select[PlanItem], which: RequestList) -> Select[PlanItem, date | None]:
    due = _due() if which == RequestList.APPROVED else cast(null(), Date)
    first = (due,) if which == RequestList.APPROVED else ()
    rows = wanted.add_columns(due).options(*_shown())
    return rows.order_by(*first, PlanItem.changed_at, PlanItem.id)


def _joined(items: Select[*tuple[Any, ...]], reader: Reader) -> Select[*tuple[Any, ...]]:
    """The items of people in reach, with what conditions ask about.

    Nobody asks for somebody who left; what is set aside for them still waits for somebody.
    """
    joined = items.join(PlanItem.plan).join(LearningPlan.person).join(Person.unit)
    # The sum keeps SQLite from beginning with all plans of the years: few items are in a state.
    joined = joined.join(FiscalYear, FiscalYear.id == LearningPlan.fiscal_year_id + 0)
    settled = PlanItem.state.in_((State.APPROVED, State.REGISTERED))
    return joined.where(or_(Person.active, settled), _below(reader.reads))


def _shown() -> tuple[Any, ...]:
    plan = contains_eager(PlanItem.plan)
    return (
        plan.contains_eager(LearningPlan.person).contains_eager(Person.unit),
        plan.contains_eager(LearningPlan.fiscal_year),
        joinedload(PlanItem.offering).joinedload(Offering.provider),
        selectinload(PlanItem.payments).joinedload(ItemPayment.fund),
    )


def _on(which: RequestList, reader: Reader) -> ColumnElement[bool]:
    """What a year that has ended did not fund waits no more; what it approved does."""
    if which == RequestList.FOR_YOU:
        at_desks = (
            and_(waits_at(desk, user_id=reader.user_id), or_(*map(_answered_at, places)))
            for desk, places in reader.answers.items()
            if places
        )
        return and_(PlanItem.state == State.REQUESTED, or_(false(), *at_desks))
    held = PlanItem.state == which.value
    settled = which in (RequestList.APPROVED, RequestList.REGISTERED)
    return held if settled else and_(held, FiscalYear.ends_on >= clock.today())


def _matching(search: str) -> list[ColumnElement[bool]]:
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


def _due() -> ColumnElement[date]:
    """The first run to come, the last day of its money or of the year, whichever comes first."""
    run = (
        select(func.min(Session.starts_on))
        .join(Session.offering)
        .where(Session.offering_id == PlanItem.offering_id, Session.starts_on >= clock.today())
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


def _answered_at(place: Place) -> ColumnElement[bool]:
    """What stands below a place, without what is of the absent whose place it is."""
    below = _below([place.path])
    if place.holder_id is None:
        return below
    return and_(below, Person.user_id.is_distinct_from(place.holder_id))


def _below(paths: Sequence[str]) -> ColumnElement[bool]:
    return or_(false(), *(Unit.path.startswith(path, autoescape=True) for path in paths))
