"""What the ledger says: of an item, of a year's closing, and whether it agrees with itself."""

from collections import Counter

from sqlalchemy import ColumnElement, and_, case, func, select

from pdplanner import clock
from pdplanner.budgets.models import (
    Account,
    ActionKind,
    Fund,
    LedgerAction,
    LedgerEntry,
    YearEvent,
)
from pdplanner.extensions import db

CARRIED = "carry/"
"""How the key of an action begins that takes what a closed year has left into the next one."""


def goes_on() -> ColumnElement[bool]:
    """The condition on an entry and its action that money went on when its year was closed."""
    return and_(carries(), LedgerEntry.cents < 0)


def carries() -> ColumnElement[bool]:
    """The condition on an action that it takes what a closed year has left into the next one."""
    return LedgerAction.key.startswith(CARRIED)


def went_on(gave: type[LedgerEntry], took: type[LedgerEntry]) -> ColumnElement[bool]:
    """The condition on two entries of an action: a year was closed, and one fund gave the other."""
    carries = select(LedgerAction.id).where(
        LedgerAction.id == gave.action_id, LedgerAction.key.startswith(CARRIED)
    )
    both = gave.account == Account.AVAILABLE, took.account == Account.AVAILABLE
    return and_(*both, gave.cents < 0, took.cents > 0, carries.exists())


def carried_on() -> ColumnElement[int]:
    """What a fund gave to the next year when its own was closed; the query knows the Fund.

    A year that nobody ever closed is told by its events alone: its ledger is not read.
    """
    was_closed = select(YearEvent.id).where(YearEvent.fiscal_year_id == Fund.fiscal_year_id)
    given = (
        select(func.coalesce(-func.sum(LedgerEntry.cents), 0))
        .join(LedgerEntry.action)
        .where(LedgerEntry.fund_id == Fund.id, LedgerEntry.account == Account.AVAILABLE)
        .where(goes_on())
        .correlate(Fund)
        .scalar_subquery()
    )
    return case((was_closed.correlate(Fund).exists(), given), else_=0)


def carried_of(fund: Fund) -> int:
    """Return what a fund gave to the next year; nothing before the year is over, unasked."""
    if fund.fiscal_year.ends_on > clock.today():
        return 0
    return int(db.session.scalars(select(carried_on()).where(Fund.id == fund.id)).one())


def is_entered(key: str) -> bool:
    """Whether an action has come in under a key."""
    return db.session.scalar(select(LedgerAction.id).where(LedgerAction.key == key)) is not None


def set_aside(item_id: int) -> dict[int, int]:
    """Return the cents by fund that are encumbered for an item now."""
    sums = (
        select(LedgerEntry.fund_id, func.sum(LedgerEntry.cents))
        .join(LedgerEntry.action)
        .where(LedgerAction.item_id == item_id, LedgerEntry.account == Account.ENCUMBERED)
        .group_by(LedgerEntry.fund_id)
    )
    return {fund_id: int(cents) for fund_id, cents in db.session.execute(sums) if cents}


def paid(item_id: int) -> tuple[dict[int, int], dict[int, int]]:
    """Return the cents by fund that an item did cost, and those that were set aside for it then."""
    return _sums(item_id, Account.SPENT, 1), _sums(item_id, Account.ENCUMBERED, -1)


def _sums(item_id: int, account: Account, sign: int) -> dict[int, int]:
    """Add up what payments of an item, and their corrections, entered in an account."""
    sums = (
        select(LedgerEntry.fund_id, func.sum(LedgerEntry.cents))
        .join(LedgerEntry.action)
        .where(
            LedgerAction.item_id == item_id,
            LedgerAction.kind == ActionKind.SPEND,
            LedgerEntry.account == account,
        )
        .group_by(LedgerEntry.fund_id)
    )
    return {fund_id: sign * int(cents) for fund_id, cents in db.session.execute(sums) if cents}


def faults() -> list[str]:
    """Say where the ledger does not agree with itself or with the funds; nothing where it does."""
    by_action = select(LedgerEntry.action_id).group_by(LedgerEntry.action_id)
    uneven = db.session.scalars(by_action.having(func.sum(LedgerEntry.cents) != 0))
    found = [f"action {action_id} does not add up to 0" for action_id in uneven]
    sums: Counter[tuple[int, str]] = Counter()
    by_account = select(LedgerEntry.fund_id, LedgerEntry.account, func.sum(LedgerEntry.cents))
    for fund_id, account, cents in db.session.execute(
        by_account.group_by(LedgerEntry.fund_id, LedgerEntry.account)
    ):
        sums[fund_id, account] = int(cents)
    for fund in db.session.scalars(select(Fund).order_by(Fund.id)):
        columns = {
            Account.AVAILABLE: fund.available_cents,
            Account.ENCUMBERED: fund.encumbered_cents,
            Account.SPENT: fund.spent_cents,
        }
        if any(sums[fund.id, account] != cents for account, cents in columns.items()):
            found.append(f"{fund.name} (fund {fund.id}) is not what its entries add up to")
    return found
