"""What a plan leaves open, level by level, and the first thing that stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pdplanner.engine.choices import learning
from pdplanner.engine.choices.candidate import candidates_of
from pdplanner.engine.choices.funding import Purse
from pdplanner.engine.choices.market import Market
from pdplanner.engine.choices.place import Candidate, Place
from pdplanner.engine.choices.plan_rest import PlanRest
from pdplanner.engine.explaining.explain import held_after
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.plenty import with_plenty
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Result

Cause = Literal["no offering", "rules", "hours", "money", "places"]


@dataclass(frozen=True, kw_only=True)
class OpenLevel:
    """A level that the person should reach and does not; `points` are those of its step.

    `cause` is the first that holds: "no offering" teaches it, "rules" (entry levels, exclusions,
    caps, funds) bar all that do, all that are left need more "hours" or more "money" than the
    plan leaves, or what could be had (`full`) lacks "places": seats, sessions, mentors' hours.
    """

    person: str
    indicator: str
    level: int
    points: int
    cause: Cause
    full: tuple[str, ...] = ()


def left_open(problem: Problem, result: Result) -> tuple[OpenLevel, ...]:
    """Every level that stays open, in the order of people, indicators and levels."""
    rest = _Rest(problem, result)
    return tuple(one for person in problem.people for one in rest.of(person))


class _Rest:
    """What the plan leaves, and what could be had with money and places without end."""

    def __init__(self, problem: Problem, result: Result) -> None:
        self.problem = problem
        self.rich = with_plenty(_with_places(problem))
        self.rich_market = Market(self.rich, Purse(self.rich))
        self.after = held_after(problem, result)
        self.taught = learning.best_of(
            {tag.indicator: tag.level for tag in one.teaches} for one in problem.offerings
        )
        self.left = PlanRest(problem, result)

    def of(self, person: Person) -> Iterator[OpenLevel]:
        found = candidates_of(self.rich_market, person)
        for indicator in sorted(person.targets):
            held = max(person.level(indicator), self.after[person.id].get(indicator, 0))
            for level, points in learning.step_points(person, indicator).items():
                if level > held and points:
                    helpful = [c for c in found.values() if c.reached.get(indicator, 0) >= level]
                    out_of_reach = self.taught.get(indicator, 0) < level
                    cause, full = self._cause(person, helpful)
                    yield OpenLevel(
                        person=person.id,
                        indicator=indicator,
                        level=level,
                        points=points,
                        cause="no offering" if out_of_reach else cause,
                        full=full,
                    )

    def _cause(self, person: Person, helpful: list[Candidate]) -> tuple[Cause, tuple[str, ...]]:
        if not helpful:
            return "rules", ()
        if all(self.problem.offering_by_id[one.offering.id].seats == 0 for one in helpful):
            return "places", tuple(one.offering.id for one in helpful)
        short = [one for one in helpful if self.left.hours[person.id].allow(one.offering)]
        if not short:
            return "hours", ()
        allowed = [
            (one, place) for one in short for place in one.places if self._allows(one, place)
        ]
        if not allowed:
            return "rules", ()
        full = tuple(
            one.offering.id for one, place in allowed if not self.left.short([(one, place)])
        )
        return ("places", full) if full else ("money", ())

    def _allows(self, candidate: Candidate, place: Place) -> bool:
        """Whether what is left of the person's cap takes the place."""
        cap = self.problem.person_by_id[candidate.person].cap
        return cap is None or self.left.spent[candidate.person] + place.cost <= cap


def _with_places(problem: Problem) -> Problem:
    """Where every seat is gone, places are what lacks."""
    offerings = (replace(one, seats=None) if one.seats == 0 else one for one in problem.offerings)
    return replace(problem, offerings=tuple(offerings))
