"""The ledger as lines of a file."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    and_,
    case,
    false,
    func,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased, joinedload

from pdplanner.accounts.models import User
from pdplanner.budgets.models import ActionKind, Fund, LedgerAction, LedgerEntry
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.organization.models import Person, Unit
from pdplanner.plans.models import LearningPlan, PlanItem
from pdplanner.reports.ledger.others import direction
from pdplanner.reports.ledger.words import WORDS, kind


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
    item_id: int | None
    fund_unit: str

    @property
    def what(self) -> str:
        return WORDS[self.kind]


OTHER, CENTS = (LedgerLine._fields.index(name) for name in ("other_fund", "cents"))
HIDDEN = " (of a unit out of reach)"
"""Stands behind the name of such a fund."""
Reach = Callable[[SQLColumnExpression[str]], ColumnElement[bool]]
"""The condition on the path of a unit that it is in reach."""


def ledger_lines(
    funds: ColumnElement[bool], *, named: ColumnElement[bool], reach: Reach | None = None
) -> Sequence[LedgerLine]:
    """Return every entry of some funds, the first one first; the condition sees Fund and Unit.

    Of a fund that is not in `reach` only the money is told, but for people who are: what else it
    is for, and who did it, is not the reader's to know. The other fund of a transfer has its name
    where the condition `named`, on Fund and Unit, keeps it.
    """
    theirs = aliased(Unit)
    held = true() if reach is None else reach(Unit.path)
    seen = true() if reach is None else or_(held, func.coalesce(reach(theirs.path), false()))
    rows = (
        select(
            LedgerAction.id, LedgerAction.at, kind(),
            Fund.name + case((held, ""), else_=HIDDEN), Fund.account_code, LedgerEntry.account,
            case((seen, func.coalesce(Offering.title, "")), else_=""),
            case((seen, func.coalesce(Person.name, "")), else_=""), _other_id(held),
            case((seen, func.coalesce(User.name, "")), else_=""),
            case((seen, LedgerAction.note), else_=""), LedgerEntry.cents,
            case((seen, LedgerAction.item_id), else_=null()), Unit.name, Fund.fiscal_year_id,
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
        .outerjoin(theirs, theirs.id == Person.unit_id)
        .where(funds)
        .order_by(LedgerAction.id, LedgerEntry.id)
    )  # fmt: skip
    found = db.session.execute(rows).all()
    others = _named({row[OTHER] for row in found if row[OTHER] is not None}, named)
    return [_line(row, others) for row in found]


def _line(row: Sequence[Any], others: Mapping[int, Fund]) -> LedgerLine:
    *facts, year_id = row
    moved = facts[OTHER] is not None
    facts[OTHER] = direction(year_id, others.get(facts[OTHER]), facts[CENTS]) if moved else ""
    return LedgerLine._make(facts)


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
