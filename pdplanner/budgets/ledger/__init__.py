"""The only code that moves money: double entry, in whole cents, once for each key.

A fund's columns are the sums of its entries. Funds are locked in the order of their ids, so that
two actions over the same funds never wait for each other.
"""

from pdplanner.audit import services as audit
from pdplanner.audit.models import Money
from pdplanner.budgets.ledger.acts import (
    Act,
    Cents,
    Done,
    KeyUsedError,
    LedgerError,
    Move,
    NotEnoughError,
)
from pdplanner.budgets.ledger.posting import lock, post
from pdplanner.budgets.models import Account, ActionKind, Fund
from pdplanner.web.filters import cents as in_dollars
from pdplanner.web.mail_letters import path

__all__ = [
    "Act",
    "Cents",
    "Done",
    "KeyUsedError",
    "LedgerError",
    "Move",
    "NotEnoughError",
    "allocate",
    "amend",
    "correct",
    "encumber",
    "lock",
    "release",
    "spend",
    "transfer",
]


def allocate(fund: Fund, cents: int, *, act: Act) -> Done:
    """Give a new fund its money."""
    done = post(ActionKind.ALLOCATE, [_granted(fund, cents)], act)
    return _recorded(done, Money.MONEY_ALLOCATED, fund, in_dollars(cents), act)


def amend(fund: Fund, cents: int, *, act: Act) -> Done:
    """Raise what is allocated to a fund, or lower it by cents below zero."""
    done = post(ActionKind.AMEND, [_granted(fund, cents)], act)
    said = f"{in_dollars(abs(cents))} {'more' if cents > 0 else 'less'}"
    return _recorded(done, Money.ALLOCATION_CHANGED, fund, said, act)


def transfer(source: Fund, target: Fund, cents: int, *, act: Act) -> Done:
    """Take available money from one fund to another; no more than there is, whatever its cap."""
    if source.id == target.id or cents <= 0:
        raise LedgerError("A transfer takes more than nothing from one fund to another.")
    move = Move((source.id, Account.AVAILABLE), (target.id, Account.AVAILABLE), cents)
    done = post(ActionKind.TRANSFER, [move], act)
    said = f"{in_dollars(cents)} to {target.named} {target.fiscal_year.title}"
    return _recorded(done, Money.MONEY_TRANSFERRED, source, said, act, other_unit_id=target.unit_id)


def encumber(item_id: int, parts: Cents, *, act: Act) -> Done:
    """Set money aside for an item."""
    moves = _moves(parts, Account.AVAILABLE, Account.ENCUMBERED)
    return post(ActionKind.ENCUMBER, moves, act, item_id=item_id)


def release(item_id: int, parts: Cents, *, act: Act) -> Done:
    """Give back what was set aside for an item."""
    moves = _moves(parts, Account.ENCUMBERED, Account.AVAILABLE)
    return post(ActionKind.RELEASE, moves, act, item_id=item_id)


def spend(item_id: int, parts: Cents, *, encumbered: Cents, act: Act) -> Done:
    """Pay an item out of what was set aside for it; the difference is taken, or given back."""
    moves = _moves(encumbered, Account.ENCUMBERED, Account.AVAILABLE)
    moves += _moves(parts, Account.AVAILABLE, Account.SPENT)
    return post(ActionKind.SPEND, moves, act, item_id=item_id)


def correct(item_id: int, parts: Cents, *, spent: Cents, act: Act) -> Done:
    """Pay an item otherwise than it was paid; the difference is taken, or given back."""
    moves = _moves(spent, Account.SPENT, Account.AVAILABLE)
    moves += _moves(parts, Account.AVAILABLE, Account.SPENT)
    return post(ActionKind.SPEND, moves, act, item_id=item_id)


def _granted(fund: Fund, cents: int) -> Move:
    return Move((fund.id, Account.SOURCE), (fund.id, Account.AVAILABLE), cents)


def _moves(parts: Cents, source: Account, target: Account) -> list[Move]:
    return [
        Move((fund_id, source), (fund_id, target), cents)
        for fund_id, cents in sorted(parts.items())
    ]


def _recorded(
    done: Done, kind: Money, fund: Fund, said: str, act: Act, *, other_unit_id: int | None = None
) -> Done:
    """Enter in the trail what moves a fund's money; what is for an item its request's step says."""
    if not done.again:
        audit.record(
            kind, about=f"{fund.name} {fund.fiscal_year.title}", unit_id=fund.unit_id,
            other_unit_id=other_unit_id,
            said=f"{said}. {act.note}".strip(), path=path("reports.ledger", fund_id=fund.id),
            by_id=act.by_id, at=done.action.at,
        )  # fmt: skip
    return done
