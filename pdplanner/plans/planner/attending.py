"""A plan that people can attend: every place of it has a run, or it is said which have none.

The search knows the days of what has one run, and of what has several that somebody takes one of
them and how many all of them take. In which run each place is, is chosen afterwards. Where a place
is left without, it is barred for its person and the rest is planned anew; what the first search
proved holds for every plan, so its bound stays.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import NamedTuple

from pdplanner import engine
from pdplanner.plans.planner.timetables import Timetables
from pdplanner.plans.report_figures import ChosenRun

ROUNDS = 8

Pair = tuple[str, str]
"""A person and an offering."""


class Attended(NamedTuple):
    """A plan, the run of each place of it, and the places that no run fitted beside the rest.

    A must-have that no run fits stays in the plan, without a run.
    """

    result: engine.Result
    runs: tuple[ChosenRun, ...]
    barred: tuple[tuple[int, int], ...] = ()


def attended(problem: engine.Problem, timetables: Timetables, limits: engine.Limits) -> Attended:
    """Return the best plan found of which as many places as can be have a run.

    Raises the engine's errors, also where its limits end the first search.
    """
    first = engine.solve(problem, limits)
    found = Attended(first, timetables.chosen(problem, first))
    barred: set[Pair] = set()
    for _ in range(ROUNDS):
        stuck = set(_without_run(problem, found.runs))
        if not stuck:
            break
        barred |= stuck
        narrowed = _barring(problem, barred)
        result = _solved_if_possible(narrowed, limits)
        if result is None:
            break
        pairs = tuple((int(person), int(offering)) for person, offering in sorted(barred))
        chosen = timetables.chosen(narrowed, result)
        found = Attended(_with_bound(result, first), chosen, pairs)
    return found


def _solved_if_possible(problem: engine.Problem, limits: engine.Limits) -> engine.Result | None:
    """None where a floor wants what is barred, or somebody asked to stop."""
    try:
        result = engine.solve(problem, limits)
    except engine.NoPlanWithinLimits:
        return None
    return None if result.status == "impossible" else result


def _without_run(problem: engine.Problem, runs: Collection[ChosenRun]) -> Iterator[Pair]:
    """The places that may be left out: no must-haves."""
    for person_id, offering_id, day in runs:
        person = problem.person_by_id[str(person_id)]
        if day is None and str(offering_id) not in person.pinned:
            yield person.id, str(offering_id)


def _barring(problem: engine.Problem, pairs: Collection[Pair]) -> engine.Problem:
    barred: dict[str, list[str]] = defaultdict(list)
    for person, offering in sorted(pairs):
        barred[person].append(offering)
    people = (
        replace(person, excluded=tuple(dict.fromkeys([*person.excluded, *barred[person.id]])))
        if person.id in barred
        else person
        for person in problem.people
    )
    return replace(problem, people=tuple(people))


def _with_bound(result: engine.Result, first: engine.Result) -> engine.Result:
    """The plan with what the first search proved of all plans, those that nobody can attend too."""
    best = result.value == first.bound
    return replace(
        result,
        bound=first.bound,
        certificate=first.certificate,
        prices=first.prices,
        insight=first.insight,
        status="optimal" if best else "feasible",
        layers=("value",) if best else (),
        work=replace(result.work, stopped_by=first.work.stopped_by),
    )
