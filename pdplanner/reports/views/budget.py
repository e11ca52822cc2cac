"""The budget: funds, and what the plan takes of them, on screen and as files."""

from dataclasses import dataclass

from flask import abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from pdplanner.accounts import access
from pdplanner.budgets import account_codes
from pdplanner.budgets.models import Fund
from pdplanner.plans.models import PlanItem
from pdplanner.plans.requests.inbox import list_named, reader
from pdplanner.plans.requests.lists import whole_list
from pdplanner.reports.csv_files.lists import ledger_csv, requests_csv
from pdplanner.reports.csv_files.plan import plan_csv
from pdplanner.reports.figures import line_queries, queries
from pdplanner.reports.figures.fund_queries import funds_and_unfunded
from pdplanner.reports.figures.line_filter import part_of
from pdplanner.reports.figures.months import months_of
from pdplanner.reports.figures.purchases import bought
from pdplanner.reports.figures.scope import Choice, unit_named
from pdplanner.reports.figures.years import years_of
from pdplanner.reports.ledger.lines import ledger_lines
from pdplanner.reports.ledger.page import ledger_page
from pdplanner.reports.pages.arguments import (
    CSV,
    asked,
    asked_scope,
    asked_source,
    file,
    file_name,
    in_zone_of,
    named,
    slug,
)
from pdplanner.reports.pages.budget import budget as budget_of
from pdplanner.reports.pages.burn_up import burn_ups
from pdplanner.reports.pages.lines import part_page
from pdplanner.reports.papers.budget import budget_paper
from pdplanner.reports.papers.request import request_paper
from pdplanner.reports.views.blueprint import bp
from pdplanner.reports.workbook.workbook import workbook
from pdplanner.web import transactions
from pdplanner.web.htmx import page, render
from pdplanner.web.search_text import searched

PDF = "application/pdf"
# What the page of a fund names beside it, in one query.
BESIDE_FUND = (joinedload(Fund.unit), joinedload(Fund.fiscal_year))
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/")
@access.requires("budget.read")
def budget() -> ResponseReturnValue:
    choice, scope = asked()
    if scope is None:
        return render(
            "reports/no_year.html", fragment="budget", choice=choice, keeps=_Keeps(choice)
        )
    pages = {name: request.args.get(name) for name in ("people_page", "offerings_page")}
    shown = budget_of(scope, of=asked_source(), pages=pages)
    return render(
        "reports/budget.html", fragment="budget", page=shown, choice=choice, keeps=_Keeps(choice)
    )


@bp.get("/months")
@access.requires("budget.read")
def months() -> ResponseReturnValue:
    found = months_of(asked_scope())
    return page("reports/months.html", page=found, pictures=burn_ups(found))


@bp.get("/years")
@access.requires("budget.read")
def years() -> ResponseReturnValue:
    choice, _scope = asked()
    found = years_of(choice, access.paths("budget.read")) or abort(404)
    return page("reports/years.html", choice=choice, years=found)


@bp.get("/lines")
@access.requires("budget.read")
def lines() -> ResponseReturnValue:
    """What a figure is made of: the lines of a person, an offering, a fund or a unit."""
    found = part_page(
        asked_scope(), part_of(request.args), of=asked_source(), number=request.args.get("page")
    )
    return page("reports/lines.html", found=found)


@bp.get("/plan.csv")
@access.requires("budget.read")
def plan_as_csv() -> ResponseReturnValue:
    scope, part = asked_scope(), part_of(request.args)
    found = line_queries.plan_lines(scope, of=asked_source(), part=part)
    text = plan_csv(found, unit=scope.unit_head)
    return file(text.encode(), CSV, file_name(scope, "csv"))


@bp.get("/plan.xlsx")
@access.requires("budget.read")
def plan_as_workbook() -> ResponseReturnValue:
    transactions.read_one_moment()
    scope, of = asked_scope(), asked_source()
    funds, unfunded = funds_and_unfunded(scope)
    book = workbook(
        scope,
        funds,
        unfunded.cents,
        line_queries.plan_lines(scope, of=of),
        [
            ("By person", queries.by_person(scope, of=of, page=None)),
            ("By offering", queries.by_offering(scope, of=of, page=None)),
            ("By fund", queries.by_fund(scope, of=of)),
        ],
        bought(scope),
        ledger_lines(scope.funds, named=named(), reach=access.within),
        title=f"{unit_named(scope.paths, scope.district)}, budget {scope.year.title}",
    )
    return file(book, XLSX, file_name(scope, "xlsx"))


@bp.get("/plan.pdf")
@access.requires("budget.read")
def budget_as_pdf() -> ResponseReturnValue:
    transactions.read_one_moment()
    scope = asked_scope()
    return file(budget_paper(scope, of=asked_source()), PDF, file_name(scope, "pdf"))


@bp.get("/requests/<int:item_id>.pdf")
@access.requires("request.read")
def request_as_pdf(item_id: int) -> ResponseReturnValue:
    item = access.load(PlanItem, item_id)
    return file(request_paper(item), PDF, f"request-{item.id}.pdf")


@bp.get("/funds/<int:fund_id>/ledger")
@access.requires("budget.read")
def ledger(fund_id: int) -> ResponseReturnValue:
    """The entries behind a figure of a fund."""
    fund = access.load(Fund, fund_id, options=BESIDE_FUND)
    return page(
        "reports/ledger.html",
        parts=account_codes.parts_of(
            fund.account_code, account_codes.segments_of(fund.fiscal_year.unit_id)
        ),
        found=ledger_page(
            fund, request.args.get("figure", ""), number=request.args.get("page"), named=named()
        ),
        may_write=access.may("fund.write", fund),
    )


@bp.get("/funds/<int:fund_id>/ledger.csv")
@access.requires("budget.read")
def ledger_as_csv(fund_id: int) -> ResponseReturnValue:
    fund = access.load(Fund, fund_id)
    in_zone_of(fund.fiscal_year.unit)
    text = ledger_csv(ledger_lines(Fund.id == fund.id, named=named()))
    return file(text.encode(), CSV, f"{slug(f'{fund.name}-{fund.fiscal_year.title}')}-ledger.csv")


@bp.get("/requests.csv")
@access.requires("request.answer")
def requests_as_csv() -> ResponseReturnValue:
    """A list of requests as its page shows it, all of it."""
    which = list_named(request.args.get("state", ""))
    rows = whole_list(reader(), which, search=searched(request.args.get("q", "")))
    text = requests_csv(rows)
    return file(text.encode(), CSV, f"requests-{which.value}.csv")


@dataclass(frozen=True)
class _Keeps:
    """What the reader may enter as well: the district's fiscal years, funds of units in reach."""

    choice: Choice

    @property
    def years(self) -> bool:
        district = self.choice.district
        return district is not None and access.may("fund.write", district)

    @property
    def funds(self) -> bool:
        district = self.choice.district
        if district is None:
            return False
        below = (path.startswith(district.path) for path in access.paths("fund.write"))
        return self.years or any(below)

    @property
    def trail(self) -> bool:
        return access.may_somewhere("trail.read")

    def reads(self, fund: Fund) -> bool:
        return access.may("budget.read", fund)

    def fund(self, fund: Fund) -> bool:
        return access.may("fund.write", fund)
