"""Points up to a soft floor as a sum of pieces, each of which counts or does not."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def pieces_of(most: int, unit: int) -> tuple[int, ...]:
    """Sizes that add up to `most` and to every multiple of a unit below it; the largest first."""
    sizes: list[int] = []
    left = most // unit if unit else 0
    while left:
        sizes.append(min(left, 1 << len(sizes)))
        left -= sizes[-1]
    return tuple(sorted((size * unit for size in sizes), reverse=True))


def made_of(sizes: Sequence[int], points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """For each number of points the pieces that it takes; all where it is more than all."""
    taken = np.zeros((*points.shape, len(sizes)), dtype=np.bool_)
    for at, size in enumerate(sizes):
        taken[..., at] = size <= points
        points = points - size * taken[..., at]
    return taken
