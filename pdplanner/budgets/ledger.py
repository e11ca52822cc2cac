"""The only code that moves money: double entry, in whole cents, once for each key.

A fund's columns are the sums of its entries. Funds are locked in the order of their ids, so that
two actions over the same funds never wait for each other.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from pdplanner import clock
from pdplanner.budgets.models import (
    Account,
    ActionKind,
    FiscalYear,
    Fund,
    LedgerAction,
    LedgerEntry,
)
from pdplanner.extensions import db
from pdplanner.web.filters import dollars

Cents = Mapping[int, int]
"""Cents by fund id."""

Place = tuple[int, Account]
"""A fund's id and one of its accounts."""


HELD = (Account.AVAILABLE, Account.ENCUMBERED, Account.SPENT)
"""The accounts that make up what is allocated to a fund."""


class LedgerError(Exception):
    """Nothing was moved."""


class NotEnoughError(LedgerError):
    """A fund that blocks has too little left; `left` are its cents."""

    def __init__(self, fund: Fund, *, needed: int) -> None:
        self.fund_id, self.needed, self.left = fund.id, needed, fund.available_cents
        super().__init__(
            f"{fund.name} has {dollars(self.left)} left, and this takes {dollars(needed)} of it."
        )


class KeyUsedError(LedgerError):
    """The key of an action comes with something else than it was used for."""

    def __init__(self) -> None:
        super().__init__("This was sent before with something else. Nothing was changed.")


class Act(NamedTuple):
    """Who does something, once for a key; `at` is now where it is None, by_id None is nobody."""

    key: str
    by_id: int | None
    note: str = ""
    at: datetime | None = None


class Move(NamedTuple):
    """Cents that go from one account to another, of the same fund or of a second one."""

    source: Place
    target: Place
    cents: int


class Done(NamedTuple):
    """An action; `again` where it had been done already, so that nothing was moved now."""

    action: LedgerAction
    again: bool


def allocate(fund: Fund, cents: int, *, act: Act) -> Done:
    """Give a new fund its money."""
    return _post(ActionKind.ALLOCATE, [_granted(fund, cents)], act)


def amend(fund: Fund, cents: int, *, act: Act) -> Done:
    """Raise what is allocated to a fund, or lower it by cents below zero."""
    return _post(ActionKind.AMEND, [_granted(fund, cents)], act)


def transfer(source: Fund, target: Fund, cents: int, *, act: Act) -> Done:
    """Take available money from one fund to another."""
    if source.id == target.id or cents <= 0:
        raise LedgerError("A transfer takes more than nothing from one fund to another.")
    move = Move((source.id, Account.AVAILABLE), (target.id, Account.AVAILABLE), cents)
    return _post(ActionKind.TRANSFER, [move], act)


def encumber(item_id: int, parts: Cents, *, act: Act) -> Done:
    """Set money aside for an item."""
    moves = _moves(parts, Account.AVAILABLE, Account.ENCUMBERED)
    return _post(ActionKind.ENCUMBER, moves, act, item_id=item_id)


def release(item_id: int, parts: Cents, *, act: Act) -> Done:
    """Give back what was set aside for an item."""
    moves = _moves(parts, Account.ENCUMBERED, Account.AVAILABLE)
    return _post(ActionKind.RELEASE, moves, act, item_id=item_id)


def spend(item_id: int, parts: Cents, *, encumbered: Cents, act: Act) -> Done:
    """Pay an item out of what was set aside for it; the difference is taken, or given back."""
    moves = _moves(encumbered, Account.ENCUMBERED, Account.AVAILABLE)
    moves += _moves(parts, Account.AVAILABLE, Account.SPENT)
    return _post(ActionKind.SPEND, moves, act, item_id=item_id)


def lock(fund_ids: Collection[int]) -> Sequence[Fund]:
    """Return the funds as they are now; nobody else moves their money until the commit.

    Who takes several actions locks all their funds at first. Who only names a fund, as a payment
    does, is not kept waiting: PostgreSQL would else find two approvals that named the fund before
    they lock it waiting for each other.
    """
    wanted = select(Fund).where(Fund.id.in_(fund_ids)).order_by(Fund.id)
    locked = wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
    return db.session.scalars(locked).all()


def _granted(fund: Fund, cents: int) -> Move:
    return Move((fund.id, Account.SOURCE), (fund.id, Account.AVAILABLE), cents)


def _moves(parts: Cents, source: Account, target: Account) -> list[Move]:
    return [
        Move((fund_id, source), (fund_id, target), cents)
        for fund_id, cents in sorted(parts.items())
    ]


def _post(kind: ActionKind, moves: Sequence[Move], act: Act, *, item_id: int | None = None) -> Done:
    """Enter an action and move what it says, or find that it was done already."""
    entries = _entries(moves)
    digest = _digest(kind, item_id, moves)
    funds = lock({fund_id for move in moves for fund_id, _account in (move.source, move.target)})
    known = _known(act.key, digest)
    if known is not None:
        return known
    _refuse_closed(funds)
    for fund in funds:
        _refuse_overdrawn(fund, entries)
    for fund in funds:
        _move(fund, entries)
    db.session.flush()
    action = LedgerAction(
        key=act.key, digest=digest, kind=kind, item_id=item_id, by_id=act.by_id, note=act.note,
        at=act.at or clock.now(),
    )  # fmt: skip
    action.entries = [
        LedgerEntry(fund_id=fund_id, account=account, cents=cents)
        for (fund_id, account), cents in entries.items()
    ]
    db.session.add(action)
    try:
        db.session.flush()
    except IntegrityError as error:
        # The key came in from elsewhere a moment ago, over other funds: for something else.
        raise KeyUsedError from error
    return Done(action, again=False)


def _known(key: str, digest: str) -> Done | None:
    found = db.session.scalar(select(LedgerAction).where(LedgerAction.key == key))
    if found is None:
        return None
    if found.digest != digest:
        raise KeyUsedError
    return Done(found, again=True)


def _entries(moves: Iterable[Move]) -> dict[Place, int]:
    """Cents by fund and account in their order, those that cancel out left away."""
    sums: Counter[Place] = Counter()
    for move in moves:
        sums[move.source] -= move.cents
        sums[move.target] += move.cents
    return {place: cents for place, cents in sorted(sums.items()) if cents}


def _digest(kind: ActionKind, item_id: int | None, moves: Sequence[Move]) -> str:
    return sha256(f"{kind} {item_id} {[tuple(move) for move in moves]}".encode()).hexdigest()


def _refuse_closed(funds: Sequence[Fund]) -> None:
    """Read after the funds are locked: who closes a year locks them first."""
    closed = select(FiscalYear).where(
        FiscalYear.id.in_({fund.fiscal_year_id for fund in funds}),
        FiscalYear.closed_at.is_not(None),
    )
    year = db.session.scalars(closed.limit(1)).first()
    if year is not None:
        raise LedgerError(f"{year.title} is closed: nothing is entered in its ledger any more.")


def _refuse_overdrawn(fund: Fund, entries: Mapping[Place, int]) -> None:
    taken = -entries.get((fund.id, Account.AVAILABLE), 0)
    if fund.cap == "block" and taken > max(0, fund.available_cents):
        raise NotEnoughError(fund, needed=taken)
    gone = -sum(entries.get((fund.id, account), 0) for account in HELD)
    if gone > fund.allocated_cents:
        raise LedgerError(
            f"{fund.name} has {dollars(fund.allocated_cents)} in all, and {dollars(gone)} would"
            " leave it."
        )


def _move(fund: Fund, entries: Mapping[Place, int]) -> None:
    fund.allocated_cents += sum(entries.get((fund.id, account), 0) for account in HELD)
    fund.encumbered_cents += entries.get((fund.id, Account.ENCUMBERED), 0)
    fund.spent_cents += entries.get((fund.id, Account.SPENT), 0)
