"""Lists sets of items in which nothing is idle, while the search goes through them."""

from typing import NamedTuple

import numpy as np

from pdplanner.engine.pricing.compiled import compiled
from pdplanner.engine.pricing.items import Bools, Ints, Items
from pdplanner.engine.pricing.relaxation import Worth
from pdplanner.engine.pricing.state import TINY, State, move, worth_of


class Listed(NamedTuple):
    """Sets of items as rows, with room for a number of them; `number` says how many there are."""

    rows: Bools
    number: Ints


@compiled
def nothing_listed(items: Items, most: int) -> Listed:
    rows = np.empty((most, len(items.hours)), dtype=np.bool_)
    return Listed(rows, np.zeros(1, dtype=np.int64))


@compiled
def lists_with(items: Items, worth: Worth, state: State, depth: int, listed: Listed) -> bool:
    """Take an item and list the set; False where that makes another idle for good."""
    move(items, worth, state, state.order[depth], 1)
    for place in range(depth + 1):
        other = state.order[place]
        if state.chosen[other] and adds_nothing(items, state, other, False):
            return False
    keep_listed(items, state, listed, depth + 1)
    return True


@compiled
def keep_listed(items: Items, state: State, listed: Listed, size: int) -> None:
    """List the set chosen among the first items where it keeps the rules and is worth enough."""
    short = state.left[2] > 0 or state.sums[1] < items.floor
    if (
        short
        or worth_of(items, state) < state.best[0] + TINY
        or sets_too_little_aside(items, state)
    ):
        return
    for place in range(size):
        item = state.order[place]
        if state.chosen[item] and adds_nothing(items, state, item, True):
            return
    if listed.number[0] == len(listed.rows):
        state.nodes[0] = state.nodes[1]
        state.best[1] = np.inf
        return
    listed.rows[listed.number[0]] = state.chosen
    listed.number[0] += 1


@compiled
def sets_too_little_aside(items: Items, state: State) -> bool:
    """Whether hours are left over that could be set aside: with them the set is as good."""
    least, some_left = items.quarters + 1, False
    for item in range(len(items.hours)):
        if items.aside[item]:
            least = min(least, items.hours[item])
            some_left |= not state.chosen[item]
    return some_left and least <= state.left[0]


@compiled
def adds_nothing(items: Items, state: State, item: int, for_good: bool) -> bool:
    """Whether all that an item covers is covered without it, and nothing else asks for it.

    An item chosen that needs it asks for it; unless it is `for_good`, one that may follow does.
    """
    if items.idle[item]:
        return False
    for k in range(items.cover_start[item], items.cover_start[item + 1]):
        if state.covered[items.cover[k]] == 1:
            return False
    return not is_needed(items, state, item, for_good)


@compiled
def is_needed(items: Items, state: State, item: int, by_chosen: bool) -> bool:
    """Whether another item, or one of those chosen, needs the offering."""
    for other in range(len(items.hours) if len(items.need) else 0):
        if state.chosen[other] or not by_chosen:
            for k in range(items.need_start[other], items.need_start[other + 1]):
                if items.need[k] == items.offering[item]:
                    return True
    return False
