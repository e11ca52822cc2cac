"""One person's plans at prices, the best or all near it: an exact search.

What it leaves out it bounds.
"""

from typing import NamedTuple

import numpy as np

from pdplanner.engine.pricing.compiled import compiled
from pdplanner.engine.pricing.items import NO_CAP, Bools, Floats, Ints, Items
from pdplanner.engine.pricing.listing import Listed, keep_listed, lists_with, nothing_listed
from pdplanner.engine.pricing.relaxation import Shares, Worth, bracket, relax
from pdplanner.engine.pricing.state import (
    TINY,
    State,
    fits,
    gain_of,
    may_take,
    move,
    start,
    worth_of,
)

STEPS = 16
"""Of a subgradient; rates and shares begin where the last search left them."""
FEW, TIMES = 25, 4
"""Of more items that a better set may hold, the bound is brought nearer first, so many times."""
FIRST = 1e12
"""Above every bracket: pins are decided first."""

ENTER, WITH, WITHOUT, BACK = range(4)
"""What comes next at a place in the order of items."""


class Bounds(NamedTuple):
    """Bounds by the place where the last item was taken, and the place reached since.

    `since` says by place on the way where the last item before it was taken.
    """

    at: Floats
    since: Ints


@compiled
def best_plan(
    items: Items, worth: Worth, shares: Shares, taken: Bools, known: float, nodes: int
) -> tuple[float, float]:
    """Find the best set of items, better than `known` points; `taken` is left with it.

    Returns worth (`known` where nothing is better; -inf where nothing was found) and a bound on
    every set, which is the worth unless the node limit cut the search.
    """
    state = start(items, taken, known, nodes)
    if state.left[2] == 0 and items.floor <= 0:
        rules_of_thumb(items, worth, state)
    target = max(state.best[0], 0.0)
    size = 0
    for _ in range(TIMES):
        root = relax(items, worth, shares, target, STEPS)
        size = arrange(items, worth, shares, state, root)
        if size <= FEW:
            break
    explore(items, worth, shares, state, size, nothing_listed(items, 0))
    return state.best[0], max(state.best[0], state.best[1])


@compiled
def plans_near(
    items: Items, worth: Worth, shares: Shares, least: float, most: int, nodes: int
) -> tuple[bool, Bools]:
    """List every set of items worth at least so much in which nothing is idle.

    Returns whether they are all, which more than `most` of them or the node limit prevent.
    """
    listed = nothing_listed(items, most)
    state = start(items, np.zeros(len(items.hours), dtype=np.bool_), least - 2 * TINY, nodes)
    root = relax(items, worth, shares, least, STEPS)
    size = arrange(items, worth, shares, state, root)
    keep_listed(items, state, listed, 0)
    explore(items, worth, shares, state, size, listed)
    return state.best[1] == -np.inf, listed.rows[: listed.number[0]]


@compiled
def rules_of_thumb(items: Items, worth: Worth, state: State) -> None:
    """Start from nothing at all, or from what gains most: by itself, and for its hours."""
    if state.best[0] < 0.0:
        state.best[0] = 0.0
        state.taken[:] = False
    for power in (0.0, 0.5, 1.0):
        while True:
            item = most_for_its_hours(items, worth, state, power)
            if item < 0:
                break
            take(items, worth, state, item)
        for item in range(len(items.hours)):
            if state.chosen[item]:
                put_back(items, worth, state, item)


@compiled
def most_for_its_hours(items: Items, worth: Worth, state: State, power: float) -> int:
    pick, score = -1, 0.0
    for item in range(len(items.hours)):
        gain = gain_of(items, worth.weight, state, item) - worth.net[item]
        if gain <= TINY or state.chosen[item]:
            continue
        rate = gain / max(1.0, float(items.hours[item])) ** power
        if rate > score and may_take(items, state, item):
            pick, score = item, rate
    return pick


@compiled
def take(items: Items, worth: Worth, state: State, item: int) -> None:
    """Take an item, and keep the set where it is the best so far."""
    move(items, worth, state, item, 1)
    value = worth_of(items, state)
    allowed = state.left[2] == 0 and state.sums[1] >= items.floor
    if allowed and value > state.best[0] + TINY:
        state.best[0] = value
        state.taken[:] = state.chosen


@compiled
def put_back(items: Items, worth: Worth, state: State, item: int) -> None:
    move(items, worth, state, item, -1)


@compiled
def arrange(items: Items, worth: Worth, shares: Shares, state: State, root: float) -> int:
    """Put the items that a better set may hold in order; returns how many they are.

    Pins come first, then those with the highest bracket, but none before all items of what it
    needs.
    """
    number = len(items.hours)
    rank = np.empty(number)
    open_ = np.zeros(number, dtype=np.bool_)
    waiting = np.zeros(len(items.pinned), dtype=np.int64)
    there = np.zeros(len(items.pinned), dtype=np.bool_)
    for item in range(number):
        value = bracket(items, worth, shares, item)
        pinned = items.pinned[items.offering[item]]
        rank[item] = value + FIRST * pinned
        # The bound counts a pin already, with the item that costs it least.
        open_[item] = pinned or root + min(value, 0.0) > state.best[0] + TINY
        waiting[items.offering[item]] += open_[item]
        there[items.offering[item]] |= open_[item]
    return in_order(items, state, np.argsort(-rank), open_, waiting, there)


@compiled
def in_order(
    items: Items, state: State, ranked: Ints, open_: Bools, waiting: Ints, there: Bools
) -> int:
    size, more = 0, True
    while more:
        more = False
        for item in ranked:
            if open_[item] and needs_stand(items, item, waiting, there):
                open_[item] = False
                waiting[items.offering[item]] -= 1
                state.order[size] = item
                state.last[items.offering[item]] = size
                size += 1
                more = True
    return size


@compiled
def needs_stand(items: Items, item: int, waiting: Ints, there: Bools) -> bool:
    for k in range(items.need_start[item], items.need_start[item + 1]):
        if waiting[items.need[k]] > 0 or not there[items.need[k]]:
            return False
    return True


@compiled
def explore(
    items: Items, worth: Worth, shares: Shares, state: State, size: int, listed: Listed
) -> None:
    """Decide the items one after the other, each with it first and then without it.

    Keeps the best set, or lists all, where there is room for some. Written as a loop: a compiled
    function that calls itself does not survive being kept on disk.
    """
    stage = np.full(size + 1, ENTER, dtype=np.int64)
    bounds = Bounds(np.empty((size + 1, size + 1)), np.zeros(size + 1, dtype=np.int64))
    bound_from(items, worth, shares, state, 0, size, bounds)
    depth = 0
    while depth >= 0:
        now = stage[depth]
        stage[depth] += 1
        deeper = False
        if now == ENTER and ends(state, depth, size, bounds):
            stage[depth] = BACK
        elif now == WITH and goes_with(items, worth, state, depth, listed):
            bound_from(items, worth, shares, state, depth + 1, size, bounds)
            deeper = True
        elif now == WITHOUT and goes_without(items, worth, state, depth):
            bounds.since[depth + 1] = bounds.since[depth]
            deeper = True
        elif now == BACK:
            depth -= 1
        if deeper:
            depth += 1
            stage[depth] = ENTER


@compiled
def ends(state: State, depth: int, size: int, bounds: Bounds) -> bool:
    """Whether nothing better can follow, or the node limit leaves what follows to its bound."""
    state.nodes[0] += 1
    bound = bounds.at[bounds.since[depth], depth]
    if bound <= state.best[0] + TINY or depth == size:
        return True
    if state.nodes[0] <= state.nodes[1]:
        return False
    state.best[1] = max(state.best[1], bound)
    return True


@compiled
def goes_with(items: Items, worth: Worth, state: State, depth: int, listed: Listed) -> bool:
    if not may_take(items, state, state.order[depth]):
        return False
    if len(listed.rows):
        return lists_with(items, worth, state, depth, listed)
    take(items, worth, state, state.order[depth])
    return True


@compiled
def goes_without(items: Items, worth: Worth, state: State, depth: int) -> bool:
    item = state.order[depth]
    if state.chosen[item]:
        put_back(items, worth, state, item)
    return may_leave(items, state, item, depth)


@compiled
def may_leave(items: Items, state: State, item: int, depth: int) -> bool:
    """Whether leaving an item out does not miss a pin for good."""
    own = items.offering[item]
    return bool(not items.pinned[own] or state.offered[own] or state.last[own] != depth)


@compiled
def bound_from(
    items: Items, worth: Worth, shares: Shares, state: State, depth: int, size: int, bounds: Bounds
) -> None:
    """Bound the sets with the decisions so far, by the place up to which all that follows is left
    out: the lower of two relaxations.

    One shares out the elements that nothing covers yet, the other lets every item have them whole.
    """
    shared = worth_of(items, state) + shares.rate[0] * state.left[0]
    if items.cap < NO_CAP:
        shared += shares.rate[1] * state.left[1]
    if state.sums[1] < items.soft:
        shared += shares.rate[2] * (items.soft - state.sums[1])
    whole = shared
    for element in range(len(worth.weight)):
        if state.covered[element] == 0:
            shared += worth.weight[element] - shares.share[element]
    at = bounds.at[depth]
    at[size] = min(shared, whole)
    for place in range(size - 1, depth - 1, -1):
        item = state.order[place]
        if fits(items, state, item):
            own = shares.rate[0] * items.hours[item] + shares.rate[1] * items.spend[item]
            own += worth.net[item]
            shared += max(0.0, gain_of(items, shares.share, state, item) - own)
            whole += max(0.0, gain_of(items, worth.weight, state, item) - own)
        at[place] = min(shared, whole)
    bounds.since[depth] = depth
