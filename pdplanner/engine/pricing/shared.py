"""The rows that tie people together, and what prices on them make of every column."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pdplanner.engine.model.compact import Model
from pdplanner.engine.pricing.items import Floats, Ints


@dataclass(frozen=True, kw_only=True)
class Shared:
    """Sparse entries of the shared rows, with the limits of each.

    `points` are of every column of the model; `own` are the columns that belong to nobody, and
    `most` how much each may be.
    """

    row: Ints
    column: Ints
    value: Floats
    low: Floats
    high: Floats
    points: Floats
    own: Ints
    most: Floats

    def reduced(self, prices: Floats) -> Floats:
        """Points of each column, less what it uses of the rows at their prices."""
        used = np.bincount(
            self.column, weights=prices[self.row] * self.value, minlength=len(self.points)
        )
        return self.points - used

    def limits_at(self, prices: Floats) -> float:
        """What limits and shared columns add to the bound: nothing where a price is 0."""
        limit = np.where(prices > 0, self.high, self.low)
        paid = float(prices[prices != 0] @ limit[prices != 0])
        return paid + float(np.maximum(self.reduced(prices)[self.own], 0.0) @ self.most)

    def allowed(self, prices: Floats) -> Floats:
        """Prices without those on a side of a row that has no limit."""
        free_above, free_below = np.isinf(self.high), np.isinf(self.low)
        prices = np.where(free_above, np.minimum(prices, 0.0), prices)
        return np.where(free_below, np.maximum(prices, 0.0), prices)

    def entries(self, column: int) -> tuple[Ints, Floats]:
        """Rows and values of a column."""
        part = self._by_column[self._start[column] : self._start[column + 1]]
        return self.row[part], self.value[part]

    @cached_property
    def _by_column(self) -> Ints:
        return np.argsort(self.column, kind="stable")

    @cached_property
    def _start(self) -> Ints:
        columns = np.arange(len(self.points) + 1)
        return np.searchsorted(self.column[self._by_column], columns)


def shared_of(model: Model) -> Shared:
    program = model.program
    rows = [program.rows[index] for index in model.shared_rows]
    points = np.zeros(len(program.upper))
    for column, value in model.points.items():
        points[column] = value
    own = model.own_columns
    return Shared(
        row=np.array([at for at, row in enumerate(rows) for _ in row.terms], dtype=np.int64),
        column=np.array([column for row in rows for column in row.terms], dtype=np.int64),
        value=np.array([value for row in rows for value in row.terms.values()], dtype=np.float64),
        low=np.array([-np.inf if row.low is None else row.low for row in rows], dtype=np.float64),
        high=np.array([np.inf if row.high is None else row.high for row in rows], dtype=np.float64),
        points=points,
        own=np.array(own, dtype=np.int64),
        most=np.array([program.upper[column] for column in own], dtype=np.float64),
    )
