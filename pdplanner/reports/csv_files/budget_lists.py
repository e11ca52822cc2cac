"""The lists of the budget as CSV: what each page shows, all of it, as plain numbers."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from pdplanner.accounts import access
from pdplanner.budgets.queries import vendors_of
from pdplanner.reports.csv_files.plan import UNIT_OF_FUND
from pdplanner.reports.csv_files.spreadsheets import as_text, csv_of, dollars_text
from pdplanner.reports.figures import queries
from pdplanner.reports.figures.fund_queries import fund_rows
from pdplanner.reports.figures.months import months_of
from pdplanner.reports.figures.queries import Total
from pdplanner.reports.figures.scope import Choice, Scope
from pdplanner.reports.figures.unfunded import needs_of
from pdplanner.reports.figures.years import YearFigures, years_of

Row = Sequence[str]


class File(NamedTuple):
    head: Row
    rows: Iterable[Row]

    @property
    def text(self) -> str:
        return csv_of(self.head, self.rows)


def _usd(*names: str) -> list[str]:
    return [f"{name} (USD)" for name in names]


FUNDS = [
    "Fund", "Account code", "Unit", "Source", "Spend by", "Cap",
    *_usd("Allocated", "Spent", "Set aside", "Carried over"),
]  # fmt: skip
FORECAST = [*_usd("Available", "Planned", "After plan"), "Note"]
CAME_TO = _usd("Left", "Only planned")
"""What stands there of a year that is over."""
TOTALS = ["Places", "Hours", *_usd("Planned", "Approved and spent", "Total")]
ALLOWANCE = _usd(
    "Share of a group price or membership", "Materials and substitutes", "Allowance",
    "Allowance left",
)  # fmt: skip
YEARS = [
    "Fiscal year", "Closed",
    *_usd("Allocated", "Brought over", "Spent", "Set aside", "Carried over", "Not funded"),
    "Completed", "Hours", "People", *_usd("Cost a person"),
]  # fmt: skip
NEEDS = [
    "Offering", "Provider", "Last asked for", "State", "Since", "Years", *_usd("Cost"),
]  # fmt: skip


def _funds(scope: Scope, of: str) -> File:
    rows = [
        [
            *_words(row.fund.name, row.fund.account_code, row.fund.unit.name, row.fund.source),
            row.fund.spend_by.isoformat(), row.fund.cap,
            *_dollars(row.had_cents, row.fund.spent_cents, row.fund.encumbered_cents,
                      row.carried_cents, row.fund.available_cents, row.planned_cents),
            *([] if scope.over else [dollars_text(row.after_plan_cents), row.lapsed_words]),
        ]
        for row in fund_rows(scope)
    ]  # fmt: skip
    return File([*FUNDS, *(CAME_TO if scope.over else FORECAST)], rows)


def _months(scope: Scope, of: str) -> File:
    found = months_of(scope)
    months = _usd(*(f"{month:%Y-%m}" for month in found.months), "Total")
    rows = [
        [
            *_words(row.unit, row.fund.name), *_dollars(*row.cents, row.total),
            *_words(row.fund.account_code, row.fund.unit.name),
        ]
        for row in found.rows
    ]  # fmt: skip
    return File([scope.unit_head, "Fund", *months, "Account code", UNIT_OF_FUND], rows)


def _unfunded(scope: Scope, of: str) -> File:
    rows = [
        [
            *_words(need.person, need.unit, need.offering, need.provider), need.asked_in,
            "Turned down" if need.turned_down else "Never approved", need.since, str(need.years),
            dollars_text(need.cents),
        ]
        for need in needs_of(scope)
    ]  # fmt: skip
    return File(["Person", scope.unit_head, *NEEDS], rows)


def _by_person(scope: Scope, of: str) -> File:
    rows = [[*_total(row), *_allowance(row)] for row in queries.by_person(scope, of=of, page=None)]
    return File(["Person", scope.unit_head, *TOTALS, *ALLOWANCE], rows)


def _by_offering(scope: Scope, of: str) -> File:
    rows = map(_total, queries.by_offering(scope, of=of, page=None))
    return File(["Offering", "Provider", *TOTALS], rows)


def _by_fund(scope: Scope, of: str) -> File:
    rows = [[*_total(row), as_text(row.unit)] for row in queries.by_fund(scope, of=of)]
    return File(["Fund", "Account code", *TOTALS, UNIT_OF_FUND], rows)


LISTS: dict[str, Callable[[Scope, str], File]] = {
    "funds": _funds,
    "months": _months,
    "unfunded": _unfunded,
    "by-fund": _by_fund,
    "by-person": _by_person,
    "by-offering": _by_offering,
}
"""Lists of one fiscal year, by the name that their address has."""


def years_file(choice: Choice, paths: tuple[str, ...]) -> File:
    return File(YEARS, map(_year, years_of(choice, paths)))


def vendors_file(choice: Choice) -> File | None:
    """None for who keeps no money of the district: they do not see its vendors either."""
    district = choice.district
    if district is None or not access.may("fund.write", district):
        return None
    rows = [_words(each.name, each.number) for each in vendors_of(district)]
    return File(["Vendor", "Number"], rows)


def _year(each: YearFigures) -> Row:
    cost = "" if each.per_person is None else dollars_text(each.per_person)
    return [
        each.year.title, "yes" if each.year.closed_at else "no",
        *_dollars(each.allocated, each.brought, each.spent, each.encumbered, each.carried,
                  each.unfunded),
        str(each.completed), f"{each.hours:g}", str(each.people), cost,
    ]  # fmt: skip


def _total(row: Total) -> Row:
    money = _dollars(row.planned_cents, row.committed_cents, row.total_cents)
    return [*_words(row.name, row.detail), str(row.lines), f"{row.hours:g}", *money]


def _allowance(row: Total) -> Row:
    """Empty where nothing is said of it: of a team plan, or where a person has no limit."""
    if row.used_cents is None:
        return ["", "", "", ""]
    outside = _dollars(row.shared_cents, row.uncounted_cents)
    if row.allowance_cents is None:
        return [*outside, "", ""]
    return [*outside, *_dollars(row.allowance_cents, row.allowance_left_cents)]


def _words(*words: str) -> Row:
    return [as_text(word) for word in words]


def _dollars(*cents: int) -> Row:
    return [dollars_text(each) for each in cents]
