"""The best plan of one person at prices: an exact search, which bounds what it leaves out."""

from typing import NamedTuple

import numpy as np

from pdplanner.engine.pricing.compiled import compiled
from pdplanner.engine.pricing.items import NO_CAP, Bools, Floats, Ints, Items
from pdplanner.engine.pricing.relaxation import Shares, Worth, bracket, relax

TINY = 1e-7
FIRST = 1e12
"""Above every bracket: pins are decided first."""

ENTER, WITH, WITHOUT, BACK = range(4)
"""What comes next at a place in the order of items."""


class State(NamedTuple):
    """Where the search stands.

    `order` are the items that it decides one after the other, `last` the place of each offering's
    last item there. `chosen` and `offered` are the items and offerings taken, `covered` how often
    each element is covered. `left` are quarters, cents and pins that are missing; `sums` points at
    prices, points for the floor, and cost. `best` are the worth of the best set found and the
    highest bound that a limit cut off; `taken` is that set; `nodes` used and allowed.
    """

    order: Ints
    last: Ints
    chosen: Bools
    offered: Bools
    covered: Ints
    left: Ints
    sums: Floats
    best: Floats
    taken: Bools
    nodes: Ints


@compiled
def best_plan(
    items: Items, worth: Worth, shares: Shares, taken: Bools, known: float, steps: int, nodes: int
) -> tuple[float, float]:
    """Find the best set of items, better than `known` points; `taken` is left with it.

    Returns worth (`known` where nothing is better; -inf where nothing was found) and a bound on
    every set, which is the worth unless the node limit cut the search.
    """
    state = start(items, taken, known, nodes)
    if state.left[2] == 0 and items.floor <= 0:
        rules_of_thumb(items, worth, state)
    target = max(state.best[0], 0.0)
    root = relax(items, worth, shares, target, steps)
    size = arrange(items, worth, shares, state, root)
    explore(items, worth, shares, state, size)
    return state.best[0], max(state.best[0], state.best[1])


@compiled
def start(items: Items, taken: Bools, known: float, nodes: int) -> State:
    number, offerings = len(items.hours), len(items.pinned)
    return State(
        np.empty(number, dtype=np.int64),
        np.full(offerings, -1, dtype=np.int64),
        np.zeros(number, dtype=np.bool_),
        np.zeros(offerings, dtype=np.bool_),
        np.zeros(len(items.base), dtype=np.int64),
        np.array([items.quarters, items.cap, np.sum(items.pinned)], dtype=np.int64),
        np.zeros(3),
        np.array([known, -np.inf]),
        taken,
        np.array([0, nodes], dtype=np.int64),
    )


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
def gain_of(items: Items, weight: Floats, state: State, item: int) -> float:
    """What an item adds of weights that nothing covers yet."""
    total = 0.0
    for k in range(items.cover_start[item], items.cover_start[item + 1]):
        if state.covered[items.cover[k]] == 0:
            total += weight[items.cover[k]]
    return total


@compiled
def fits(items: Items, state: State, item: int) -> bool:
    return bool(items.hours[item] <= state.left[0] and items.spend[item] <= state.left[1])


@compiled
def may_take(items: Items, state: State, item: int) -> bool:
    """Whether hours and cap suffice, nothing taken excludes it, and what it needs is taken."""
    if not fits(items, state, item):
        return False
    for k in range(items.clash_start[item], items.clash_start[item + 1]):
        if state.chosen[items.clash[k]]:
            return False
    for k in range(items.need_start[item], items.need_start[item + 1]):
        if not state.offered[items.need[k]]:
            return False
    return True


@compiled
def take(items: Items, worth: Worth, state: State, item: int) -> None:
    """Take an item, and keep the set where it is the best so far."""
    move(items, worth, state, item, 1)
    value = state.sums[0] - state.sums[2]
    allowed = state.left[2] == 0 and state.sums[1] >= items.floor
    if allowed and value > state.best[0] + TINY:
        state.best[0] = value
        state.taken[:] = state.chosen


@compiled
def put_back(items: Items, worth: Worth, state: State, item: int) -> None:
    move(items, worth, state, item, -1)


@compiled
def move(items: Items, worth: Worth, state: State, item: int, sign: int) -> None:
    own = items.offering[item]
    state.chosen[item] = state.offered[own] = sign > 0
    state.left[0] -= sign * items.hours[item]
    state.left[1] -= sign * items.spend[item]
    state.left[2] -= sign * items.pinned[own]
    state.sums[2] += sign * worth.net[item]
    for k in range(items.cover_start[item], items.cover_start[item + 1]):
        element = items.cover[k]
        was = state.covered[element]
        state.covered[element] += sign
        if min(was, state.covered[element]) == 0:
            state.sums[0] += sign * worth.weight[element]
            state.sums[1] += sign * items.base[element]


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
def explore(items: Items, worth: Worth, shares: Shares, state: State, size: int) -> None:
    """Decide the items one after the other, each with it first and then without it.

    Written as a loop: a compiled function that calls itself does not survive being kept on disk.
    """
    stage = np.full(size + 1, ENTER, dtype=np.int64)
    depth = 0
    while depth >= 0:
        now = stage[depth]
        stage[depth] += 1
        deeper = False
        if now == ENTER and ends(items, worth, shares, state, depth, size):
            stage[depth] = BACK
        elif now == WITH:
            deeper = goes_with(items, worth, state, state.order[depth])
        elif now == WITHOUT:
            deeper = goes_without(items, worth, state, state.order[depth], depth)
        elif now == BACK:
            depth -= 1
        if deeper:
            depth += 1
            stage[depth] = ENTER


@compiled
def ends(items: Items, worth: Worth, shares: Shares, state: State, depth: int, size: int) -> bool:
    """Whether nothing better can follow, or the node limit leaves what follows to its bound."""
    state.nodes[0] += 1
    bound = bound_below(items, worth, shares, state, depth, size)
    if bound <= state.best[0] + TINY or depth == size:
        return True
    if state.nodes[0] <= state.nodes[1]:
        return False
    state.best[1] = max(state.best[1], bound)
    return True


@compiled
def goes_with(items: Items, worth: Worth, state: State, item: int) -> bool:
    if not may_take(items, state, item):
        return False
    take(items, worth, state, item)
    return True


@compiled
def goes_without(items: Items, worth: Worth, state: State, item: int, depth: int) -> bool:
    if state.chosen[item]:
        put_back(items, worth, state, item)
    return may_leave(items, state, item, depth)


@compiled
def may_leave(items: Items, state: State, item: int, depth: int) -> bool:
    """Whether leaving an item out does not miss a pin for good."""
    own = items.offering[item]
    return bool(not items.pinned[own] or state.offered[own] or state.last[own] != depth)


@compiled
def bound_below(
    items: Items, worth: Worth, shares: Shares, state: State, depth: int, size: int
) -> float:
    """No set with the decisions so far is worth more: the lower of two relaxations.

    One shares out the elements that nothing covers yet, the other lets every item have them whole.
    """
    shared = state.sums[0] - state.sums[2] + shares.rate[0] * state.left[0]
    if items.cap < NO_CAP:
        shared += shares.rate[1] * state.left[1]
    whole = shared
    for element in range(len(worth.weight)):
        if state.covered[element] == 0:
            shared += worth.weight[element] - shares.share[element]
    for place in range(depth, size):
        item = state.order[place]
        if fits(items, state, item):
            own = shares.rate[0] * items.hours[item] + shares.rate[1] * items.spend[item]
            own += worth.net[item]
            shared += max(0.0, gain_of(items, shares.share, state, item) - own)
            whole += max(0.0, gain_of(items, worth.weight, state, item) - own)
    return float(min(shared, whole))
