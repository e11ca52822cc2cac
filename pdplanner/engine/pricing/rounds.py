"""Column generation: prices, each one's best plan at them, new prices from the plans."""

from math import floor
from threading import Event

import numpy as np

from pdplanner.engine.choices.plan import Plan, plan_of
from pdplanner.engine.model.compact import Model
from pdplanner.engine.pricing.items import Floats
from pdplanner.engine.pricing.master import Master
from pdplanner.engine.pricing.near import Near
from pdplanner.engine.pricing.pricers import Priced, pricers_of
from pdplanner.engine.pricing.shared import shared_of
from pdplanner.engine.pricing.state import TINY
from pdplanner.engine.pricing.threads import side_by_side
from pdplanner.engine.values.progress import Lookout

ROUNDS = 100
NODES = (300, 3_000, 30_000, 300_000)
"""Of one person's search; more where fewer leave the bound open."""
WHOLE_NODES = 20
NEAR_NODES = 800_000
CLOSE = 0.5
ROUNDING = 1e-6


class Rounds:
    """The prices of a model's shared rows with the best bound, and the plans found on the way."""

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
            if self.bound - duals.value < CLOSE or self.tell(None):
                break
            if not new and np.array_equal(prices, duals.prices):
                effort += 1
                if effort == len(NODES) or self._all_limited(NODES[effort - 1]):
                    break
            prices = duals.prices
        return self.master.duals().covered

    def tell(self, value: int | None) -> bool:
        """Say how far the search is; whether to end here."""
        return self.lookout.tell(value, floor(self.bound + ROUNDING))

    def _all_limited(self, nodes: int) -> bool:
        """Whether more nodes would change nobody's search."""
        return all(each.most_nodes <= nodes for each in self.pricers)

    def _price(self, prices: Floats, nodes: int) -> list[Priced]:
        reduced = self.shared.reduced(prices)
        priced = side_by_side(lambda each: each.price(reduced, nodes=nodes), self.pricers)
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

    def hours(self) -> dict[str, float]:
        """By person, points that an hour more is worth at the prices, where it is worth any."""
        reduced = self.shared.reduced(self.prices)
        worth = side_by_side(lambda each: each.hour_worth(reduced), self.pricers)
        return {one: points for one, points in zip(self.people, worth, strict=True) if points}

    def near(self, room: float, most: int) -> list[Near] | None:
        """By person every plan that a plan with no more than so much below the bound may hold.

        None where they are more than `most`, or hard to list.
        """
        if most < 1 or any(each.hopeless for each in self.pricers):
            return None
        reduced = self.shared.reduced(self.prices)
        too_many = Event()

        def list_plans(person: int) -> Near | None:
            """Nobody is searched any more once the answer is known to be None."""
            if too_many.is_set():
                return None
            least = self.bounds[person] - room - ROUNDING
            plans = self.pricers[person].near(reduced, least=least, most=most, nodes=NEAR_NODES)
            if plans is None:
                too_many.set()
            return plans

        listed = side_by_side(list_plans, range(len(self.pricers)))
        found = [each for each in listed if each is not None]
        enough = not too_many.is_set() and sum(map(len, found)) <= most
        return found if enough else None
