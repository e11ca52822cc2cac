"""Writes down what proves a bound: the prices, and each person's worth at them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import ceil

from pdplanner.engine.choices import learning
from pdplanner.engine.model.compact import Model
from pdplanner.engine.pricing.items import Floats
from pdplanner.engine.proof.shared_rows import PricedRows
from pdplanner.engine.values.result import Certificate, RowPrice

DIGITS = 15
"""Significant digits of a price: as many as a floating-point number holds for certain."""
STEPS = 10**7
"""A person's worth is rounded up to a multiple of 1 / STEPS."""


def certificate_of(model: Model, prices: Floats, bounds: Sequence[float]) -> Certificate:
    """The certificate of prices by shared row of a model, and a bound by person."""
    problem = model.problem
    named = tuple(_one_by_set(model, _named(model, prices)))
    people = {
        one.id: ceil(bound * STEPS) / STEPS
        for one, bound in zip(problem.people, bounds, strict=True)
    }
    total = sum(people.values()) + PricedRows(problem, named).added()
    return Certificate(prices=named, people=people, bound=total)


def _named(model: Model, prices: Floats) -> Iterator[RowPrice]:
    for row, price in zip(model.shared_rows, prices.tolist(), strict=True):
        if price:
            rule, of = model.marks[row]
            value = abs(price) / model.program.rows[row].scale
            yield RowPrice(rule=rule, of=of, price=float(f"{value:.{DIGITS}g}"))
    # A goal for which nobody can be lifted has no row: at the price of its reward it adds nothing.
    for index, goal in enumerate(model.problem.bench):
        idle = index not in model.goals.values() and learning.missing_holders(model.problem, goal)
        if idle and goal.reward:
            yield RowPrice(rule="bench", of=(f"bench[{index}]",), price=float(goal.reward))


def _one_by_set(model: Model, found: Iterable[RowPrice]) -> Iterator[RowPrice]:
    """The same with prices of sets of funds, where the model has columns for what funds pay.

    There every fund has a price, and a bill costs what the cheapest of its funds does. Those are
    the prices of sets, each of all funds with at least a price: what it has on the next lower one.
    """
    by_fund: dict[str, float] = defaultdict(float)
    rows = list(found)
    if not any(one.rule == "bills" for one in rows):
        yield from rows
        return
    for one in rows:
        if one.rule not in ("bills", "funds"):
            yield one
            continue
        for fund in one.of:
            by_fund[fund] = max(by_fund[fund], one.price)
    below = 0.0
    for price in sorted(set(by_fund.values())):
        dearer = tuple(fund for fund in model.purse.ids if by_fund[fund] >= price)
        yield RowPrice(rule="funds", of=dearer, price=price - below)
        below = price
