"""Items whose price or hours are no longer those that the catalog, or the district's quote, has."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from pdplanner import clock
from pdplanner.catalog import queries as catalog
from pdplanner.catalog.queries import Terms
from pdplanner.extensions import db
from pdplanner.plans.items.costs import Costs, fee_and_travel
from pdplanner.plans.models import (
    PLANNED_STATES,
    Action,
    CostKind,
    ItemCost,
    PlanItem,
    RequestStep,
)
from pdplanner.web.filters import dollars, hours


@dataclass(frozen=True, kw_only=True)
class TermsNow:
    """What an item is to cost and take, and what a place costs and takes today.

    None is what did not change. `costs` are all of its costs by kind at the price of today; where
    that is not compared they stay as they are. `entered` is whether somebody entered what it
    costs: of that the fee alone is compared.
    """

    was_cents: int | None
    now_cents: int | None
    was_hours: float | None
    now_hours: float | None
    costs: Mapping[CostKind, int]
    chosen: bool
    entered: bool

    @property
    def said(self) -> str:
        was = _in_words(self.was_cents, self.was_hours)
        now = _in_words(self.now_cents, self.now_hours)
        if self.entered:
            fee = "Its fee is" if self.was_cents is not None else "It is"
            return f"{fee} put at {was} here; by the catalog of today at {now}."
        return f"Was {was} when it was {'chosen' if self.chosen else 'proposed'}, {now} now."

    @property
    def today(self) -> str:
        """What stands in it once it is taken over."""
        return _in_words(
            sum(self.costs.values()) if self.now_cents is not None else None, self.now_hours
        )

    @property
    def marks(self) -> tuple[str, str]:
        """Price in cents and hours of today as a form carries them; empty what did not change."""
        price = "" if self.now_cents is None else f"{self.now_cents}"
        return price, "" if self.now_hours is None else f"{self.now_hours:g}"


def terms_now(items: Sequence[PlanItem]) -> dict[int, TermsNow]:
    """Return by id of the items that nobody has settled those whose terms changed.

    One query for each district of their years, and two for all of them.
    """
    open_ = [each for each in items if each.state in PLANNED_STATES]
    by_district: dict[int, set[int]] = defaultdict(set)
    for item in open_:
        by_district[item.plan.fiscal_year.unit_id].add(item.offering_id)
    terms = {
        district: catalog.terms_of(district, offering_ids=ids)
        for district, ids in by_district.items()
    }
    ids = [each.id for each in open_]
    costs, entered = _costs(ids), _entered(ids)
    found = {}
    for item in open_:
        known = terms[item.plan.fiscal_year.unit_id].get(item.offering_id)
        now = known and _compared(item, known, costs[item.id], entered.get(item.id))
        if now:
            found[item.id] = now
    return found


def _compared(
    item: PlanItem, terms: Terms, costs: Costs, entered: datetime | None
) -> TermsNow | None:
    """Compare an item with the terms of today; None where they are as they were.

    `entered` is when somebody entered what it costs: its fee is compared only where the district
    quoted a price since, as nobody knows what the catalog said then. What nobody knows any more
    is not compared either, nor a share of a group price: what that is depends on who else goes.
    What somebody asked for themselves is in no catalog.
    """
    if item.offering.is_proposal:
        return None
    fee, was, now = _fee_today(item, terms), item.price_cents, None
    if fee is not None and entered is None:
        now = fee + terms.travel_cents
    elif fee is not None and entered is not None and _quoted_since(entered, terms):
        was, now = costs.get(CostKind.FEE, 0), fee
    other_price = now is not None and now != was
    other_hours = terms.hours is not None and terms.hours != item.hours
    if not (other_price or other_hours):
        return None
    if other_price and now is not None:
        split = {CostKind.FEE: now} if entered else fee_and_travel(now, terms.travel_cents)
        costs = {**costs, **split}
    return TermsNow(
        was_cents=was if other_price else None,
        now_cents=now if other_price else None,
        was_hours=item.hours if other_hours else None,
        now_hours=terms.hours if other_hours else None,
        costs={kind: cents for kind, cents in costs.items() if cents},
        chosen=item.scenario_id is None and item.proposed_by_id == item.owner_id,
        entered=entered is not None,
    )


def _quoted_since(entered: datetime, terms: Terms) -> bool:
    """Whether the district quoted the price after an instant.

    A quote has one instant for all its facts, and for its price a day.
    """
    if terms.quoted_at is None or terms.price_quoted_on is None:
        return False
    return terms.quoted_at > entered and terms.price_quoted_on >= clock.day_of(entered)


def _fee_today(item: PlanItem, terms: Terms) -> int | None:
    """What its place costs today with its share of a membership; None where that is not known."""
    price = terms.price_cents
    if item.mode == "member" and terms.member_price_cents is not None:
        price = terms.member_price_cents
    return None if price is None or item.mode == "cohort" else price + item.shared_cents


def _costs(item_ids: Sequence[int]) -> dict[int, dict[CostKind, int]]:
    """Return the costs by kind of some items, by item id."""
    found: dict[int, dict[CostKind, int]] = {each: {} for each in item_ids}
    costs = select(ItemCost.item_id, ItemCost.kind, ItemCost.cents)
    for item_id, kind, cents in db.session.execute(costs.where(ItemCost.item_id.in_(item_ids))):
        found[item_id][CostKind(kind)] = cents
    return found


def _entered(item_ids: Sequence[int]) -> dict[int, datetime]:
    """Return when somebody entered what an item costs, the last time, by item id."""
    amended = select(RequestStep.item_id, func.max(RequestStep.at).label("at")).where(
        RequestStep.item_id.in_(item_ids), RequestStep.action == Action.AMEND
    )
    rows = db.session.execute(amended.group_by(RequestStep.item_id)).all()
    return {row.item_id: row.at for row in rows}


def _in_words(cents: int | None, length: float | None) -> str:
    money = [] if cents is None else [dollars(cents) if cents else "free"]
    return " and ".join([*money, *([] if length is None else [hours(length)])])
