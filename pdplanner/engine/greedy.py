"""A plan by the rule of thumb: the most points for its share of hours and money comes next."""

from __future__ import annotations

from collections import Counter
from heapq import heapify, heapreplace

from pdplanner.engine.choices import learning
from pdplanner.engine.choices.candidate import Reduction
from pdplanner.engine.choices.funding import add_bills
from pdplanner.engine.choices.hours_left import HoursLeft
from pdplanner.engine.choices.place import Candidate, Place
from pdplanner.engine.choices.plan import Pair, Plan, find_place, levels_after, plan_of
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Mode


def greedy_plan(problem: Problem, reduction: Reduction) -> Plan | None:
    """Seats at the plain price only; None where the pins do not fit or a floor is missed."""
    best: Plan | None = None
    for thrift in (0.0, 0.5, 1.0):
        found = _Greedy(problem, reduction, thrift).run()
        plan = None if found is None else plan_of(problem, reduction, found)
        if plan is None or not _meets_floors(problem, plan):
            continue
        if best is None or plan.value > best.value:
            best = plan
    return best


def _meets_floors(problem: Problem, plan: Plan) -> bool:
    after = levels_after(problem, plan.selection)
    return all(learning.closed(one, after[one.id]) >= one.floor for one in problem.people)


class _Greedy:
    """One pass. `thrift` is the power of the share of hours and money that divides the points."""

    def __init__(self, problem: Problem, reduction: Reduction, thrift: float) -> None:
        self.problem, self.reduction, self.thrift = problem, reduction, thrift
        self.selection: dict[Pair, Mode] = {}
        self.bills: dict[int, int] = {}
        self.left = {one.id: HoursLeft(one) for one in problem.people}
        self.cap = {one.id: one.cap for one in problem.people}
        self.busy: set[tuple[str, str]] = set()
        self.taken: Counter[str] = Counter()
        self.levels: dict[str, dict[str, int]] = {one.id: {} for one in problem.people}
        self.money = max(1, reduction.purse.amount(reduction.purse.every))

    def run(self) -> dict[Pair, Mode] | None:
        found = self.reduction.by_person
        pinned = [c for one in found.values() for c in one.values() if c.pinned]
        if not all(self._take_with_prerequisites(candidate) for candidate in pinned):
            return None
        open_ones = [c for one in found.values() for c in one.values() if c.reached]
        queue = [(-self._score(c), c.person, c.offering.id) for c in open_ones]
        heapify(queue)
        while queue and queue[0][0] < 0:
            self._step(queue)
        return self.selection

    def _step(self, queue: list[tuple[float, str, str]]) -> None:
        """Take the first, or put it back with the fewer points that are left for it."""
        known, person, offering = queue[0]
        candidate = self.reduction.by_person[person][offering]
        score = -self._score(candidate)
        if score > known:
            heapreplace(queue, (score, person, offering))
            return
        self._take(candidate)
        heapreplace(queue, (0.0, person, offering))

    def _score(self, candidate: Candidate) -> float:
        person = self.problem.person_by_id[candidate.person]
        place = find_place(candidate, "seat")
        points = learning.gained(person, self.levels[person.id], candidate.reached)
        if place is None or points <= 0:
            return 0.0
        share = candidate.offering.quarters / max(1, person.quarters)
        share += place.cost * len(self.problem.people) / self.money
        return float(points / max(share, 0.01) ** self.thrift)

    def _take_with_prerequisites(self, candidate: Candidate) -> bool:
        if (candidate.person, candidate.offering.id) in self.selection:
            return True
        mine = self.reduction.by_person[candidate.person]
        if not all(self._take_with_prerequisites(mine[need]) for need in candidate.unmet):
            return False
        return self._take(candidate)

    def _take(self, candidate: Candidate) -> bool:
        """Take a seat if every rule allows it."""
        place = find_place(candidate, "seat")
        if place is None or not self._fits(candidate, place):
            return False
        person, offering = candidate.person, candidate.offering
        self.selection[person, offering.id] = "seat"
        self.bills = add_bills(self.bills, place.bills)
        self.left[person].take(offering)
        if offering.mentor is not None:
            self.left[offering.mentor].mentor(offering)
        cap = self.cap[person]
        self.cap[person] = None if cap is None else cap - place.cost
        self.busy.update((person, session) for session in offering.sessions)
        self.taken[offering.id] += 1
        self.levels[person] = learning.best_of([self.levels[person], candidate.reached])
        return True

    def _fits(self, candidate: Candidate, place: Place) -> bool:
        person, offering = candidate.person, candidate.offering
        cap = self.cap[person]
        return (
            self.left[person].allow(offering)
            and (
                offering.mentor is None or offering.quarters <= self.left[offering.mentor].quarters
            )
            and (cap is None or place.cost <= cap)
            and (offering.seats is None or self.taken[offering.id] < offering.seats)
            and not any((person, session) in self.busy for session in offering.sessions)
            and all((person, need) in self.selection for need in candidate.unmet)
            and self._covered(candidate)
            and (not place.bills or self._payable(place))
        )

    def _covered(self, candidate: Candidate) -> bool:
        person, sessions = candidate.person, candidate.offering.sessions
        return all(
            sum((one, cover.session) in self.busy for one in cover.people) < cover.away
            for cover in self.problem.cover
            if person in cover.people and cover.session in sessions
        )

    def _payable(self, place: Place) -> bool:
        return self.reduction.purse.covers(add_bills(self.bills, place.bills))
