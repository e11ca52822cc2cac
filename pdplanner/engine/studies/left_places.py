"""What a plan leaves to be bought: its offerings once its own places are taken.

A bought cohort that has room takes more people for nothing, in mode `cohort`. A further cohort has
its price: where both may be had, an offering beside the first one, "more", sells it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pdplanner.engine.values.offering import Cohort, Offering, Tier
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.problem import Cover, Problem
from pdplanner.engine.values.result import Choice, Result


@dataclass(frozen=True, kw_only=True)
class LeftPlaces:
    """`first` are the offerings that the others, by their ids, sell further cohorts of.

    `cover` keeps the seats that the two of them share.
    """

    offerings: tuple[Offering, ...]
    first: Mapping[str, str] = field(default_factory=dict)
    cover: tuple[Cover, ...] = ()

    def kept_from(self, person: Person) -> Person:
        """Who may not take the first one, or has, does not take what stands beside it either."""
        out = {*person.done, *person.excluded}
        more = {one for one, first in self.first.items() if first in out}
        return replace(person, excluded=tuple(sorted({*person.excluded, *more})))

    def named(self, choices: Sequence[Choice]) -> tuple[Choice, ...]:
        """The choices as places in the offerings that people know."""
        return tuple(
            replace(one, offering=self.first.get(one.offering, one.offering)) for one in choices
        )

    @property
    def exact(self) -> bool:
        """Whether nothing requires what is sold in two ways: either of them would do."""
        split = {*self.first.values()}
        return not any(need.offering in split for one in self.offerings for need in one.requires)


def left_places(problem: Problem, result: Result, staying: Sequence[Person]) -> LeftPlaces:
    """The offerings as the plan leaves them to those who stay; who goes mentors nobody."""
    names = tuple(one.id for one in staying)
    taken = {one.id for one in problem.offerings}
    offerings, first, cover = [], {}, []
    for one in problem.offerings:
        left = _left_of(one, result, {*names})
        more = _further(problem, one, result, left, names)
        if more is not None:
            new = _unused(f"more of {one.id}", taken)
            both = (*one.sessions, new)
            first[new] = one.id
            offerings.append(replace(more, id=new, sessions=both))
            left = replace(left, sessions=both)
            if left.seats is not None:
                cover.append(Cover(people=names, session=new, away=left.seats))
        offerings.append(left)
    return LeftPlaces(offerings=tuple(offerings), first=first, cover=tuple(cover))


def _left_of(offering: Offering, result: Result, staying: set[str]) -> Offering:
    if offering.mentor is not None and offering.mentor not in staying:
        return replace(offering, seats=0, mentor=None)
    mine = [one for one in result.choices if one.offering == offering.id]
    left = replace(
        offering, seats=None if offering.seats is None else max(0, offering.seats - len(mine))
    )
    left = _priced_after(left, sum(one.mode == "seat" for one in mine))
    if offering.cohort is None:
        return left
    room = _room(offering, result)
    if room:
        return replace(left, cohort=replace(offering.cohort, price=0, seats=room, max=1))
    return replace(left, cohort=_still_sold(offering.cohort, _bought(offering, result)))


def _further(
    problem: Problem, one: Offering, result: Result, left: Offering, staying: Sequence[str]
) -> Offering | None:
    """A further cohort beside one that has room, where more people than that could come."""
    room = _room(one, result)
    if one.cohort is None or not room or left.seats == 0:
        return None
    more = _still_sold(one.cohort, _bought(one, result))
    there = {choice.person for choice in result.choices if choice.offering == one.id}
    most = len({*staying} - there)
    if more.max == 0 or room >= (most if left.seats is None else min(most, left.seats)):
        return None
    return replace(left, price=None, member=None, tiers=(), cohort=more)


def _still_sold(cohort: Cohort, bought: int) -> Cohort:
    return cohort if cohort.max is None else replace(cohort, max=max(0, cohort.max - bought))


def _priced_after(offering: Offering, seats: int) -> Offering:
    """Its price and tiers for those who come when so many seats are taken already."""
    if not seats or not offering.tiers:
        return offering
    reached = [tier.price for tier in offering.tiers if tier.start <= seats + 1]
    return replace(
        offering,
        price=reached[-1] if reached else offering.price,
        tiers=tuple(
            Tier(start=tier.start - seats, price=tier.price)
            for tier in offering.tiers
            if tier.start > seats + 1
        ),
    )


def _bought(offering: Offering, result: Result) -> int:
    return sum(one.count for one in result.cohorts if one.offering == offering.id)


def _room(offering: Offering, result: Result) -> int:
    """Places that are left in the cohorts that the plan buys."""
    if offering.cohort is None:
        return 0
    mine = [one for one in result.choices if one.offering == offering.id]
    taken = sum(one.mode == "cohort" for one in mine)
    return _bought(offering, result) * offering.cohort.seats - taken


def _unused(name: str, taken: set[str]) -> str:
    """A name that no offering has yet."""
    while name in taken:
        name += "+"
    taken.add(name)
    return name
