"""Entering an action: once for its key, with its funds locked, refused where they are overdrawn."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from pdplanner import clock
from pdplanner.budgets.ledger.acts import (
    Act,
    Done,
    KeyUsedError,
    LedgerError,
    Move,
    NotEnoughError,
    Place,
)
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

HELD = (Account.AVAILABLE, Account.ENCUMBERED, Account.SPENT)
"""The accounts that make up what is allocated to a fund."""


def lock(fund_ids: Collection[int]) -> Sequence[Fund]:
    """Return the funds as they are now; nobody else moves their money until the commit.

    Who takes several actions locks all their funds at first. Who only names a fund, as a payment
    does, is not kept waiting: PostgreSQL would else find two approvals that named the fund before
    they lock it waiting for each other.
    """
    wanted = select(Fund).where(Fund.id.in_(fund_ids)).order_by(Fund.id)
    locked = wanted.with_for_update(key_share=True).execution_options(populate_existing=True)
    return db.session.scalars(locked).all()


def post(kind: ActionKind, moves: Sequence[Move], act: Act, *, item_id: int | None = None) -> Done:
    """Enter an action and move what it says, or find that it was done already."""
    entries = _entries(moves)
    digest = _digest(kind, item_id, moves)
    funds = lock({fund_id for move in moves for fund_id, _account in (move.source, move.target)})
    known = _known(act.key, digest)
    if known is not None:
        return known
    _refuse_closed(funds)
    for fund in funds:
        _refuse_overdrawn(kind, fund, entries)
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


def _refuse_overdrawn(kind: ActionKind, fund: Fund, entries: Mapping[Place, int]) -> None:
    """A cap that warns lets people be paid for; no fund gives another what it does not have."""
    taken = -entries.get((fund.id, Account.AVAILABLE), 0)
    blocks = fund.cap == "block" or kind == ActionKind.TRANSFER
    if blocks and taken > max(0, fund.available_cents):
        raise NotEnoughError(fund, needed=taken)
    gone = -sum(entries.get((fund.id, account), 0) for account in HELD)
    if gone > fund.allocated_cents:
        raise LedgerError(
            f"{fund.named} has {dollars(fund.allocated_cents)} in all, and {dollars(gone)} would"
            " leave it."
        )


def _move(fund: Fund, entries: Mapping[Place, int]) -> None:
    fund.allocated_cents += sum(entries.get((fund.id, account), 0) for account in HELD)
    fund.encumbered_cents += entries.get((fund.id, Account.ENCUMBERED), 0)
    fund.spent_cents += entries.get((fund.id, Account.SPENT), 0)
