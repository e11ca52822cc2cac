"""Items whose price or hours are no longer those that the catalog, or the district's quote, has."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from pdplanner.catalog import queries as catalog
from pdplanner.catalog.queries import Terms
from pdplanner.extensions import db
from pdplanner.plans.costs import fee_and_travel
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

    None is what did not change. `costs` are all of its costs by kind at the price of today.
    `entered` is whether somebody entered what it costs: of that the fee alone is compared.
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
    def hours_mark(self) -> str:
        """The hours of today as a form carries them; empty where they did not change."""
        return "" if self.now_hours is None else f"{self.now_hours:g}"


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
    entered = _entered([each.id for each in open_])
    found = {}
    for item in open_:
        known = terms[item.plan.fiscal_year.unit_id].get(item.offering_id)
        now = known and compared(item, known, entered=entered.get(item.id))
        if now:
            found[item.id] = now
    return found


def compared(
    item: PlanItem, terms: Terms, *, entered: Mapping[CostKind, int] | None = None
) -> TermsNow | None:
    """Compare an item with the terms of today; None where they are as they were.

    `entered` are its costs where somebody entered them. What nobody knows any more is not
    compared, nor a share of a group price: what that is depends on who else goes. What somebody
    asked for themselves is in no catalog.
    """
    if item.offering.is_proposal:
        return None
    fee = _fee_today(item, terms)
    if entered is not None:
        was, now = entered.get(CostKind.FEE, 0), fee
        costs = {**entered, **({} if fee is None else {CostKind.FEE: fee})}
    else:
        was, now = item.price_cents, None if fee is None else fee + terms.travel_cents
        costs = fee_and_travel(item.price_cents if now is None else now, terms.travel_cents)
    other_price = now is not None and now != was
    other_hours = terms.hours is not None and terms.hours != item.hours
    if not (other_price or other_hours):
        return None
    return TermsNow(
        was_cents=was if other_price else None,
        now_cents=now if other_price else None,
        was_hours=item.hours if other_hours else None,
        now_hours=terms.hours if other_hours else None,
        costs={kind: cents for kind, cents in costs.items() if cents},
        chosen=item.scenario_id is None and item.proposed_by_id == item.owner_id,
        entered=entered is not None,
    )


def _fee_today(item: PlanItem, terms: Terms) -> int | None:
    """What its place costs today with its share of a membership; None where that is not known."""
    price = terms.price_cents
    if item.mode == "member" and terms.member_price_cents is not None:
        price = terms.member_price_cents
    return None if price is None or item.mode == "cohort" else price + item.shared_cents


def _entered(item_ids: Sequence[int]) -> dict[int, dict[CostKind, int]]:
    """Return the costs by kind of the items whose costs somebody entered, by item id."""
    amended = select(RequestStep.item_id).where(
        RequestStep.item_id.in_(item_ids), RequestStep.action == Action.AMEND
    )
    ids = set(db.session.scalars(amended)) if item_ids else set()
    found: dict[int, dict[CostKind, int]] = {each: {} for each in ids}
    costs = select(ItemCost.item_id, ItemCost.kind, ItemCost.cents)
    for item_id, kind, cents in db.session.execute(costs.where(ItemCost.item_id.in_(ids))):
        found[item_id][CostKind(kind)] = cents
    return found


def _in_words(cents: int | None, length: float | None) -> str:
    money = [] if cents is None else [dollars(cents) if cents else "free"]
    return " and ".join([*money, *([] if length is None else [hours(length)])])
