"""Which funds may pay for what."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import select

from pdplanner import clock
from pdplanner.budgets import queries as budgets
from pdplanner.budgets.models import Fund
from pdplanner.catalog.models import Tag
from pdplanner.extensions import db
from pdplanner.frameworks.models import Indicator
from pdplanner.plans.models import PlanItem


def may_pay(fund: Fund, *, format_: str, areas: Collection[int], begins: date) -> bool:
    """Whether the fund's rules allow it: day, format, and one of the areas that it teaches."""
    return (
        begins <= fund.spend_by
        and format_ not in {each.format for each in fund.refused_formats}
        and (not fund.areas or any(each.area_id in areas for each in fund.areas))
    )


def payers_of(item: PlanItem) -> Sequence[Fund]:
    """Return the funds of the year that may pay an item today, the money that ends first first."""
    return payers_of_each([item])[item.id]


def payers_of_each(items: Sequence[PlanItem]) -> Mapping[int, Sequence[Fund]]:
    """Return `payers_of` by item id; the queries do not grow with the items."""
    funds = budgets.funds_of_years({item.plan.fiscal_year_id for item in items})
    areas = _areas({item.offering_id for item in items})
    today = clock.today()
    return {
        item.id: [
            fund
            for fund in funds
            if _reaches(fund, item)
            and may_pay(
                fund, format_=item.offering.format, areas=areas[item.offering_id], begins=today
            )
        ]
        for item in items
    }


def suggested(
    item: PlanItem, funds: Sequence[Fund], left: Mapping[int, int] | None = None
) -> dict[int, int]:
    """Return cents by fund id that pay the item: as named before, else as far as each fund goes.

    `left` are the cents that each fund has, where some of what is available is taken already.
    What no fund has left is left out.
    """
    named = {each.fund_id: each.cents for each in item.payments}
    known = {fund.id for fund in funds}
    if named and sum(named.values()) == item.price_cents and named.keys() <= known:
        return named
    parts, rest = {}, item.price_cents
    for fund in funds:
        part = min(rest, max(0, fund.available_cents if left is None else left[fund.id]))
        if part:
            parts[fund.id] = part
            rest -= part
    return parts


def _reaches(fund: Fund, item: PlanItem) -> bool:
    """Whether it is a fund of the item's year, of the district or of a unit above the person."""
    year, unit = item.plan.fiscal_year, item.plan.person.unit
    of_year = fund.fiscal_year_id == year.id and fund.unit.path.startswith(year.unit.path)
    return of_year and unit.path.startswith(fund.unit.path)


def _areas(offering_ids: Collection[int]) -> Mapping[int, set[int]]:
    """The skill areas that each offering teaches."""
    taught = select(Tag.offering_id, Indicator.area_id).join(
        Indicator, Indicator.id == Tag.indicator_id
    )
    areas: defaultdict[int, set[int]] = defaultdict(set)
    for offering_id, area_id in db.session.execute(taught.where(Tag.offering_id.in_(offering_ids))):
        areas[offering_id].add(area_id)
    return areas
