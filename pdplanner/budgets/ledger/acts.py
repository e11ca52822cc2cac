"""What is said to the ledger and what it answers: acts, moves of cents, refusals."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from pdplanner.budgets.models import Account, Fund, LedgerAction
from pdplanner.web.filters import dollars

Cents = Mapping[int, int]
"""Cents by fund id."""

Place = tuple[int, Account]
"""A fund's id and one of its accounts."""


class LedgerError(Exception):
    """Nothing was moved."""


class NotEnoughError(LedgerError):
    """A fund that blocks has too little left; `left` are its cents."""

    def __init__(self, fund: Fund, *, needed: int) -> None:
        self.fund_id, self.needed, self.left = fund.id, needed, fund.available_cents
        super().__init__(
            f"{fund.named} has {dollars(self.left)} left, and this takes {dollars(needed)} of it."
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
