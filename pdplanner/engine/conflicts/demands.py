"""What a plan must keep, piece by piece, and a problem with some of the pieces alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pdplanner.engine.values.offering import Offering
from pdplanner.engine.values.plenty import with_plenty
from pdplanner.engine.values.problem import Problem

Kind = Literal["pin", "floor", "funds", "seats", "mentors", "cover"]
SHARED: tuple[Kind, ...] = ("funds", "seats", "mentors", "cover")


@dataclass(frozen=True, kw_only=True)
class Demand:
    """A pin (of a person and an offering) or a floor (of a person), or a limit that all share.

    Seats are of an offering, mentors' hours of a person, cover of a place in the problem's list.
    """

    kind: Kind
    person: str = ""
    offering: str = ""
    group: int = 0


def demands_of(problem: Problem) -> list[Demand]:
    """Everything that can be in the way of a plan, but each person's own rules."""
    people, offerings = problem.people, problem.offerings
    return [
        *(Demand(kind="floor", person=one.id) for one in people if one.floor),
        *(Demand(kind="pin", person=one.id, offering=pin) for one in people for pin in one.pinned),
        *(Demand(kind="seats", offering=one.id) for one in offerings if one.seats is not None),
        *(Demand(kind="mentors", person=one) for one in sorted(_mentors(problem))),
        *(Demand(kind="cover", group=index) for index in range(len(problem.cover))),
        Demand(kind="funds"),
    ]


def only(problem: Problem, demands: Sequence[Demand]) -> Problem:
    """The problem with no other pins, floors and shared limits than these."""
    kept = set(demands)
    people = tuple(
        replace(
            one,
            floor=one.floor if Demand(kind="floor", person=one.id) in kept else 0,
            pinned=tuple(
                pin for pin in one.pinned if Demand(kind="pin", person=one.id, offering=pin) in kept
            ),
            excluded=(*one.excluded, *_own(problem, one.id)),
        )
        for one in problem.people
    )
    changed = replace(
        problem,
        people=people,
        offerings=tuple(_limited(one, kept) for one in problem.offerings),
        cover=tuple(
            one
            for index, one in enumerate(problem.cover)
            if Demand(kind="cover", group=index) in kept
        ),
    )
    return changed if Demand(kind="funds") in kept else with_plenty(changed)


def _limited(one: Offering, kept: set[Demand]) -> Offering:
    seats = one.seats if Demand(kind="seats", offering=one.id) in kept else None
    busy = one.mentor is not None and Demand(kind="mentors", person=one.mentor) in kept
    return replace(one, seats=seats, mentor=one.mentor if busy else None)


def _mentors(problem: Problem) -> set[str]:
    return {one.mentor for one in problem.offerings if one.mentor is not None}


def _own(problem: Problem, person: str) -> list[str]:
    """What the person gives: whoever's hours it takes, nobody mentors themselves."""
    excluded = problem.person_by_id[person].excluded
    given = (one.id for one in problem.offerings if one.mentor == person)
    return [one for one in given if one not in excluded]
