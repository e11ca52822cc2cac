"""Reasons why no plan exists that show before any search: pins against the rules."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from pdplanner.engine import learning
from pdplanner.engine.candidate import Candidates, Reduction
from pdplanner.engine.market import Market
from pdplanner.engine.offering import Offering
from pdplanner.engine.person import Person
from pdplanner.engine.problem import Problem
from pdplanner.engine.result import Reason


def contradictions(problem: Problem, reduction: Reduction) -> tuple[Reason, ...]:
    """Every such reason, person by person, then for the team."""
    reasons = [
        reason for person in problem.people for reason in _of_person(problem, reduction, person)
    ]
    return tuple(reasons or _of_team(problem, reduction))


def must_take(person: Person, found: Candidates) -> list[str]:
    """The pins and everything that they require."""
    queue = [one for one in person.pinned if one in found]
    for one in queue:
        queue.extend(need for need in found[one].unmet if need not in queue)
    return queue


def _of_person(problem: Problem, reduction: Reduction, person: Person) -> Iterator[Reason]:
    found = reduction.by_person[person.id]
    lost = [one for one in person.pinned if one not in found]
    for one in lost:
        lack = _why_lost(problem, reduction, person, one)
        yield Reason(
            rule=lack.rule,
            text=f"{one} is pinned for {person.id}, but {lack.why}.",
            people=(person.id,),
            offerings=(one,),
            needs=lack.needs,
            has=lack.has,
        )
    if not lost:
        yield from _together(person, found)
    points = learning.closed(person, learning.best_of(one.reached for one in found.values()))
    if points < person.floor:
        text = f"All offerings close {points} points for {person.id}, the floor is {person.floor}."
        who = (person.id,)
        yield Reason(rule="floor", text=text, people=who, needs=person.floor, has=points)


class _Lack(NamedTuple):
    rule: str
    why: str
    needs: float | None = None
    has: float | None = None


def _why_lost(problem: Problem, reduction: Reduction, person: Person, one: str) -> _Lack:
    """The rule that bars a pinned offering from a person, and how."""
    offering = problem.offering_by_id[one]
    if one in person.excluded:
        return _Lack("pinned and excluded", "it is also excluded")
    if one in person.done:
        return _Lack("pinned and done", "it is already done")
    if offering.mentor == person.id:
        return _Lack("own mentoring", "nobody mentors themselves")
    if offering.seats == 0:
        return _Lack("seats", "it has no seats", 1, 0)
    lack = _why_no_time(person, offering)
    if lack is not None:
        return lack
    market = Market(problem, reduction.purse)
    if not market.places(person, offering):
        return _why_unpaid(market, person, offering)
    late = learning.too_late(person, offering)
    if late:
        why = f"what it requires would have to be done already: {', '.join(late)}"
        return _Lack("required earlier", why)
    missing = learning.unmet(person, offering)
    return _Lack("prerequisites", f"what it requires cannot be taken: {', '.join(missing)}")


def _why_no_time(person: Person, offering: Offering) -> _Lack | None:
    if offering.quarters > person.quarters:
        why = f"it takes {offering.hours} hours of {person.hours}"
        return _Lack("hours", why, offering.hours, person.hours)
    if offering.term is not None and offering.quarters > person.quarters_in(offering.term):
        most = person.term_hours[offering.term]
        why = f"it takes {offering.hours} hours of {most} in term {offering.term}"
        return _Lack("term hours", why, offering.hours, most)
    if not set(person.busy).isdisjoint(offering.sessions):
        return _Lack("sessions", "they are elsewhere in its session")
    return None


def _why_unpaid(market: Market, person: Person, offering: Offering) -> _Lack:
    uncapped = market.places(replace(person, cap=None), offering)
    if uncapped:
        least = min(place.cost for place in uncapped)
        why = f"it costs {least} cents, the cap is {person.cap}"
        return _Lack("cap", why, least, person.cap)
    return _Lack("funds", "no fund that may pay it has enough money")


def _together(person: Person, found: Candidates) -> Iterator[Reason]:
    """Pins that fit one by one, but not together."""
    taken = must_take(person, found)
    who, what = (person.id,), tuple(taken)
    hours = sum(found[one].offering.hours for one in taken)
    if hours > person.hours:
        text = f"The pins of {person.id} take {hours} hours of {person.hours}."
        yield Reason(
            rule="hours", text=text, people=who, offerings=what, needs=hours, has=person.hours
        )
    yield from _overfull_terms(person, found, taken)
    cents = sum(min(place.cost for place in found[one].places) for one in taken)
    if person.cap is not None and cents > person.cap:
        text = f"The pins of {person.id} cost {cents} cents, the cap is {person.cap}."
        yield Reason(rule="cap", text=text, people=who, offerings=what, needs=cents, has=person.cap)
    for session, clash in _clashes(found, taken):
        text = f"The pins of {person.id} meet in session {session}: {', '.join(clash)}."
        yield Reason(rule="sessions", text=text, people=who, offerings=tuple(clash))


def _overfull_terms(person: Person, found: Candidates, taken: list[str]) -> Iterator[Reason]:
    for term, most in person.term_hours.items():
        of_term = [one for one in taken if found[one].offering.term == term]
        hours = sum(found[one].offering.hours for one in of_term)
        if hours > most:
            yield Reason(
                rule="term hours",
                text=f"The pins of {person.id} take {hours} hours of {most} in term {term}.",
                people=(person.id,), offerings=tuple(of_term), needs=hours, has=most,
            )  # fmt: skip


def _clashes(found: Candidates, taken: Iterable[str]) -> list[tuple[str, list[str]]]:
    by_session: dict[str, list[str]] = defaultdict(list)
    for one in taken:
        for session in found[one].offering.sessions:
            by_session[session].append(one)
    return [(session, ones) for session, ones in sorted(by_session.items()) if len(ones) > 1]


def _of_team(problem: Problem, reduction: Reduction) -> Iterator[Reason]:
    """Seats and cover, where the pins alone ask for too much."""
    takers: dict[str, list[str]] = defaultdict(list)
    for person in problem.people:
        for one in must_take(person, reduction.by_person[person.id]):
            takers[one].append(person.id)
    for one, people in sorted(takers.items()):
        seats = problem.offering_by_id[one].seats
        if seats is not None and len(people) > seats:
            text = f"{one} is pinned for {len(people)} people and has {seats} seats."
            yield Reason(
                rule="seats", text=text, people=tuple(people), offerings=(one,),
                needs=len(people), has=seats,
            )  # fmt: skip
    yield from _uncovered(problem, takers)


def _uncovered(problem: Problem, takers: dict[str, list[str]]) -> Iterator[Reason]:
    for cover in problem.cover:
        away = Counter(
            person
            for one, people in takers.items()
            if cover.session in problem.offering_by_id[one].sessions
            for person in people
            if person in cover.people
        )
        if len(away) > cover.away:
            text = f"Pins send {len(away)} to session {cover.session}, {cover.away} may be away."
            yield Reason(
                rule="cover", text=text, people=tuple(sorted(away)),
                needs=len(away), has=cover.away,
            )  # fmt: skip
