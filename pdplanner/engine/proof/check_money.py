"""The part of the independent check that follows the money, to the cent."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations

from pdplanner.engine.values.offering import Offering
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Choice, Result

Bill = tuple[int, frozenset[str]]
"""Cents, and the funds that may pay them."""


def money_violations(problem: Problem, result: Result) -> Iterator[str]:
    """Wrong prices, missing cohorts and memberships, money from the wrong fund or beyond it."""
    yield from _prices(problem, result)
    yield from _purchases(problem, result)
    lines = list(_lines(problem, result))
    for name, bills, paid_by in lines:
        yield from _wrong_payers(name, bills, paid_by)
    cost = sum(cents for _, bills, _ in lines for cents, _ in bills)
    if cost != result.cost:
        yield f"The plan costs {cost} cents, the result says {result.cost}."
    yield from _unknown_funds(problem, result)
    spent: Counter[str] = Counter()
    for _, _, paid_by in lines:
        spent.update(paid_by)
    for fund in problem.funds:
        if spent[fund.id] != result.fund_spend.get(fund.id, 0):
            said = result.fund_spend.get(fund.id, 0)
            yield f"{fund.id} pays {spent[fund.id]} cents, the result says {said}."
        if spent[fund.id] > fund.amount:
            yield f"{fund.id} pays {spent[fund.id]} cents and holds {fund.amount}."


def _unknown_funds(problem: Problem, result: Result) -> Iterator[str]:
    known = {fund.id for fund in problem.funds}
    for one in sorted(result.fund_spend.keys() - known):
        yield f"{one} pays something and is no fund of the problem."


def _prices(problem: Problem, result: Result) -> Iterator[str]:
    seats = Counter(one.offering for one in result.choices if one.mode == "seat")
    for choice in result.choices:
        offering = problem.offering(choice.offering)
        price = _price(offering, choice, seats[choice.offering])
        who = f"{choice.offering} for {choice.person}"
        if price is None:
            yield f"{who} is taken in mode {choice.mode}, which it is not sold in."
        elif price != choice.price:
            yield f"{who} has price {price}, the result says {choice.price}."
        costs = sum(cost.amount for cost in offering.costs)
        if costs != choice.costs:
            yield f"{who} has other costs of {costs}, the result says {choice.costs}."


def _price(offering: Offering, choice: Choice, seats: int) -> int | None:
    if choice.mode == "cohort":
        return None if offering.cohort is None else 0
    if choice.mode == "member":
        return None if offering.member is None else offering.member.price
    price = offering.price
    for tier in offering.tiers:
        if seats >= tier.start:
            price = tier.price
    return price


def _purchases(problem: Problem, result: Result) -> Iterator[str]:
    places = Counter(one.offering for one in result.choices if one.mode == "cohort")
    bought = {one.offering: one.count for one in result.cohorts}
    yield from _bought_twice(result)
    for one in sorted(places.keys() | bought.keys()):
        cohort = problem.offering(one).cohort
        if cohort is None:
            continue
        if places[one] > cohort.seats * bought.get(one, 0):
            yield f"{places[one]} places of {one} do not fit {bought.get(one, 0)} cohorts."
        most = -(-len(problem.people) // cohort.seats) if cohort.max is None else cohort.max
        if bought.get(one, 0) > most:
            yield f"{bought[one]} cohorts of {one} are bought, at most {most} may be."
    owned = {one.membership for one in result.memberships}
    for choice in result.choices:
        member = problem.offering(choice.offering).member
        if choice.mode == "member" and member is not None and member.membership not in owned:
            yield f"{choice.person} pays the member price of {choice.offering} without membership."


def _bought_twice(result: Result) -> Iterator[str]:
    """What stands in a list twice, and cohorts that are none."""
    lines = [one.offering for one in result.cohorts]
    for one, times in Counter([*lines, *(one.membership for one in result.memberships)]).items():
        if times > 1:
            yield f"{one} is bought in {times} lines."
    for bought in result.cohorts:
        if bought.count < 1:
            yield f"{bought.count} cohorts of {bought.offering} are bought, expected 1 or more."


def _lines(problem: Problem, result: Result) -> Iterator[tuple[str, list[Bill], Mapping[str, int]]]:
    """Every line that money goes to: its name, what is to be paid, who pays."""
    every = frozenset(fund.id for fund in problem.funds)

    def among(*lists: tuple[str, ...] | None) -> frozenset[str]:
        return every.intersection(*(names for names in lists if names is not None))

    for choice in result.choices:
        offering, person = problem.offering(choice.offering), problem.person(choice.person)
        bills = [(choice.price, among(offering.funds, person.funds))]
        bills += [(cost.amount, among(cost.funds, person.funds)) for cost in offering.costs]
        yield f"{choice.offering} for {choice.person}", bills, choice.paid_by
    for bought in result.cohorts:
        offering = problem.offering(bought.offering)
        if offering.cohort is not None:
            own = offering.cohort.funds
            payers = among(offering.funds if own is None else own)
            bill = (offering.cohort.price * bought.count, payers)
            yield f"the cohorts of {bought.offering}", [bill], bought.paid_by
    for one in result.memberships:
        membership = problem.membership_by_id[one.membership]
        bill = (membership.price, among(membership.funds))
        yield f"membership {one.membership}", [bill], one.paid_by


def _wrong_payers(name: str, bills: list[Bill], paid_by: Mapping[str, int]) -> Iterator[str]:
    """The line must be paid in full, and each part of it by funds that may pay that part."""
    total = sum(cents for cents, _ in bills)
    if sum(paid_by.values()) != total:
        yield f"{name} costs {total} cents and is paid {sum(paid_by.values())}."
    if any(cents < 0 for cents in paid_by.values()):
        yield f"{name} is paid a negative amount."
    by_payers: Counter[frozenset[str]] = Counter()
    for cents, payers in bills:
        by_payers[payers] += cents
    groups = [payers for payers, cents in by_payers.items() if cents]
    for size in range(1, len(groups) + 1):
        for some in combinations(groups, size):
            allowed = frozenset().union(*some)
            needed = sum(by_payers[payers] for payers in some)
            if sum(paid_by.get(fund, 0) for fund in allowed) < needed:
                yield f"{name} takes {needed} cents from funds that may not pay it."
                return
