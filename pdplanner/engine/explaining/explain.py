"""What each choice brings: finished values for a screen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pdplanner.engine.choices import learning
from pdplanner.engine.values.offering import Offering
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Choice, Result


class Lift(NamedTuple):
    """One indicator taken from a level to a higher one, and the points that this closes."""

    indicator: str
    before: int
    after: int
    points: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """A choice with what is credited to it; every level is credited to one choice only."""

    choice: Choice
    hours: float
    points: int
    lifts: tuple[Lift, ...]


@dataclass(frozen=True, kw_only=True)
class PersonTotals:
    """One person's plan in figures: cents of their places, points closed and still open.

    `given` are the hours that others' places take of them as a mentor.
    """

    person: str
    hours: float
    given: float
    cost: int
    closed: int
    left: int

    @property
    def gap(self) -> int:
        """The weighted gap before the plan."""
        return self.closed + self.left


class ValueParts(NamedTuple):
    """What a value is made of: points closed, what soft floors add to them, and bench reward."""

    closed: int
    extra: int
    bench: int


def value_parts(problem: Problem, result: Result) -> ValueParts:
    """The parts of the result's value, which they add up to."""
    closed = [one.closed for one in person_totals(problem, result)]
    extras = (one.extra_of(points) for one, points in zip(problem.people, closed, strict=True))
    return ValueParts(closed=sum(closed), extra=sum(extras), bench=result.bench_value)


def lines(problem: Problem, result: Result) -> tuple[Line, ...]:
    """A line for each choice, in the result's order.

    Levels are credited to free choices first, then to the choice that closes the most points;
    the points of all lines add up to what `value_parts` calls closed.
    """
    credited: dict[tuple[str, str], Line] = {}
    for person in problem.people:
        mine = result.choices_of.get(person.id, ())
        for line in _credit(problem, person, mine):
            credited[person.id, line.choice.offering] = line
    return tuple(credited[choice.person, choice.offering] for choice in result.choices)


def _credit(problem: Problem, person: Person, mine: Sequence[Choice]) -> list[Line]:
    levels: dict[str, int] = {}
    open_ones, found = list(mine), []
    while open_ones:
        candidates = [_line(problem, person, choice, levels) for choice in open_ones]
        best = min(candidates, key=_credit_order)
        found.append(best)
        open_ones.remove(best.choice)
        levels.update({lift.indicator: lift.after for lift in best.lifts})
    return found


def _credit_order(line: Line) -> tuple[bool, int, str]:
    return not is_free(line.choice), -line.points, line.choice.offering


def is_free(choice: Choice) -> bool:
    """Nothing is paid for the place; a place of a cohort has its share of the cohort's price."""
    return choice.mode != "cohort" and choice.price + choice.costs == 0


def _line(problem: Problem, person: Person, choice: Choice, levels: Mapping[str, int]) -> Line:
    """The line of a choice for a person who has reached these levels already."""
    offering = problem.offering_by_id[choice.offering]
    lifts = lifts_of(person, learning.reached(person, offering), levels)
    points = sum(lift.points for lift in lifts)
    return Line(choice=choice, hours=offering.hours, points=points, lifts=lifts)


def lifts_of(
    person: Person, reached: Mapping[str, int], levels: Mapping[str, int]
) -> tuple[Lift, ...]:
    """What the levels reached add to the levels that the person has by then."""
    lifts = []
    for indicator, after in sorted(reached.items()):
        before = max(person.level(indicator), levels.get(indicator, 0))
        if after > before:
            target = person.targets.get(indicator)
            points = 0 if target is None else target.worth(after) - target.worth(before)
            lifts.append(Lift(indicator=indicator, before=before, after=after, points=points))
    return tuple(lifts)


def person_totals(problem: Problem, result: Result) -> tuple[PersonTotals, ...]:
    """Totals by person, in the problem's order."""
    after = held_after(problem, result)
    totals = []
    for person in problem.people:
        mine = result.choices_of.get(person.id, ())
        closed = learning.closed(person, after[person.id])
        totals.append(
            PersonTotals(
                person=person.id,
                hours=sum(problem.offering_by_id[one.offering].hours for one in mine),
                given=_given(problem, result, person.id),
                cost=sum(one.price + one.costs for one in mine),
                closed=closed,
                left=learning.open_points(person) - closed,
            )
        )
    return tuple(totals)


def _given(problem: Problem, result: Result, mentor: str) -> float:
    """Hours of a mentor that the plan's places take."""
    taken = (problem.offering_by_id[choice.offering] for choice in result.choices)
    return sum(offering.hours for offering in taken if offering.mentor == mentor)


def held_after(problem: Problem, result: Result) -> dict[str, dict[str, int]]:
    """By person, the level of every indicator that the plan raises."""
    gains: dict[str, list[Mapping[str, int]]] = {person.id: [] for person in problem.people}
    for choice in result.choices:
        person = problem.person_by_id[choice.person]
        offering = problem.offering_by_id[choice.offering]
        gains[person.id].append(learning.reached(person, offering))
    return {person: learning.best_of(levels) for person, levels in gains.items()}


def reaching(
    person: Person, taken: Iterable[Offering], levels: Mapping[str, int]
) -> tuple[str, ...]:
    """Of what the person takes, the ids of a few that together reach these levels."""
    reached = {one.id: learning.reached(person, one) for one in taken}
    open_ones, found = dict(levels), []
    while open_ones and reached:
        shut = {
            one: [code for code, level in open_ones.items() if mine.get(code, 0) >= level]
            for one, mine in reached.items()
        }
        best = max(shut, key=lambda one: len(shut[one]))
        if not shut[best]:
            break
        found.append(best)
        open_ones = {code: one for code, one in open_ones.items() if code not in shut[best]}
    return tuple(found)
