"""A plan that people can attend: every place of it has a run, or it is said which have none.

The search knows the days of what has one run, and of what has several that somebody takes one of
them and how many all of them take. In which run each place is, is chosen afterwards, and with it
which funds pay: no money lasts beyond its last day. Where a place is left without, it is barred for
its person, or its offering kept to the places that have one where money is what lacks, and the rest
is planned anew; what the first search proved holds for every plan, so its bound stays.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pdplanner import engine
from pdplanner.engine.timetable.runs import Pair
from pdplanner.plans.planner.report_figures import ChosenRun
from pdplanner.plans.planner.timetables import Timetabled, Timetables

ROUNDS = 8


class Attended(NamedTuple):
    """A plan, the run of each place of it, and the places that no run fitted beside the rest.

    A must-have that no run fits stays in the plan, without a run. `unpaid` are the offerings that
    have fewer places since what may pay for them ends before a run with room begins.
    """

    result: engine.Result
    runs: tuple[ChosenRun, ...]
    barred: tuple[tuple[int, int], ...] = ()
    unpaid: tuple[int, ...] = ()


@dataclass
class _Narrowing:
    """What is kept out of the next search: places, and those beyond so many of an offering.

    `barred` are places that no run fits, `never` those that nobody pays in time; `unpaid` are the
    offerings of these and of those kept to so many. Of equal plans the one nearest to the places
    that had a run, `near`, is taken.
    """

    barred: set[Pair] = field(default_factory=set)
    never: set[Pair] = field(default_factory=set)
    unpaid: set[str] = field(default_factory=set)
    places: dict[str, int] = field(default_factory=dict)
    near: tuple[engine.Assignment, ...] = ()

    def learn(
        self,
        problem: engine.Problem,
        plan: Timetabled,
        timetables: Timetables,
        *,
        by_person: bool = False,
    ) -> bool:
        """Narrow by the places without a run, at last one by one; False where all may stay."""
        stuck = set(_without_run(problem, plan.runs))
        known = {*self.places}
        placed = Counter(str(one) for _person, one, day in plan.runs if day is not None)
        for pair in stuck:
            if pair not in plan.unpaid:
                self.barred.add(pair)
                continue
            self.unpaid.add(pair[1])
            # So many can be paid, but perhaps not for everybody: then by the person.
            known_short = by_person or pair[1] in known
            if known_short or not timetables.can_be_paid(problem, plan.result, pair):
                self.never.add(pair)
            else:
                pins = sum(pair[1] in one.pinned for one in problem.people)
                self.places[pair[1]] = max(placed[pair[1]], pins)
                self.near = plan.placed
        return bool(stuck)

    def narrowed(self, problem: engine.Problem) -> engine.Problem:
        offerings = (
            replace(one, seats=self.places[one.id]) if one.id in self.places else one
            for one in problem.offerings
        )
        return replace(
            _barring(problem, self.barred | self.never),
            offerings=tuple(offerings),
            previous=self.near or problem.previous,
        )


def attended(problem: engine.Problem, timetables: Timetables, limits: engine.Limits) -> Attended:
    """Return the best plan found of which as many places as can be have a run.

    Raises the engine's errors, also where its limits end the first search.
    """
    first = engine.solve(problem, limits)
    plan, narrowing = timetables.timetabled(problem, first), _Narrowing()
    found = Attended(plan.result, plan.runs)
    for number in range(2 * ROUNDS):
        if not narrowing.learn(problem, plan, timetables, by_person=number >= ROUNDS):
            break
        narrowed = narrowing.narrowed(problem)
        result = _solved_if_possible(narrowed, limits)
        if result is None:
            break
        plan = timetables.timetabled(narrowed, result)
        found = Attended(
            _with_bound(plan.result, first),
            plan.runs,
            tuple((int(one), int(what)) for one, what in sorted(narrowing.barred)),
            tuple(sorted(int(one) for one in narrowing.unpaid)),
        )
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
