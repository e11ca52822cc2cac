"""A program in which demands can be given up, each with a column that says so."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from pdplanner.engine.choices.candidate import reduce
from pdplanner.engine.choices.funding import Purse, hall_sets
from pdplanner.engine.choices.plan import Plan, plan_of
from pdplanner.engine.conflicts.demands import SHARED, Demand
from pdplanner.engine.model.compact import Model
from pdplanner.engine.model.money import bills_by_column
from pdplanner.engine.solver.highs import Answer, maximize
from pdplanner.engine.solver.program import Terms, negative, ones
from pdplanner.engine.values.offering import Offering
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.plenty import with_plenty
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.progress import Lookout
from pdplanner.engine.values.result import Limits

NEAR = 0.05
SOON = 20
"""How far from the fewest demands given up a plan may be, and the nodes to look for it in: any
plan serves, and a good one sooner."""

STEPS = 1000
"""Cost is counted in so many steps of the dearest place: it only decides among equals."""


class Elastic:
    """The plans of a problem in which any of the demands can be given up.

    Without `shared` no limit that people share is kept at all, and money counts place by place.
    """

    def __init__(
        self, problem: Problem, demands: Sequence[Demand], limits: Limits, *, shared: bool = True
    ) -> None:
        self.problem, self.demands, self.limits = problem, demands, limits
        base = _roomy(problem) if shared else problem
        self.reduction = reduce(base)
        off = ("pins", "floor", *SHARED, *(() if shared else ("cohorts",)))
        self.model = Model(base, self.reduction, off)
        self._lookout = Lookout(limits.watch)
        self._given_up = {one: self.model.program.column() for one in demands}
        for one in demands:
            self._add(one)

    def impossible(self, kept: Collection[Demand]) -> bool | None:
        """Whether no plan keeps these; None where the limits leave it open."""
        self._keep(kept)
        status = self._search({}, self.limits.nodes).status
        return None if status == "stopped" else status == "infeasible"

    def nearest(self, kept: Collection[Demand]) -> tuple[Plan | None, bool]:
        """A plan that keeps these and gives up few of the others, at little cost.

        Without one, the second value says whether that is proven.
        """
        self._keep(kept)
        cost = self.model.cost_terms()
        step = max(1, max(cost.values(), default=0) // STEPS)
        weight = STEPS * (len(self.demands) + 1)
        least = {column: cents // step for column, cents in cost.items() if cents >= step}
        least |= {column: weight for one, column in self._given_up.items() if one not in kept}
        answer = self._search(negative(least), min(SOON, self.limits.nodes))
        if answer.values is None and answer.status == "stopped":
            answer = self._search({}, self.limits.nodes)
        if answer.values is None:
            return None, answer.status == "infeasible"
        selection = self.model.selection(answer.values)
        return plan_of(self.model.problem, self.reduction, selection), False

    def _keep(self, kept: Collection[Demand]) -> None:
        for one, column in self._given_up.items():
            self.model.program.upper[column] = 0 if one in kept else 1

    def _search(self, objective: Terms, nodes: int) -> Answer:
        return maximize(
            self.model.program,
            objective,
            nodes=nodes,
            seconds=self.limits.last_seconds,
            tell=self._lookout.asking,
            near=NEAR,
        )

    def _add(self, one: Demand) -> None:
        program, given_up = self.model.program, self._given_up[one]
        if one.kind == "pin":
            places = self.model.by_pair.get((one.person, one.offering), ())
            program.at_least({**ones(places), given_up: 1}, 1)
        elif one.kind == "floor":
            floor = self.problem.person(one.person).floor
            program.at_least({**self.model.person_points[one.person], given_up: floor}, floor)
        else:
            for terms, limit in self._rows(one):
                most = sum(max(0, each) * program.upper[column] for column, each in terms.items())
                program.at_most({**terms, given_up: -max(0, most - limit)}, limit)

    def _rows(self, one: Demand) -> Iterable[tuple[Terms, int]]:
        """What a shared limit counts, and how much of it there may be."""
        if one.kind == "seats":
            keys = self.model.by_offering.get(one.offering, ())
            seats = self.problem.offering(one.offering).seats or 0
            return [(ones(self.model.place[key] for key in keys), seats)]
        if one.kind == "mentors":
            return [(self._mentored(one.person), 0)]
        if one.kind == "cover":
            return [(self._away(one.group), self.problem.cover[one.group].away)]
        return self._money()

    def _mentored(self, mentor: str) -> Terms:
        """Units that the mentor gives, less those set aside for it."""
        units = {
            column: self.problem.offering(key[1]).quarters // self.model.problem.place_units[mentor]
            for key, column in self.model.place.items()
            if self.problem.offering(key[1]).mentor == mentor
            if self.problem.offering(key[1]).quarters
        }
        aside = self.model.aside.get(mentor, {})
        return {**units, **{column: -size for size, column in aside.items()}}

    def _away(self, group: int) -> Terms:
        cover = self.problem.cover[group]
        return ones(
            column
            for key, column in self.model.place.items()
            if key[0] in cover.people and cover.session in self.problem.offering(key[1]).sessions
        )

    def _money(self) -> Iterable[tuple[Terms, int]]:
        """Rows of what may be paid from sets of funds only (see model/money.py).

        Where those are too many, of each bill's own set and of all funds: a plan that breaks
        another is seen for what it is.
        """
        purse, bills = Purse(self.problem), bills_by_column(self.model)
        masks = {mask for one in bills.values() for mask in one}
        sets = hall_sets(masks)
        for union in sorted({*masks, purse.every}) if sets is None else sets:
            terms = {
                column: sum(cents for mask, cents in one.items() if mask & ~union == 0)
                for column, one in bills.items()
            }
            yield {column: cents for column, cents in terms.items() if cents}, purse.amount(union)


def _roomy(problem: Problem) -> Problem:
    """The problem with all places that there are without the demands, and no more to reckon."""
    return replace(
        with_plenty(problem),
        people=tuple(_plain(one) for one in problem.people),
        offerings=tuple(_open(one) for one in problem.offerings),
        bench=(),
        previous=(),
    )


def _plain(person: Person) -> Person:
    return replace(person, soft_floor=None)


def _open(one: Offering) -> Offering:
    return replace(one, seats=1) if one.seats == 0 else one
