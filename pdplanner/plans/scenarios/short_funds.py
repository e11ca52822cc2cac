"""The funds of which a plan spends more than is free."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pdplanner.budgets.models import Fund
from pdplanner.plans.models import Scenario


@dataclass(frozen=True, kw_only=True)
class ShortFund:
    """A fund with what the plan spends of it and what is free now, below 0 where it is overdrawn.

    `blocks` is whether requests that go over it are refused.
    """

    fund_id: int
    name: str
    spent_cents: int
    free_cents: int
    blocks: bool

    @property
    def over_cents(self) -> int:
        return self.spent_cents - max(0, self.free_cents)


def short_funds(
    scenario: Scenario, funds: Sequence[Fund], free: Mapping[int, int]
) -> list[ShortFund]:
    """Those that have less free than the plan spends of them, in the order of the funds.

    An adopted plan has none: what is approved of it takes from what is free.
    """
    return [] if scenario.adopted_at else overspent(scenario, funds, free)


def overspent(
    scenario: Scenario, funds: Sequence[Fund], free: Mapping[int, int]
) -> list[ShortFund]:
    """Compare what a plan spends of funds with what is free, whether it is adopted or not."""
    spent = {each.fund_id: each.spent_cents for each in scenario.budgets}
    return [
        ShortFund(
            fund_id=fund.id,
            name=fund.named,
            spent_cents=spent[fund.id],
            free_cents=free[fund.id],
            blocks=fund.cap == "block",
        )
        for fund in funds
        if spent.get(fund.id, 0) > max(0, free[fund.id])
    ]
