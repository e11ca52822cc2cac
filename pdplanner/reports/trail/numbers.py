"""The numbers that join the trail to other files: of the request, and of the ledger's action."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from pdplanner.audit.models import Money
from pdplanner.budgets.models import ActionKind, LedgerAction, LedgerEntry
from pdplanner.extensions import db
from pdplanner.plans.models import Action, RequestStep
from pdplanner.plans.requests.queries import LEDGER_KEY
from pdplanner.plans.requests.trail import STEPS
from pdplanner.reports.trail.entries import Entry

OF_REQUEST, OF_FUND = re.compile(r"/requests/(\d+)$"), re.compile(r"/funds/(\d+)/ledger$")
OF_FUNDS: Mapping[str, Money] = {
    ActionKind.ALLOCATE: Money.MONEY_ALLOCATED,
    ActionKind.AMEND: Money.ALLOCATION_CHANGED,
    ActionKind.TRANSFER: Money.MONEY_TRANSFERRED,
}
Place = tuple[str, int, datetime]
"""What was done, to which request or fund, and when."""


class Numbers(NamedTuple):
    """None where an entry is of no request, or moved no money."""

    request: int | None
    action: int | None


def numbers_of(entries: Sequence[Entry]) -> list[Numbers]:
    """Return the numbers of some entries, in their order."""
    places = [_place(entry) for entry in entries]
    actions = _actions(entries)
    at: defaultdict[Place, list[int]] = defaultdict(list)
    for position, place in sorted(zip((one.position for one in entries), places, strict=True)):
        at[place].append(position)
    found = {
        position: action
        for place, positions in at.items()
        # Deeds of one second are told apart by their order; where some are left out, by nothing.
        if len(positions) == len(actions[place])
        for position, action in zip(positions, actions[place], strict=True)
    }
    return [
        Numbers(_number(OF_REQUEST, entry.path), found.get(entry.position)) for entry in entries
    ]


def _place(entry: Entry) -> Place:
    pattern = OF_FUND if entry.kind in OF_FUNDS.values() else OF_REQUEST
    return entry.kind, _number(pattern, entry.path) or 0, entry.at


def _number(pattern: re.Pattern[str], path: str) -> int | None:
    found = pattern.search(path)
    return int(found[1]) if found else None


def _actions(entries: Sequence[Entry]) -> defaultdict[Place, list[int | None]]:
    """The ledger's actions by place in their order, None for a step that moved nothing."""
    found: defaultdict[Place, list[int | None]] = defaultdict(list)
    if entries:
        first, last = min(one.at for one in entries), max(one.at for one in entries)
        for place, action_id in (*_of_steps(first, last), *_of_funds(first, last)):
            found[place].append(action_id)
    return found


def _of_steps(first: datetime, last: datetime) -> Iterator[tuple[Place, int | None]]:
    steps = (
        select(RequestStep.action, RequestStep.item_id, RequestStep.at, LedgerAction.id)
        .outerjoin(LedgerAction, LedgerAction.key == LEDGER_KEY + RequestStep.key)
        .where(RequestStep.at.between(first, last))
        .order_by(RequestStep.id)
    )
    for action, item_id, at, action_id in db.session.execute(steps):
        yield (STEPS[Action(action)], item_id, at), action_id


def _of_funds(first: datetime, last: datetime) -> Iterator[tuple[Place, int]]:
    """A transfer is its giving fund's."""
    funds = select(LedgerEntry.fund_id).where(LedgerEntry.action_id == LedgerAction.id)
    giving_first = funds.order_by((LedgerEntry.cents < 0).desc(), LedgerEntry.id)
    fund_id = giving_first.limit(1).scalar_subquery()
    actions = (
        select(LedgerAction.kind, fund_id, LedgerAction.at, LedgerAction.id)
        .where(LedgerAction.at.between(first, last), LedgerAction.item_id.is_(None))
        .order_by(LedgerAction.id)
    )
    for kind, number, at, action_id in db.session.execute(actions):
        yield (OF_FUNDS[kind], number, at), action_id
