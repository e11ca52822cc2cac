"""What stands beside a paid offering: a free one that does as much, or why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass

from pdplanner.plans import choosing
from pdplanner.plans.choosing_offers import Choice
from pdplanner.web.filters import dollars, hours


@dataclass(frozen=True)
class Beside:
    """What stands under a paid choice: a free one that does as much, or why there is none."""

    free: Choice | None = None
    sentence: str = ""


def beside(choice: Choice, others: Sequence[Choice]) -> Beside:
    """Find the free offering that does as much as a paid one; the best known way if none does."""
    if choice.free or not choice.steps:
        return Beside()
    free = [c for c in others if c.free and _shared(c, choice)]
    enough = [c for c in free if c.points >= choice.points]
    if enough:
        return Beside(free=min(enough, key=lambda c: (*_unlike(c, choice), *c.order)))
    return Beside(sentence=f"{_nearest(choice, free)} {_cheapest(choice, others)}".strip())


def _unlike(other: Choice, choice: Choice) -> tuple[bool, int]:
    """Least where the other closes all that the choice closes, and most of the same."""
    return not choosing.does_as_much(other.steps, choice.steps), -len(_shared(other, choice))


def _shared(other: Choice, choice: Choice) -> set[int]:
    return {s.gap.indicator.id for s in other.steps} & {s.gap.indicator.id for s in choice.steps}


def _nearest(choice: Choice, free: Sequence[Choice]) -> str:
    if not free:
        codes = [step.gap.indicator.code for step in choice.steps]
        return f"Nothing free closes any of {choosing.in_a_row(codes)}."
    best = min(free, key=lambda c: c.order)
    return f"Nothing free closes as much; the nearest, {best.offering.title}, closes less."


def _cheapest(choice: Choice, others: Sequence[Choice]) -> str:
    cheaper = [
        c
        for c in others
        if 0 < c.cost < choice.cost and choosing.does_as_much(c.steps, choice.steps)
    ]
    if not cheaper:
        return ""
    best = min(cheaper, key=lambda c: (c.cost, c.hours))
    return f"{best.offering.title} does as much for {dollars(best.cost)} and {hours(best.hours)}."
