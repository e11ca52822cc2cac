"""A plan's money by fund: what is set, planned and left, and what each fund pays for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pdplanner.budgets.models import Fund
from pdplanner.budgets.rules import in_words
from pdplanner.plans.models import Scenario, ScenarioLine


class Paid(NamedTuple):
    """A place that a fund pays, or a part of one."""

    person: str
    offering: str
    cents: int
    whole: bool


@dataclass(frozen=True, kw_only=True)
class FundRow:
    """Cents that are set, planned, left of what is set, and free of the fund.

    Free are those that the plan leaves; where it is adopted, those that nobody asks for now.
    """

    name: str
    account_code: str
    spend_by: date
    rules: str
    pays: Sequence[Paid]
    set_cents: int
    plan_cents: int
    free_cents: int

    @property
    def left_cents(self) -> int:
        return self.set_cents - self.plan_cents


def fund_rows(
    scenario: Scenario,
    funds: Sequence[Fund],
    lines: Sequence[ScenarioLine],
    *,
    free: Mapping[int, int],
    replaced: Mapping[int, int],
) -> list[FundRow]:
    """A row for each fund of the scenario.

    `free` are the cents by fund that a plan may use, `replaced` those of them that unanswered
    proposals ask for.
    """
    budgets = {each.fund_id: each for each in scenario.budgets}
    adopted = scenario.adopted_at is not None
    return [
        FundRow(
            name=fund.named,
            account_code=fund.account_code,
            spend_by=fund.spend_by,
            rules=in_words(fund),
            pays=_paid(fund, lines),
            set_cents=budgets[fund.id].limit_cents,
            plan_cents=budgets[fund.id].spent_cents,
            free_cents=free[fund.id]
            - (replaced.get(fund.id, 0) if adopted else budgets[fund.id].spent_cents),
        )
        for fund in funds
        if fund.id in budgets
    ]


def _paid(fund: Fund, lines: Sequence[ScenarioLine]) -> list[Paid]:
    """What the fund pays, by person; it adds up to what the plan takes of it."""
    return sorted(
        Paid(line.person.name, line.offering.title, each.cents, each.cents == line.price_cents)
        for line in lines
        for each in line.payments
        if each.fund_id == fund.id
    )
