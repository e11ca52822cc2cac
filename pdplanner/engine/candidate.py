"""What each person could take: offerings that may help them, with the ways to pay a place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pdplanner.engine import learning
from pdplanner.engine.dominance import without_dominated
from pdplanner.engine.funding import Purse, add_bills
from pdplanner.engine.offering import Offering
from pdplanner.engine.person import Person
from pdplanner.engine.place import Candidate, Place
from pdplanner.engine.problem import Problem
from pdplanner.engine.purchase import can_buy

Candidates = Mapping[str, Candidate]


@dataclass(frozen=True, kw_only=True)
class Reduction:
    """Candidates by person and offering, after everything that cannot matter is left out."""

    by_person: Mapping[str, Candidates]
    purse: Purse


def reduce(problem: Problem, *, dominance: bool = True) -> Reduction:
    """Leave out, person by person, what no best plan needs."""
    purse = Purse(problem)
    by_person = {}
    for person in problem.people:
        found = candidates_of(problem, purse, person)
        by_person[person.id] = without_dominated(found) if dominance else found
    return Reduction(by_person=by_person, purse=purse)


def candidates_of(problem: Problem, purse: Purse, person: Person) -> dict[str, Candidate]:
    """Offerings that may help the person, and what those require."""
    found = _possible(problem, purse, person)
    wanted = [one for one, each in found.items() if _counts(each)]
    useful = _with_prerequisites(found, wanted)
    return {one: candidate for one, candidate in found.items() if one in useful}


def _counts(candidate: Candidate) -> bool:
    """Whether it brings the person something, has to be there, or makes a seat cheaper for all."""
    asked = candidate.pinned or candidate.kept
    return bool(candidate.reached) or asked or bool(candidate.offering.tiers)


def places(problem: Problem, purse: Purse, person: Person, offering: Offering) -> tuple[Place, ...]:
    """The ways to take an offering that the funds and the person's cap allow."""
    offers = [Place(mode="seat", price=price, start=n) for n, price in offering.tier_prices]
    if offering.member is not None:
        offers.append(Place(mode="member", price=offering.member.price))
    if offering.cohort is not None:
        offers.append(Place(mode="cohort", price=0))
    open_to_all = [one for one in offers if can_buy(problem, purse, offering.id, one.mode)]
    billed = [_billed(purse, person, offering, one) for one in open_to_all]
    return tuple(one for one in billed if _payable(purse, person, one))


def _billed(purse: Purse, person: Person, offering: Offering, place: Place) -> Place:
    seat = {purse.mask(offering.funds, person.funds): place.price}
    costs = [{purse.mask(cost.funds, person.funds): cost.amount} for cost in offering.costs]
    bills = add_bills(seat, *costs)
    return Place(mode=place.mode, price=place.price, start=place.start, bills=bills)


def _payable(purse: Purse, person: Person, place: Place) -> bool:
    if person.cap is not None and place.cost > person.cap:
        return False
    return all(amount <= purse.amount(mask) for mask, amount in place.bills.items())


def _possible(problem: Problem, purse: Purse, person: Person) -> dict[str, Candidate]:
    """Offerings that the person alone could take, prerequisites closed."""
    top = learning.tops(problem, person)
    found = {}
    for offering in problem.offerings:
        if _refused(person, offering):
            continue
        ways = places(problem, purse, person, offering)
        if ways:
            found[offering.id] = _candidate(problem, person, offering, ways, top)
    return closed_under_requirements(found)


def _refused(person: Person, offering: Offering) -> bool:
    own = offering.mentor == person.id
    barred = own or offering.id in person.excluded or offering.id in person.done
    return barred or offering.quarters > person.quarters or offering.seats == 0


def _candidate(
    problem: Problem,
    person: Person,
    offering: Offering,
    ways: tuple[Place, ...],
    top: Mapping[str, int],
) -> Candidate:
    gains = learning.reached(person, offering).items()
    return Candidate(
        person=person.id,
        offering=offering,
        places=ways,
        reached={code: min(level, top[code]) for code, level in gains if code in top},
        unmet=learning.unmet(person, offering),
        pinned=offering.id in person.pinned,
        kept=(person.id, offering.id) in problem.kept_pairs,
    )


def closed_under_requirements(found: dict[str, Candidate]) -> dict[str, Candidate]:
    """Drop, until nothing changes, what requires an offering that cannot be taken."""
    while True:
        stuck = [one for one, each in found.items() if any(r not in found for r in each.unmet)]
        if not stuck:
            return found
        for one in stuck:
            del found[one]


def _with_prerequisites(found: Candidates, wanted: Iterable[str]) -> set[str]:
    """The offerings wanted and all that they require."""
    queue = list(wanted)
    seen = set(queue)
    for one in queue:
        fresh = [need for need in found[one].unmet if need not in seen]
        seen.update(fresh)
        queue.extend(fresh)
    return seen
