"""Reasons why no plan exists that show before any search: pins against the rules."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from pdplanner.engine.choices import learning
from pdplanner.engine.choices.candidate import Reduction
from pdplanner.engine.choices.market import Market
from pdplanner.engine.conflicts.pins_together import must_take, pins_together
from pdplanner.engine.values.offering import Offering
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Reason
from pdplanner.engine.values.word_lists import in_a_row


def contradictions(problem: Problem, reduction: Reduction) -> tuple[Reason, ...]:
    """Every such reason, person by person, else for the team."""
    return own_contradictions(problem, reduction) or team_contradictions(problem, reduction)


def own_contradictions(problem: Problem, reduction: Reduction) -> tuple[Reason, ...]:
    """Those of one person each."""
    reasons = (_of_person(problem, reduction, person) for person in problem.people)
    return tuple(chain.from_iterable(reasons))


def team_contradictions(problem: Problem, reduction: Reduction) -> tuple[Reason, ...]:
    """Of seats and cover; each names the fewest people who are too many."""
    return tuple(_of_team(problem, reduction))


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
        yield from pins_together(person, found)
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
    uncapped = market.payable(person.funds, offering)
    if uncapped:
        least = min(place.cost for place in uncapped)
        why = f"it costs {least} cents, the cap is {person.cap}"
        return _Lack("cap", why, least, person.cap)
    return _Lack("funds", "no fund that may pay it has enough money")


def _of_team(problem: Problem, reduction: Reduction) -> Iterator[Reason]:
    """Seats and cover, where the pins alone ask for too much."""
    takers: dict[str, list[str]] = defaultdict(list)
    for person in problem.people:
        for one in must_take(person.pinned, reduction.by_person[person.id]):
            takers[one].append(person.id)
    for one, people in sorted(takers.items()):
        seats = problem.offering_by_id[one].seats
        if seats is not None and len(people) > seats:
            text = f"{one} is pinned for {len(people)} people and has {seats} seats."
            few = tuple(people[: seats + 1])
            if len(few) < len(people):
                text = f"{text} {in_a_row(few)} are too many."
            yield Reason(
                rule="seats", text=text, people=few, offerings=(one,),
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
            few = tuple(sorted(away)[: cover.away + 1])
            if len(few) < len(away):
                text = f"{text} {in_a_row(few)} {'is' if len(few) == 1 else 'are'} too many."
            yield Reason(
                rule="cover", text=text, people=few,
                needs=len(away), has=cover.away,
            )  # fmt: skip
