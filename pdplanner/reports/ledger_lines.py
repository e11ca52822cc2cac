"""The ledger as lines of a file."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from pdplanner.accounts.models import User
from pdplanner.budgets.models import Fund, LedgerAction, LedgerEntry
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.plans.models import LearningPlan, PlanItem


class LedgerLine(NamedTuple):
    """An entry of the ledger, with what its action was about."""

    action_id: int
    at: datetime
    kind: str
    fund: str
    account_code: str
    account: str
    offering: str
    person: str
    by: str
    note: str
    cents: int


def ledger_lines(funds: ColumnElement[bool]) -> Sequence[LedgerLine]:
    """Return every entry of some funds, the first one first; the condition sees Fund and Unit."""
    rows = (
        select(
            LedgerAction.id, LedgerAction.at, LedgerAction.kind, Fund.name, Fund.account_code,
            LedgerEntry.account, func.coalesce(Offering.title, ""), func.coalesce(Person.name, ""),
            func.coalesce(User.name, ""), LedgerAction.note, LedgerEntry.cents,
        )
        .select_from(LedgerEntry)
        .join(LedgerEntry.action)
        .join(LedgerEntry.fund)
        .join(Fund.unit)
        .outerjoin(LedgerAction.by)
        .outerjoin(PlanItem, PlanItem.id == LedgerAction.item_id)
        .outerjoin(PlanItem.offering)
        .outerjoin(PlanItem.plan)
        .outerjoin(LearningPlan.person)
        .where(funds)
        .order_by(LedgerAction.id, LedgerEntry.id)
    )  # fmt: skip
    return [LedgerLine(*row) for row in db.session.execute(rows)]
