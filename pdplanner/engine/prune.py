"""Takes choices out of a plan that add nothing to its value."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pdplanner.engine.choices import learning
from pdplanner.engine.choices.candidate import Candidates, Reduction
from pdplanner.engine.choices.plan import Pair, Plan, plan_of
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.problem import Problem


def idle_of(problem: Problem, reduction: Reduction, plan: Plan) -> frozenset[Pair]:
    """What the plan could do without, though the previous plan had it."""
    needed = without_idle(problem, reduction, plan, kept=frozenset())
    return frozenset(plan.selection.keys() - needed.selection.keys())


def without_idle(
    problem: Problem, reduction: Reduction, plan: Plan, *, kept: frozenset[Pair]
) -> Plan:
    """Drop, dearest first, what no value, pin or prerequisite asks for, unless it is `kept`."""
    taken = _by_person(plan)
    for pair in sorted(plan.selection, key=lambda pair: _weight(problem, plan, pair)):
        if pair in kept or _closes_alone(problem, reduction, taken[pair[0]], pair):
            continue
        smaller = _without(problem, reduction, plan, pair)
        if smaller is not None and smaller.value == plan.value:
            plan, taken = smaller, _by_person(smaller)
    return plan


def _by_person(plan: Plan) -> dict[str, list[str]]:
    taken: dict[str, list[str]] = defaultdict(list)
    for person, offering in plan.selection:
        taken[person].append(offering)
    return taken


def _weight(problem: Problem, plan: Plan, pair: Pair) -> tuple[int, int, Pair]:
    return -plan.places[pair].cost, -problem.offering_by_id[pair[1]].quarters, pair


def _closes_alone(problem: Problem, reduction: Reduction, taken: Sequence[str], pair: Pair) -> bool:
    """Whether its person would close less without it: then it is not idle, whatever else."""
    person, mine = problem.person_by_id[pair[0]], reduction.by_person[pair[0]]
    rest = [one for one in taken if one != pair[1]]
    return _closed(person, mine, rest) < _closed(person, mine, taken)


def _closed(person: Person, mine: Candidates, taken: Iterable[str]) -> int:
    return learning.closed(person, learning.best_of(mine[one].reached for one in taken))


def _without(problem: Problem, reduction: Reduction, plan: Plan, pair: Pair) -> Plan | None:
    """The plan without one choice, or None where something rests on it."""
    person, offering = pair
    mine = reduction.by_person[person]
    needed = any(offering in mine[o].unmet for p, o in plan.selection if p == person)
    if needed or mine[offering].pinned or mine[offering].offering.tiers:
        return None
    rest = {other: mode for other, mode in plan.selection.items() if other != pair}
    return plan_of(problem, reduction, rest)
