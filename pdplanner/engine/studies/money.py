"""More money, less, none, and enough: one point of the curve each."""

from dataclasses import dataclass, replace

from pdplanner.engine.plenty import with_amounts, with_plenty
from pdplanner.engine.problem import Problem
from pdplanner.engine.result import Limits
from pdplanner.engine.solve import solve

HUNDRED = 100


@dataclass(frozen=True, kw_only=True)
class Point:
    """The best plan of an amount of money: no plan within it is worth more than `bound`.

    `per_dollar` is the first-order worth of a dollar more there, in points; `possible` is False
    where pins and floors need more money.
    """

    money: int
    value: int
    bound: int
    cost: int
    per_dollar: float
    possible: bool


@dataclass(frozen=True, kw_only=True)
class Enough:
    """Where money stops helping: the most points of any budget, and the least that they cost.

    `least` says whether that cost is proven.
    """

    value: int
    bound: int
    cost: int
    least: bool


def scaled(problem: Problem, percent: int) -> Problem:
    """Every fund at a share of its money, rounded down to the cent."""
    return with_amounts(problem, {one.id: one.amount * percent // HUNDRED for one in problem.funds})


def more_money(problem: Problem, fund: str, cents: int) -> Problem:
    """One fund with more money."""
    return with_amounts(
        problem, {one.id: one.amount + cents * (one.id == fund) for one in problem.funds}
    )


def point(problem: Problem, limits: Limits) -> Point:
    """The value of a problem at the money that it has."""
    result = solve(problem, replace(limits, until="value"))
    return Point(
        money=sum(one.amount for one in problem.funds),
        value=result.value,
        bound=result.bound,
        cost=result.cost,
        per_dollar=result.insight.points_per_dollar,
        possible=not result.reasons,
    )


def enough(problem: Problem, limits: Limits) -> Enough:
    """The plan of funds without end, at the least cost."""
    result = solve(with_plenty(problem), replace(limits, until="cost"))
    return Enough(
        value=result.value, bound=result.bound, cost=result.cost, least="cost" in result.layers
    )
