"""What stands beside a paid offering: a free one that does as much, or why there is none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pdplanner.plans.choosing.offers import Choice
from pdplanner.plans.learning_plans import fit as choosing
from pdplanner.web.filters import dollars, hours
from pdplanner.web.word_lists import in_a_row


@dataclass(frozen=True)
class Beside:
    """What stands under a paid choice: a free one that does as much, or why there is none."""

    free: Choice | None = None
    sentence: str = ""


def beside(choice: Choice, others: Sequence[Choice], fits: Callable[[Choice], bool]) -> Beside:
    """Find the free offering that does as much as a paid one; the best known way if none does.

    Only what fits is named: what cannot be added is no way.
    """
    if choice.free or not choice.steps:
        return Beside()
    known = [c for c in others if c.free and _shared(c, choice)]
    free = [c for c in known if fits(c)]
    enough = [c for c in free if c.points >= choice.points]
    if enough:
        return Beside(free=min(enough, key=lambda c: (*_unlike(c, choice), *c.order)))
    nothing = "Nothing free" if len(free) == len(known) else "Nothing free that you can still add"
    cheapest = _cheapest(choice, others, fits)
    return Beside(sentence=f"{nothing} {_nearest(choice, free)} {cheapest}".strip())


def _unlike(other: Choice, choice: Choice) -> tuple[bool, int]:
    """Least where the other closes all that the choice closes, and most of the same."""
    return not choosing.does_as_much(other.steps, choice.steps), -len(_shared(other, choice))


def _shared(other: Choice, choice: Choice) -> set[int]:
    return {s.gap.indicator.id for s in other.steps} & {s.gap.indicator.id for s in choice.steps}


def _nearest(choice: Choice, free: Sequence[Choice]) -> str:
    """Say what nothing free does, and what comes nearest."""
    if not free:
        codes = [step.gap.indicator.code for step in choice.steps]
        return f"closes any of {in_a_row(codes)}."
    best = min(free, key=lambda c: c.order)
    return f"closes as much; the nearest, {best.offering.title}, closes less."


def _cheapest(choice: Choice, others: Sequence[Choice], fits: Callable[[Choice], bool]) -> str:
    cheaper = [
        c
        for c in others
        if 0 < c.cost < choice.cost and choosing.does_as_much(c.steps, choice.steps) and fits(c)
    ]
    if not cheaper:
        return ""
    best = min(cheaper, key=lambda c: (c.cost, c.hours))
    return f"{best.offering.title} does as much for {dollars(best.cost)} and {hours(best.hours)}."
