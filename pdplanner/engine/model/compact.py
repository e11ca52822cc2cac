"""The compact integer model: columns for places, cohorts, memberships, tiers and levels."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import gcd

import numpy as np

from pdplanner.engine.choices import learning
from pdplanner.engine.choices.candidate import Reduction
from pdplanner.engine.choices.place import Candidate, Place
from pdplanner.engine.choices.plan import Pair, PlaceKey, Plan
from pdplanner.engine.choices.purchase import cohort_price, most_cohorts
from pdplanner.engine.model.rules import PERSONAL_RULES, SHARED_RULES
from pdplanner.engine.model.soft_floor import made_of, pieces_of
from pdplanner.engine.solver.program import Program, negative, ones
from pdplanner.engine.values.problem import BenchGoal, Problem
from pdplanner.engine.values.result import Mode


class Model:
    """The program of a problem; `without` names rules to leave out, for a diagnosis."""

    def __init__(self, problem: Problem, reduction: Reduction, without: Iterable[str] = ()) -> None:
        self.problem, self.reduction = problem, reduction
        self.purse = reduction.purse
        self.candidates: dict[Pair, Candidate] = {
            (person, offering): candidate
            for person, found in reduction.by_person.items()
            for offering, candidate in found.items()
        }
        self._of_person = {one: list(found.values()) for one, found in reduction.by_person.items()}
        self._teaching = {one: _by_indicator(found) for one, found in reduction.by_person.items()}
        self.program = Program()
        self.marks: dict[int, tuple[str, tuple[str, ...]]] = {}
        self.points: dict[int, int] = {}
        self.person_points: dict[str, dict[int, int]] = defaultdict(dict)
        self._make_places()
        self._make_aside()
        self._make_shared()
        self._make_levels()
        self._make_extras()
        self._make_bench()
        for name, rule in PERSONAL_RULES.items():
            if name not in without:
                rule(self)
        first_shared = len(self.program.rows)
        self._bound_bench()
        for name, rule in SHARED_RULES.items():
            if name not in without:
                rule(self)
        self.shared_rows = range(first_shared, len(self.program.rows))

    def _make_places(self) -> None:
        self.place: dict[PlaceKey, int] = {}
        self.bills: dict[int, Mapping[int, int]] = {}
        self.by_pair: dict[Pair, list[int]] = {}
        self.by_offering: dict[str, list[PlaceKey]] = defaultdict(list)
        for pair, candidate in sorted(self.candidates.items()):
            self.by_pair[pair] = [self._make_place(pair, place) for place in candidate.places]

    def _make_place(self, pair: Pair, place: Place) -> int:
        column = self.program.column()
        key = (*pair, place.mode, place.start)
        self.place[key] = column
        self.bills[column] = place.bills
        self.by_offering[pair[1]].append(key)
        return column

    def _make_aside(self) -> None:
        """For each mentor of what somebody may take, units set aside: one, two, four and so on."""
        self.aside: dict[str, dict[int, int]] = {}
        asked = {self.problem.offering_by_id[one].mentor for one in self.by_offering}
        for person in self.problem.people:
            if person.id in asked and person.id in self.problem.place_units:
                most = person.quarters // self.problem.place_units[person.id]
                pieces = range(most.bit_length())
                self.aside[person.id] = {1 << power: self.program.column() for power in pieces}

    def _make_shared(self) -> None:
        """Columns for cohorts (a count), memberships and tiers (bought or not, reached or not)."""
        self.cohort: dict[str, int] = {}
        self.membership: dict[str, int] = {}
        self.tier: dict[tuple[str, int], int] = {}
        for _, one, mode, start in self.place:
            if mode == "cohort" and one not in self.cohort:
                self.cohort[one] = self.program.column(upper=most_cohorts(self.problem, one))
            if mode == "member":
                self._make_membership(one)
            if mode == "seat" and start > 1 and (one, start) not in self.tier:
                self.tier[one, start] = self.program.column()

    def _make_membership(self, offering_id: str) -> None:
        member = self.problem.offering_by_id[offering_id].member
        if member is not None and member.membership not in self.membership:
            self.membership[member.membership] = self.program.column()

    def _make_levels(self) -> None:
        """One column for all the steps of a person that the same offerings reach."""
        self.lift: dict[tuple[str, frozenset[str]], int] = {}
        for person in self.problem.people:
            for indicator in sorted(person.targets):
                for level, points in learning.step_points(person, indicator).items():
                    reachers = self.reachers(person.id, indicator, level)
                    if points and reachers:
                        column = self.lift_column(person.id, reachers)
                        self.points[column] = self.points.get(column, 0) + points
                        by_person = self.person_points[person.id]
                        by_person[column] = by_person.get(column, 0) + points

    def _make_extras(self) -> None:
        """For each soft floor, the points up to it: a column for each piece, of so many points."""
        self.extras: dict[str, dict[int, int]] = {}
        for person in self.problem.people:
            if person.soft_floor is not None:
                points = self.person_points[person.id].values()
                most = min(person.soft_floor.points, sum(points))
                sizes = pieces_of(most, gcd(most, *points))
                pieces = {self.program.column(whole=False): size for size in sizes}
                self.extras[person.id] = pieces
                self.points |= {one: person.extra_of(size) for one, size in pieces.items()}

    def reachers(self, person: str, indicator: str, level: int) -> frozenset[str]:
        """Offerings that would bring the person to the level."""
        teaching = self._teaching[person].get(indicator, ())
        return frozenset(offering for reached, offering in teaching if reached >= level)

    def candidates_of(self, person: str) -> list[Candidate]:
        return self._of_person[person]

    def lift_column(self, person: str, reachers: frozenset[str]) -> int:
        """1 where some of these offerings is taken; needs not be declared a whole number."""
        if (person, reachers) not in self.lift:
            column = self.program.column(whole=False)
            self.lift[person, reachers] = column
            takes = {x: -1 for one in sorted(reachers) for x in self.by_pair[person, one]}
            self.program.at_most({column: 1, **takes}, 0)
        return self.lift[person, reachers]

    def _make_bench(self) -> None:
        """A column for the holders that a goal adds; the people's own columns are made before."""
        self.bench: dict[int, tuple[int, list[int]]] = {}
        self.goals: dict[int, int] = {}
        for index, goal in enumerate(self.problem.bench):
            missing = learning.missing_holders(self.problem, goal)
            lifts = self._lifts(goal) if goal.reward and missing else []
            if lifts:
                column = self.program.column(upper=missing, whole=False)
                self.points[column] = goal.reward
                self.bench[column] = (missing, lifts)
                self.goals[column] = index

    def _bound_bench(self) -> None:
        for column, (_, lifts) in self.bench.items():
            row = self.program.at_most({column: 1, **negative(ones(lifts))}, 0)
            self.mark(row, "bench", f"bench[{self.goals[column]}]")

    def _lifts(self, goal: BenchGoal) -> list[int]:
        """By person below the level who could reach it: the column that says so."""
        found = []
        for person in self.problem.people:
            below = person.level(goal.indicator) < goal.level
            reachers = self.reachers(person.id, goal.indicator, goal.level)
            if below and reachers and learning.counts_for(goal, person):
                found.append(self.lift_column(person.id, reachers))
        return found

    def mark(self, row: int | None, rule: str, *of: str) -> None:
        """Remember what a row is about (see shared_rows.py); one that cannot bind was not made."""
        if row is not None:
            self.marks[row] = (rule, of)

    @property
    def own_columns(self) -> list[int]:
        """The columns that belong to nobody."""
        aside = {column for pieces in self.aside.values() for column in pieces.values()}
        extras = {column for pieces in self.extras.values() for column in pieces}
        peoples = {*self.place.values(), *self.lift.values(), *aside, *extras}
        return [column for column in range(len(self.program.upper)) if column not in peoples]

    @property
    def takers(self) -> dict[PlaceKey, list[int]]:
        """By place, the columns of which one is 1 where it is taken."""
        return {key: [column] for key, column in self.place.items()}

    def cost_terms(self) -> dict[int, int]:
        terms = {column: sum(bills.values()) for column, bills in self.bills.items()}
        for one, column in self.cohort.items():
            terms[column] = cohort_price(self.problem, one)
        for one, column in self.membership.items():
            terms[column] = self.problem.membership_by_id[one].price
        return {column: cents for column, cents in terms.items() if cents}

    def selection(self, values: Sequence[float]) -> dict[Pair, Mode]:
        """The places that a solution takes."""
        taken = [key for key, column in self.place.items() if values[column] > 0.5]
        return {(person, offering): mode for person, offering, mode, _ in taken}

    def start(self, plan: Plan) -> dict[int, float]:
        """The value of every column for a plan, as a start for the solver."""
        values = dict.fromkeys(range(len(self.program.upper)), 0.0)
        for (person, offering), place in plan.places.items():
            values[self.place[person, offering, place.mode, place.start]] = 1.0
            if place.start > 1:
                values[self.tier[offering, place.start]] = 1.0
        values |= self._aside_values(plan)
        for one, count in plan.cohorts.items():
            values[self.cohort[one]] = float(count)
        for one in plan.memberships:
            values[self.membership[one]] = 1.0
        for (person, reachers), column in self.lift.items():
            values[column] = float(any((person, one) in plan.places for one in reachers))
        for person, pieces in self.extras.items():
            points = self.person_points[person].items()
            closed = np.array(sum(each * values[lift] for lift, each in points))
            taken = made_of([*pieces.values()], closed).astype(float)
            values |= dict(zip(pieces, taken.tolist(), strict=True))
        for column, (missing, lifts) in self.bench.items():
            values[column] = min(float(missing), sum(values[lift] for lift in lifts))
        return values

    def _aside_values(self, plan: Plan) -> dict[int, float]:
        values: dict[int, float] = {}
        for mentor, pieces in self.aside.items():
            units = self._units_given(plan, mentor)
            values |= {column: float(bool(units & size)) for size, column in pieces.items()}
        return values

    def _units_given(self, plan: Plan, mentor: str) -> int:
        taken = (self.problem.offering_by_id[one] for _, one in plan.places)
        quarters = sum(one.quarters for one in taken if one.mentor == mentor)
        return quarters // self.problem.place_units[mentor]


def _by_indicator(found: Mapping[str, Candidate]) -> dict[str, list[tuple[int, str]]]:
    """Level reached and offering, by indicator."""
    teaching: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for one, candidate in found.items():
        for indicator, level in candidate.reached.items():
            teaching[indicator].append((level, one))
    return teaching
