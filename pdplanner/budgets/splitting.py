"""Splits money to the cent."""

from collections.abc import Mapping


def split(cents: int, weights: Mapping[int, int]) -> dict[int, int]:
    """Split cents in the proportion of weights by fund id, to the cent: largest remainder first.

    Of equal remainders the lower id takes the cent.
    """
    whole = sum(weights.values())
    if not whole:
        return {}
    parts = {one: cents * weight // whole for one, weight in weights.items()}
    rest = sorted(weights, key=lambda one: (-(cents * weights[one] % whole), one))
    for one in rest[: cents - sum(parts.values())]:
        parts[one] += 1
    return {one: part for one, part in parts.items() if part}
