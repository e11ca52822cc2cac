"""What a plan leaves too little of for one place more."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from pdplanner.engine.choices.place import Candidate, Place
from pdplanner.engine.choices.plan_rest import PlanRest
from pdplanner.engine.values.offering import Offering
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.result import Result

Chosen = Sequence[tuple[Candidate, Place]]


@dataclass(frozen=True, kw_only=True)
class Lack:
    """Hours or cents that the plan leaves, and how many are missing beside it.

    Of "funds" the money missing is known, since they may share what the plan costs in many ways;
    of "cover" neither is an amount.
    """

    rule: Literal["hours", "term hours", "cap", "funds", "cover", "mentor"]
    has: float = 0.0
    missing: float = 0.0


class Lacks:
    """Of a plan."""

    def __init__(self, rest: PlanRest, result: Result) -> None:
        self.rest, self.result = rest, result

    def of(self, person: Person, wanted: Sequence[Candidate]) -> tuple[Lack, ...]:
        """What stops the person from taking all of these beside the plan; nothing may."""
        offerings = [one.offering for one in wanted]
        found = (*self._hours(person, offerings), *self._cover(person, offerings))
        return (*found, *self._money(person, wanted))

    def of_mentor(self, offering: Offering) -> tuple[Lack, ...]:
        """Hours that its mentor lacks to take one more."""
        left = self.rest.hours[offering.mentor or ""].quarters
        return tuple(_short("mentor", left, offering.quarters))

    def _hours(self, person: Person, wanted: Iterable[Offering]) -> Iterator[Lack]:
        left, terms = self.rest.hours[person.id], Counter[str]()
        for one in wanted:
            terms[one.term or ""] += one.quarters
        yield from _short("hours", left.quarters, terms.total())
        for term, quarters in terms.items():
            if term in left.of_terms:
                yield from _short("term hours", left.of_terms[term], quarters)

    def _cover(self, person: Person, wanted: Iterable[Offering]) -> Iterator[Lack]:
        """Whether as many of a group are away as may be, in a session of what is wanted."""
        sessions = {session for one in wanted for session in one.sessions}
        of_them = (
            cover
            for cover in self.rest.problem.cover
            if cover.session in sessions and person.id in cover.people
        )
        if any(self._away(one.people, one.session) >= one.away for one in of_them):
            yield Lack(rule="cover")

    def _away(self, people: Sequence[str], session: str) -> int:
        offerings = self.rest.problem.offering_by_id
        return sum(
            session in offerings[one.offering].sessions
            for one in self.result.choices
            if one.person in people
        )

    def _money(self, person: Person, wanted: Sequence[Candidate]) -> list[Lack]:
        """What lacks where they are had in the way that lacks the least."""
        if any(one.offering.tiers for one in wanted):
            # One more may make the others cheaper.
            return []
        ways = product(*([(one, place) for place in one.places] for one in wanted))
        return min((self._unpaid(person, way) for way in ways), key=_weight)

    def _unpaid(self, person: Person, way: Chosen) -> list[Lack]:
        found = []
        if person.cap is not None:
            left, cost = person.cap - self.rest.spent[person.id], sum(p.cost for _, p in way)
            if cost > left:
                found.append(Lack(rule="cap", has=left, missing=cost - left))
        short = self.rest.short(way)
        return [*found, Lack(rule="funds", missing=short)] if short else found


def _weight(lacks: Sequence[Lack]) -> tuple[int, float]:
    return len(lacks), sum(one.missing for one in lacks)


def _short(rule: Literal["hours", "term hours", "mentor"], left: int, needs: int) -> Iterator[Lack]:
    """In quarters of an hour."""
    if needs > left:
        yield Lack(rule=rule, has=left / 4, missing=(needs - left) / 4)
