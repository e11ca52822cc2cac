"""Prices until the bound stands near the best plan, then leaves out what no such plan can hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import floor, gcd

from pdplanner.engine.choices.candidate import Reduction
from pdplanner.engine.choices.plan import Pair, Plan
from pdplanner.engine.greedy import greedy_plan
from pdplanner.engine.model.compact import Model
from pdplanner.engine.pricing.certify import certificate_of
from pdplanner.engine.pricing.closing import close
from pdplanner.engine.pricing.rounds import ROUNDING, Rounds
from pdplanner.engine.pricing.whole_plans import WholePlans
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.progress import Lookout
from pdplanner.engine.values.result import Certificate


@dataclass(frozen=True, kw_only=True)
class Tightened:
    """What is left to decide, the best plan known, and a bound on every plan.

    `left` makes a program that holds every plan as good as the best known, and of equals those
    that come first by what is kept of the previous plan: over whole plans of people, or else the
    model of all that anybody may take. `hours` says by person what an hour more is worth.
    """

    whole: Model
    left: Callable[[frozenset[Pair]], Model | WholePlans]
    plan: Plan | None
    bound: int | None
    pricings: int = 0
    certificate: Certificate | None = None
    hours: Mapping[str, float] = field(default_factory=dict)


def tighten(problem: Problem, reduction: Reduction, lookout: Lookout | None = None) -> Tightened:
    """Bound every plan, look for a good one, and leave out what no plan as good as that holds.

    A problem for which the prices find no plan is left as it is, without a bound; the rule of
    thumb, which takes longer and finds less, is asked only then.
    """
    model = Model(problem, reduction)
    rounds = Rounds(model, lookout or Lookout(None))
    if not rounds.run():
        return Tightened(
            whole=model,
            left=lambda _kept: Model(problem, reduction),
            plan=greedy_plan(problem, reduction),
            bound=None,
            pricings=rounds.pricings,
        )
    best = rounds.plan() or greedy_plan(problem, reduction)
    best, plans = (None, None) if best is None else close(rounds, best)
    unit = gcd(*model.points.values()) or 1
    return Tightened(
        whole=model,
        left=plans or (lambda _kept: Model(problem, reduction)),
        plan=best,
        bound=floor((rounds.bound + ROUNDING) / unit) * unit,
        pricings=rounds.pricings,
        certificate=certificate_of(model, rounds.prices, rounds.bounds),
        hours=rounds.hours(),
    )
