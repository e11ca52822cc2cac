"""Who can pay what: sets of funds as bit masks, and the split of bills over funds."""

from collections.abc import Iterable, Mapping
from itertools import chain

from pdplanner.engine.values.problem import Problem

Bills = Mapping[int, int]
"""Cents to pay by set of funds; bit k of a set stands for the k-th fund of the problem."""

MOST_SETS = 200


class Purse:
    """The funds of a problem."""

    def __init__(self, problem: Problem) -> None:
        self.ids = tuple(fund.id for fund in problem.funds)
        self.amounts = tuple(fund.amount for fund in problem.funds)
        self.every = (1 << len(self.ids)) - 1

    def mask(self, *lists: tuple[str, ...] | None) -> int:
        """The funds that stand in all the lists; None is a list of every fund."""
        mask = self.every
        for names in lists:
            if names is not None:
                mask &= sum(1 << self.ids.index(name) for name in names)
        return mask

    def members(self, mask: int) -> tuple[int, ...]:
        return tuple(index for index in range(len(self.ids)) if mask >> index & 1)

    def names(self, mask: int) -> tuple[str, ...]:
        return tuple(self.ids[index] for index in self.members(mask))

    def amount(self, mask: int) -> int:
        return sum(self.amounts[index] for index in self.members(mask))

    def split(self, bills: Bills) -> dict[int, dict[int, int]] | None:
        """Cents by set of funds and fund, the earlier funds first; None where money lacks."""
        split = self._share_out(bills)
        return None if any(split.open.values()) else split.paid

    def short(self, bills: Bills) -> int:
        """The cents that stay unpaid however the funds share the bills."""
        return sum(self._share_out(bills).open.values())

    def _share_out(self, bills: Bills) -> "_Split":
        split = _Split(self, bills)
        for fund in range(len(self.ids)):
            while split.push(fund):
                pass
        return split

    def covers(self, bills: Bills) -> bool:
        return self.split(bills) is not None


class _Split:
    """A flow from bills to funds that never takes back what an earlier fund pays in all."""

    def __init__(self, purse: Purse, bills: Bills) -> None:
        self.purse = purse
        self.open = {mask: amount for mask, amount in sorted(bills.items()) if amount}
        self.paid: dict[int, dict[int, int]] = {mask: {} for mask in self.open}
        self.left = list(purse.amounts)

    def push(self, fund: int) -> bool:
        """Let the fund pay more along one path of exchanges; False where it cannot."""
        if not self.left[fund]:
            return False
        came_from = self._search(fund)
        start = next((mask for mask in came_from if self.open[mask]), None)
        if start is None:
            return False
        path = [(start, *came_from[start])]
        while path[-1][2] is not None:
            path.append((path[-1][2], *came_from[path[-1][2]]))
        given_up = [self.paid[after][payer] for _, payer, after in path if after is not None]
        amount = min(self.open[start], self.left[fund], *given_up)
        self._move(path, amount)
        self.left[fund] -= amount
        return True

    def _search(self, fund: int) -> dict[int, tuple[int, int | None]]:
        """By set of funds: the fund that would pay more of it, and the set it would leave."""
        found: dict[int, tuple[int, int | None]] = {}
        queue: list[tuple[int, int | None]] = [(fund, None)]
        for payer, after in queue:
            for mask in self.open:
                if mask >> payer & 1 and mask not in found:
                    found[mask] = (payer, after)
                    queue.extend((other, mask) for other, cents in self.paid[mask].items() if cents)
        return found

    def _move(self, path: list[tuple[int, int, int | None]], amount: int) -> None:
        self.open[path[0][0]] -= amount
        for mask, payer, after in path:
            self.paid[mask][payer] = self.paid[mask].get(payer, 0) + amount
            if after is not None:
                self.paid[after][payer] -= amount


def hall_sets(masks: Iterable[int]) -> list[int] | None:
    """The sets of funds that need a row each, or None where there are too many.

    By Hall's condition bills can be paid where no set of funds is asked for more than it has.
    Unions of overlapping bills suffice: rows of sets that do not overlap add up.
    """
    basic = sorted(set(masks) - {0})
    found = dict.fromkeys(basic)
    queue = list(basic)
    for union in queue:
        for mask in basic:
            if union & mask and union | mask not in found:
                found[union | mask] = None
                queue.append(union | mask)
        if len(found) > MOST_SETS:
            return None
    return sorted(found)


def add_bills(*bills: Bills) -> dict[int, int]:
    """Bills added up by set of funds."""
    total: dict[int, int] = {}
    for mask, amount in chain.from_iterable(one.items() for one in bills):
        if amount:
            total[mask] = total.get(mask, 0) + amount
    return total
