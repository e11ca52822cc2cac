"""More money, less, and enough of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from pdplanner.engine.solve import solve
from pdplanner.engine.values.plenty import with_amounts, with_plenty
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Limits

HUNDRED = 100


@dataclass(frozen=True, kw_only=True)
class Enough:
    """Where money stops helping: the most points of any budget, and the least that they cost.

    `least` says whether that cost is proven; `spend` are its cents by fund.
    """

    value: int
    bound: int
    cost: int
    least: bool
    spend: Mapping[str, int]


def scaled(problem: Problem, percent: int) -> Problem:
    """Every fund at a share of its money, rounded down to the cent."""
    return with_amounts(problem, {one.id: one.amount * percent // HUNDRED for one in problem.funds})


def more_money(problem: Problem, fund: str, cents: int) -> Problem:
    """One fund with more money."""
    return with_amounts(
        problem, {one.id: one.amount + cents * (one.id == fund) for one in problem.funds}
    )


def enough(problem: Problem, limits: Limits, *, only: Collection[str] | None = None) -> Enough:
    """The plan of funds without end, at the least cost, whatever was planned before.

    `only` are the ids of the funds that have money at all; None means every fund.
    """
    afresh = replace(with_plenty(problem, only=only), previous=())
    result = solve(afresh, replace(limits, until="cost"))
    return Enough(
        value=result.value,
        bound=result.bound,
        cost=result.cost,
        least="cost" in result.layers,
        spend={fund: cents for fund, cents in result.fund_spend.items() if cents},
    )
