"""Who pays the places of a plan once their runs are known: no money lasts beyond its last day.

The price and the costs of a place are paid by funds that last until its run begins, that of cohorts
by funds that last until the last run of their places. Memberships and places without a run have no
day.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from pdplanner.engine.choices.funding import Bills, Purse, add_bills
from pdplanner.engine.choices.payment import Cashier
from pdplanner.engine.choices.purchase import cohort_mask, cohort_price, membership_mask
from pdplanner.engine.values.errors import UnsafePlan
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Choice, Result

Pair = tuple[str, str]
"""A person and an offering."""


class Till:
    """The bills of a plan; `lasts` are the last days of funds, days as those of runs.

    `places` are the bills of each place by set of funds, `cohorts` those of all cohorts of an
    offering, `shares` the places in these.
    """

    def __init__(self, problem: Problem, result: Result, lasts: Mapping[str, int]) -> None:
        self.problem, self.result, self.lasts = problem, result, lasts
        self.purse = Purse(problem)
        self.places = {(one.person, one.offering): self._bills(one) for one in result.choices}
        prices = {one.offering: self._cohorts(one.offering, one.count) for one in result.cohorts}
        self.cohorts = {one: bills for one, bills in prices.items() if bills}
        self.memberships = {one.membership: self._member(one.membership)
                            for one in result.memberships}  # fmt: skip
        self.shares: dict[str, list[Pair]] = defaultdict(list)
        for one in result.choices:
            if one.mode == "cohort":
                self.shares[one.offering].append((one.person, one.offering))

    def lasting(self, day: int) -> int:
        """The funds that may still be spent on a day."""
        ended = {one for one in self.purse.ids if self.lasts.get(one, day) < day}
        return self.purse.mask(tuple(one for one in self.purse.ids if one not in ended))

    def asks(self, pair: Pair) -> int:
        """The funds that may pay something of a place, or of the cohort that it is in."""
        share = self.cohorts.get(pair[1], {}) if pair in self.shares[pair[1]] else {}
        masks = 0
        for mask in (*self.places[pair], *share):
            masks |= mask
        return masks

    def could_pay(self, pair: Pair, day: int) -> bool:
        """Whether somebody may pay each part of a place, or of its cohort, that begins on a day."""
        share = self.cohorts.get(pair[1], {}) if pair in self.shares[pair[1]] else {}
        return all(mask & self.lasting(day) for mask in (*self.places[pair], *share))

    def paid(self, begins: Mapping[Pair, int | None]) -> Result | None:
        """The plan with who pays what, given the first days of runs; None where nobody can."""
        places = {
            pair: ending(bills, self._until(pair, begins)) for pair, bills in self.places.items()
        }
        cohorts = {one: self._cohort(one, begins) for one in self.cohorts}
        every = (*places.values(), *cohorts.values(), *self.memberships.values())
        try:
            cashier = Cashier(self.purse, add_bills(*every))
        except UnsafePlan:
            return None
        result = self.result
        return replace(
            result,
            choices=tuple(
                replace(one, paid_by=cashier.pay(places[one.person, one.offering]))
                for one in result.choices
            ),
            cohorts=tuple(
                replace(one, paid_by=cashier.pay(cohorts.get(one.offering, {})))
                for one in result.cohorts
            ),
            memberships=tuple(
                replace(one, paid_by=cashier.pay(self.memberships[one.membership]))
                for one in result.memberships
            ),
            fund_spend=cashier.spend,
        )

    def _until(self, pair: Pair, begins: Mapping[Pair, int | None]) -> int:
        day = begins.get(pair)
        return self.purse.every if day is None else self.lasting(day)

    def _cohort(self, offering: str, begins: Mapping[Pair, int | None]) -> dict[int, int]:
        payers = self.purse.every
        for pair in self.shares[offering]:
            payers &= self._until(pair, begins)
        return ending(self.cohorts[offering], payers)

    def _bills(self, choice: Choice) -> dict[int, int]:
        offering = self.problem.offering_by_id[choice.offering]
        funds = self.problem.person_by_id[choice.person].funds
        costs = ({self.purse.mask(one.funds, funds): one.amount} for one in offering.costs)
        return add_bills({self.purse.mask(offering.funds, funds): choice.price}, *costs)

    def _cohorts(self, offering: str, count: int) -> dict[int, int]:
        mask = cohort_mask(self.problem, self.purse, offering)
        return add_bills({mask: cohort_price(self.problem, offering) * count})

    def _member(self, membership: str) -> dict[int, int]:
        mask = membership_mask(self.problem, self.purse, membership)
        return add_bills({mask: self.problem.membership_by_id[membership].price})


def ending(bills: Bills, payers: int) -> dict[int, int]:
    """The bills where none but some funds may still pay; set 0 is nobody."""
    return add_bills(*({mask & payers: cents} for mask, cents in bills.items()))


def ends_too_soon(till: Till, days: Mapping[Pair, Iterable[int]]) -> bool:
    """Whether money that may pay a place ends before one of the days on which it may begin."""
    return any(till.asks(pair) & ~till.lasting(day) for pair, mine in days.items() for day in mine)
