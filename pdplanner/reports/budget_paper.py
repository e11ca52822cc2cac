"""The budget of a fiscal year on paper: its funds, and what the plan takes by fund and person."""

from collections.abc import Sequence
from typing import Any

from pdplanner import clock
from pdplanner.budgets.models import FiscalYear
from pdplanner.reports import queries
from pdplanner.reports.budget import Sums, sums_of, together
from pdplanner.reports.fund_queries import FundRow, fund_rows
from pdplanner.reports.papers import paper
from pdplanner.reports.queries import Total
from pdplanner.reports.scope import Scope, unit_named
from pdplanner.web.filters import cents, day

FUNDS = (
    "Fund", "Account code", "Allocated", "Spent", "Encumbered", "Available", "Planned",
    "After plan",
)  # fmt: skip
WENT_ON = "Went on"


def budget_paper(scope: Scope, *, of: str) -> bytes:
    funds = fund_rows(scope)
    sums = sums_of(funds)
    views = (
        ("By fund", "Account code", queries.by_fund(scope, of=of)),
        ("By offering", "Provider", queries.by_offering(scope, of=of, page=None)),
        ("By person", "Unit", queries.by_person(scope, of=of, page=None)),
    )
    return paper(
        "budget",
        {
            "title": f"Professional development budget {scope.year.title}",
            "district": unit_named(scope.paths, scope.district),
            "footer": f"Printed {day(clock.today())}",
            "lede": _lede(scope.year, sums),
            "funds": {
                "head": (*FUNDS, WENT_ON) if sums.carried else FUNDS,
                "rows": _funds(funds, sums),
            },
            "views": [_view(*view) for view in views],
        },
    )


def _lede(year: FiscalYear, sums: Sums) -> str:
    if year.closed_at is not None:
        went_on = f", {cents(sums.carried)} went on into the next year" if sums.carried else ""
        return (
            f"Closed since {day(year.closed_at)}. {cents(sums.spent)} of {cents(sums.allocated)}"
            f" was spent{went_on}, {cents(sums.available)} was left and ended with it. What was"
            " planned and nobody approved stands under Planned."
        )
    if sums.available < 0:
        return (
            f"Overspent by {cents(-sums.available)}; {cents(sums.planned)} more is planned,"
            " which reserves nothing."
        )
    return (
        f"{cents(sums.available)} is available, {cents(sums.planned)} of it planned:"
        f" {cents(sums.after_plan)} would be left. Available is allocated less spent and"
        " encumbered; planned reserves nothing."
    )


def _funds(rows: Sequence[FundRow], sums: Sums) -> list[tuple[str, ...]]:
    figures = [
        (row.fund.name, row.fund.account_code, row.had_cents, row.fund.spent_cents,
         row.fund.encumbered_cents, row.fund.available_cents, row.planned_cents,
         row.after_plan_cents, row.carried_cents)
        for row in rows
    ]  # fmt: skip
    foot = ("All funds", "", sums.allocated, sums.spent, sums.encumbered, sums.available,
            sums.planned, sums.after_plan, sums.carried)  # fmt: skip
    return [
        (name, code, *(cents(amount) for amount in (amounts if sums.carried else amounts[:-1])))
        for name, code, *amounts in (*figures, foot)
    ]


def _view(title: str, beside: str, totals: Sequence[Total]) -> dict[str, Any]:
    rows = [
        (each.name, each.detail, f"{each.lines:,}", f"{each.hours:,g}",
         cents(each.planned_cents), cents(each.committed_cents), cents(each.total_cents))
        for each in (*totals, together(totals))
    ]  # fmt: skip
    head = (title.removeprefix("By ").capitalize(), beside, "Places", "Hours", "Planned",
            "Committed", "Total")  # fmt: skip
    return {"title": title, "head": head, "rows": rows}
