"""What stands behind a figure of a fund: its entries in the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select

from pdplanner.accounts.models import User
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
    figure: str
    entries: Sequence[Entry]
    paging: Paging

    @property
    def cents(self) -> int:
        """What all entries add up to: the fund's own figure (`ledger_queries.faults`)."""
        cents: int = getattr(self.fund, f"{self.figure}_cents")
        return cents


def ledger_page(fund: Fund, figure: str, *, number: str | None) -> LedgerPage:
    """Return the entries of one of `FIGURES`; those that leave it as it was are left away."""
    found = _entries(fund, figure)
    some = found.with_only_columns(LedgerEntry.id).limit(COUNTED + 1).subquery()
    count = db.session.scalar(select(func.count()).select_from(some)) or 0
    page = paging(number, size=PAGE, count=min(count, COUNTED), cut=count > COUNTED)
    newest = found.order_by(LedgerEntry.action_id.desc()).limit(page.size).offset(page.offset)
    shown = newest.subquery()
    rows = (
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
    return LedgerPage(fund, figure, [Entry(*row) for row in db.session.execute(rows)], page)


def _entries(fund: Fund, figure: str) -> Select[int, int]:
    entries = select(LedgerEntry.action_id, LedgerEntry.cents)
    entries = entries.where(LedgerEntry.fund_id == fund.id, LedgerEntry.account == FIGURES[figure])
    if figure == "allocated":
        entries = entries.join(LedgerEntry.action).where(LedgerAction.kind.in_(ALLOCATING))
    return entries
