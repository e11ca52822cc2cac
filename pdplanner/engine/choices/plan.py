"""A selection of places, and what it comes to by the rules (exact, in whole numbers)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pdplanner.engine.choices import learning
from pdplanner.engine.choices.candidate import Reduction
from pdplanner.engine.choices.funding import add_bills
from pdplanner.engine.choices.place import Candidate, Place
from pdplanner.engine.choices.purchase import shared_bills
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Mode

Pair = tuple[str, str]
PlaceKey = tuple[str, str, Mode, int]
"""Person, offering, mode, and the number of people from which the price counts."""
Selection = Mapping[Pair, Mode]
"""Mode by (person, offering)."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A selection with everything that follows from it; cohorts are counts by offering."""

    selection: Selection
    places: Mapping[Pair, Place]
    cohorts: Mapping[str, int]
    memberships: tuple[str, ...]
    bills: Mapping[int, int]
    value: int
    bench_value: int
    quarters: int

    @property
    def cost(self) -> int:
        return sum(self.bills.values())


def plan_of(problem: Problem, reduction: Reduction, selection: Selection) -> Plan | None:
    """The plan of a selection, or None where it needs a place that its people cannot pay."""
    ordered = {pair: selection[pair] for pair in sorted(selection)}
    seats = Counter(offering for (_, offering), mode in ordered.items() if mode == "seat")
    places = {pair: _place(reduction, pair, mode, seats) for pair, mode in ordered.items()}
    paid = {pair: place for pair, place in places.items() if place is not None}
    if len(paid) < len(places):
        return None
    cohorts = _cohorts(problem, ordered)
    memberships = _memberships(problem, ordered)
    shared = shared_bills(problem, reduction.purse, cohorts, memberships)
    points, bench = _value(problem, ordered)
    return Plan(
        selection=ordered,
        places=paid,
        cohorts=cohorts,
        memberships=memberships,
        bills=add_bills(shared, *(place.bills for place in paid.values())),
        value=points + bench,
        bench_value=bench,
        quarters=sum(problem.offering_by_id[one].quarters for _, one in ordered),
    )


def _place(reduction: Reduction, pair: Pair, mode: Mode, seats: Counter[str]) -> Place | None:
    """The place at the price that counts once so many people take a seat."""
    candidate = reduction.by_person[pair[0]].get(pair[1])
    if candidate is None:
        return None
    starts = [start for start, _ in candidate.offering.tier_prices if start <= seats[pair[1]]]
    start = max(starts, default=1) if mode == "seat" else 1
    return find_place(candidate, mode, start)


def find_place(candidate: Candidate, mode: Mode, start: int = 1) -> Place | None:
    matching = (p for p in candidate.places if p.mode == mode and p.start == start)
    return next(matching, None)


def _cohorts(problem: Problem, selection: Selection) -> dict[str, int]:
    places = Counter(offering for (_, offering), mode in selection.items() if mode == "cohort")
    counts = {}
    for one in sorted(places):
        cohort = problem.offering_by_id[one].cohort
        if cohort is not None:
            counts[one] = -(-places[one] // cohort.seats)
    return counts


def _memberships(problem: Problem, selection: Selection) -> tuple[str, ...]:
    taken = {offering for (_, offering), mode in selection.items() if mode == "member"}
    members = [problem.offering_by_id[one].member for one in taken]
    return tuple(sorted({one.membership for one in members if one is not None}))


def levels_after(problem: Problem, selection: Selection) -> dict[str, dict[str, int]]:
    """By person, the levels reached through the selection (only those above today's)."""
    gains: dict[str, list[Mapping[str, int]]] = {person.id: [] for person in problem.people}
    for person, offering in selection:
        one = problem.offering_by_id[offering]
        gains[person].append(learning.reached(problem.person_by_id[person], one))
    return {person: learning.best_of(levels) for person, levels in gains.items()}


def _value(problem: Problem, selection: Selection) -> tuple[int, int]:
    """Weighted levels closed with the extras of soft floors, and the bench reward."""
    after = levels_after(problem, selection)
    points = sum(learning.worth(one, after[one.id]) for one in problem.people)
    bench = 0
    for goal in problem.bench:
        lifted = sum(
            learning.counts_for(goal, one)
            and one.level(goal.indicator) < goal.level <= after[one.id].get(goal.indicator, 0)
            for one in problem.people
        )
        bench += goal.reward * min(lifted, learning.missing_holders(problem, goal))
    return points, bench
