"""A person's plans near the best, at every place that they can be taken at."""

from dataclasses import dataclass

import numpy as np

from pdplanner.engine.pricing.items import Bools, Columns, Floats, Ints


@dataclass(frozen=True)
class Near:
    """Plans as rows: which of some columns of the model (places and lifts) each takes."""

    columns: Ints
    taken: Bools

    def __len__(self) -> int:
        return len(self.taken)


def at_places(
    columns: Columns, sets: Bools, closed: Bools, cheapest: Ints, more: Floats, room: Floats
) -> Near:
    """The plans of sets of items, each at its cheapest place and at others that have room.

    `closed` are the elements and the pieces of a soft floor by set, `cheapest` the number of each
    item's cheapest place, `more` what each place costs above the cheapest of its item, `room` how
    much each set may cost more.
    """
    number = len(columns.place)
    lifts = np.append(columns.lifts, columns.extras)
    taken = np.zeros((len(sets), number + len(lifts)), dtype=np.bool_)
    taken[:, cheapest] = sets
    taken[:, number:] = closed
    start = columns.place_start
    for item in np.flatnonzero((np.diff(start) > 1) & sets.any(axis=0)):
        first = cheapest[item]
        rows = np.flatnonzero(taken[:, first])
        for other in range(start[item], start[item + 1]):
            open_ = rows[room[rows] >= more[other]]
            if other != first and len(open_):
                moved = taken[open_]
                moved[:, first], moved[:, other] = False, True
                taken = np.concatenate([taken, moved])
                room = np.concatenate([room, room[open_] - more[other]])
    return Near(np.append(columns.place, lifts), taken)
