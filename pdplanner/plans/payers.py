"""Which funds may pay for what."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from pdplanner import clock
from pdplanner.budgets import queries as budgets
from pdplanner.budgets.models import Fund
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
    person, offering = item.plan.person, item.offering
    ids = [tag.indicator_id for tag in offering.tags]
    areas = set(db.session.scalars(select(Indicator.area_id).where(Indicator.id.in_(ids))))
    return [
        fund
        for fund in budgets.funds_of(person.unit, item.plan.fiscal_year)
        if person.unit.path.startswith(fund.unit.path)
        and may_pay(fund, format_=offering.format, areas=areas, begins=clock.today())
    ]


def suggested(item: PlanItem, funds: Sequence[Fund]) -> dict[int, int]:
    """Return cents by fund id that pay the item: as named before, else as far as each fund goes.

    What no fund has left is left out.
    """
    named = {each.fund_id: each.cents for each in item.payments}
    known = {fund.id for fund in funds}
    if named and sum(named.values()) == item.price_cents and named.keys() <= known:
        return named
    parts, left = {}, item.price_cents
    for fund in funds:
        part = min(left, max(0, fund.available_cents))
        if part:
            parts[fund.id] = part
            left -= part
    return parts
