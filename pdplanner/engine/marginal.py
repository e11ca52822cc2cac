"""What one unit more of each limit would be worth, by the prices of the certificate."""

from collections import defaultdict
from collections.abc import Mapping

from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Certificate, Insight, Prices

DIGITS = 9


def prices_of(certificate: Certificate | None, hours: Mapping[str, float]) -> Prices:
    """First-order worth in points; a limit that does not bind is worth nothing and left out."""
    found: dict[str, dict[str, float]] = {"funds": defaultdict(float), "seats": {}, "cohorts": {}}
    for row in certificate.prices if certificate is not None else ():
        if row.rule == "funds":
            # A cent in a fund eases every set of funds that holds it.
            for fund in row.of:
                found["funds"][fund] += row.price
        elif row.rule in found and len(row.of) == 1:
            found[row.rule][row.of[0]] = row.price
    return Prices(
        money=_rounded(found["funds"]),
        seats=_rounded(found["seats"]),
        cohorts=_rounded(found["cohorts"]),
        hours=_rounded(hours),
    )


def _rounded(found: Mapping[str, float]) -> dict[str, float]:
    rounded = {of: round(worth, DIGITS) for of, worth in found.items()}
    return {of: worth for of, worth in rounded.items() if worth}


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
