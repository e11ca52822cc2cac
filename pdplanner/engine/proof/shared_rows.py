"""The rows that people share, built anew from the names and prices in a certificate.

A row is named by its rule and what it is about:

    funds        the ids of a set of funds: what only these may pay <= their money
    seats        an offering: places taken in it <= its seats
    mentors      a person: units of mentoring taken from them <= units that they set aside
    cohorts      an offering: its cohort places <= seats of a cohort x cohorts bought
    cohorts      an offering and a person: the person's cohort place <= cohorts bought
    memberships  an offering and a person: the person's member place <= membership bought
    tiers        an offering and a number: number x tier reached <= seats taken in it
    tiers        an offering, a number and a person: the person's place at it <= tier reached
    cover        "cover[k]": places of the group's people in the session <= away
    bench        "bench[k]": holders added <= people who are lifted

Money is in cents; a limit is rounded down to a multiple of what divides every amount of money in
the problem. A unit of mentoring is what divides the hours of every place that the person gives.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from math import gcd

from pdplanner.engine.choices import learning
from pdplanner.engine.choices.funding import Bills, Purse
from pdplanner.engine.choices.place import Candidate, Place
from pdplanner.engine.choices.purchase import (
    cohort_mask,
    cohort_price,
    membership_mask,
    most_cohorts,
)
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import RowPrice

Of = tuple[str, ...]


def money_unit(problem: Problem) -> int:
    """What divides every price and cost; 1 where nothing costs anything."""
    amounts = [one.price for one in problem.memberships]
    for one in problem.offerings:
        amounts += [price for _, price in one.tier_prices]
        amounts += [cost.amount for cost in one.costs]
        amounts += [one.member.price] if one.member else []
        amounts += [one.cohort.price] if one.cohort else []
    return gcd(*amounts) or 1


class PricedRows:
    """The rows of a problem that have a price."""

    def __init__(self, problem: Problem, prices: Iterable[RowPrice]) -> None:
        self.problem, self.purse = problem, Purse(problem)
        self.price: dict[str, dict[Of, float]] = defaultdict(dict)
        for one in prices:
            self.price[one.rule][one.of] = one.price
        self.funds = {self.purse.mask(of): price for of, price in self.price["funds"].items()}
        self.away: dict[tuple[str, str], float] = defaultdict(float)
        for index, group in enumerate(problem.cover):
            price = self._of("cover", f"cover[{index}]")
            for person in group.people if price else ():
                self.away[person, group.session] += price

    def _of(self, rule: str, *of: str) -> float:
        return self.price[rule].get(of, 0.0)

    def paid(self, bills: Bills) -> float:
        """Points that bills are worth at the prices of money."""
        return sum(cents * self._by_mask(mask) for mask, cents in bills.items())

    def _by_mask(self, mask: int) -> float:
        return sum(price for union, price in self.funds.items() if mask & ~union == 0)

    def of_place(self, person: Person, candidate: Candidate, place: Place) -> float:
        """What a place uses of the rows, at their prices."""
        one = candidate.offering
        used = self.paid(place.bills) + self._of("seats", one.id)
        if one.mentor is not None and one.quarters:
            units = one.quarters // self.problem.place_units[one.mentor]
            used += units * self._of("mentors", one.mentor)
        used += sum(self.away.get((person.id, session), 0.0) for session in one.sessions)
        return used + self._of_mode(person, candidate, place)

    def _of_mode(self, person: Person, candidate: Candidate, place: Place) -> float:
        one = candidate.offering
        if place.mode == "cohort":
            return self._of("cohorts", one.id) + self._of("cohorts", one.id, person.id)
        if place.mode == "member":
            return self._of("memberships", one.id, person.id)
        own = self._of("tiers", one.id, str(place.start), person.id)
        return own - sum(self._of("tiers", one.id, str(tier.start)) for tier in one.tiers)

    def of_unit(self, mentor: Person) -> float:
        """Points that a unit of the mentor's hours set aside is worth."""
        return self._of("mentors", mentor.id)

    def of_goal(self, index: int) -> float:
        """Points that lifting one person for a bench goal is worth."""
        return self._of("bench", f"bench[{index}]")

    def added(self) -> float:
        """What limits and shared purchases add to the sum over people."""
        limits = sum(
            price * LIMITS[rule](self.problem, of)
            for rule, found in self.price.items()
            if rule in LIMITS
            for of, price in found.items()
        )
        return limits + sum(max(0.0, worth) * most for worth, most in self._purchases())

    def _purchases(self) -> Iterator[tuple[float, int]]:
        """Worth at the prices and the most there may be: cohorts, memberships, tiers, goals."""
        problem = self.problem
        for one in problem.offerings:
            if one.cohort is not None:
                worth = one.cohort.seats * self._of("cohorts", one.id)
                worth += self._of_people["cohorts", one.id]
                bill = {cohort_mask(problem, self.purse, one.id): cohort_price(problem, one.id)}
                yield worth - self.paid(bill), most_cohorts(problem, one.id)
            for start in (str(tier.start) for tier in one.tiers):
                worth = self._of_people["tiers", one.id, start]
                yield worth - int(start) * self._of("tiers", one.id, start), 1
        for bought in problem.memberships:
            bill = {membership_mask(problem, self.purse, bought.id): bought.price}
            yield self._of_people["memberships", bought.id] - self.paid(bill), 1
        for index, goal in enumerate(problem.bench):
            yield goal.reward - self.of_goal(index), learning.missing_holders(problem, goal)

    @cached_property
    def _of_people(self) -> Mapping[Of, float]:
        """Prices of the rows about one person each, added up by what they rest on."""
        total: dict[Of, float] = defaultdict(float)
        for (one, *more), price in self.price["cohorts"].items():
            total["cohorts", one] += price if more else 0.0
        for (one, start, *more), price in self.price["tiers"].items():
            total["tiers", one, start] += price if more else 0.0
        for (one, _), price in self.price["memberships"].items():
            member = self.problem.offering(one).member
            if member is not None:
                total["memberships", member.membership] += price
        return total


def _funds_limit(problem: Problem, of: Of) -> int:
    unit = money_unit(problem)
    return sum(fund.amount for fund in problem.funds if fund.id in of) // unit * unit


LIMITS: Mapping[str, Callable[[Problem, Of], int]] = {
    "funds": _funds_limit,
    "seats": lambda problem, of: problem.offering(of[0]).seats or 0,
    "cover": lambda problem, of: problem.cover[_index(of[0])].away,
}
"""Of rows with a limit of their own; that of the others is 0."""


def _index(path: str) -> int:
    """The k of `cover[k]`."""
    return int(path.partition("[")[2].removesuffix("]"))
