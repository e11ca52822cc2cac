"""The ways to pay a place in an offering, found once for all people with the same funds."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from pdplanner.engine.choices.funding import Purse, add_bills
from pdplanner.engine.choices.place import Place
from pdplanner.engine.choices.purchase import can_buy
from pdplanner.engine.values.offering import Offering
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.problem import Problem

Funds = tuple[str, ...] | None


class Market:
    """What a problem's offerings cost, and whom."""

    def __init__(self, problem: Problem, purse: Purse) -> None:
        self.problem, self.purse = problem, purse
        self._found: dict[tuple[str, Funds], tuple[Place, ...]] = {}

    def places(self, person: Person, offering: Offering) -> tuple[Place, ...]:
        """The ways to take an offering that the funds and the person's cap allow."""
        found = self.payable(person.funds, offering)
        if person.cap is None:
            return found
        return tuple(place for place in found if place.cost <= person.cap)

    def payable(self, funds: Funds, offering: Offering) -> tuple[Place, ...]:
        """The ways that can be bought and for which some of the funds have enough."""
        key = offering.id, funds
        if key not in self._found:
            billed = (self._billed(offering, funds, one) for one in self._offers(offering))
            self._found[key] = tuple(one for one in billed if self._has_enough(one))
        return self._found[key]

    @cached_property
    def required(self) -> frozenset[str]:
        """Offerings without which somebody could not take another."""
        return frozenset(
            need.offering for offering in self.problem.offerings for need in offering.requires
        )

    def matters_for(self, person: Person, indicators: Iterable[str]) -> list[Offering]:
        """The offerings that teach some indicators, are required or asked for, in their order."""
        wanted = {one for code in indicators for one in self._teaching.get(code, ())}
        wanted |= self._for_all | self._asked_of.get(person.id, frozenset())
        wanted.update(self._positions[one] for one in person.pinned if one in self._positions)
        return [self.problem.offerings[place] for place in sorted(wanted)]

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {offering.id: place for place, offering in enumerate(self.problem.offerings)}

    @cached_property
    def _teaching(self) -> dict[str, list[int]]:
        """By indicator, the places of the offerings that teach it."""
        teaching: defaultdict[str, list[int]] = defaultdict(list)
        for place, offering in enumerate(self.problem.offerings):
            for tag in offering.teaches:
                teaching[tag.indicator].append(place)
        return teaching

    @cached_property
    def _for_all(self) -> frozenset[int]:
        """The places of what matters whoever it teaches: required, or a step to a lower price."""
        return frozenset(
            place
            for place, offering in enumerate(self.problem.offerings)
            if offering.id in self.required or offering.tiers
        )

    @cached_property
    def _asked_of(self) -> dict[str, frozenset[int]]:
        """By person, the places of what they keep."""
        asked: defaultdict[str, set[int]] = defaultdict(set)
        for person, offering in self.problem.kept_pairs:
            if offering in self._positions:
                asked[person].add(self._positions[offering])
        return {person: frozenset(places) for person, places in asked.items()}

    def _offers(self, offering: Offering) -> list[Place]:
        """The ways that can be bought, without their bills."""
        offers = [Place(mode="seat", price=price, start=n) for n, price in offering.tier_prices]
        if offering.member is not None:
            offers.append(Place(mode="member", price=offering.member.price))
        if offering.cohort is not None:
            offers.append(Place(mode="cohort", price=0))
        return [one for one in offers if can_buy(self.problem, self.purse, offering.id, one.mode)]

    def _billed(self, offering: Offering, funds: Funds, place: Place) -> Place:
        seat = {self.purse.mask(offering.funds, funds): place.price}
        costs = [{self.purse.mask(cost.funds, funds): cost.amount} for cost in offering.costs]
        bills = add_bills(seat, *costs)
        return Place(mode=place.mode, price=place.price, start=place.start, bills=bills)

    def _has_enough(self, place: Place) -> bool:
        return all(amount <= self.purse.amount(mask) for mask, amount in place.bills.items())
