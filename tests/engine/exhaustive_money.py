"""The money of the oracle: all that a plan buys, and whether the funds can pay it."""

from collections import Counter
from itertools import combinations

from pdplanner.engine import Offering, Person, Problem

Taken = dict[str, str]
"""Mode by offering, for one person."""

Bill = tuple[int, frozenset[str]]
"""Cents, and the funds that may pay them."""


def bills(problem: Problem, plan: dict[str, Taken]) -> list[Bill] | None:
    """All that is bought; None where a cap or a number of cohorts is passed."""
    seats = Counter(o for taken in plan.values() for o, mode in taken.items() if mode == "seat")
    found = []
    for person in problem.people:
        own = _own_bills(problem, person, plan[person.id], seats)
        if person.cap is not None and sum(cents for cents, _ in own) > person.cap:
            return None
        found += own
    for one in problem.offerings:
        cohort = one.cohort
        places = sum(plan[person.id].get(one.id) == "cohort" for person in problem.people)
        if cohort is not None and places:
            count = -(-places // cohort.seats)
            if cohort.max is not None and count > cohort.max:
                return None
            funds = one.funds if cohort.funds is None else cohort.funds
            found.append((cohort.price * count, _among(problem, funds)))
    found += _membership_bills(problem, plan)
    return [(cents, payers) for cents, payers in found if cents]


def _among(problem: Problem, *lists: tuple[str, ...] | None) -> frozenset[str]:
    every = frozenset(fund.id for fund in problem.funds)
    return every.intersection(*(names for names in lists if names is not None))


def _own_bills(problem: Problem, person: Person, taken: Taken, seats: Counter[str]) -> list[Bill]:
    found = []
    for one in problem.offerings:
        if one.id in taken:
            price = _price(one, taken[one.id], seats[one.id])
            found.append((price, _among(problem, one.funds, person.funds)))
            for cost in one.costs:
                found.append((cost.amount, _among(problem, cost.funds, person.funds)))
    return found


def _membership_bills(problem: Problem, plan: dict[str, Taken]) -> list[Bill]:
    taken = {o for taken in plan.values() for o, mode in taken.items() if mode == "member"}
    owned = {one.member.membership for one in problem.offerings if one.id in taken}
    return [(m.price, _among(problem, m.funds)) for m in problem.memberships if m.id in owned]


def place_price(offering: Offering, mode: str) -> int:
    """What one place costs beside what people share, of an offering without tiers."""
    return _price(offering, mode, 1) + sum(cost.amount for cost in offering.costs)


def _price(offering: Offering, mode: str, seats: int) -> int:
    if mode == "cohort":
        return 0
    if mode == "member":
        return offering.member.price
    reached = [tier.price for tier in offering.tiers if tier.start <= seats]
    return reached[-1] if reached else offering.price


def payable(problem: Problem, bills: list[Bill]) -> bool:
    """No set of funds is asked for more than it holds."""
    funds = problem.funds
    for size in range(len(funds) + 1):
        for some in combinations(funds, size):
            names = {fund.id for fund in some}
            asked = sum(cents for cents, payers in bills if payers <= names)
            if asked > sum(fund.amount for fund in some):
                return False
    return True
