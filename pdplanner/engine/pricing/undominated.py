"""Leaves out a person's plan where another is as good for everybody and comes before it."""

import numpy as np

from pdplanner.engine.choices.plan import Pair, PlaceKey
from pdplanner.engine.layers import changes_of, choice_order, quarters_of
from pdplanner.engine.model.compact import Model
from pdplanner.engine.pricing.items import Bools, Floats, Ints
from pdplanner.engine.pricing.near import Near
from pdplanner.engine.pricing.whole_plans import Entries


class Undominated:
    """What comes first by the layers, of which `kept` of the previous plan count."""

    def __init__(self, model: Model, entries: Entries, kept: frozenset[Pair]) -> None:
        self.model, self.entries, self.kept = model, entries, kept
        self.key = {column: key for key, column in model.place.items()}
        self.cents = model.cost_terms()
        rows = (model.program.rows[index] for index in model.shared_rows)
        self.sign = [1 if row.high is not None else -1 for row in rows]

    def of(self, near: Near) -> Near:
        """Those plans of one person to which no other is preferable.

        Preferable is one that closes as much, uses no more of any shared row and comes before it
        in the layers: taking it instead keeps every rule and every value.
        """
        taken = near.taken[:, near.taken.any(axis=0)]
        columns = near.columns[near.taken.any(axis=0)].tolist()
        order = self._in_order(columns, taken)
        asks = taken[order] @ self._asks(columns)
        kept: list[int] = []
        for place in range(len(order)):
            if not np.any(np.all(asks[kept] <= asks[place], axis=1)):
                kept.append(place)
        return Near(near.columns, near.taken[order[kept]])

    def _in_order(self, columns: list[int], taken: Bools) -> Ints:
        """The plans by changes, cents, quarters, number of places, and which places come first."""
        keys = {at: self.key[column] for at, column in enumerate(columns) if column in self.key}
        counts = np.array(
            [self._counts(columns[at], key) for at, key in keys.items()], dtype=np.int64
        )
        first = sorted(keys, key=lambda at: choice_order(keys[at][:2], keys[at][2]))
        absent = np.packbits(~taken[:, first], axis=1)
        totals = taken[:, list(keys)] @ counts.reshape(-1, 4)
        return np.lexsort((*absent.T[::-1], *totals.T[::-1]))

    def _counts(self, column: int, key: PlaceKey) -> tuple[int, int, int, int]:
        problem = self.model.problem
        return changes_of(self.kept, key), self.cents.get(column, 0), quarters_of(problem, key), 1

    def _asks(self, columns: list[int]) -> Floats:
        """By column, what it uses of each row that any of them uses, and less its points."""
        rows = {row for column in columns for row, _ in self.entries.get(column, ())}
        number = {row: at for at, row in enumerate(sorted(rows))}
        asks = np.zeros((len(columns), len(number) + 1))
        for at, column in enumerate(columns):
            asks[at, -1] = -self.model.points.get(column, 0)
            for row, value in self.entries.get(column, ()):
                asks[at, number[row]] = self.sign[row] * value
        return asks
