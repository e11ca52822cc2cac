"""The last day of a fund's money: whether it is over where its district is, and how that is said.

Everything that decides or shows whether a fund still pays asks here, whoever asks from where.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from pdplanner import clock
from pdplanner.budgets.models import Fund
from pdplanner.budgets.queries import today_in
from pdplanner.web.filters import day

APART = timedelta(days=2)
"""No two places of the world have days further apart."""


def is_past(fund: Fund, *, today: date | None = None) -> bool:
    """Whether the last day of its money is over; `today` is the district's, where that is known."""
    if today is None:
        # Most funds need no look at the district.
        today = today_in(fund.fiscal_year) if _is_near(fund) else clock.today()
    return fund.spend_by < today


def past_ids(funds: Iterable[Fund]) -> set[int]:
    """Return the ids of the funds whose last day is over; one look at the district for a year."""
    funds = list(funds)
    near = {fund.fiscal_year_id: fund.fiscal_year for fund in funds if _is_near(fund)}
    days = {year_id: today_in(year) for year_id, year in near.items()}
    return {fund.id for fund in funds if is_past(fund, today=days.get(fund.fiscal_year_id))}


def _is_near(fund: Fund) -> bool:
    """Whether its last day may be over in one place of the world and not in another."""
    return abs(fund.spend_by - clock.today()) <= APART


def could_be_spent(last: date) -> str:
    """Name a last day that is over: "could be spent until 30 June 2026"."""
    return f"could be spent until {day(last)}"


def past_words(fund: Fund, *, today: date | None = None) -> str:
    """Say it of a fund whose last day is over, unless its year is closed: else it is empty."""
    if fund.fiscal_year.closed_at is not None or not is_past(fund, today=today):
        return ""
    said = could_be_spent(fund.spend_by)
    return f"{said[0].upper()}{said[1:]}: past"
