"""The ledger as lines of a file."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, null, select, true
from sqlalchemy.orm import aliased, joinedload

from pdplanner.accounts.models import User
from pdplanner.budgets.ledger_queries import goes_on
from pdplanner.budgets.models import ActionKind, Fund, LedgerAction, LedgerEntry
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.plans.models import LearningPlan, PlanItem
from pdplanner.reports.ledger_others import direction


class LedgerLine(NamedTuple):
    """An entry of the ledger, with what its action was about, or a transfer's other fund."""

    action_id: int
    at: datetime
    kind: str
    fund: str
    account_code: str
    account: str
    offering: str
    person: str
    other_fund: str
    by: str
    note: str
    cents: int


OTHER = LedgerLine._fields.index("other_fund")
HIDDEN = "of a unit out of reach"
WENT_ON = "went on"
"""The kind of an entry that takes what a closed year has left into the next one."""


def ledger_lines(
    funds: ColumnElement[bool],
    *,
    named: ColumnElement[bool],
    reach: ColumnElement[bool] | None = None,
) -> Sequence[LedgerLine]:
    """Return every entry of some funds, the first one first; the condition sees Fund and Unit.

    Of a fund that is not in `reach`, a condition on its unit, only the money is told: what it is
    for, and who did it, is not the reader's to know. The other fund of a transfer has its name
    where the condition `named`, on Fund and Unit, keeps it.
    """
    seen = true() if reach is None else reach
    rows = (
        select(
            LedgerAction.id, LedgerAction.at,
            case((goes_on(), WENT_ON), else_=LedgerAction.kind), Fund.name, Fund.account_code,
            LedgerEntry.account, case((seen, func.coalesce(Offering.title, "")), else_=HIDDEN),
            case((seen, func.coalesce(Person.name, "")), else_=""), _other_id(seen),
            case((seen, func.coalesce(User.name, "")), else_=""),
            case((seen, LedgerAction.note), else_=""), LedgerEntry.cents, Fund.fiscal_year_id,
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
    found = db.session.execute(rows).all()
    others = _named({row[OTHER] for row in found if row[OTHER] is not None}, named)
    return [_line(row, others) for row in found]


def _line(row: Sequence[Any], others: Mapping[int, Fund]) -> LedgerLine:
    *facts, cents, year_id = row
    is_transfer = facts[OTHER] is not None
    facts[OTHER] = direction(year_id, others.get(facts[OTHER]), cents) if is_transfer else ""
    return LedgerLine._make([*facts, cents])


def _other_id(seen: ColumnElement[bool]) -> ColumnElement[int | None]:
    """The id of the fund on the other side of a transfer."""
    other = aliased(LedgerEntry)
    found = (
        select(other.fund_id)
        .where(other.action_id == LedgerAction.id, other.fund_id != LedgerEntry.fund_id)
        .correlate(LedgerAction, LedgerEntry)
        .limit(1)
        .scalar_subquery()
    )
    return case((and_(LedgerAction.kind == ActionKind.TRANSFER, seen), found), else_=null())


def _named(fund_ids: Collection[int], named: ColumnElement[bool]) -> dict[int, Fund]:
    if not fund_ids:
        return {}
    funds = select(Fund).join(Fund.unit).where(Fund.id.in_(fund_ids), named)
    funds = funds.options(joinedload(Fund.fiscal_year))
    return {fund.id: fund for fund in db.session.scalars(funds)}
