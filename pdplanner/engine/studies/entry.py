"""The price at which an offering that was left out would be in a best plan."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import gcd

from pdplanner.engine.choices.candidate import Candidates, Reduction, reduce
from pdplanner.engine.choices.place import Candidate
from pdplanner.engine.choices.plan import PlaceKey
from pdplanner.engine.model.compact import Model
from pdplanner.engine.solver.highs import Answer, maximize
from pdplanner.engine.solver.program import ones
from pdplanner.engine.values.offering import Offering
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.progress import Lookout
from pdplanner.engine.values.result import Limits, Result

DOLLAR = 100
"""The step of the price, or what divides it and today's price."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one place may cost, price and costs together, for the person for whom it may cost most.

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
    problem: Problem, result: Result, people: Collection[str], offering: str, limits: Limits
) -> Entry | None:
    """The most that a place for one of the people may cost in a plan as good as the result.

    None where no price would help: hours, places or a session stand in the way.
    """
    model = _as_gift(problem, people, offering)
    if model is None:
        return None
    best = _best(model, model.points, limits)
    if best.status == "infeasible" or best.values is None:
        return None
    if best.bound < result.value:
        short, proven = result.value - _value(model, best), best.status == "optimal"
        return Entry(
            person=model.buyer(best), offering=offering, cents=None, short=short, proven=proven
        )
    if model.points:
        model.program.at_least(model.points, result.value)
    dearest = _best(model, model.price, limits)
    if dearest.values is None:
        return Entry(person=model.buyer(best), offering=offering, cents=None, short=0, proven=False)
    return Entry(
        person=model.buyer(dearest), offering=offering, cents=model.cents(dearest), short=0,
        proven=dearest.status == "optimal",
    )  # fmt: skip


class _WithPrice(Model):
    """A model in which one more place is a gift, to one of the buyers, and its price a column.

    The price is in steps; the same funds and the same cap pay it as would pay the place.
    """

    def __init__(
        self, problem: Problem, reduction: Reduction, buyers: Sequence[str], offering: str
    ) -> None:
        self.buyers, self.bought = buyers, offering
        super().__init__(problem, reduction)
        self.program.exactly(ones(self.gift.values()), 1)
        self._tie_prices()
        self._cap_prices()

    def buyer(self, answer: Answer) -> str:
        """Who has the gift in a solution."""
        values = answer.values or ()
        return max(self.gift, key=lambda one: values[self.gift[one]])

    def cents(self, answer: Answer) -> int:
        values = answer.values or ()
        return round(sum(values[column] for column in self.price)) * self.step

    def _make_places(self) -> None:
        super()._make_places()
        self.gift = {one: self._make_gift(one) for one in self.buyers}
        offering = self.problem.offering(self.bought)
        self.step = gcd(DOLLAR, (offering.price or 0) + offering.place_costs)
        self.most = self.purse.amount(self.purse.every) // self.step
        self.price_of: dict[int, int] = {}
        for one in self.buyers:
            payers = self.purse.mask(offering.funds, self.problem.person(one).funds)
            if payers not in self.price_of:
                column = self.program.column(upper=self.most if payers else 0)
                self.price_of[payers], self.bills[column] = column, {payers: self.step}
        self.price = dict.fromkeys(self.price_of.values(), 1)

    def _make_gift(self, person: str) -> int:
        """A seat at no price, below the first one that has one."""
        column = self.program.column()
        key: PlaceKey = (person, self.bought, "seat", 0)
        self.place[key], self.bills[column] = column, {}
        self.by_pair[person, self.bought].append(column)
        self.by_offering[self.bought].append(key)
        return column

    def _tie_prices(self) -> None:
        """A price is paid by the funds that pay for whoever has the gift."""
        offering = self.problem.offering(self.bought)
        for payers, price in self.price_of.items():
            theirs = [
                column
                for one, column in self.gift.items()
                if self.purse.mask(offering.funds, self.problem.person(one).funds) == payers
            ]
            self.program.at_most({price: 1, **dict.fromkeys(theirs, -self.most)}, 0)

    def _cap_prices(self) -> None:
        """The cap of whoever has the gift holds its price too; it does not bind the others."""
        most = self.most * self.step
        for one, gift in self.gift.items():
            cap = self.problem.person(one).cap
            if cap is None:
                continue
            spent = {
                column: sum(self.bills[column].values())
                for (person, _), columns in self.by_pair.items()
                if person == one
                for column in columns
            }
            terms = {**spent, **dict.fromkeys(self.price, self.step), gift: most}
            self.program.at_most({c: cents for c, cents in terms.items() if cents}, cap + most)


def _as_gift(problem: Problem, people: Collection[str], offering: str) -> _WithPrice | None:
    """The model with a place for one of them at no price; None where nobody can take it at all."""
    gift = replace(
        problem.offering(offering), price=0, costs=(), cohort=None, member=None, tiers=()
    )
    wanted = {one for one in people if _may_have(problem.person(one), gift)}
    pinned = tuple(
        replace(one, pinned=tuple(sorted({*one.pinned, offering}))) if one.id in wanted else one
        for one in problem.people
    )
    offerings = tuple(gift if one.id == offering else one for one in problem.offerings)
    given = reduce(replace(problem, offerings=offerings, people=pinned)).by_person
    first = reduce(problem)
    buyers = sorted(one for one in wanted if offering in given[one])
    if not buyers:
        return None
    mixed = {one: _mixed(first.by_person[one], given[one], offering) for one in buyers}
    reduction = Reduction(by_person={**first.by_person, **mixed}, purse=first.purse)
    return _WithPrice(problem, reduction, buyers, offering)


def _may_have(person: Person, gift: Offering) -> bool:
    return gift.id not in {*person.excluded, *person.done} and gift.mentor != person.id


def _mixed(first: Candidates, given: Candidates, offering: str) -> dict[str, Candidate]:
    """All that a person might take with the gift or without, the offering at its own prices."""
    own = first.get(offering)
    as_it_is = own or replace(given[offering], places=(), pinned=False)
    return {**given, **first, offering: as_it_is}


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
