"""What stands behind a figure of a fund: its entries in the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, Select, cast, func, select

from pdplanner.accounts.models import User
from pdplanner.budgets.models import Account, Fund, LedgerAction, LedgerEntry
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.plans.models import LearningPlan, PlanItem

PAGE = 50
FIGURES = {
    "allocated": (Account.AVAILABLE, Account.ENCUMBERED, Account.SPENT),
    "encumbered": (Account.ENCUMBERED,),
    "spent": (Account.SPENT,),
    "available": (Account.AVAILABLE,),
}
"""The accounts that each figure of a fund is the sum of."""


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
    """A page of the entries of a figure, the newest first; all of them add up to `cents`."""

    fund: Fund
    figure: str
    entries: Sequence[Entry]
    total: int
    cents: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def ledger_page(fund: Fund, figure: str, *, number: int) -> LedgerPage:
    """Return the entries of one of `FIGURES`; those that leave it as it was are left away."""
    actions = _actions(fund, figure).subquery()
    total, cents = db.session.execute(
        select(func.count(), func.coalesce(func.sum(actions.c.cents), 0))
    ).one()
    page = min(max(1, number), max(1, -(-total // PAGE)))
    rows = (
        select(
            LedgerAction.at, LedgerAction.kind, LedgerAction.note, actions.c.cents,
            User.name, LedgerAction.item_id, Offering.title, Person.name,
        )
        .join(actions, actions.c.action_id == LedgerAction.id)
        .outerjoin(LedgerAction.by)
        .outerjoin(PlanItem, PlanItem.id == LedgerAction.item_id)
        .outerjoin(PlanItem.offering)
        .outerjoin(PlanItem.plan)
        .outerjoin(LearningPlan.person)
        .order_by(LedgerAction.at.desc(), LedgerAction.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )  # fmt: skip
    entries = [Entry(*row) for row in db.session.execute(rows)]
    return LedgerPage(fund, figure, entries, total, int(cents), page)


def _actions(fund: Fund, figure: str) -> Select[int, int]:
    """What each action changed of the figure."""
    # PostgreSQL adds whole numbers up to a decimal.
    cents = cast(func.sum(LedgerEntry.cents), BigInteger)
    entries = select(LedgerEntry.action_id, cents.label("cents"))
    of_figure = LedgerEntry.fund_id == fund.id, LedgerEntry.account.in_(FIGURES[figure])
    return entries.where(*of_figure).group_by(LedgerEntry.action_id).having(cents != 0)
