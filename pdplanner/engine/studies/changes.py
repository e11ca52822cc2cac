"""Another plan beside the first one: what goes, what comes, and which levels that costs or adds."""

from dataclasses import dataclass, replace

from pdplanner.engine.choices import learning
from pdplanner.engine.explaining.explain import held_after
from pdplanner.engine.solve import solve
from pdplanner.engine.values.problem import Assignment, Problem
from pdplanner.engine.values.result import Limits, Reason, Result


@dataclass(frozen=True, kw_only=True)
class Fallen:
    """A level that only one of the two plans reaches; `points` are those that it closes."""

    person: str
    indicator: str
    before: int
    after: int
    points: int


@dataclass(frozen=True, kw_only=True)
class Changes:
    """The best plan of a changed problem that departs least from the first plan.

    `least` says whether the fewest changes are proven; `cost` is the lowest that was found of
    plans with as many points and as few changes. Pairs are (person, offering). `fallen` are the
    levels that the first plan reaches and this one does not, `raised` the others. Where the change
    leaves no plan at all, only `reasons` says something.
    """

    value: int = 0
    bound: int = 0
    cost: int = 0
    least: bool = False
    gone: tuple[tuple[str, str], ...] = ()
    came: tuple[tuple[str, str], ...] = ()
    fallen: tuple[Fallen, ...] = ()
    raised: tuple[Fallen, ...] = ()
    reasons: tuple[Reason, ...] = ()


def changes(problem: Problem, result: Result, changed: Problem, limits: Limits) -> Changes:
    """Solve the changed problem near the first plan; only its rules and money may differ.

    Raises NoPlanWithinLimits.
    """
    near = nearest(result, changed, replace(limits, until="cost", keep_idle=True))
    if near.reasons:
        return Changes(reasons=near.reasons)
    first, other = held_after(problem, result), held_after(problem, near)
    moved = [
        one
        for person in problem.people
        for one in _moved(problem, person.id, first[person.id], other[person.id])
    ]
    return Changes(
        value=near.value,
        bound=near.bound,
        cost=near.cost,
        least="changes" in near.layers,
        gone=tuple(sorted(result.pairs - near.pairs)),
        came=tuple(sorted(near.pairs - result.pairs)),
        fallen=tuple(one for one in moved if one.after < one.before),
        raised=tuple(one for one in moved if one.after > one.before),
    )


def nearest(result: Result, changed: Problem, limits: Limits) -> Result:
    """The best plan of the changed problem, and of these one near the first."""
    return solve(replace(changed, previous=_previous(result, changed)), limits)


def _previous(result: Result, changed: Problem) -> tuple[Assignment, ...]:
    people, offerings = changed.person_by_id, changed.offering_by_id
    pairs = sorted(pair for pair in result.pairs if pair[0] in people and pair[1] in offerings)
    return tuple(Assignment(person=person, offering=offering) for person, offering in pairs)


def _moved(
    problem: Problem, person_id: str, first: dict[str, int], other: dict[str, int]
) -> list[Fallen]:
    """The indicators with a target where the two plans end on different levels."""
    person = problem.person_by_id[person_id]
    found = []
    for indicator in sorted(person.targets):
        held = person.level(indicator)
        before, after = (max(held, plan.get(indicator, 0)) for plan in (first, other))
        closed = learning.closed(person, {indicator: after})
        points = abs(closed - learning.closed(person, {indicator: before}))
        if points:
            found.append(
                Fallen(
                    person=person_id, indicator=indicator,
                    before=before, after=after, points=points,
                )
            )  # fmt: skip
    return sorted(found, key=lambda one: (-one.points, one.indicator))
