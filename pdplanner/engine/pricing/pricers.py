"""One person's search at changing prices, with what the last one found."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pdplanner.engine.model.compact import Model
from pdplanner.engine.model.soft_floor import made_of
from pdplanner.engine.pricing.compiled import say_if_slow
from pdplanner.engine.pricing.items import (
    Bools,
    Columns,
    Floats,
    Ints,
    Items,
    arrays_of,
)
from pdplanner.engine.pricing.near import Near, at_places
from pdplanner.engine.pricing.relaxation import Shares, Worth, relax
from pdplanner.engine.pricing.search import best_plan, plans_near
from pdplanner.engine.pricing.state import TINY

MOST_WORK = 120_000_000_000
"""Of one search: nodes, times the square of the items and covers that each looks through.

Three hundred thousand nodes of a person with 600; with thousands, branching by hand is hopeless.
"""
LEAST_NODES = 30_000
HOUR_STEPS = 30
"""Of a subgradient, until the rate of hours is told."""


@dataclass(frozen=True)
class Priced:
    """The worth of the best plan found, a bound on every plan's, and the plan's columns."""

    worth: float
    bound: float
    columns: Ints


class Pricer:
    def __init__(self, items: Items, columns: Columns) -> None:
        say_if_slow()
        self.items, self.columns = items, columns
        self.shares = Shares(np.full(len(items.base), np.inf), np.zeros(3))
        self.taken = np.zeros(len(items.hours), dtype=np.bool_)
        self.found = False
        self.most_nodes = MOST_WORK // (len(items.hours) + len(items.cover) + 1) ** 2

    @property
    def hopeless(self) -> bool:
        """Whether so much overlaps that only a rough bound can be had."""
        return self.most_nodes < LEAST_NODES

    def price(self, reduced: Floats, *, nodes: int) -> Priced:
        """Find the best plan at the reduced worth of the model's columns.

        The limit of nodes is lower where each takes long.
        """
        worth, places = self._worth(reduced)
        known = self._worth_of(self.taken, worth) if self.found else -np.inf
        nodes = min(nodes, self.most_nodes)
        value, bound = best_plan(self.items, worth, self.shares, self.taken, known, nodes)
        self.found = value > -np.inf
        return Priced(value, bound, self._columns(self.taken, places))

    def near(self, reduced: Floats, *, least: float, most: int, nodes: int) -> Near | None:
        """Every plan worth at least so much in which nothing is idle.

        None where there are more than `most`, or the limit of nodes leaves some unseen.
        """
        worth, cheapest = self._worth(reduced)
        complete, sets = plans_near(self.items, worth, self.shares, least, most, nodes)
        if not complete:
            return None
        covered = sets.astype(np.int64) @ self._covers > 0
        points = covered @ worth.plain + self._extra(covered)
        room = points - sets @ worth.net - least + TINY
        places = self.columns.place
        more = (
            np.repeat(reduced[places[cheapest]], np.diff(self.columns.place_start))
            - reduced[places]
        )
        closed = np.hstack([covered, self._pieces(covered)])
        found = at_places(self.columns, sets, closed, cheapest, more, room)
        return found if len(found) <= most else None

    def hour_worth(self, reduced: Floats) -> float:
        """Points that an hour more is worth at first order.

        0 where the best plan leaves hours for everything that would still be worth taking.
        """
        worth, _ = self._worth(reduced)
        covered = self._covered(self.taken)
        gain = self._covers @ np.where(covered, 0.0, worth.plain) - worth.net
        gain += self._extra(self._covers | covered) - self._extra(covered)
        left = self.items.quarters - int(self.items.hours[self.taken].sum())
        if not np.any((gain > TINY) & (self.items.hours > left)):
            return 0.0
        known = self._worth_of(self.taken, worth)
        relax(self.items, worth, self.shares, known, HOUR_STEPS)
        return 4 * float(self.shares.rate[0])

    def _worth(self, reduced: Floats) -> tuple[Worth, Ints]:
        """What items cost and elements are worth at the prices, and the cheapest place of each.

        Places are numbered as in `columns.place`.
        """
        start, cost = self.columns.place_start, -reduced[self.columns.place]
        owner = np.repeat(np.arange(len(start) - 1), np.diff(start))
        cheapest = np.lexsort((cost, owner))[start[:-1]]
        plain = weight = np.maximum(reduced[self.columns.lifts], 0.0)
        if self.items.soft:
            weight = plain + (self.items.extra - self.shares.rate[2]) * self.items.base
        share = self.shares.share
        share[:] = np.where(np.isinf(share), weight / 2, np.minimum(share, weight))
        return Worth(cost[cheapest], plain, weight), cheapest

    def _worth_of(self, taken: Bools, worth: Worth) -> float:
        covered = self._covered(taken)
        points = np.sum(worth.plain[covered]) + self._extra(covered)
        return float(points - np.sum(worth.net[taken]))

    def _extra(self, covered: Bools) -> Floats:
        """What the soft floor adds to sets of elements."""
        extra: Floats = np.minimum(covered @ self.items.base, self.items.soft) * self.items.extra
        return extra

    def _columns(self, taken: Bools, cheapest: Ints) -> Ints:
        """The columns of a plan: places, and the levels that they reach."""
        places = self.columns.place[cheapest[taken]]
        covered = self._covered(taken)
        extras = self.columns.extras[self._pieces(covered)]
        return np.concatenate([places, self.columns.lifts[covered], extras])

    def _pieces(self, covered: Bools) -> Bools:
        """The pieces of the soft floor that sets of elements close."""
        return made_of(self.columns.sizes.tolist(), np.asarray(covered @ self.items.base))

    def _covered(self, taken: Bools) -> Bools:
        covered: Bools = np.logical_or.reduce(self._covers[taken], axis=0)
        return covered

    @cached_property
    def _covers(self) -> Bools:
        """By item, the elements that it covers."""
        items = self.items
        covers = np.zeros((len(items.hours), len(items.base)), dtype=np.bool_)
        covers[np.repeat(np.arange(len(items.hours)), np.diff(items.cover_start)), items.cover] = (
            True
        )
        return covers


def pricers_of(model: Model) -> list[Pricer]:
    """One for each person of the problem, in its order."""
    lifts: dict[str, list[tuple[frozenset[str], int]]] = defaultdict(list)
    for (person, reachers), column in model.lift.items():
        lifts[person].append((reachers, column))
    return [Pricer(*arrays_of(model, one, lifts[one.id])) for one in model.problem.people]
