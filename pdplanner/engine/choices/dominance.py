"""Leaves out an offering where another teaches as much for no more hours and money."""

from collections import defaultdict
from collections.abc import Mapping
from math import inf

from pdplanner.engine.choices.place import Candidate, Place
from pdplanner.engine.values.offering import Offering


def without_dominated(found: Mapping[str, Candidate]) -> dict[str, Candidate]:
    """The candidates of one person that no other kept candidate dominates.

    Safe for the value and for every later layer: replacing the dominated offering keeps the
    value and makes cost, hours or ids no worse.
    """
    needed = {need for candidate in found.values() for need in candidate.unmet}
    order = {one: _order(candidate) for one, candidate in found.items()}
    kept, dominators = set(), _Dominators()
    for one in sorted(found, key=lambda one: order[one]):
        candidate = found[one]
        fixed = one in needed or candidate.pinned or candidate.kept or candidate.offering.tiers
        if fixed or not dominators.any_before(candidate, order):
            kept.add(one)
            dominators.add(candidate)
    return {one: candidate for one, candidate in found.items() if one in kept}


Order = tuple[float, int, str]
"""Cents, quarters and id."""


class _Dominators:
    """Candidates open to anybody, by what they teach: another is only compared with few."""

    def __init__(self) -> None:
        self.every: list[Candidate] = []
        self.by_indicator: dict[str, list[Candidate]] = defaultdict(list)

    def add(self, candidate: Candidate) -> None:
        if _is_limited(candidate):
            return
        self.every.append(candidate)
        for indicator in candidate.reached:
            self.by_indicator[indicator].append(candidate)

    def any_before(self, candidate: Candidate, order: Mapping[str, Order]) -> bool:
        """Whether one dominates the candidate, and comes before it in the order of plans."""
        cheapest = min(place.cost for place in candidate.places)
        mine = candidate.offering
        return any(
            _is_before(one.offering, mine, cheaper=order[one.offering.id][0] < cheapest)
            and dominates(one, candidate)
            for one in self.of(candidate)
        )

    def of(self, candidate: Candidate) -> list[Candidate]:
        """Those that teach the indicator of the candidate that the fewest teach."""
        lists = (self.by_indicator[indicator] for indicator in candidate.reached)
        return min(lists, key=len, default=self.every)


def _order(candidate: Candidate) -> Order:
    """A dominator comes before what it dominates: cost and hours no more, then the id."""
    plain = min((place.cost for place in _always(candidate)), default=inf)
    return plain, candidate.offering.quarters, candidate.offering.id


def _always(candidate: Candidate) -> list[Place]:
    """The places that are open to anybody at any time."""
    return [place for place in candidate.places if place.mode == "seat" and place.start == 1]


def _is_before(one: Offering, other: Offering, *, cheaper: bool) -> bool:
    return cheaper or one.quarters < other.quarters or one.id < other.id


def dominates(one: Candidate, other: Candidate) -> bool:
    """Whether whoever takes the other could take the one instead, and lose nothing."""
    if _is_limited(one) or not _takes_no_more_time(one.offering, other.offering):
        return False
    if any(level > one.reached.get(code, 0) for code, level in other.reached.items()):
        return False
    if not set(one.unmet) <= set(other.unmet):
        return False
    return _pays_no_more(one, other)


def _takes_no_more_time(one: Offering, other: Offering) -> bool:
    return (
        one.quarters <= other.quarters
        and one.term in (None, other.term)
        and set(one.sessions) <= set(other.sessions)
    )


def _is_limited(one: Candidate) -> bool:
    """Whether somebody else may have taken its places."""
    return one.offering.seats is not None or one.offering.mentor is not None


def _pays_no_more(one: Candidate, other: Candidate) -> bool:
    """Some place of the one, open to anybody at any time, costs no more than each of the other."""
    return any(all(_no_dearer(place, theirs) for theirs in other.places) for place in _always(one))


def _no_dearer(place: Place, theirs: Place) -> bool:
    """The money that pays theirs could pay this place, set of funds by set of funds."""
    if len(place.bills) > 1:
        return all(theirs.bills.get(mask, 0) >= cents for mask, cents in place.bills.items())
    return all(
        sum(paid for inner, paid in theirs.bills.items() if inner & ~mask == 0) >= cents
        for mask, cents in place.bills.items()
    )
