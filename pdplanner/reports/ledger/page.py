"""What stands behind a figure of a fund: its entries in the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, not_, select

from pdplanner.accounts.models import User
from pdplanner.budgets.account_codes import Part
from pdplanner.budgets.closing import goes_on as goes_on_when_closed
from pdplanner.budgets.last_days import past_words
from pdplanner.budgets.last_years_code import OldCode, code_of_last_year
from pdplanner.budgets.ledger_queries import carried_of, goes_on
from pdplanner.budgets.models import Account, ActionKind, Fund, LedgerAction, LedgerEntry
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.plans.models import LearningPlan, PlanItem
from pdplanner.reports.ledger.others import others_of
from pdplanner.reports.ledger.words import MOVED, WORDS, kind
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
    """What an action did to a figure; of an item with its offering and person.

    `other` names the fund that a transfer's money is from, or went to.
    """

    action_id: int
    at: datetime
    kind: str
    note: str
    cents: int
    by: str | None
    item_id: int | None
    offering: str | None
    person: str | None
    other: str = ""

    @property
    def what(self) -> str:
        return WORDS[self.kind]


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

    @property
    def past(self) -> str:
        """That its last day is over, so that what is left pays for nothing new; or nothing."""
        return past_words(self.fund)

    @property
    def goes_on(self) -> bool:
        """Whether what is left goes on into the next year when this one is closed."""
        return goes_on_when_closed(self.fund)

    def old_code(self, parts: Iterable[Part]) -> OldCode | None:
        """What the parts of its code still say of the year that it was carried over from."""
        return code_of_last_year(self.fund, parts)


def ledger_page(
    fund: Fund, figure: str, *, number: str | None, named: ColumnElement[bool]
) -> LedgerPage:
    """Return the entries of one of `FIGURES`; those that leave it as it was are left away.

    What was allocated stays what it was when a part of it goes on into the next year. The other
    fund of a transfer has its name where the condition `named`, on Fund and Unit, keeps it.
    """
    carried = carried_of(fund)
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
    entries = [Entry(*row) for row in db.session.execute(_newest(figure), asked)]
    transfers = [each.action_id for each in entries if each.kind in MOVED]
    others = others_of(fund, transfers, named=named) if transfers else {}
    shown = [each._replace(other=others.get(each.action_id, "")) for each in entries]
    return LedgerPage(fund, figures, figure, shown, page)


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
            LedgerAction.id, LedgerAction.at, kind(), LedgerAction.note, shown.c.cents,
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
