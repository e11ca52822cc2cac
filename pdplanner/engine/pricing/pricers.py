"""One person's search at changing prices, with what the last one found."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from pdplanner.engine.model import Model
from pdplanner.engine.pricing.items import (
    Bools,
    Columns,
    Floats,
    Ints,
    Items,
    arrays_of,
)
from pdplanner.engine.pricing.relaxation import Shares, Worth
from pdplanner.engine.pricing.search import best_plan, plans_near
from pdplanner.engine.pricing.state import TINY

MOST_WORK = 120_000_000_000
"""Of one search: nodes, times the square of the items and covers that each looks through.

Three hundred thousand nodes of a person with 600; with thousands, branching by hand is hopeless.
"""
LEAST_NODES = 30_000
STEPS, FEW_STEPS = 60, 12
"""Subgradient steps of a search; rates and shares begin where the last search left them."""


@dataclass(frozen=True)
class Priced:
    """The worth of the best plan found, a bound on every plan's, and the plan's columns."""

    worth: float
    bound: float
    columns: Ints


class Pricer:
    def __init__(self, items: Items, columns: Columns) -> None:
        self.items, self.columns = items, columns
        self.shares = Shares(np.full(len(items.base), np.inf), np.zeros(2))
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
        value, bound = best_plan(self.items, worth, self.shares, self.taken, known, STEPS, nodes)
        self.found = value > -np.inf
        return Priced(value, bound, self._columns(self.taken, places))

    def near(self, reduced: Floats, *, least: float, most: int, nodes: int) -> list[Ints] | None:
        """Every plan worth at least so much in which nothing is idle, by its columns.

        None where there are more than `most`, or the limit of nodes leaves some unseen.
        """
        worth, cheapest = self._worth(reduced)
        complete, sets = plans_near(self.items, worth, self.shares, least, FEW_STEPS, most, nodes)
        if not complete:
            return None
        found: list[Ints] = []
        for taken in sets:
            room = self._worth_of(taken, worth) - least + TINY
            places = self._at_places(taken, cheapest, reduced, room)
            found += [self._columns(taken, each) for each in places]
            if len(found) > most:
                return None
        return found

    def _at_places(self, taken: Bools, cheapest: Ints, reduced: Floats, room: float) -> list[Ints]:
        """The places to take items at: the cheapest, and others while they cost no more than that
        and the room."""
        found = [(cheapest, room)]
        start, place = self.columns.place_start, self.columns.place
        for item in np.flatnonzero(taken):
            costs = reduced[cheapest[item]] - reduced[place[start[item] : start[item + 1]]]
            others = [
                (_with(each, int(item), column), left - cost)
                for column, cost in zip(place[start[item] :], costs.tolist(), strict=False)
                for each, left in found
                if column != cheapest[item] and cost <= left
            ]
            found += others
        return [each for each, _ in found]

    def _worth(self, reduced: Floats) -> tuple[Worth, Ints]:
        """What items cost and elements are worth at the prices, and the cheapest place of each."""
        start, cost = self.columns.place_start, -reduced[self.columns.place]
        owner = np.repeat(np.arange(len(start) - 1), np.diff(start))
        cheapest = np.lexsort((cost, owner))[start[:-1]]
        weight = np.maximum(reduced[self.columns.lifts], 0.0)
        share = self.shares.share
        share[:] = np.where(np.isinf(share), weight / 2, np.minimum(share, weight))
        return Worth(cost[cheapest], weight), self.columns.place[cheapest]

    def _worth_of(self, taken: Bools, worth: Worth) -> float:
        covered = self._covered(taken)
        return float(np.sum(worth.weight[covered]) - np.sum(worth.net[taken]))

    def _columns(self, taken: Bools, places: Ints) -> Ints:
        """The columns of a plan: places, and the levels that they reach."""
        return np.append(places[taken], self.columns.lifts[self._covered(taken)])

    def _covered(self, taken: Bools) -> Ints:
        items = self.items
        of_items = [
            items.cover[items.cover_start[item] : items.cover_start[item + 1]]
            for item in np.flatnonzero(taken)
        ]
        return np.unique(np.concatenate(of_items)) if of_items else np.zeros(0, dtype=np.int64)


def _with(places: Ints, item: int, column: int) -> Ints:
    """The places with another column for one item."""
    changed = places.copy()
    changed[item] = column
    return changed


def pricers_of(model: Model) -> list[Pricer]:
    """One for each person of the problem, in its order."""
    lifts: dict[str, list[tuple[frozenset[str], int]]] = defaultdict(list)
    for (person, reachers), column in model.lift.items():
        lifts[person].append((reachers, column))
    return [Pricer(*arrays_of(model, one, lifts[one.id])) for one in model.problem.people]
