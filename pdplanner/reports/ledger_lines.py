"""The ledger as lines of a file."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select, true

from pdplanner.accounts.models import User
from pdplanner.budgets.ledger_queries import goes_on
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


HIDDEN = "of a unit out of reach"
WENT_ON = "went on"
"""The kind of an entry that takes what a closed year has left into the next one."""


def ledger_lines(
    funds: ColumnElement[bool], *, reach: ColumnElement[bool] | None = None
) -> Sequence[LedgerLine]:
    """Return every entry of some funds, the first one first; the condition sees Fund and Unit.

    Of a fund that is not in `reach`, a condition on its unit, only the money is told: what it is
    for, and who did it, is not the reader's to know.
    """
    seen = true() if reach is None else reach
    rows = (
        select(
            LedgerAction.id, LedgerAction.at,
            case((goes_on(), WENT_ON), else_=LedgerAction.kind), Fund.name, Fund.account_code,
            LedgerEntry.account, case((seen, func.coalesce(Offering.title, "")), else_=HIDDEN),
            case((seen, func.coalesce(Person.name, "")), else_=""),
            case((seen, func.coalesce(User.name, "")), else_=""),
            case((seen, LedgerAction.note), else_=""), LedgerEntry.cents,
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
