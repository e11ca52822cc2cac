"""What a district buys of an offering in a year, and what its purchasing rules ask for then.

Bought are fees and materials; what people spend on the way is no purchase.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import func, select, tuple_

from pdplanner.budgets import queries as budgets
from pdplanner.budgets.models import FiscalYear, PurchasingThreshold
from pdplanner.catalog import queries as catalog
from pdplanner.extensions import db
from pdplanner.plans.models import (
    OPEN_STATES,
    CostKind,
    ItemCost,
    LearningPlan,
    PlanItem,
    ScenarioLine,
)

BOUGHT = (CostKind.FEE, CostKind.MATERIALS)


class Flag(NamedTuple):
    """A purchase of some places, in cents, that is above a threshold."""

    cents: int
    places: int
    threshold: PurchasingThreshold


def flags_of(items: Sequence[PlanItem]) -> Mapping[int, Flag]:
    """Return by item id the purchase that it is part of, where that is above a threshold.

    All open places of the offering in the year count: a purchase is not made smaller by parting it.
    """
    years = {item.plan.fiscal_year_id: item.plan.fiscal_year for item in items}
    thresholds = budgets.thresholds_of({year.unit_id for year in years.values()})
    if not thresholds:
        return {}
    bought = _bought({(item.plan.fiscal_year_id, item.offering_id) for item in items})
    flags = {}
    for item in items:
        if item.state not in OPEN_STATES:
            continue
        year = item.plan.fiscal_year
        cents, places = bought.get((year.id, item.offering_id), (0, 0))
        threshold = crossed(thresholds.get(year.unit_id, ()), cents)
        if threshold is not None:
            flags[item.id] = Flag(cents, places, threshold)
    return flags


def flags_of_lines(lines: Sequence[ScenarioLine], fiscal_year: FiscalYear) -> Mapping[int, Flag]:
    """Return the same by offering id for a plan that nobody has asked for yet."""
    thresholds = budgets.thresholds_of({fiscal_year.unit_id}).get(fiscal_year.unit_id, ())
    if not thresholds:
        return {}
    by_offering: dict[int, list[ScenarioLine]] = {}
    for line in lines:
        by_offering.setdefault(line.offering_id, []).append(line)
    terms = catalog.terms_of(fiscal_year.unit_id, offering_ids=by_offering.keys())
    flags = {}
    for offering_id, places in by_offering.items():
        travel = terms[offering_id].travel_cents
        cents = sum(max(0, line.price_cents - travel) for line in places)
        threshold = crossed(thresholds, cents)
        if threshold is not None:
            flags[offering_id] = Flag(cents, len(places), threshold)
    return flags


def crossed(thresholds: Sequence[PurchasingThreshold], cents: int) -> PurchasingThreshold | None:
    """Return the highest threshold that a sum is above."""
    below = [each for each in thresholds if each.above_cents < cents]
    return max(below, key=lambda each: each.above_cents, default=None)


def _bought(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Cents and places by fiscal year and offering id."""
    sums = (
        select(
            LearningPlan.fiscal_year_id,
            PlanItem.offering_id,
            func.sum(ItemCost.cents),
            func.count(PlanItem.id.distinct()),
        )
        .join(PlanItem, PlanItem.id == ItemCost.item_id)
        .join(PlanItem.plan)
        .where(tuple_(LearningPlan.fiscal_year_id, PlanItem.offering_id).in_(pairs))
        .where(PlanItem.state.in_(OPEN_STATES), ItemCost.kind.in_(BOUGHT))
        .group_by(LearningPlan.fiscal_year_id, PlanItem.offering_id)
    )
    return {
        (year_id, offering_id): (int(cents), places)
        for year_id, offering_id, cents, places in db.session.execute(sums)
    }
