"""Prices: what one unit more of each limit would be worth, from the linear relaxation."""

from collections import defaultdict

from pdplanner.engine.highs import relaxed_duals
from pdplanner.engine.model import Model
from pdplanner.engine.problem import Problem
from pdplanner.engine.result import Insight, Prices

DIGITS = 9


def prices_of(model: Model) -> Prices:
    """First-order worth in points; a limit that does not bind is worth nothing and left out."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    duals = relaxed_duals(model.program, model.points)
    for row, (rule, key) in model.marks.items() if duals else ():
        worth = round(abs(duals[row]) / model.program.rows[row].scale, DIGITS)
        if worth:
            found[rule][key] = worth
    return Prices(
        money=_by_fund(model, found["funds"]),
        seats=found["seats"],
        cohorts=found["cohorts"],
        hours={person: round(4 * worth, DIGITS) for person, worth in found["hours"].items()},
    )


def _by_fund(model: Model, by_set: dict[str, float]) -> dict[str, float]:
    """A cent in a fund eases every set of funds that holds it."""
    worth = {
        fund: sum(price for union, price in by_set.items() if int(union) >> index & 1)
        for index, fund in enumerate(model.purse.ids)
    }
    return {fund: round(price, DIGITS) for fund, price in worth.items() if price}


def insight_of(problem: Problem, prices: Prices) -> Insight:
    """Points per dollar, for each fund and for all in proportion; whom the hours limit."""
    by_fund = {one.id: round(100 * prices.money.get(one.id, 0.0), 6) for one in problem.funds}
    total = sum(one.amount for one in problem.funds)
    shares = sum(one.amount * by_fund[one.id] for one in problem.funds)
    return Insight(
        points_per_dollar=round(shares / total, 6) if total else 0.0,
        by_fund=by_fund,
        hours_bound=tuple(sorted(prices.hours)),
    )
