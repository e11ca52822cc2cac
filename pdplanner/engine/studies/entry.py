"""The price at which an offering that was left out would be in a best plan."""

from dataclasses import dataclass, replace
from math import gcd

from pdplanner.engine.candidate import Reduction, reduce
from pdplanner.engine.highs import Answer, maximize
from pdplanner.engine.model import Model
from pdplanner.engine.problem import Problem
from pdplanner.engine.program import ones
from pdplanner.engine.progress import Lookout
from pdplanner.engine.result import Limits, Result

DOLLAR = 100
"""The step of the price, or what divides it and today's price."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one place for one person may cost, price and costs together.

    In whole dollars, or in smaller steps that meet today's price.

    `cents` is None where no plan as good as this one holds it even as a gift; `short` are then
    the points that such a plan has less. `proven` says whether either is.
    """

    person: str
    offering: str
    cents: int | None
    short: int
    proven: bool


def entry(
    problem: Problem, result: Result, person: str, offering: str, limits: Limits
) -> Entry | None:
    """The most that the place may cost in a plan as good as the result.

    None where no price would help: hours, places or a session stand in the way.
    """
    model = _as_gift(problem, person, offering)
    if model is None:
        return None
    takes = model.by_pair[person, offering]
    model.program.at_least(ones(takes), 1)
    best = _best(model, model.points, limits)
    if best.status == "infeasible":
        return None
    if best.bound < result.value:
        short = result.value - _value(model, best)
        return _entry(person, offering, None, short, best.status == "optimal")
    if model.points:
        model.program.at_least(model.points, result.value)
    dearest = _best(model, {model.price: 1}, limits)
    if dearest.values is None:
        return _entry(person, offering, None, 0, proven=False)
    cents = round(dearest.values[model.price]) * model.step
    return _entry(person, offering, cents, 0, dearest.status == "optimal")


def _entry(person: str, offering: str, cents: int | None, short: int, proven: bool) -> Entry:
    return Entry(person=person, offering=offering, cents=cents, short=short, proven=proven)


class _WithPrice(Model):
    """A model in which the price of one place, in steps, is a column of its own.

    The place itself is bought as a gift; the same funds and the same cap pay the price.
    """

    def __init__(self, problem: Problem, reduction: Reduction, person: str, offering: str) -> None:
        self.buyer, self.bought = person, offering
        super().__init__(problem, reduction)
        self._cap_price()

    def _make_places(self) -> None:
        super()._make_places()
        person, offering = self.problem.person(self.buyer), self.problem.offering(self.bought)
        self.step = gcd(DOLLAR, (offering.price or 0) + offering.place_costs)
        most = self.purse.amount(self.purse.every) // self.step
        payers = self.purse.mask(offering.funds, person.funds)
        self.price = self.program.column(upper=most if payers else 0)
        self.bills[self.price] = {payers: self.step}

    def _cap_price(self) -> None:
        cap = self.problem.person(self.buyer).cap
        if cap is None:
            return
        spent = {
            column: sum(self.bills[column].values())
            for (person, _), columns in self.by_pair.items()
            if person == self.buyer
            for column in columns
        }
        self.program.at_most({**spent, self.price: self.step}, cap)


def _as_gift(problem: Problem, person: str, offering: str) -> _WithPrice | None:
    """The model with the place at no price; None where the person cannot take it at all."""
    gift = replace(
        problem.offering(offering), price=0, costs=(), cohort=None, member=None, tiers=()
    )
    people = tuple(
        replace(one, pinned=tuple(sorted({*one.pinned, offering}))) if one.id == person else one
        for one in problem.people
    )
    offerings = tuple(gift if one.id == offering else one for one in problem.offerings)
    given = reduce(replace(problem, offerings=offerings, people=people))
    if offering not in given.by_person[person]:
        return None
    first = reduce(problem)
    by_person = {**first.by_person, person: given.by_person[person]}
    mixed = Reduction(by_person=by_person, purse=first.purse)
    return _WithPrice(replace(problem, people=people), mixed, person, offering)


def _best(model: Model, objective: dict[int, int], limits: Limits) -> Answer:
    return maximize(
        model.program,
        objective,
        nodes=limits.nodes,
        seconds=limits.last_seconds,
        tell=Lookout(limits.watch).within,
    )


def _value(model: Model, answer: Answer) -> int:
    if answer.values is None:
        return 0
    return round(sum(points * answer.values[column] for column, points in model.points.items()))
