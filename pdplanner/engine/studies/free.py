"""What can be had for nothing, also where must-haves and floors cannot."""

from collections.abc import Set
from dataclasses import dataclass, replace

from pdplanner.engine.choices.candidate import candidates_of
from pdplanner.engine.choices.funding import Purse
from pdplanner.engine.choices.market import Market
from pdplanner.engine.choices.plan import Pair
from pdplanner.engine.solve import solve
from pdplanner.engine.studies.money import scaled
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Limits, Result


@dataclass(frozen=True, kw_only=True)
class Free:
    """The best plan of `problem`, which has no money.

    `pins` are the must-haves, by person and offering, that it leaves out since they cost
    something; `floors` says whether it leaves out the floors too, which only money reaches.
    """

    problem: Problem
    result: Result
    pins: tuple[Pair, ...]
    floors: bool


def free(problem: Problem, limits: Limits) -> Free:
    """Solve without money, and without what then leaves no plan."""
    bare = scaled(problem, 0)
    paid = _paid_pins(bare)
    kept = _attempt(bare, paid, limits, floors=False)
    if kept.result.reasons and any(one.floor for one in bare.people):
        kept = _attempt(bare, paid, limits, floors=True)
    if kept.result.reasons:
        # What costs nothing one by one may still cost something together.
        every = {(one.id, pin) for one in bare.people for pin in one.pinned}
        kept = _attempt(bare, every, limits, floors=True)
    return kept


def _attempt(bare: Problem, pins: Set[Pair], limits: Limits, *, floors: bool) -> Free:
    asked = _without(bare, pins, floors=floors)
    return Free(problem=asked, result=solve(asked, limits), pins=tuple(sorted(pins)), floors=floors)


def _paid_pins(bare: Problem) -> set[Pair]:
    """The must-haves that cannot be taken without money, or require what cannot."""
    market = Market(bare, Purse(bare))
    return {
        (one.id, pin)
        for one in bare.people
        if one.pinned
        for pin in {*one.pinned} - candidates_of(market, one).keys()
    }


def _without(problem: Problem, pins: Set[Pair], *, floors: bool) -> Problem:
    people = tuple(
        replace(
            one,
            pinned=tuple(pin for pin in one.pinned if (one.id, pin) not in pins),
            floor=0 if floors else one.floor,
        )
        for one in problem.people
    )
    return replace(problem, people=people)
