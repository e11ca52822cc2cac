"""The part of a proof that is about prices: the certificate's, and what follows from them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import isclose

from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Certificate, Insight, Prices, Result

DIGITS = 9
"""Of a price; smaller ones are left out."""


def price_violations(problem: Problem, result: Result) -> Iterator[str]:
    """Prices that are not the certificate's, and what is reckoned from them.

    Without a certificate nothing says what the prices are.
    """
    said = result.prices
    if result.certificate is not None:
        for name, found in _prices(result.certificate).items():
            yield from _unequal(f"prices.{name}", getattr(said, name), found, DIGITS)
    for one, points in said.hours.items():
        if one not in problem.person_by_id or not points > 0:
            yield f"prices.hours has {points} for {one}, expected people and more than 0."
    yield from _wrong_insight(result.insight, _insight(problem, said))


def _prices(certificate: Certificate) -> Mapping[str, Mapping[str, float]]:
    """What one unit more is worth, from all rows that a limit stands in."""
    money: defaultdict[str, float] = defaultdict(float)
    single: dict[str, dict[str, float]] = {"seats": {}, "cohorts": {}}
    for row in certificate.prices:
        if row.rule == "funds":
            for fund in row.of:
                money[fund] += row.price
        elif row.rule in single and len(row.of) == 1:
            single[row.rule][row.of[0]] = row.price
    return {"money": money, **single}


def _insight(problem: Problem, prices: Prices) -> Insight:
    by_fund = {one.id: 100 * prices.money.get(one.id, 0.0) for one in problem.funds}
    total = sum(one.amount for one in problem.funds)
    worth = sum(one.amount * by_fund[one.id] for one in problem.funds)
    return Insight(
        points_per_dollar=worth / total if total else 0.0,
        by_fund=by_fund,
        hours_bound=tuple(sorted(prices.hours)),
    )


def _wrong_insight(said: Insight, found: Insight) -> Iterator[str]:
    if not isclose(said.points_per_dollar, found.points_per_dollar, rel_tol=0, abs_tol=2e-6):
        figures = f"{found.points_per_dollar:.6f}, the result says {said.points_per_dollar:.6f}"
        yield f"insight.points_per_dollar is {figures}."
    yield from _unequal("insight.points_per_dollar_by_fund", said.by_fund, found.by_fund, 6)
    if said.hours_bound != found.hours_bound:
        yield f"insight.hours_bound is not who has a price in prices.hours: {said.hours_bound}."


def _unequal(
    name: str, said: Mapping[str, float], found: Mapping[str, float], digits: int
) -> Iterator[str]:
    """Each entry that differs; one that rounds to 0 may be missing."""
    for one in sorted({*said, *found}):
        worth, claimed = found.get(one, 0.0), said.get(one, 0.0)
        if one not in found or abs(claimed - worth) > 10.0**-digits:
            yield f"{name} of {one} is {worth:.{digits}f}, the result says {claimed:.{digits}f}."
