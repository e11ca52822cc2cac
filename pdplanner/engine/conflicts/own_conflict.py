"""What one person's pins and floor ask for that their own rules leave no room for."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from pdplanner.engine.choices.candidate import Reduction, reduce
from pdplanner.engine.conflicts.demands import SHARED, Demand
from pdplanner.engine.conflicts.elastic import Elastic
from pdplanner.engine.conflicts.floors import alone
from pdplanner.engine.conflicts.least_conflict import Conflict, least_conflict
from pdplanner.engine.model.compact import Model
from pdplanner.engine.solver.highs import Answer, maximize
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.progress import Lookout
from pdplanner.engine.values.result import Limits, Reason
from pdplanner.engine.values.word_lists import in_a_row

PERSONAL = ("hours", "term hours", "cap", "sessions", "prerequisites")


def own_conflict(problem: Problem, person: Person, limits: Limits) -> Iterator[Reason]:
    """The reason, where their own hours, cap and offerings leave no plan; else nothing."""
    of = _Person(alone(problem, person), limits)
    best = of.best(person.pinned)
    if best.status != "infeasible" and best.bound >= person.floor:
        return
    found = of.conflict()
    pins = tuple(one.offering for one in found.demands if one.kind == "pin")
    if any(one.kind == "floor" for one in found.demands):
        yield of.floor_reason(pins)
    else:
        yield of.pins_reason(pins)


class _Person:
    """One person's part of a problem, in which only their own rules count."""

    def __init__(self, mine: Problem, limits: Limits) -> None:
        self.problem, self.limits, self.person = mine, limits, mine.people[0]

    def conflict(self) -> Conflict:
        who = self.person.id
        demands = [Demand(kind="pin", person=who, offering=one) for one in self.person.pinned]
        if self.person.floor:
            demands.insert(0, Demand(kind="floor", person=who))
        return least_conflict(Elastic(self.problem, demands, self.limits, shared=False))

    def best(self, pins: Sequence[str]) -> Answer:
        """The most points with no other pins than these, whatever the floor."""
        model = self._model(pins)
        return self._search(model, model.points)

    def floor_reason(self, pins: tuple[str, ...]) -> Reason:
        person, points = self.person, self.best(pins).bound
        within = f"{person.id} can close {points} points at most within their own hours, cap and"
        needed = f"the floor is {person.floor}"
        text = f"{within} offerings, {needed}."
        if pins:
            free = self.best(()).bound
            said = f"with the pin{'s' if len(pins) > 1 else ''} of {in_a_row(pins)}"
            text = f"{within} offerings {said}, {needed}. Without, it is {free} points."
        return Reason(
            rule="floor", text=text, people=(person.id,), offerings=pins,
            needs=person.floor, has=points,
        )  # fmt: skip

    def pins_reason(self, pins: tuple[str, ...]) -> Reason:
        blocking = [rule for rule in PERSONAL if self._allow(pins, rule)]
        names = ", ".join(blocking) or "several rules together"
        return Reason(
            rule=blocking[0] if blocking else "pins",
            text=f"The pins of {self.person.id} do not fit ({names}): {in_a_row(pins)}.",
            people=(self.person.id,),
            offerings=pins,
        )

    def _allow(self, pins: Sequence[str], rule: str) -> bool:
        """Whether the pins fit without one rule."""
        return self._search(self._model(pins, rule), {}).values is not None

    def _model(self, pins: Sequence[str], *without: str) -> Model:
        mine = _with_pins(self.problem, pins)
        reduction: Reduction = reduce(mine)
        return Model(mine, reduction, (*SHARED, "cohorts", "floor", *without))

    def _search(self, model: Model, objective: dict[int, int]) -> Answer:
        return maximize(
            model.program,
            objective,
            nodes=self.limits.nodes,
            seconds=self.limits.last_seconds,
            tell=Lookout(self.limits.watch).asking,
        )


def _with_pins(mine: Problem, pins: Collection[str]) -> Problem:
    return replace(mine, people=(replace(mine.people[0], pinned=tuple(pins)),))
