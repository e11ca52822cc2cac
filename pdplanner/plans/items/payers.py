"""Which funds may pay for what, and how an item's cost is split over them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from pdplanner.budgets import queries as budgets
from pdplanner.budgets.last_days import could_be_spent, past_ids
from pdplanner.budgets.models import Fund
from pdplanner.budgets.rules import pays_for, pays_for_person
from pdplanner.budgets.splitting import split
from pdplanner.catalog.models import Tag
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator
from pdplanner.organization.models import JobRole, Person
from pdplanner.plans.items.costs import Costs
from pdplanner.plans.models import TRAVEL, ItemCost, PlanItem
from pdplanner.web.filters import dollars
from pdplanner.web.word_lists import in_a_row

Cents = Mapping[int, int]
"""Cents by fund id."""


class Payers(NamedTuple):
    """The funds of the year that may pay an item today, the money that ends first first.

    `travel_cents` of its cost are left to those that pay travel. `past` could pay it until their
    last day, which is over.
    """

    item: PlanItem
    funds: Sequence[Fund]
    travel_cents: int
    past: Sequence[Fund] = ()

    @property
    def cents(self) -> int:
        return self.item.price_cents

    def suggested(self, left: Cents | None = None) -> dict[int, int]:
        """Return who pays: as named before, as far as each fund goes, and then whoever else may.

        A fund that blocks is given no more than it has. What is more than all of them have falls
        to the first whose cap only warns, and what no fund pays is left out. `left` are the cents
        that each fund has, where some of what is available is taken already.
        """
        has, named = self._has(left), self._named()
        before = [
            (fund, named[fund.id] if fund.cap == "warn" else min(named[fund.id], has[fund.id]))
            for fund in self.funds
            if fund.id in named
        ]
        within = [(fund, has[fund.id]) for fund in self.funds]
        beyond = [(fund, self.cents) for fund in self.funds if fund.cap == "warn"]
        parts: Counter[int] = Counter()
        rest, travel = self.cents, self.travel_cents
        for fund, most in (*before, *within, *beyond):
            room = max(0, most - parts[fund.id])
            part = min(room, rest - travel if fund.refuses_travel else rest)
            parts[fund.id] += part
            rest -= part
            travel -= 0 if fund.refuses_travel else min(travel, part)
        return {fund_id: cents for fund_id, cents in parts.items() if cents}

    def gone(self, left: Cents | None = None) -> list[str]:
        """Say of each fund named before that it cannot pay what it was to, and why."""
        has = self._has(left)
        funds = {fund.id: fund for fund in self.funds}
        said = []
        for each in self.item.payments:
            was = f"{each.fund.named} was to pay {dollars(each.cents)}"
            if each.fund in self.past:
                said.append(f"{was} and {could_be_spent(each.fund.spend_by)}.")
            elif each.fund_id not in funds:
                said.append(f"{was} and may not pay for it today.")
            elif each.fund.cap == "block" and has[each.fund_id] < each.cents:
                said.append(f"{was} and has {dollars(has[each.fund_id])} left.")
        return said

    def _named(self) -> Cents:
        """Who was named before, where that is the whole cost; else another cost was meant."""
        named = {each.fund_id: each.cents for each in self.item.payments}
        return named if sum(named.values()) == self.cents else {}

    def _has(self, left: Cents | None) -> Cents:
        """What each fund has left, never below nothing."""
        has = {fund.id: fund.available_cents for fund in self.funds} if left is None else left
        return {fund.id: max(0, has[fund.id]) for fund in self.funds}

    def fault_of(self, parts: Cents) -> str:
        """Say why the funds do not pay it so, or nothing where they do."""
        whole = sum(parts.values())
        if whole != self.cents:
            return f"The funds pay {dollars(whole)} of {dollars(self.cents)}."
        for fund in self.past:
            if fund.id in parts:
                return f"{fund.named} {could_be_spent(fund.spend_by)}: past."
        if not parts.keys() <= {fund.id for fund in self.funds}:
            return "One of the funds may not pay for this by its rules."
        others = [fund for fund in self.funds if fund.id in parts and fund.refuses_travel]
        most = self.cents - self.travel_cents
        if sum(parts[fund.id] for fund in others) > most:
            names = in_a_row(fund.named for fund in others)
            return f"Without travel it costs {dollars(most)}; {names} would pay more than that."
        return ""


def payers_of(item: PlanItem) -> Payers:
    return payers_of_each([item])[item.id]


def payers_of_each(items: Sequence[PlanItem]) -> Mapping[int, Payers]:
    """Return `payers_of` by item id; the queries do not grow with the items."""
    funds = budgets.funds_of_years({item.plan.fiscal_year_id for item in items})
    areas = _areas({item.offering_id for item in items})
    named = any(fund.job_roles for fund in funds)
    roles = _job_roles({item.plan.person_id for item in items} if named else ())
    parted = any(fund.refuses_travel for fund in funds)
    travel = _travel_cents([item.id for item in items] if parted else ())
    over = past_ids(funds)
    found = {}
    for item in items:
        allowed = [
            fund
            for fund in funds
            if _of_year(fund, item)
            and pays_for_person(fund, item.plan.person.unit, roles[item.plan.person_id])
            and pays_for(fund, item.offering, areas=areas[item.offering_id])
        ]
        lasting = [fund for fund in allowed if fund.id not in over]
        past = [fund for fund in allowed if fund.id in over]
        found[item.id] = Payers(item, lasting, travel.get(item.id, 0), past)
    return found


def shares(actual: Costs, estimated: Costs, held: Cents) -> dict[int, int]:
    """Split what an item did cost over the funds that hold money for it.

    In the proportion of what they hold. A fund that pays no travel pays none beyond what it holds
    for it from before that was its rule; empty where nobody is left to pay it.
    """
    funds = db.session.scalars(select(Fund).where(Fund.id.in_(held))).all()
    others = {fund.id: held[fund.id] for fund in funds if fund.refuses_travel}
    whole, travel = sum(actual.values()), _travel(actual)
    parts = split(whole, held)
    held_for_it = max(0, sum(others.values()) - (sum(estimated.values()) - _travel(estimated)))
    most = whole - travel + min(travel, held_for_it)
    if sum(parts.get(fund_id, 0) for fund_id in others) <= most:
        return parts
    rest = {fund_id: held[fund_id] for fund_id in held if fund_id not in others}
    if not rest:
        return {}
    parts = {**split(most, others), **split(whole - most, rest)}
    return {fund_id: parts[fund_id] for fund_id in sorted(parts)}


def _travel(costs: Costs) -> int:
    return sum(costs.get(kind, 0) for kind in TRAVEL)


def _of_year(fund: Fund, item: PlanItem) -> bool:
    year = item.plan.fiscal_year
    return fund.fiscal_year_id == year.id and fund.unit.path.startswith(year.unit.path)


def _areas(offering_ids: Collection[int]) -> Mapping[int, set[int]]:
    """The skill areas that each offering teaches."""
    taught = select(Tag.offering_id, Indicator.area_id).join(
        Indicator, Indicator.id == Tag.indicator_id
    )
    areas: defaultdict[int, set[int]] = defaultdict(set)
    for offering_id, area_id in db.session.execute(taught.where(Tag.offering_id.in_(offering_ids))):
        areas[offering_id].add(area_id)
    return areas


def _job_roles(person_ids: Collection[int]) -> Mapping[int, set[int]]:
    """The job roles that each person holds; nothing is asked for nobody."""
    roles: defaultdict[int, set[int]] = defaultdict(set)
    if person_ids:
        held = select(Person.id, JobRole.id).join(Person.job_roles)
        for person_id, role_id in db.session.execute(held.where(Person.id.in_(person_ids))):
            roles[person_id].add(role_id)
    return roles


def _travel_cents(item_ids: Collection[int]) -> dict[int, int]:
    """What each item costs for travel, lodging and meals; nothing is asked for no item."""
    if not item_ids:
        return {}
    sums = select(ItemCost.item_id, func.sum(ItemCost.cents)).where(
        ItemCost.item_id.in_(item_ids), ItemCost.kind.in_(TRAVEL)
    )
    return {
        item_id: int(cents)
        for item_id, cents in db.session.execute(sums.group_by(ItemCost.item_id))
    }
