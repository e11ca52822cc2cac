"""Prices: what one unit more of each limit would be worth, from the linear relaxation."""

from collections import defaultdict
from collections.abc import Mapping

from pdplanner.engine.highs import relaxed_duals
from pdplanner.engine.model import Model
from pdplanner.engine.problem import Problem
from pdplanner.engine.result import Insight, Prices

DIGITS = 9


def prices_of(model: Model) -> Prices:
    """First-order worth in points; a limit that does not bind is worth nothing and left out."""
    found: dict[str, dict[tuple[str, ...], float]] = defaultdict(dict)
    duals = relaxed_duals(model.program, model.points)
    for row, (rule, of) in model.marks.items() if duals else ():
        worth = round(abs(duals[row]) / model.program.rows[row].scale, DIGITS)
        if worth:
            found[rule][of] = worth
    hours = _of_one(found["hours"])
    return Prices(
        money=_by_fund(model, found["funds"]),
        seats=_of_one(found["seats"]),
        cohorts=_of_one(found["cohorts"]),
        hours={person: round(4 * worth, DIGITS) for person, worth in hours.items()},
    )


def _of_one(found: Mapping[tuple[str, ...], float]) -> dict[str, float]:
    """The rows that are about one thing, not those of one person in a cohort."""
    return {of[0]: worth for of, worth in found.items() if len(of) == 1}


def _by_fund(model: Model, by_set: Mapping[tuple[str, ...], float]) -> dict[str, float]:
    """A cent in a fund eases every set of funds that holds it."""
    worth = {
        fund: sum(price for union, price in by_set.items() if fund in union)
        for fund in model.purse.ids
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
