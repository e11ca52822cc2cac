"""Where the search for one person's plans stands, and how an item is taken and put back."""

from typing import NamedTuple

import numpy as np

from pdplanner.engine.pricing.compiled import compiled
from pdplanner.engine.pricing.items import Bools, Floats, Ints, Items
from pdplanner.engine.pricing.relaxation import Worth

TINY = 1e-7


class State(NamedTuple):
    """Where the search stands.

    `order` are the items that it decides one after the other, `last` the place of each offering's
    last item there. `chosen` and `offered` are the items and offerings taken, `covered` how often
    each element is covered. `left` are quarters, cents and pins that are missing, `of_terms` the
    quarters left by term; `sums` points at
    prices, points for the floors, and cost. `best` are the worth of the best set found and the
    highest bound that a limit cut off; `taken` is that set; `nodes` used and allowed.
    """

    order: Ints
    last: Ints
    chosen: Bools
    offered: Bools
    covered: Ints
    left: Ints
    of_terms: Ints
    sums: Floats
    best: Floats
    taken: Bools
    nodes: Ints


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
        items.term_quarters.copy(),
        np.zeros(3),
        np.array([known, -np.inf]),
        taken,
        np.array([0, nodes], dtype=np.int64),
    )


@compiled
def worth_of(items: Items, state: State) -> float:
    """What the set chosen is worth, with what the soft floor adds."""
    more = items.extra * min(items.soft, state.sums[1])
    return float(state.sums[0] - state.sums[2] + more)


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
    term = items.term[item]
    return bool(
        items.hours[item] <= state.left[0]
        and items.spend[item] <= state.left[1]
        and (term < 0 or items.hours[item] <= state.of_terms[term])
    )


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
def move(items: Items, worth: Worth, state: State, item: int, sign: int) -> None:
    own = items.offering[item]
    state.chosen[item] = state.offered[own] = sign > 0
    state.left[0] -= sign * items.hours[item]
    if items.term[item] >= 0:
        state.of_terms[items.term[item]] -= sign * items.hours[item]
    state.left[1] -= sign * items.spend[item]
    state.left[2] -= sign * items.pinned[own]
    state.sums[2] += sign * worth.net[item]
    for k in range(items.cover_start[item], items.cover_start[item + 1]):
        element = items.cover[k]
        was = state.covered[element]
        state.covered[element] += sign
        if min(was, state.covered[element]) == 0:
            state.sums[0] += sign * worth.plain[element]
            state.sums[1] += sign * items.base[element]
