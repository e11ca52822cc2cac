"""The dates of facts, which sources give as a year, a month or a day."""

import calendar
from datetime import date

from pdplanner.web.filters import day

YEARS_TRUSTED = 2


def last_day(as_of: str) -> date | None:
    """Return the last day of `2021`, `2021-02` or `2021-02-10`; None for a fact without a date."""
    if not as_of:
        return None
    year, month, day_of_month = _parts(as_of)
    month = month or 12
    return date(year, month, day_of_month or calendar.monthrange(year, month)[1])


def is_old(fact: date, *, on: date) -> bool:
    """Whether a fact of that day is older than two years."""
    limit = (fact.year + YEARS_TRUSTED, fact.month, fact.day)
    return limit < (on.year, on.month, on.day)


def in_words(as_of: str) -> str:
    """Return `2021`, `February 2021` or `10 February 2021`."""
    year, month, day_of_month = _parts(as_of)
    if day_of_month:
        return day(date(year, month, day_of_month))
    return f"{date(year, month, 1):%B %Y}" if month else str(year)


def _parts(as_of: str) -> tuple[int, int, int]:
    """Year, month and day; 0 for what is not given."""
    year, month, day_of_month = (*(int(part) for part in as_of.split("-")), 0, 0)[:3]
    return year, month, day_of_month
