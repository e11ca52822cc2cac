"""The smallest conflict: as few demands as can be that leave no plan together.

Every conflict has to meet what each plan found so far says of it (see witness.py). The fewest
demands that do are tried: either they leave no plan, and no fewer can, or there is another plan.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pdplanner.engine.conflicts.demands import SHARED, Demand
from pdplanner.engine.conflicts.elastic import Elastic
from pdplanner.engine.conflicts.witness import Broken, broken_by
from pdplanner.engine.solver.highs import maximize
from pdplanner.engine.solver.program import Program

ROUNDS, FEWEST_ROUNDS, WORK = 40, 8, 150_000
"""Plans that are looked at before the search for the smallest conflict is given up: so many, or
fewer where rounds times columns come to so much work, a count and never a clock."""


class Conflict(NamedTuple):
    """Demands that leave no plan.

    `least` is whether no fewer do; `needed` whether there is a plan without any one of them.
    """

    demands: list[Demand]
    least: bool
    needed: bool


def least_conflict(elastic: Elastic) -> Conflict:
    """Of demands that leave no plan the fewest, or those that none can be spared of."""
    search = _Fewest(elastic)
    columns = len(elastic.model.program.upper)
    for _ in range(min(ROUNDS, max(FEWEST_ROUNDS, WORK // columns))):
        tried = search.fewest()
        if tried is None:
            break
        plan, proven = elastic.nearest(tried)
        if proven:
            return Conflict(tried, least=True, needed=True)
        broken = [] if plan is None else broken_by(elastic, plan)
        if not broken or any(one.demand in tried for one in broken):
            break
        search.add(broken)
    return _without_spare(elastic, search.last)


class _Fewest:
    """The program of the fewest demands that meet what the plans so far say."""

    def __init__(self, elastic: Elastic) -> None:
        self.limits, self.demands = elastic.limits, elastic.demands
        self.program = Program()
        self.column = {one: self.program.column() for one in elastic.demands}
        self.last: list[Demand] = []

    def fewest(self) -> list[Demand] | None:
        """In the order of all demands; None where that is not proven within the limits."""
        objective = dict.fromkeys(self.column.values(), -1)
        nodes, seconds = self.limits.nodes, self.limits.last_seconds
        answer = maximize(self.program, objective, nodes=nodes, seconds=seconds)
        if answer.values is None or answer.status != "optimal":
            return None
        values = answer.values
        self.last = [one for one, column in self.column.items() if values[column] > 0.5]
        return self.last

    def add(self, broken: Sequence[Broken]) -> None:
        """At least one of these is part of a conflict, a shared limit with enough that use it."""
        met = {}
        for one in broken:
            column = self.column[one.demand]
            if one.demand.kind in SHARED and one.over > 0:
                column = self._with_enough(one)
            met[column] = 1
        self.program.at_least(met, 1)

    def _with_enough(self, one: Broken) -> int:
        both = self.program.column()
        self.program.at_most({both: 1, self.column[one.demand]: -1}, 0)
        uses = {self.column[of]: -min(amount, one.over) for of, amount in one.uses.items()}
        self.program.at_most({**uses, both: one.over}, 0)
        return both


def _without_spare(elastic: Elastic, likely: Sequence[Demand]) -> Conflict:
    """Leave out what can be, many at once and then fewer, first what is less likely needed."""
    kept = sorted(elastic.demands, key=lambda one: one in likely)
    size, needed = len(kept), True
    while size > 1:
        size = -(-size // 2)
        at = 0
        while at < len(kept):
            rest = kept[:at] + kept[at + size :]
            spared = elastic.impossible(rest)
            needed = needed and spared is not None
            if spared:
                kept = rest
            else:
                at += size
    return Conflict([one for one in elastic.demands if one in kept], least=False, needed=needed)
