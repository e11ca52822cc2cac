"""What each person could take: offerings that may help them, with the ways to pay a place."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pdplanner.engine.choices import learning
from pdplanner.engine.choices.dominance import without_dominated
from pdplanner.engine.choices.funding import Purse
from pdplanner.engine.choices.market import Market
from pdplanner.engine.choices.place import Candidate
from pdplanner.engine.values.offering import Offering
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.problem import Problem

Candidates = Mapping[str, Candidate]


@dataclass(frozen=True, kw_only=True)
class Reduction:
    """Candidates by person and offering, after everything that cannot matter is left out."""

    by_person: Mapping[str, Candidates]
    purse: Purse


def reduce(problem: Problem, *, dominance: bool = True) -> Reduction:
    """Leave out, person by person, what no best plan needs."""
    market = Market(problem, Purse(problem))
    by_person = {}
    for person in problem.people:
        found = candidates_of(market, person)
        by_person[person.id] = without_dominated(found) if dominance else found
    return Reduction(by_person=by_person, purse=market.purse)


def candidates_of(market: Market, person: Person) -> dict[str, Candidate]:
    """Offerings that may help the person, and what those require."""
    found = _possible(market, person)
    wanted = [
        one
        for one, each in found.items()
        if each.reached or _is_asked(market, person, each.offering)
    ]
    useful = _with_prerequisites(found, wanted)
    return {one: candidate for one, candidate in found.items() if one in useful}


def _possible(market: Market, person: Person) -> dict[str, Candidate]:
    """Offerings that the person alone could take and that may matter, prerequisites closed."""
    top = learning.tops(market.problem, person)
    found = {}
    for offering in market.matters_for(person, top):
        levels = learning.useful(person, offering, top)
        wanted = levels or offering.id in market.required or _is_asked(market, person, offering)
        if wanted and not _refused(person, offering):
            found[offering.id] = _candidate(market, person, offering, levels)
    found = {one: candidate for one, candidate in found.items() if candidate.places}
    return closed_under_requirements(found)


def _refused(person: Person, offering: Offering) -> bool:
    own = offering.mentor == person.id
    barred = own or offering.id in person.excluded or offering.id in person.done
    barred = barred or not set(person.busy).isdisjoint(offering.sessions)
    barred = barred or bool(offering.requires and learning.too_late(person, offering))
    return barred or offering.quarters > person.quarters_in(offering.term) or offering.seats == 0


def _is_asked(market: Market, person: Person, offering: Offering) -> bool:
    """Whether it has to be there, or makes a seat cheaper for all."""
    kept = (person.id, offering.id) in market.problem.kept_pairs
    return kept or offering.id in person.pinned or bool(offering.tiers)


def _candidate(
    market: Market, person: Person, offering: Offering, levels: Mapping[str, int]
) -> Candidate:
    return Candidate(
        person=person.id,
        offering=offering,
        places=market.places(person, offering),
        reached=levels,
        unmet=learning.unmet(person, offering),
        pinned=offering.id in person.pinned,
        kept=(person.id, offering.id) in market.problem.kept_pairs,
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


def with_required(found: Candidates, one: Candidate, *, but: Collection[str]) -> list[Candidate]:
    """A candidate with all that it requires, without what is there already."""
    wanted = _with_prerequisites(found, [one.offering.id])
    rest = [found[each] for each in sorted(wanted) if each not in {one.offering.id, *but}]
    return [one, *rest]
