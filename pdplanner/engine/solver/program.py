"""An integer program as plain rows and columns; nothing here knows offerings or a solver."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import gcd

Terms = Mapping[int, int]
"""Whole-number coefficient by column."""

Weights = Mapping[int, float]
"""Any coefficient by column."""


@dataclass(frozen=True)
class Row:
    """low <= sum of terms <= high; None is no limit; both were divided by `scale`."""

    terms: Terms
    low: int | None
    high: int | None
    scale: int = 1


@dataclass
class Program:
    """Columns between 0 and `upper`; `whole` says which must be whole numbers."""

    upper: list[int] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def column(self, *, upper: int = 1, whole: bool = True) -> int:
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.upper) - 1

    def at_most(self, terms: Terms, high: int) -> int | None:
        """Add a row unless it can never bind; returns its number.

        Where only whole columns take part the row is divided by what divides all its
        coefficients, and the right side rounded down: tighter, and smaller numbers.
        """
        if sum(max(0, c) * self.upper[col] for col, c in terms.items()) <= high:
            return None
        scale = gcd(*terms.values()) if all(self.whole[column] for column in terms) else 1
        smaller = {column: value // scale for column, value in terms.items()}
        return self._add(Row(smaller, None, high // scale, scale))

    def at_least(self, terms: Terms, low: int) -> int:
        return self._add(Row(terms, low, None))

    def exactly(self, terms: Terms, value: int) -> int:
        return self._add(Row(terms, value, value))

    def holds(self, values: Mapping[int, float]) -> bool:
        """Whether values of whole numbers keep every row and every column's limits."""
        return all(
            0 <= values[column] <= most and values[column] == round(values[column])
            for column, most in enumerate(self.upper)
        ) and all(_keeps(row, values) for row in self.rows)

    def _add(self, row: Row) -> int:
        self.rows.append(row)
        return len(self.rows) - 1


def _keeps(row: Row, values: Mapping[int, float]) -> bool:
    total = sum(value * values[column] for column, value in row.terms.items())
    return (row.low is None or total >= row.low) and (row.high is None or total <= row.high)


def ones(columns: Iterable[int]) -> dict[int, int]:
    return dict.fromkeys(columns, 1)


def added(parts: Iterable[Terms]) -> dict[int, int]:
    """The sum of some terms."""
    total: dict[int, int] = {}
    for part in parts:
        for column, value in part.items():
            total[column] = total.get(column, 0) + value
    return total


def negative(terms: Terms) -> dict[int, int]:
    return {column: -value for column, value in terms.items()}
