"""What a plan says of every conflict: at least something of what it does not keep is part of it.

A plan that breaks a limit which people share tells more. Its part for some of the demands breaks
the limit only where these are many enough, so that they must be, in any conflict that has
nothing else that the plan does not keep.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pdplanner.engine.choices import learning
from pdplanner.engine.choices.candidate import with_required
from pdplanner.engine.choices.funding import Purse, hall_sets
from pdplanner.engine.choices.plan import Pair, Plan, levels_after
from pdplanner.engine.choices.purchase import shared_bills
from pdplanner.engine.conflicts.demands import Demand
from pdplanner.engine.conflicts.elastic import Elastic


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A demand that a plan does not keep.

    Of a shared limit `uses` says how much of it the plan's part for each demand takes, and `over`
    how much breaks it; 0 where that is not known.
    """

    demand: Demand
    uses: Mapping[Demand, int]
    over: int = 0


def broken_by(elastic: Elastic, plan: Plan) -> list[Broken]:
    """Every demand that the plan does not keep."""
    return [each for one in elastic.demands for each in _Witness(elastic, plan).of(one)]


class _Witness:
    def __init__(self, elastic: Elastic, plan: Plan) -> None:
        self.problem, self.reduction, self.plan = elastic.problem, elastic.reduction, plan
        self.purse = Purse(elastic.problem)
        tiered = any(place.start > 1 for place in plan.places.values())
        # Fewer people may lose the price of a tier: then nothing is known of a part.
        self._parts = {} if tiered else {one: self._part(one) for one in elastic.demands}

    def of(self, one: Demand) -> Iterator[Broken]:
        if one.kind == "pin":
            if (one.person, one.offering) not in self.plan.selection:
                yield Broken(demand=one, uses={})
        elif one.kind == "floor":
            if self._closed(one.person) < self.problem.person(one.person).floor:
                yield Broken(demand=one, uses={})
        else:
            yield from self._shared(one)

    def _closed(self, person: str) -> int:
        after = levels_after(self.problem, self.plan.selection)[person]
        return learning.closed(self.problem.person(person), after)

    def _part(self, one: Demand) -> list[Pair]:
        """The places that keep a demand: a pin's with what it requires, all that a floor's has."""
        if one.kind == "floor":
            return [pair for pair in self.plan.selection if pair[0] == one.person]
        if (one.person, one.offering) not in self.plan.selection:
            return []
        found = self.reduction.by_person[one.person]
        taken = with_required(found, found[one.offering], but=())
        return [(one.person, each.offering.id) for each in taken]

    def _shared(self, one: Demand) -> Iterator[Broken]:
        if one.kind == "funds":
            yield from self._money(one)
            return
        limit = self._limit(one)
        used = {pair: self._use(one, pair) for pair in self.plan.selection}
        if sum(used.values()) > limit:
            yield self._over(one, used, limit)

    def _limit(self, one: Demand) -> int:
        if one.kind == "seats":
            return self.problem.offering(one.offering).seats or 0
        if one.kind == "cover":
            return self.problem.cover[one.group].away
        return self.problem.person(one.person).quarters

    def _use(self, one: Demand, pair: Pair) -> int:
        offering = self.problem.offering(pair[1])
        if one.kind == "seats":
            return int(pair[1] == one.offering)
        if one.kind == "cover":
            cover = self.problem.cover[one.group]
            return int(pair[0] in cover.people and cover.session in offering.sessions)
        return offering.quarters if one.person in (offering.mentor, pair[0]) else 0

    def _money(self, one: Demand) -> Iterator[Broken]:
        plan = self.plan
        if self.purse.covers(plan.bills):
            return
        shared = shared_bills(self.problem, self.purse, plan.cohorts, plan.memberships)
        sets = hall_sets(plan.bills)
        if sets is None:
            yield Broken(demand=one, uses={})
        for union in sets or ():
            asked = {pair: _inside(union, place.bills) for pair, place in plan.places.items()}
            limit = self.purse.amount(union) - _inside(union, shared)
            if sum(asked.values()) > limit:
                yield self._over(one, asked, limit)

    def _over(self, one: Demand, used: Mapping[Pair, int], limit: int) -> Broken:
        uses = {of: sum(used[pair] for pair in part) for of, part in self._parts.items()}
        kept = {of: amount for of, amount in uses.items() if amount}
        return Broken(demand=one, uses=kept, over=limit + 1 if self._parts else 0)


def _inside(union: int, bills: Mapping[int, int]) -> int:
    """What may be paid from these funds only."""
    return sum(cents for mask, cents in bills.items() if mask & ~union == 0)
