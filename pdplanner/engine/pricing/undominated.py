"""Leaves out a person's plan where another is as good for everybody and comes before it."""

from collections.abc import Sequence

import numpy as np

from pdplanner.engine.layers import changes_of, quarters_of
from pdplanner.engine.model import Model
from pdplanner.engine.plan import choice_order
from pdplanner.engine.pricing.items import Floats, Ints
from pdplanner.engine.pricing.whole_plans import Entries

Rank = tuple[int, int, int, int, list[tuple[str, str, int]]]
"""Changes, cents, quarters, places and which: what decides between plans of equal value."""


class Undominated:
    def __init__(self, model: Model, entries: Entries) -> None:
        self.model, self.entries = model, entries
        self.key = {column: key for key, column in model.place.items()}
        self.cents = model.cost_terms()
        rows = (model.program.rows[index] for index in model.shared_rows)
        self.sign = [1 if row.high is not None else -1 for row in rows]

    def of(self, plans: Sequence[Ints]) -> list[Ints]:
        """Those plans of one person to which no other is preferable.

        Preferable is one that closes as much, uses no more of any shared row and comes before it
        in the layers: taking it instead keeps every rule and every value.
        """
        columns = [plan.tolist() for plan in plans]
        ordered = sorted(range(len(plans)), key=lambda each: self._rank(columns[each]))
        asks = self._asks([columns[each] for each in ordered])
        kept: list[int] = []
        for place in range(len(ordered)):
            if not np.any(np.all(asks[kept] <= asks[place], axis=1)):
                kept.append(place)
        return [plans[ordered[place]] for place in kept]

    def _rank(self, columns: Sequence[int]) -> Rank:
        keys = [self.key[column] for column in columns if column in self.key]
        problem = self.model.problem
        return (
            sum(changes_of(problem, key) for key in keys),
            sum(self.cents.get(column, 0) for column in columns),
            sum(quarters_of(problem, key) for key in keys),
            len(keys),
            sorted(choice_order(key[:2], key[2]) for key in keys),
        )

    def _asks(self, plans: Sequence[Sequence[int]]) -> Floats:
        """By plan, what it uses of each row that any of them uses, and less its points."""
        rows = {row for plan in plans for column in plan for row, _ in self.entries.get(column, ())}
        number = {row: at for at, row in enumerate(sorted(rows))}
        asks = np.zeros((len(plans), len(number) + 1))
        for at, plan in enumerate(plans):
            for column in plan:
                asks[at, -1] -= self.model.points.get(column, 0)
                for row, value in self.entries.get(column, ()):
                    asks[at, number[row]] += self.sign[row] * value
        return asks
