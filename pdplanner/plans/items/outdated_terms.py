"""Items whose price or hours are no longer those that the catalog, or the district's quote, has."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from pdplanner.catalog import queries as catalog
from pdplanner.catalog.queries import Terms
from pdplanner.extensions import db
from pdplanner.plans.items.costs import Costs, costs_of, fee_and_travel
from pdplanner.plans.models import PLANNED_STATES, CostKind, ItemCost, PlanItem
from pdplanner.web.filters import dollars, hours
from pdplanner.web.word_lists import in_a_row


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

    One query for each district of their years, and one for all of them.
    """
    open_ = [each for each in items if each.state in PLANNED_STATES]
    by_district: dict[int, set[int]] = defaultdict(set)
    for item in open_:
        by_district[item.plan.fiscal_year.unit_id].add(item.offering_id)
    terms = {
        district: catalog.terms_of(district, offering_ids=ids)
        for district, ids in by_district.items()
    }
    costs = _costs([each.id for each in open_])
    found = {}
    for item in open_:
        known = terms[item.plan.fiscal_year.unit_id].get(item.offering_id)
        now = known and _compared(item, known, costs[item.id])
        if now:
            found[item.id] = now
    return found


def note_entered(item: PlanItem, costs: Costs) -> None:
    """Keep of costs that somebody enters for an item for which fee of the catalog they do.

    A fee that is left as it is stays that of before. Where the catalog knows none, it is the one
    entered: a later one is compared with that.
    """
    before, fee = costs_of(item).get(CostKind.FEE, 0), costs.get(CostKind.FEE, 0)
    if fee != before:
        district = item.plan.fiscal_year.unit_id
        terms = catalog.terms_of(district, offering_ids=[item.offering_id])[item.offering_id]
        today = _fee_today(item, terms)
        item.catalog_fee_cents = fee if today is None else today
    elif not item.costs_entered:
        item.catalog_fee_cents = fee
    item.costs_entered = True


def note_taken_over(item: PlanItem, now: TermsNow) -> None:
    """Keep the catalog's fee that is taken over, where somebody had entered another."""
    if item.costs_entered and now.now_cents is not None:
        item.catalog_fee_cents = now.now_cents


def _compared(item: PlanItem, terms: Terms, costs: Costs) -> TermsNow | None:
    """Compare an item with the terms of today; None where they are as they were.

    A fee that somebody entered is compared only where the catalog's is another than they entered
    it for. What nobody knows any more is not compared either, nor a share of a group price: what
    that is depends on who else goes. What somebody asked for themselves is in no catalog.
    """
    if item.offering.is_proposal:
        return None
    entered, before = item.costs_entered, item.catalog_fee_cents
    fee, was, now = _fee_today(item, terms), item.price_cents, None
    if fee is not None and not entered:
        now = fee + terms.travel_cents
    elif fee is not None and before is not None and fee != before:
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
        entered=entered,
    )


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


def _in_words(cents: int | None, length: float | None) -> str:
    money = [] if cents is None else [dollars(cents) if cents else "free"]
    return in_a_row([*money, *([] if length is None else [hours(length)])])
