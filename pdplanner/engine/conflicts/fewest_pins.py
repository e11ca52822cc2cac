"""The fewest pins of one person that together exceed what there is of one resource."""

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import accumulate, combinations
from math import comb

MOST_TRIED = 20_000
"""Sets of pins that are tried before those named are any that none can be spared of."""


def fewest_pins(
    asked: Mapping[str, Collection[str]], amounts: Mapping[str, float], limit: float
) -> list[str]:
    """Pins that exceed the limit, the largest first; none where all of them keep it.

    `asked` is, by pin, what it takes with all that it requires; what several require counts once.
    """

    def used(pins: Sequence[str]) -> float:
        return sum(amounts.get(one, 0) for one in {each for pin in pins for each in asked[pin]})

    if used([*asked]) <= limit:
        return []
    ordered = sorted(asked, key=lambda pin: -used([pin]))
    totals = accumulate(used([pin]) for pin in ordered)
    least = next(number for number, total in enumerate(totals, 1) if total > limit)
    for size in range(least, len(ordered)):
        if used(ordered[:size]) > limit:
            return ordered[:size]
        if comb(len(ordered), size) > MOST_TRIED:
            return _without_spare(ordered, lambda pins: used(pins) > limit)
        for pins in combinations(ordered, size):
            if used(pins) > limit:
                return list(pins)
    return ordered


def _without_spare(ordered: Sequence[str], exceeds: Callable[[Sequence[str]], bool]) -> list[str]:
    kept = list(ordered)
    for pin in reversed(ordered):
        rest = [one for one in kept if one != pin]
        if exceeds(rest):
            kept = rest
    return kept
