"""The value first, then, value fixed: fewest changes, cost, hours, ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pdplanner.engine.choices.plan import Pair, PlaceKey, Plan, plan_of
from pdplanner.engine.layers import changes_of, choice_order, quarters_of
from pdplanner.engine.prune import idle_of, without_idle
from pdplanner.engine.solver.highs import Answer, maximize
from pdplanner.engine.solver.program import Terms, added, negative, ones
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.progress import Lookout, Tell
from pdplanner.engine.values.result import LAYERS, MODES, Layer, Limits, Stop

if TYPE_CHECKING:
    from pdplanner.engine.pricing import Tightened

BLOCK = 16
"""Columns decided together in the last layer, by powers of two."""

Order = tuple[str, str, int]
"""Person, offering and mode, as they stand in the order of choices."""


class Search:
    """One problem's search: its model, the best plan so far and what is proven of it."""

    def __init__(
        self, problem: Problem, tight: Tightened, limits: Limits, lookout: Lookout
    ) -> None:
        self.lookout = lookout
        self.problem, self.reduction, self.limits = problem, tight.whole.reduction, limits
        self.left, self.model = tight.left, tight.left(problem.kept_pairs)
        self.plan, self.ceiling, self.pricings = tight.plan, tight.bound, tight.pricings
        self.certificate = tight.certificate
        self.kept = problem.kept_pairs
        self.proven: list[Layer] = []
        self.bound = 0
        self.nodes = 0
        self.stopped_by: Stop | None = None

    def value(self) -> Answer:
        """The most points; the answer's bound holds whether or not it is reached."""
        answer = self._known() or self._best(
            self.model.points, self.limits.nodes, tell=self._tell_value
        )
        self.bound, self.stopped_by = answer.bound, answer.stopped_by
        if self.ceiling is not None:
            # What was dropped can hold no plan as good as this one, or better than the ceiling.
            known = 0 if self.plan is None else self.plan.value
            self.bound = min(self.ceiling, max(answer.bound, known))
        if self.plan is not None:
            kept = self.problem.kept_pairs if self.limits.keep_idle else frozenset[Pair]()
            self.plan = without_idle(self.problem, self.reduction, self.plan, kept=kept)
            if answer.status != "infeasible" and self.plan.value >= self.bound:
                self.proven.append("value")
        return answer

    def _known(self) -> Answer | None:
        """What the prices have proven or left, where nothing more is to be searched."""
        if self.plan is None or self.ceiling is None:
            return None
        if self.plan.value >= self.ceiling:
            return Answer(status="optimal", values=None, bound=self.ceiling, nodes=0)
        if self.lookout.ended:
            bound = self.ceiling
            return Answer(status="stopped", values=None, bound=bound, nodes=0, stopped_by="asked")
        return None

    def _tell_value(self, value: int | None, bound: int | None) -> bool:
        bounds = [one for one in (bound, self.ceiling) if one is not None]
        values = [one for one in (value, self._value()) if one is not None]
        return self.lookout.tell(max(values, default=None), min(bounds, default=None))

    def _tell_order(self, _value: int | None, _bound: int | None) -> bool:
        return self.lookout.tell(self._value(), self.bound)

    def _value(self) -> int | None:
        return None if self.plan is None else self.plan.value

    def tie_breaks(self) -> None:
        """Order the plans of the best value, by a previous plan without what closes nothing now."""
        if self.plan is None or "value" not in self.proven:
            return
        self._order(self.plan)
        while idle := self._idle():
            self.kept -= idle
            self.model, self.proven = self.left(self.kept), ["value"]
            self._order(self.plan)

    def _idle(self) -> frozenset[Pair]:
        if self.plan is None or self.limits.keep_idle:
            return frozenset()
        return self.kept & idle_of(self.problem, self.reduction, self.plan)

    def _order(self, plan: Plan) -> None:
        """Each layer keeps what the layers before it reached; the first one left open ends it."""
        if self.model.points:
            self.model.program.at_least(self.model.points, plan.value)
        for layer in LAYERS[1 : LAYERS.index(self.limits.until) + 1]:
            if not (self._ids() if layer == "ids" else self._least(self._terms(layer))):
                return
            self.proven.append(layer)

    def _best(self, objective: Terms, nodes: int, tell: Tell | None = None) -> Answer:
        start = None if self.plan is None else self.model.start(self.plan)
        answer = maximize(
            self.model.program,
            objective,
            nodes=nodes,
            seconds=self.limits.last_seconds,
            start=start,
            tell=None if self.lookout.watch is None else tell or self._tell_order,
        )
        self.nodes += answer.nodes
        if answer.values is not None:
            selection = self.model.selection(answer.values)
            self.plan = plan_of(self.problem, self.reduction, selection)
        return answer

    def _terms(self, layer: Layer) -> Terms:
        if layer == "cost":
            return self.model.cost_terms()
        return added(
            dict.fromkeys(columns, self._count(layer, key))
            for key, columns in self.model.takers.items()
        )

    def _count(self, layer: Layer, key: PlaceKey) -> int:
        return quarters_of(self.problem, key) if layer == "hours" else changes_of(self.kept, key)

    def _least(self, terms: Terms) -> bool:
        """Make the terms as small as they can be and keep them so; True where that is proven."""
        needed = {column: value for column, value in terms.items() if value}
        if not needed:
            return True
        answer = self._best(negative(needed), self.limits.tie_nodes)
        if answer.values is None:
            return False
        reached = sum(value * round(answer.values[column]) for column, value in needed.items())
        self.model.program.at_most(needed, reached)
        return answer.status == "optimal"

    def _ids(self) -> bool:
        """The fewest choices, then those that come first by person, offering and mode."""
        groups: dict[Order, list[int]] = defaultdict(list)
        for (person, offering, mode, _), columns in self.model.takers.items():
            groups[choice_order((person, offering), mode)] += columns
        loose = self._loose(groups)
        if loose is None:
            return False
        for key, taken in self._taken(groups).items():
            if key not in loose:
                self.model.program.exactly(ones(groups[key]), int(taken))
        ordered = [groups[key] for key in sorted(loose)]
        if not self._least(added(map(ones, ordered))):
            return False
        starts = range(0, len(ordered), BLOCK)
        return all(self._first(ordered[start : start + BLOCK]) for start in starts)

    def _loose(self, groups: Mapping[Order, list[int]]) -> set[Order] | None:
        """The places that some plan as good as this one takes and another does not.

        Asks again and again for the plan that differs most where none has differed so far.
        """
        loose: set[Order] = set()
        while self.plan is not None:
            before = self._taken(groups)
            objective = added(
                dict.fromkeys(columns, -1 if before[key] else 1)
                for key, columns in groups.items()
                if key not in loose
            )
            if self._best(objective, self.limits.tie_nodes).status != "optimal":
                return None
            after = self._taken(groups)
            fresh = {key for key in groups if before[key] != after[key]} - loose
            if not fresh:
                return loose
            loose |= fresh
        return None

    def _taken(self, groups: Mapping[Order, list[int]]) -> dict[Order, bool]:
        pairs = {} if self.plan is None else self.plan.selection
        return {key: pairs.get(key[:2]) == MODES[key[2]] for key in groups}

    def _first(self, block: list[list[int]]) -> bool:
        """Take the earliest of a block that can be taken, and keep them so."""
        objective = added(
            dict.fromkeys(group, 1 << (len(block) - 1 - place)) for place, group in enumerate(block)
        )
        answer = self._best(objective, self.limits.tie_nodes)
        if answer.values is None or answer.status != "optimal":
            return False
        for group in block:
            taken = sum(round(answer.values[column]) for column in group)
            self.model.program.exactly(ones(group), taken)
        return True
