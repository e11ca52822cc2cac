"""A bound on one person's plans: hours and money at a rate, each step in level shared out.

With a share of each element's weight given to every item that covers it, and a rate for each
quarter of an hour and each cent of the cap, every item stands alone: it adds its bracket, or is
left out. No plan is worth more than what that comes to (engine.md calls it D).

What a soft floor adds is extra * min(soft, points). At a rate from 0 to `extra` that is no more
than rate * soft + (extra - rate) * points: every element weighs more, and still stands alone.
"""

from typing import NamedTuple

import numpy as np

from pdplanner.engine.pricing.compiled import compiled
from pdplanner.engine.pricing.items import NO_CAP, Floats, Items

PATIENCE = 8
SLOWER = 0.6
FLAT = 1e-12
BETTER = 1e-7


class Worth(NamedTuple):
    """At prices: what each item costs, and what covering each element is worth, in points.

    `plain` is without a soft floor, `weight` with it at its rate.
    """

    net: Floats
    plain: Floats
    weight: Floats


class Shares(NamedTuple):
    """`share` by element, `rate` of a quarter, of a cent and of a point of the soft floor.

    Kept from one search to the next.
    """

    share: Floats
    rate: Floats


class Use(NamedTuple):
    """Of the items with a positive bracket: quarters and cents, cover of each element less one.

    Where there is a soft floor the points closed stand beside quarters and cents. `top` is the
    highest bracket of each offering's items.
    """

    spent: Floats
    cover: Floats
    top: Floats


@compiled
def bracket(items: Items, worth: Worth, shares: Shares, item: int) -> float:
    """What an item adds to the bound."""
    own = shares.rate[0] * items.hours[item] + shares.rate[1] * items.spend[item]
    total = -worth.net[item] - own
    for k in range(items.cover_start[item], items.cover_start[item + 1]):
        total += shares.share[items.cover[k]]
    return float(total)


@compiled
def limits_at(items: Items, shares: Shares) -> float:
    """What hours, cap and soft floor are worth at their rates."""
    total = shares.rate[0] * items.quarters
    if items.cap < NO_CAP:
        total += shares.rate[1] * items.cap
    return float(total + shares.rate[2] * items.soft)


@compiled
def bound_at(items: Items, worth: Worth, shares: Shares, use: Use) -> float:
    """The bound; leaves in `use` what the items that it takes would use."""
    total = limits_at(items, shares)
    use.spent[:] = 0.0
    use.top[:] = -np.inf
    for element in range(len(worth.weight)):
        total += worth.weight[element] - shares.share[element]
        use.cover[element] = -1.0
    for item in range(len(worth.net)):
        value = bracket(items, worth, shares, item)
        own = items.offering[item]
        use.top[own] = max(use.top[own], value)
        if value > 0:
            total += value
            use.spent[0] += items.hours[item]
            use.spent[1] += items.spend[item]
            for k in range(items.cover_start[item], items.cover_start[item + 1]):
                use.cover[items.cover[k]] += 1.0
    if items.soft > 0:
        use.spent[2] = closed_at(items, worth, shares, use)
    return total + pins_at(items, use)


@compiled
def closed_at(items: Items, worth: Worth, shares: Shares, use: Use) -> float:
    """Points closed; what nobody covers though it gives away all its weight stays open."""
    total = 0.0
    for element in range(len(worth.weight)):
        if use.cover[element] >= 0 or shares.share[element] < worth.weight[element]:
            total += items.base[element]
    return total


@compiled
def pins_at(items: Items, use: Use) -> float:
    """What pins take away that nobody would take by the brackets alone."""
    total = 0.0
    for own in range(len(items.pinned)):
        if items.pinned[own]:
            total += min(0.0, use.top[own])
    return total


@compiled
def slack(items: Items, shares: Shares, use: Use, limit: int) -> float:
    """The part of the hours (0) or the cap (1) that is left; 0 where the rate cannot move."""
    most = items.quarters if limit == 0 else items.cap
    if most >= NO_CAP:
        return 0.0
    left = 1.0 - use.spent[limit] / max(1.0, float(most))
    return 0.0 if left > 0 and shares.rate[limit] <= 0 else left


@compiled
def short(items: Items, shares: Shares, use: Use) -> float:
    """The part of the soft floor that stays open; 0 where its rate cannot move."""
    if items.soft <= 0:
        return 0.0
    left = 1.0 - use.spent[2] / items.soft
    rate = shares.rate[2]
    at_end = rate <= 0 if left > 0 else rate >= items.extra
    return 0.0 if at_end else left


@compiled
def weigh(items: Items, worth: Worth, shares: Shares) -> None:
    """Set the weights to what they are at the rate of the soft floor."""
    for element in range(len(worth.weight)):
        more = (items.extra - shares.rate[2]) * items.base[element]
        worth.weight[element] = worth.plain[element] + more


@compiled
def stuck(worth: Worth, shares: Shares, use: Use, element: int) -> bool:
    """Whether a share stands at its end and would have to go further."""
    slope, share = use.cover[element], shares.share[element]
    return bool((share <= 0 and slope > 0) or (share >= worth.weight[element] and slope < 0))


@compiled
def step_down(items: Items, worth: Worth, shares: Shares, use: Use, drop: float) -> bool:
    """Move shares and rates so that the bound would fall by `drop`; False where it is flat."""
    hours, money = slack(items, shares, use, 0), slack(items, shares, use, 1)
    floor = short(items, shares, use)
    norm = hours * hours + money * money + floor * floor
    for element in range(len(worth.weight)):
        if not stuck(worth, shares, use, element):
            norm += use.cover[element] * use.cover[element]
    if norm < FLAT:
        return False
    step = drop / norm
    shares.rate[0] = max(0.0, shares.rate[0] - step * hours / max(1.0, float(items.quarters)))
    shares.rate[1] = max(0.0, shares.rate[1] - step * money / max(1.0, float(items.cap)))
    if floor != 0:
        shares.rate[2] = max(0.0, shares.rate[2] - step * floor / items.soft)
        shares.rate[2] = min(items.extra, shares.rate[2])
        weigh(items, worth, shares)
    for element in range(len(worth.weight)):
        moved = shares.share[element] - step * use.cover[element]
        shares.share[element] = min(worth.weight[element], max(0.0, moved))
    return True


@compiled
def relax(items: Items, worth: Worth, shares: Shares, target: float, steps: int) -> float:
    """Return the lowest bound found, which `shares` then give; ends early at the target."""
    use = Use(np.zeros(3), np.zeros(len(worth.weight)), np.zeros(len(items.pinned)))
    kept = Shares(shares.share.copy(), shares.rate.copy())
    best, pace, since = np.inf, 1.0, 0
    for _ in range(steps):
        bound = bound_at(items, worth, shares, use)
        since += 1
        if bound < best - BETTER:
            best, since = bound, 0
            kept.share[:] = shares.share
            kept.rate[:] = shares.rate
        if since >= PATIENCE:
            pace, since = pace * SLOWER, 0
        if bound <= target or not step_down(items, worth, shares, use, pace * (bound - target)):
            break
    shares.share[:] = kept.share
    shares.rate[:] = kept.rate
    if items.soft > 0:
        weigh(items, worth, shares)
    return best
