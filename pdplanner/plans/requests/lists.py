"""Requests as lists: what waits for somebody, what is approved and not registered yet."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, bindparam, cast, func, null, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload, subqueryload

from pdplanner import clock
from pdplanner.accounts.access import Place
from pdplanner.budgets.models import Fund
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.plans.models import (
    Desk,
    ItemPayment,
    ItemPurchase,
    LearningPlan,
    PlanItem,
)
from pdplanner.plans.requests.conditions import (
    Reader,
    RequestList,
    due,
    is_on,
    joined,
    matching,
    waits_at,
)
from pdplanner.web.paging import Paging, paging

PAGE = 25
# A longer list is not counted to its end: nobody answers "1,000+" one by one, and of the lists
# that are not looked at it is enough to know that they are long.
COUNTED, COUNTED_BESIDE = 1_000, 100
# Statements that are kept: building one takes longer than asking it.
KEPT = 256
LIMIT, OFFSET = "limit", "offset"

Load = Callable[[Any], Any]
"""How rows bring along what hangs on them: `selectinload` for a page."""


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
    number: int
    """How many there are; one beyond `COUNTED` where counting was cut."""
    cents: int | None
    paging: Paging


def listed(
    reader: Reader, which: RequestList, *, search: str = "", number: str | None = None
) -> Listed:
    """Return a page: what waits longest first, of what is approved what is due first.

    Of what is completed, which waits for nothing, the newest stands first.
    """
    count, cents = counted(reader, which, search=search)
    cut = count > COUNTED
    page = paging(number, size=PAGE, count=min(count, COUNTED), cut=cut)
    rows = db.session.execute(_page(reader, which, search), {LIMIT: page.size, OFFSET: page.offset})
    return Listed([Row(*row) for row in rows], count, None if cut else cents, page)


def counted(reader: Reader, which: RequestList, *, search: str = "") -> tuple[int, int]:
    """Return how many items a list has, and their cents; none beyond the one after `COUNTED`."""
    count, cents = db.session.execute(_sums(reader, which, search)).one()
    return count, int(cents)


def whole_list(reader: Reader, which: RequestList, *, search: str = "") -> Sequence[FileRow]:
    """Return all of a list, with what each item costs and how it is bought, for a file."""
    rows = _in_order(_wanted(reader, which, search), which, today=reader.today, load=subqueryload)
    rows = rows.outerjoin(ItemPurchase, ItemPurchase.item_id == PlanItem.id)
    with_purchase = rows.add_columns(ItemPurchase).options(subqueryload(PlanItem.costs))
    return [FileRow(*row) for row in db.session.execute(with_purchase)]


def counts_beside(reader: Reader, shown: RequestList) -> dict[RequestList, int]:
    """Return how many items each other list has, none counted beyond `COUNTED_BESIDE`."""
    numbers = db.session.execute(_numbers_beside(reader, shown)).one()
    return dict(zip(_others(shown), numbers, strict=True))


def chosen(reader: Reader, item_ids: Sequence[int]) -> Sequence[PlanItem]:
    """Return some items as far as the reader reads them, those that wait longest first."""
    items = joined(select(PlanItem), reader).where(PlanItem.id.in_(item_ids))
    mentor = joinedload(PlanItem.offering).joinedload(Offering.mentor)
    order = items.options(*_shown(), mentor).order_by(PlanItem.changed_at, PlanItem.id)
    return db.session.scalars(order).all()


def number_at(desk: Desk, paths: Sequence[str], *, user_id: int) -> int:
    """Return how many requests of the people below some units wait at a desk for a user."""
    reader = Reader(user_id, clock.today(), tuple(Place(path) for path in paths))
    return db.session.scalar(_number_at(desk, reader)) or 0


@lru_cache(KEPT)
def _sums(reader: Reader, which: RequestList, search: str) -> Select[int, int]:
    some = _wanted(reader, which, search).with_only_columns(PlanItem.price_cents)
    found = some.limit(COUNTED + 1).subquery()
    return select(func.count(), func.coalesce(func.sum(found.c.price_cents), 0))


@lru_cache(KEPT)
def _page(reader: Reader, which: RequestList, search: str) -> Select[PlanItem, date | None]:
    rows = _in_order(_wanted(reader, which, search), which, today=reader.today)
    return rows.limit(bindparam(LIMIT)).offset(bindparam(OFFSET))


@lru_cache(KEPT)
def _numbers_beside(reader: Reader, shown: RequestList) -> Select[*tuple[int, ...]]:
    some = (
        _wanted(reader, each, "").with_only_columns(PlanItem.id).limit(COUNTED_BESIDE + 1)
        for each in _others(shown)
    )
    return select(
        *(select(func.count()).select_from(each.subquery()).scalar_subquery() for each in some)
    )


@lru_cache(KEPT)
def _number_at(desk: Desk, reader: Reader) -> Select[int]:
    items = joined(select(func.count(PlanItem.id)), reader)
    return items.where(waits_at(desk, user_id=reader.user_id, today=reader.today))


def _others(shown: RequestList) -> Sequence[RequestList]:
    return [each for each in RequestList if each != shown]


def _wanted(reader: Reader, which: RequestList, search: str) -> Select[PlanItem]:
    items = joined(select(PlanItem), reader)
    return items.where(is_on(which, reader), *matching(search))


def _in_order(
    wanted: Select[PlanItem], which: RequestList, *, today: date, load: Load = selectinload
) -> Select[PlanItem, date | None]:
    until = due(today) if which == RequestList.APPROVED else cast(null(), Date)
    rows = wanted.add_columns(until).options(*_shown(load))
    if which == RequestList.COMPLETED:
        return rows.order_by(PlanItem.changed_at.desc(), PlanItem.id.desc())
    first = (until,) if which == RequestList.APPROVED else ()
    return rows.order_by(*first, PlanItem.changed_at, PlanItem.id)


def _shown(load: Load = selectinload) -> tuple[Any, ...]:
    """What rows show; `load` is `subqueryload` for a list of any length.

    A select of keys, quicker for a page, sends a query for every 500 items.
    """
    plan = contains_eager(PlanItem.plan)
    return (
        plan.contains_eager(LearningPlan.person).contains_eager(Person.unit),
        plan.contains_eager(LearningPlan.fiscal_year),
        joinedload(PlanItem.offering).joinedload(Offering.provider),
        load(PlanItem.payments).joinedload(ItemPayment.fund).joinedload(Fund.unit),
    )
