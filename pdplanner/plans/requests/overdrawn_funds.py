"""Which funds an approval takes below zero: those whose cap only warns, said before and after."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pdplanner.budgets.models import Fund
from pdplanner.plans.models import PlanItem
from pdplanner.web.filters import dollars


class Over(NamedTuple):
    """A fund that would pay more cents than it has; `by` is what it lacks then."""

    fund: Fund
    pays: int
    by: int


def would_go_over(funds: Iterable[Fund], parts: Mapping[int, int]) -> list[Over]:
    """Return the funds that only warn and would be over; `parts` are cents by fund id."""
    paying = [(fund, parts.get(fund.id, 0)) for fund in funds if fund.cap == "warn"]
    return [
        Over(fund, cents, cents - fund.available_cents)
        for fund, cents in paying
        if cents and cents > fund.available_cents
    ]


def are_over(items: Iterable[PlanItem]) -> str:
    """Say which of the funds that pay some items are over by now, or nothing where none is."""
    funds = {each.fund_id: each.fund for item in items for each in item.payments}
    return " ".join(
        f"{fund.named} is over by {dollars(-fund.available_cents)} now; its cap only warns."
        for _id, fund in sorted(funds.items())
        if fund.available_cents < 0
    )
