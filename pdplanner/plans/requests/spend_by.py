"""Until when the money of what is approved has to be spent, where that day is near or past."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from pdplanner.budgets.last_days import could_be_spent, is_past
from pdplanner.budgets.models import Fund
from pdplanner.budgets.queries import today_in
from pdplanner.catalog.models import Session
from pdplanner.catalog.queries.terms import run_for
from pdplanner.extensions import db
from pdplanner.plans.models import PlanItem, State
from pdplanner.web.filters import day, plural

NEAR = timedelta(days=30)
HELD = (State.APPROVED, State.REGISTERED)
"""The states in which money is set aside and not spent."""


class SpendBy(NamedTuple):
    """A fund whose last day is near or past, or earlier than the end of every run to come."""

    fund: Fund
    today: date
    """The day where the district is, by which its money ends."""
    ends_on: date | None
    """The end of the first run to come, where that is too late."""

    @property
    def words(self) -> str:
        last = day(self.fund.spend_by)
        left = self.fund.spend_by - self.today
        if is_past(self.fund, today=self.today):
            return f"{self.fund.named} {could_be_spent(self.fund.spend_by)}: past."
        if self.ends_on is not None:
            return (
                f"{self.fund.named} is to be spent by {last}, and this ends on {day(self.ends_on)}."
            )
        when = f"{plural(left.days, 'day')} from now" if left.days else "today"
        return f"{self.fund.named} is to be spent by {last}, {when}."


def to_spend(items: Sequence[PlanItem]) -> Mapping[int, Sequence[SpendBy]]:
    """Return by item id the funds that pay it and whose last day has to be watched."""
    held = [item for item in items if item.state in HELD and item.payments]
    years = {_year_id(item): item.plan.fiscal_year for item in held}
    days = {year_id: today_in(year) for year_id, year in years.items()}
    ends = _first_ends(held, days)
    found = {
        item.id: list(
            _watched(
                item,
                today=days[_year_id(item)],
                ends_on=ends.get((_year_id(item), item.offering_id)),
            )
        )
        for item in held
    }
    return {item_id: funds for item_id, funds in found.items() if funds}


def _watched(item: PlanItem, *, today: date, ends_on: date | None) -> Iterable[SpendBy]:
    for each in item.payments:
        late = ends_on if ends_on is not None and ends_on > each.fund.spend_by else None
        if late is not None or each.fund.spend_by - today <= NEAR:
            yield SpendBy(each.fund, today, late)


def _first_ends(items: Sequence[PlanItem], days: Mapping[int, date]) -> dict[tuple[int, int], date]:
    """When the first run to come ends, by year and offering; which one it is nobody knows.

    `days` is the present day by year.
    """
    ends: dict[tuple[int, int], date] = {}
    for year_id, district_id in {(_year_id(item), _district(item)) for item in items}:
        offering_ids = {item.offering_id for item in items if _year_id(item) == year_id}
        first = (
            select(Session.offering_id, func.min(Session.ends_on))
            .join(Session.offering)
            .where(Session.offering_id.in_(offering_ids), Session.ends_on >= days[year_id])
            .where(run_for(district_id))
            .group_by(Session.offering_id)
        )
        for offering_id, ends_on in db.session.execute(first):
            ends[year_id, offering_id] = ends_on
    return ends


def _year_id(item: PlanItem) -> int:
    return item.plan.fiscal_year_id


def _district(item: PlanItem) -> int:
    return item.plan.fiscal_year.unit_id
