"""Closes the gap: the whole plans that a best plan may be made of, listed as far as is needed."""

from collections.abc import Callable, Sequence
from functools import partial

from pdplanner.engine.choices.plan import Pair, Plan, plan_of
from pdplanner.engine.pricing.near import Near
from pdplanner.engine.pricing.rounds import Rounds
from pdplanner.engine.pricing.undominated import Undominated
from pdplanner.engine.pricing.whole_plans import WholePlans, entries_of
from pdplanner.engine.solver.highs import maximize

FIRST, FURTHER = 1 / 8, 8
"""The part of the gap that is looked into first, and how much further each time."""
MOST_PLANS = 20_000
SOME_NODES, SOME_SECONDS = 20, 60


def close(
    rounds: Rounds, best: Plan
) -> tuple[Plan, Callable[[frozenset[Pair]], WholePlans] | None]:
    """The best plan known by then, and what makes the program that holds every plan as good.

    At the prices of the bound, the plans of all people in a plan fall short of their best by no
    more than the bound is above its value. With a little of that room a few whole plans make a
    better plan, which leaves less room to look into. None where too many would have to be listed,
    or whoever watches ends the search.
    """
    entries = entries_of(rounds.model)

    def left_of(plans: Sequence[Near], kept: frozenset[Pair]) -> WholePlans:
        unlike = Undominated(rounds.model, entries, kept)
        return WholePlans(rounds.model, entries, [unlike.of(each) for each in plans])

    room = (rounds.bound - best.value) * FIRST
    while not rounds.tell(best.value):
        plans = rounds.near(room, MOST_PLANS)
        if plans is None:
            return best, None
        if room < rounds.bound - best.value:
            best = _better(rounds, left_of(plans, rounds.model.problem.kept_pairs), best)
        needed = rounds.bound - best.value
        if room >= needed:
            return best, partial(left_of, plans)
        room = min(FURTHER * room, needed)
    return best, None


def _better(rounds: Rounds, left: WholePlans, best: Plan) -> Plan:
    answer = maximize(
        left.program,
        left.points,
        nodes=SOME_NODES,
        seconds=SOME_SECONDS,
        start=left.start(best),
    )
    if answer.values is None:
        return best
    model = rounds.model
    found = plan_of(model.problem, model.reduction, left.selection(answer.values))
    return best if found is None or found.value <= best.value else found
