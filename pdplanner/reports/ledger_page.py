"""What stands behind a figure of a fund: its entries in the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, not_, select

from pdplanner import clock
from pdplanner.accounts.models import User
from pdplanner.budgets.ledger_queries import carried_on, goes_on
from pdplanner.budgets.models import Account, ActionKind, Fund, LedgerAction, LedgerEntry
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.plans.models import LearningPlan, PlanItem
from pdplanner.web.paging import Paging, paging

PAGE = 25
# A longer ledger is not counted to its end: nobody reads on from "1,000+".
COUNTED = 1_000
FIGURES = {
    "allocated": Account.AVAILABLE,
    "encumbered": Account.ENCUMBERED,
    "spent": Account.SPENT,
    "available": Account.AVAILABLE,
    "went on": Account.AVAILABLE,
}
"""The account whose entries make up each figure of a fund."""
ALLOCATING = (ActionKind.ALLOCATE, ActionKind.AMEND, ActionKind.TRANSFER)
"""What changes how much a fund has in all: what enters its available money with them."""


class Entry(NamedTuple):
    """What an action did to a figure; of an item with its offering and person."""

    at: datetime
    kind: str
    note: str
    cents: int
    by: str | None
    item_id: int | None
    offering: str | None
    person: str | None


@dataclass(frozen=True)
class LedgerPage:
    """A page of the entries of a figure, the newest first."""

    fund: Fund
    figures: Mapping[str, int]
    figure: str
    entries: Sequence[Entry]
    paging: Paging

    @property
    def cents(self) -> int:
        """What all entries add up to: the fund's own figure (`ledger_queries.faults`)."""
        return self.figures[self.figure]


def ledger_page(fund: Fund, figure: str, *, number: str | None) -> LedgerPage:
    """Return the entries of one of `FIGURES`; those that leave it as it was are left away.

    What was allocated stays what it was when a part of it goes on into the next year.
    """
    carried = _carried(fund)
    figures = {
        "allocated": fund.allocated_cents + carried,
        "encumbered": fund.encumbered_cents,
        "spent": fund.spent_cents,
        "available": fund.available_cents,
    }
    if carried:
        figures["went on"] = carried
    figure = figure if figure in figures else "allocated"
    count = db.session.scalar(_counting(figure), {"fund": fund.id}) or 0
    page = paging(number, size=PAGE, count=min(count, COUNTED), cut=count > COUNTED)
    asked = {"fund": fund.id, "size": page.size, "offset": page.offset}
    rows = db.session.execute(_newest(figure), asked)
    return LedgerPage(fund, figures, figure, [Entry(*row) for row in rows], page)


def _carried(fund: Fund) -> int:
    """What went on; nothing before the year is over, which costs no query."""
    if fund.fiscal_year.ends_on > clock.today():
        return 0
    return int(db.session.scalars(select(carried_on()).where(Fund.id == fund.id)).one())


# Both are made once: half the cost of a short query is saying it.
@cache
def _counting(figure: str) -> Select[int]:
    some = _entries(figure).with_only_columns(LedgerEntry.id).limit(COUNTED + 1).subquery()
    return select(func.count()).select_from(some)


@cache
def _newest(figure: str) -> Select[*tuple[Any, ...]]:
    """The columns of `Entry`."""
    newest = _entries(figure).order_by(LedgerEntry.action_id.desc())
    shown = newest.limit(bindparam("size")).offset(bindparam("offset")).subquery()
    return (
        select(
            LedgerAction.at, LedgerAction.kind, LedgerAction.note, shown.c.cents,
            User.name, LedgerAction.item_id, Offering.title, Person.name,
        )
        .select_from(shown)
        .join(LedgerAction, LedgerAction.id == shown.c.action_id)
        .outerjoin(LedgerAction.by)
        .outerjoin(PlanItem, PlanItem.id == LedgerAction.item_id)
        .outerjoin(PlanItem.offering)
        .outerjoin(PlanItem.plan)
        .outerjoin(LearningPlan.person)
        .order_by(LedgerAction.id.desc())
    )  # fmt: skip


def _entries(figure: str) -> Select[int, int]:
    sign = -1 if figure == "went on" else 1
    entries = select(LedgerEntry.action_id, (sign * LedgerEntry.cents).label("cents"))
    entries = entries.where(
        LedgerEntry.fund_id == bindparam("fund"), LedgerEntry.account == FIGURES[figure]
    )
    if figure == "allocated":
        entries = entries.join(LedgerEntry.action).where(LedgerAction.kind.in_(ALLOCATING))
        entries = entries.where(not_(goes_on()))
    elif figure == "went on":
        entries = entries.join(LedgerEntry.action).where(goes_on())
    return entries
