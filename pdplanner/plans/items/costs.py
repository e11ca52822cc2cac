"""What an item costs, by kind: the one place that sets it."""

from collections.abc import Mapping

from pdplanner.budgets.splitting import split
from pdplanner.plans.models import NO_ALLOWANCE, CostKind, ItemCost, ItemPayment, PlanItem

Costs = Mapping[CostKind, int]
"""Cents by kind; what is left out costs nothing."""


def fee_and_travel(price_cents: int, travel_cents: int) -> dict[CostKind, int]:
    """Tell apart what a place costs in all."""
    travel = min(price_cents, travel_cents)
    return {CostKind.FEE: price_cents - travel, CostKind.TRAVEL: travel}


def costs_of(item: PlanItem) -> dict[CostKind, int]:
    return {CostKind(each.kind): each.cents for each in item.costs}


def set_costs(item: PlanItem, costs: Costs) -> None:
    """Say what an item is to cost. Funds that are named pay it in the same proportion."""
    _write(item, {kind: cents for kind, cents in costs.items() if cents})
    if item.price_cents != sum(each.cents for each in item.payments):
        held = {each.fund_id: each.cents for each in item.payments}
        set_payments(item, split(item.price_cents, held))


def estimated_costs_of(item: PlanItem) -> dict[CostKind, int]:
    """What an item was to cost, once what it did cost is known."""
    return {CostKind(each.kind): each.estimated_cents or 0 for each in item.costs}


def set_actual_costs(item: PlanItem, costs: Costs, *, estimated: Costs) -> None:
    """Say what an item did cost, and keep what it was to cost beside it."""
    item.estimated_cents = sum(estimated.values())
    named = {kind for kind, cents in costs.items() if cents} | set(estimated)
    _write(item, {kind: costs.get(kind, 0) for kind in named})
    for each in item.costs:
        each.estimated_cents = estimated.get(CostKind(each.kind), 0)


def set_payments(item: PlanItem, parts: Mapping[int, int]) -> None:
    """Name who pays: cents by fund id."""
    held = {each.fund_id: each for each in item.payments}
    for fund_id, cents in parts.items():
        if fund_id in held:
            held[fund_id].cents = cents
    item.payments = [
        held.get(fund_id) or ItemPayment(fund_id=fund_id, cents=cents)
        for fund_id, cents in parts.items()
    ]


def _write(item: PlanItem, costs: Costs) -> None:
    held = {CostKind(each.kind): each for each in item.costs}
    item.costs = [held.get(kind) or ItemCost(kind=kind) for kind in CostKind if kind in costs]
    for each in item.costs:
        each.cents = costs[CostKind(each.kind)]
    item.price_cents = sum(costs.values())
    item.uncounted_cents = sum(costs.get(kind, 0) for kind in NO_ALLOWANCE)
