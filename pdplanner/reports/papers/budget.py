"""The budget of a fiscal year on paper: its funds, and what the plan takes by fund and person."""

from collections.abc import Sequence
from typing import Any

from pdplanner import clock
from pdplanner.reports.figures import queries
from pdplanner.reports.figures.fund_queries import FundRow, funds_and_unfunded
from pdplanner.reports.figures.queries import Total
from pdplanner.reports.figures.scope import Scope, unit_named
from pdplanner.reports.figures.sentences import said
from pdplanner.reports.figures.sums import Sums, sums_of
from pdplanner.reports.pages.budget import together
from pdplanner.reports.papers.typesetting import paper
from pdplanner.web.filters import cents, day

FUNDS = ("Fund", "Account code", "Allocated", "Spent", "Set aside")
WENT_ON = "Carried over"


def budget_paper(scope: Scope, *, of: str) -> bytes:
    funds, unfunded = funds_and_unfunded(scope)
    sums = sums_of(funds)
    views = (
        ("By fund", "Account code", queries.by_fund(scope, of=of)),
        ("By offering", "Provider", queries.by_offering(scope, of=of, page=None)),
        ("By person", scope.unit_head, queries.by_person(scope, of=of, page=None)),
    )
    return paper(
        "budget",
        {
            "title": f"Professional development budget {scope.year.title}",
            "district": unit_named(scope.paths, scope.district),
            "footer": f"Printed {day(clock.today())}",
            "lede": _lede(scope, sums, unfunded.cents),
            "funds": {"head": _heads(scope, sums), "rows": _funds(scope, funds, sums)},
            "views": [_view(*view) for view in views],
        },
    )


def _lede(scope: Scope, sums: Sums, unfunded: int) -> str:
    """The words of the page, and what they mean."""
    words = said(scope, sums, unfunded).text
    if scope.over:
        return f"{words} {scope.units_note}"
    return f"{words} Available is allocated less spent and set aside; planned reserves nothing."


def _heads(scope: Scope, sums: Sums) -> tuple[str, ...]:
    last = ("Left", "Only planned") if scope.over else ("Available", "Planned", "After plan")
    return (*FUNDS, *last, *((WENT_ON,) if sums.carried else ()))


def _funds(scope: Scope, rows: Sequence[FundRow], sums: Sums) -> list[tuple[str, ...]]:
    figures = [
        (_named(row), row.fund.account_code, row.had_cents, row.fund.spent_cents,
         row.fund.encumbered_cents, row.fund.available_cents, row.planned_cents,
         row.after_plan_cents, row.carried_cents)
        for row in rows
    ]  # fmt: skip
    foot = ("Total", "", sums.allocated, sums.spent, sums.encumbered, sums.available,
            sums.planned, sums.after_plan, sums.carried)  # fmt: skip
    return [
        (name, code, *map(cents, held), *([] if scope.over else [cents(after)]),
         *([cents(carried)] if sums.carried else []))
        for name, code, *held, after, carried in (*figures, foot)
    ]  # fmt: skip


def _named(row: FundRow) -> str:
    return f"{row.fund.named}, {row.lapsed_words}" if row.lapsed else row.fund.named


def _view(title: str, beside: str, totals: Sequence[Total]) -> dict[str, Any]:
    rows = [
        (each.named, each.detail, f"{each.lines:,}", f"{each.hours:,g}",
         cents(each.planned_cents), cents(each.committed_cents), cents(each.total_cents))
        for each in (*totals, together(totals))
    ]  # fmt: skip
    head = (title.removeprefix("By ").capitalize(), beside, "Places", "Hours", "Planned",
            "Approved and spent", "Total")  # fmt: skip
    return {"title": title, "head": head, "rows": rows}
