"""What a plan leaves open, level by level, and the first thing that stands in the way."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pdplanner.engine import learning
from pdplanner.engine.candidate import candidates_of
from pdplanner.engine.explain import held_after
from pdplanner.engine.funding import Purse, add_bills
from pdplanner.engine.hours_left import HoursLeft
from pdplanner.engine.market import Market
from pdplanner.engine.person import Person
from pdplanner.engine.place import Candidate, Place
from pdplanner.engine.plenty import with_plenty
from pdplanner.engine.problem import Problem
from pdplanner.engine.purchase import cohort_mask, cohort_price, shared_bills
from pdplanner.engine.result import Result

Cause = Literal["no offering", "rules", "hours", "money", "places"]


@dataclass(frozen=True, kw_only=True)
class OpenLevel:
    """A level that the person should reach and does not; `points` are those of its step.

    `cause` is the first that holds: "no offering" teaches it, "rules" (entry levels, exclusions,
    caps, funds) bar all that do, all that are left need more "hours" or more "money" than the
    plan leaves, or what could be had lacks "places": seats, sessions, mentors' hours.
    """

    person: str
    indicator: str
    level: int
    points: int
    cause: Cause


def left_open(problem: Problem, result: Result) -> tuple[OpenLevel, ...]:
    """Every level that stays open, in the order of people, indicators and levels."""
    rest = _Rest(problem, result)
    return tuple(one for person in problem.people for one in rest.of(person))


class _Rest:
    """What the plan leaves: hours by person, money by fund."""

    def __init__(self, problem: Problem, result: Result) -> None:
        self.problem, self.purse = problem, Purse(problem)
        self.rich = with_plenty(_with_places(problem))
        self.rich_market = Market(self.rich, Purse(self.rich))
        self.after = held_after(problem, result)
        self.taught = learning.best_of(
            {tag.indicator: tag.level for tag in one.teaches} for one in problem.offerings
        )
        self.hours = {one.id: HoursLeft(one) for one in problem.people}
        self.spent = dict.fromkeys(self.hours, 0)
        places = Counter(one.offering for one in result.choices if one.mode == "cohort")
        self.room = {
            one.offering: one.count * self._seats(one.offering) - places[one.offering]
            for one in result.cohorts
        }
        for choice in result.choices:
            offering = problem.offering_by_id[choice.offering]
            self.hours[choice.person].take(offering)
            self.spent[choice.person] += choice.price + choice.costs
            if offering.mentor in self.hours:
                self.hours[offering.mentor].mentor(offering)
        self.members = tuple(one.membership for one in result.memberships)
        self.bills = self._bills(result)

    def _bills(self, result: Result) -> dict[int, int]:
        """Everything that the plan pays, by set of funds."""
        places = []
        for choice in result.choices:
            person = self.problem.person_by_id[choice.person]
            offering = self.problem.offering_by_id[choice.offering]
            places.append({self.purse.mask(offering.funds, person.funds): choice.price})
            places += [
                {self.purse.mask(cost.funds, person.funds): cost.amount} for cost in offering.costs
            ]
        cohorts = {one.offering: one.count for one in result.cohorts}
        return add_bills(shared_bills(self.problem, self.purse, cohorts, self.members), *places)

    def of(self, person: Person) -> Iterator[OpenLevel]:
        found = candidates_of(self.rich_market, person)
        for indicator in sorted(person.targets):
            held = max(person.level(indicator), self.after[person.id].get(indicator, 0))
            for level, points in learning.step_points(person, indicator).items():
                if level > held and points:
                    helpful = [c for c in found.values() if c.reached.get(indicator, 0) >= level]
                    out_of_reach = self.taught.get(indicator, 0) < level
                    yield OpenLevel(
                        person=person.id,
                        indicator=indicator,
                        level=level,
                        points=points,
                        cause="no offering" if out_of_reach else self._cause(person, helpful),
                    )

    def _cause(self, person: Person, helpful: list[Candidate]) -> Cause:
        if not helpful:
            return "rules"
        if all(self.problem.offering_by_id[one.offering.id].seats == 0 for one in helpful):
            return "places"
        short = [one for one in helpful if self.hours[person.id].allow(one.offering)]
        if not short:
            return "hours"
        allowed = [
            (one, place) for one in short for place in one.places if self._allows(one, place)
        ]
        if not allowed:
            return "rules"
        return "places" if any(self._payable(*one) for one in allowed) else "money"

    def _allows(self, candidate: Candidate, place: Place) -> bool:
        """Whether what is left of the person's cap takes the place."""
        cap = self.problem.person_by_id[candidate.person].cap
        return cap is None or self.spent[candidate.person] + place.cost <= cap

    def _payable(self, candidate: Candidate, place: Place) -> bool:
        """Whether the funds pay the place, and another cohort where none has room."""
        bills: list[Mapping[int, int]] = [place.bills]
        one = candidate.offering.id
        if place.mode == "cohort" and self.room.get(one, 0) <= 0:
            mask = cohort_mask(self.problem, self.purse, one)
            bills.append({mask: cohort_price(self.problem, one)})
        member = candidate.offering.member
        if place.mode == "member" and member and member.membership not in self.members:
            bills.append(shared_bills(self.problem, self.purse, {}, (member.membership,)))
        return not any(bills) or self.purse.covers(add_bills(self.bills, *bills))

    def _seats(self, offering_id: str) -> int:
        cohort = self.problem.offering_by_id[offering_id].cohort
        return 0 if cohort is None else cohort.seats


def _with_places(problem: Problem) -> Problem:
    """Where every seat is gone, places are what lacks."""
    offerings = (replace(one, seats=None) if one.seats == 0 else one for one in problem.offerings)
    return replace(problem, offerings=tuple(offerings))
