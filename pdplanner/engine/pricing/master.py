"""The master: whole plans of people under the rows that they share. Its duals are the prices."""

from dataclasses import dataclass

import numpy as np

from pdplanner.engine.pricing.items import Floats, Ints
from pdplanner.engine.pricing.shared import Shared
from pdplanner.engine.solver.growing import Growing


@dataclass(frozen=True)
class Duals:
    """The master's value and the price of each shared row; `covered` where each has a plan."""

    value: float
    prices: Floats
    covered: bool


class Master:
    """Each person takes one of their plans known so far, in part where that is best.

    For a person without a plan that fits there is a place of nothing, at a loss so large that it
    is taken only where it must be.
    """

    def __init__(self, shared: Shared, people: int) -> None:
        self.shared, self.rows = shared, len(shared.high)
        self.plans: list[Ints] = []
        self.known: set[tuple[int, bytes]] = set()
        one_each = np.ones(people)
        self.program = Growing(np.append(shared.low, one_each), np.append(shared.high, one_each))
        for column, most in zip(shared.own, shared.most, strict=True):
            self.program.add(shared.points[column], most, *shared.entries(column))
        loss = -10.0 * (1.0 + float(np.sum(np.maximum(shared.points, 0.0))))
        for person in range(people):
            self.program.add(loss, 1.0, np.array([self.rows + person]), np.ones(1))
        self.first = len(shared.own) + people
        self.nothing = slice(len(shared.own), self.first)

    def add(self, person: int, columns: Ints) -> bool:
        """Add a plan, by the columns of the model that it takes; False where it is known."""
        key = person, columns.tobytes()
        if key in self.known:
            return False
        self.known.add(key)
        use = np.zeros(self.rows)
        for column in columns:
            rows, values = self.shared.entries(column)
            np.add.at(use, rows, values)
        rows = np.flatnonzero(use)
        points = float(np.sum(self.shared.points[columns]))
        self.program.add(points, 1.0, np.append(rows, self.rows + person), np.append(use[rows], 1))
        self.plans.append(columns)
        return True

    def duals(self) -> Duals:
        value, columns, rows = self.program.relaxed()
        covered = not np.any(columns[self.nothing] > 1e-7)
        return Duals(value, self.shared.allowed(rows[: self.rows]), covered)

    def best_whole(self, nodes: int) -> Ints | None:
        """The columns of the model in the best choice of one whole plan each, where one is found.

        The last that may be asked of a master: from then on its columns are whole numbers.
        """
        columns = self.program.whole(nodes)
        if columns is None or np.any(columns[self.nothing] > 0.5):
            return None
        taken = np.flatnonzero(columns[self.first :] > 0.5)
        return np.concatenate([self.plans[k] for k in taken])
