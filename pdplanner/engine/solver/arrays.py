"""A program and an objective as arrays: for the solver, and to hold its answers to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from math import inf

import numpy as np
from numpy.typing import NDArray

from pdplanner.engine.solver.program import Program, Weights

Floats = NDArray[np.float64]

SLACK = 1e-5
"""How far a solver may be beside a row, for each unit that it counts and that need not be whole."""


class Arrays:
    """The rows of a program one after the other, and an objective to maximize under them."""

    def __init__(self, program: Program, objective: Weights) -> None:
        rows = program.rows
        self.upper = np.array(program.upper, dtype=float)
        self.whole = np.array(program.whole, dtype=bool)
        self.costs = np.zeros(len(self.upper))
        self.costs[[*objective.keys()]] = [*objective.values()]
        self.low = np.array([-inf if row.low is None else row.low for row in rows], float)
        self.high = np.array([inf if row.high is None else row.high for row in rows], float)
        self.lengths = np.array([len(row.terms) for row in rows], dtype=np.int64)
        columns = [column for row in rows for column in row.terms]
        self.columns = np.array(columns, dtype=np.int32)
        self.values = np.array([value for row in rows for value in row.terms.values()], float)

    @cached_property
    def _row(self) -> NDArray[np.int64]:
        """The row of each value."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)

    def given(self, values: Iterable[float]) -> Floats:
        """A solution with its whole numbers made whole."""
        found = np.array([*values], dtype=float)
        return np.where(self.whole, np.round(found), found)

    def keeps(self, values: Floats) -> bool:
        """Whether a solution of whole numbers keeps every row and every column's limits."""
        if np.any(values < -SLACK) or np.any(values > self.upper + SLACK):
            return False
        terms = self.values * values[self.columns]
        parts = np.abs(terms) * ~self.whole[self.columns]
        used, slack = self._by_row(terms), SLACK * (1.0 + self._by_row(parts))
        return bool(np.all(used >= self.low - slack) and np.all(used <= self.high + slack))

    def _by_row(self, terms: Floats) -> Floats:
        return np.bincount(self._row, terms, len(self.lengths)).astype(float)

    def worth(self, values: Floats) -> float:
        return float(self.costs @ values)

    def above(self, prices: Floats) -> float:
        """What no solution is worth more than, whatever the prices of the rows' limits."""
        limits = np.where(prices > 0, self.high, self.low)
        priced = np.where(np.isfinite(limits), prices, 0.0)
        paid = priced * np.where(np.isfinite(limits), limits, 0.0)
        asked = np.bincount(self.columns, self.values * priced[self._row], len(self.upper))
        return float(np.sum(paid) + self.upper @ np.maximum(0.0, self.costs - asked))
