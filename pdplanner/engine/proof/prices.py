"""What a certificate's prices prove, person by person, with HiGHS alone."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from math import floor, gcd, isclose

from pdplanner.engine.choices import learning
from pdplanner.engine.choices.candidate import Reduction, candidates_of
from pdplanner.engine.choices.market import Market
from pdplanner.engine.model.compact import Model
from pdplanner.engine.model.rules import SHARED_RULES
from pdplanner.engine.proof.shared_rows import PricedRows
from pdplanner.engine.solver.highs import extent
from pdplanner.engine.solver.program import Program
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Certificate, Limits

TOLERANCE = 1e-6
"""Points: what floating-point numbers may be off by, for one person and for the sum."""


class PricedProof:
    """A certificate whose names are right; `open` are people whom the limits left undecided."""

    def __init__(self, problem: Problem, certificate: Certificate, limits: Limits) -> None:
        self.problem, self.certificate, self.limits = problem, certificate, limits
        self.rows = PricedRows(problem, certificate.prices)
        self.sum = sum(certificate.people.values()) + self.rows.added()
        self.open: list[str] = []
        self._market = Market(problem, self.rows.purse)

    def wrong(self) -> Iterator[str]:
        """Each person who can close more than the certificate says, and a wrong sum."""
        for person in self.problem.people:
            yield from self._of_person(person)
        claimed = self.certificate.bound
        if not isclose(self.sum, claimed, rel_tol=1e-12, abs_tol=TOLERANCE):
            yield f"The certificate adds up to {self.sum:.6f}, its bound is {claimed:.6f}."

    @property
    def bound(self) -> int:
        """Points that no plan is above: they come in steps of what divides all of them."""
        unit = points_unit(self.problem)
        return floor((self.sum + TOLERANCE) / unit) * unit

    def _of_person(self, person: Person) -> Iterator[str]:
        claimed = self.certificate.people[person.id] + TOLERANCE
        program, worth = self._program(person)
        limits = self.limits
        found = extent(program, worth, nodes=limits.nodes, seconds=limits.last_seconds)
        if found.low > claimed:
            says = f"the certificate says {claimed - TOLERANCE:.6f}"
            yield f"At the prices {person.id} can close {found.low:.6f} points, {says}."
        elif found.high > claimed:
            self.open.append(person.id)

    def _program(self, person: Person) -> tuple[Program, dict[int, float]]:
        """One person's own rules, and the worth of each column at the prices."""
        found = candidates_of(self._market, person)
        reduction = Reduction(by_person={person.id: found}, purse=self.rows.purse)
        alone = replace(self._without_people, people=(person,))
        model = Model(alone, reduction, without=SHARED_RULES)
        worth = self._lifts(model, person) | self._aside(model, person)
        for (_, one), columns in model.by_pair.items():
            for place, column in zip(found[one].places, columns, strict=True):
                worth[column] = -self.rows.of_place(person, found[one], place)
        return model.program, worth

    def _aside(self, model: Model, mentor: Person) -> dict[int, float]:
        """Units that the person sets aside for others, out of the hours that they may learn in."""
        worth = self.rows.of_unit(mentor)
        if not worth:
            return {}
        unit = self.problem.place_units[mentor.id]
        units = model.program.column(upper=mentor.quarters // unit)
        hours = {
            column: self.problem.offering_by_id[one].quarters
            for (_, one), columns in model.by_pair.items()
            for column in columns
        }
        model.program.at_most({**hours, units: unit}, mentor.quarters)
        return {units: worth}

    def _lifts(self, model: Model, person: Person) -> dict[int, float]:
        worth: dict[int, float] = dict(model.points)
        for index, goal in enumerate(self.problem.bench):
            price = self.rows.of_goal(index)
            reachers = model.reachers(person.id, goal.indicator, goal.level)
            if price and reachers and goal in learning.may_lift(self.problem, person):
                column = model.lift_column(person.id, reachers)
                worth[column] = worth.get(column, 0.0) + price
        return worth

    @cached_property
    def _without_people(self) -> Problem:
        """The problem without people, and without all that refers to them."""
        offerings = tuple(replace(one, mentor=None) for one in self.problem.offerings)
        return replace(
            self.problem, offerings=offerings, people=(), bench=(), cover=(), previous=()
        )


def points_unit(problem: Problem) -> int:
    """What divides the points of every step in level, of every soft floor and every reward."""
    steps = (
        points
        for person in problem.people
        for indicator in person.targets
        for points in learning.step_points(person, indicator).values()
    )
    extras = (person.extra_of(learning.open_points(person)) for person in problem.people)
    return gcd(*steps, *extras, *(goal.reward for goal in problem.bench)) or 1
