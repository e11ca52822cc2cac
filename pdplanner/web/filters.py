"""How values are written on every page."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from flask import Flask

from pdplanner import clock
from pdplanner.web.word_lists import first_few, in_a_row

Amount = TypeVar("Amount")
MINUS, WORD_JOINER = "\N{MINUS SIGN}", "\N{WORD JOINER}"


def init_app(app: Flask) -> None:
    every = (hours, points, day, moment, span, percent, plural, dollars_up, in_a_row, first_few)
    for each in every:
        app.add_template_filter(each)
    for name, amount in (("dollars", dollars), ("cents", cents)):
        app.add_template_filter(_unbroken(amount), name)


def _unbroken(write: Callable[[Amount], str]) -> Callable[[Amount], str]:
    """On a page no line ends between the sign and the amount."""
    return lambda amount: write(amount).replace(MINUS, MINUS + WORD_JOINER)


def dollars(amount: int | None) -> str:
    """Whole dollars where they are whole: 123450 cents are $1,234.50, 123400 are $1,234."""
    if amount is None:
        return "price unknown"
    return cents(amount).removesuffix(".00")


def dollars_up(amount: int) -> str:
    """At least so much in whole dollars: 1333894 cents are $13,339."""
    return dollars(-(-amount // 100) * 100)


def cents(amount: int) -> str:
    """Dollars and cents, for finance: 123400 cents are $1,234.00."""
    sign = MINUS if amount < 0 else ""
    return f"{sign}${abs(amount) // 100:,}.{abs(amount) % 100:02d}"


def hours(amount: float | None) -> str:
    return "hours unknown" if amount is None else f"{amount:,g} h"


def points(value: int) -> str:
    """Engine points as people see them: the engine counts tenths (decision 11)."""
    return f"{value / 10:,.1f}".removesuffix(".0")


def day(moment: date | datetime | None) -> str:
    """Name a day; of an instant the one on which it falls where the district is."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = clock.local(moment)
    return f"{moment.day} {moment:%B %Y}"


def moment(instant: datetime) -> str:
    """Name an instant by the clock of the district: "20 October 2026, 14:05"."""
    return f"{day(instant)}, {clock.local(instant):%H:%M}"


def span(starts_on: date, ends_on: date) -> str:
    """Name days briefly: "20 October 2026", "20 October to 17 November 2026"."""
    last = day(ends_on)
    if starts_on == ends_on:
        return last
    year = "" if starts_on.year == ends_on.year else f" {starts_on.year}"
    return f"{starts_on.day} {starts_on:%B}{year} to {last}"


def percent(part: float, whole: float, digits: int = 1) -> str:
    """A part of a whole: "19.4%"; none of nothing."""
    return f"{100 * part / whole:.{digits}f}%" if whole else "0%"


def plural(number: int, one: str, many: str = "", *, cut: bool = False) -> str:
    """Say how many; `cut` says that there are more than were counted."""
    return f"{number:,}{'+' if cut else ''} {one if number == 1 else many or one + 's'}"
