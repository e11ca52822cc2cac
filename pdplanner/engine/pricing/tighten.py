"""Prices until the bound stands near the best plan, then drops what no such plan can hold."""

from dataclasses import dataclass
from math import floor, gcd

import numpy as np

from pdplanner.engine.candidate import Candidates, Reduction, closed_under_requirements
from pdplanner.engine.greedy import greedy_plan
from pdplanner.engine.model import Model
from pdplanner.engine.plan import Plan, plan_of
from pdplanner.engine.pricing.certify import certificate_of
from pdplanner.engine.pricing.items import Floats
from pdplanner.engine.pricing.master import Duals, Master
from pdplanner.engine.pricing.pricers import Priced, pricers_of
from pdplanner.engine.pricing.search import TINY
from pdplanner.engine.pricing.shared import shared_of
from pdplanner.engine.problem import Problem
from pdplanner.engine.progress import Lookout
from pdplanner.engine.result import Certificate

ROUNDS = 100
NODES = (300, 3_000, 30_000, 300_000)
"""Of one person's search; more where fewer leave the bound open."""
WHOLE_NODES = 200
DROP_NODES = 100
CLOSE = 0.5
SMOOTH = 0.5
ROUNDING = 1e-6
NEAR = 0.01
"""With a bound further above the plan hardly a candidate can be dropped, and asking takes time."""


@dataclass(frozen=True, kw_only=True)
class Tightened:
    """What is left to decide: candidates, the best plan known, and a bound on every plan.

    `whole` is the model of all candidates, before any was dropped.
    """

    whole: Model
    reduction: Reduction
    plan: Plan | None
    bound: int | None
    pricings: int = 0
    certificate: Certificate | None = None


def tighten(problem: Problem, reduction: Reduction, lookout: Lookout | None = None) -> Tightened:
    """Bound every plan, look for a good one, and drop candidates of no plan as good as that.

    A problem for which the prices find no plan is left as it is, without a bound; the rule of
    thumb, which takes longer and finds less, is asked only then.
    """
    model = Model(problem, reduction)
    rounds = _Rounds(model, lookout or Lookout(None))
    if not rounds.run():
        return Tightened(
            whole=model,
            reduction=reduction,
            plan=greedy_plan(problem, reduction),
            bound=None,
            pricings=rounds.pricings,
        )
    best = rounds.plan() or greedy_plan(problem, reduction)
    unit = gcd(*model.points.values()) or 1
    bound = floor((rounds.bound + ROUNDING) / unit) * unit
    near = best is not None and rounds.bound - best.value <= NEAR * best.value
    left = rounds.drop(reduction, best.value) if best is not None and near else reduction
    return Tightened(
        whole=model,
        reduction=left,
        plan=best,
        bound=bound,
        pricings=rounds.pricings,
        certificate=certificate_of(model, rounds.prices, rounds.bounds),
    )


class _Rounds:
    """Column generation: prices, each one's best plan at them, new prices from the plans."""

    def __init__(self, model: Model, lookout: Lookout) -> None:
        self.lookout = lookout
        self.model, self.shared = model, shared_of(model)
        self.people = [one.id for one in model.problem.people]
        self.pricers = pricers_of(model)
        self.master = Master(self.shared, len(self.people))
        self.prices: Floats = np.zeros(len(self.shared.high))
        self.bounds: list[float] = []
        self.bound = np.inf
        self.pricings = 0

    def run(self) -> bool:
        """Go on until the bound meets the plans; False where somebody has no plan."""
        prices, effort = self.prices, 0
        for _ in range(ROUNDS):
            priced = self._price(prices, NODES[effort])
            if any(one.bound == -np.inf for one in priced):
                return False
            if any(one.worth == -np.inf for one in priced):
                # Somebody's pins and floor need a longer search to be met at all.
                effort += 1
                if effort == len(NODES):
                    return False
                continue
            new = sum(self.master.add(s, one.columns) for s, one in enumerate(priced))
            duals = self.master.duals()
            if self.bound - duals.value < CLOSE or self._ended():
                break
            smooth = new > 0 and duals.covered
            if not new and np.array_equal(prices, duals.prices):
                effort += 1
                if effort == len(NODES) or self._all_limited(NODES[effort - 1]):
                    break
            prices = self._next(duals, smooth=smooth)
        return self.master.duals().covered

    def _ended(self) -> bool:
        return self.lookout.tell(None, floor(self.bound + ROUNDING))

    def _all_limited(self, nodes: int) -> bool:
        """Whether more nodes would change nobody's search."""
        return all(each.most_nodes <= nodes for each in self.pricers)

    def _next(self, duals: Duals, *, smooth: bool) -> Floats:
        """Between the prices of the best bound and the master's, or the master's as they are."""
        return SMOOTH * self.prices + (1 - SMOOTH) * duals.prices if smooth else duals.prices

    def _price(self, prices: Floats, nodes: int) -> list[Priced]:
        reduced = self.shared.reduced(prices)
        priced = [each.price(reduced, nodes=nodes) for each in self.pricers]
        self.pricings += len(priced)
        bounds = [one.bound + TINY for one in priced]
        bound = self.shared.limits_at(prices) + sum(bounds)
        if bound < self.bound:
            self.bound, self.prices, self.bounds = bound, prices, bounds
        return priced

    def plan(self) -> Plan | None:
        """The best plan that the known plans of people make together."""
        columns = self.master.best_whole(WHOLE_NODES)
        if columns is None:
            return None
        pairs = {column: key for key, column in self.model.place.items()}
        keys = [pairs[column] for column in columns.tolist() if column in pairs]
        selection = {(person, offering): mode for person, offering, mode, _ in keys}
        return plan_of(self.model.problem, self.model.reduction, selection)

    def drop(self, reduction: Reduction, value: int) -> Reduction:
        """Leave the candidates that a plan of the value or more may hold."""
        reduced = self.shared.reduced(self.prices)
        room = self.bound - value + ROUNDING
        by_person = {
            person: self._left(index, reduction.by_person[person], reduced, room)
            for index, person in enumerate(self.people)
        }
        return Reduction(by_person=by_person, purse=reduction.purse)

    def _left(self, index: int, found: Candidates, reduced: Floats, room: float) -> Candidates:
        if self.pricers[index].hopeless:
            return found
        least = self.bounds[index] - room
        kept = {
            one: candidate
            for one, candidate in found.items()
            if self.pricers[index].may_hold(reduced, one, least=least, nodes=DROP_NODES)
        }
        return closed_under_requirements(kept)
