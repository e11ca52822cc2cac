"""The budget page: one year of one district, as far as the reader's units reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pdplanner import clock
from pdplanner.reports.figures import queries
from pdplanner.reports.figures.fund_queries import FundRow, funds_and_unfunded
from pdplanner.reports.figures.lines import ITEMS, TEAM_PLAN
from pdplanner.reports.figures.queries import PER_PAGE, Total
from pdplanner.reports.figures.scope import Choice, Scope
from pdplanner.reports.figures.sentences import Said, said
from pdplanner.reports.figures.sums import Sums, sums_of
from pdplanner.reports.pages.bars import Bar, bars
from pdplanner.web.paging import Paging, paging


@dataclass(frozen=True)
class View:
    """One page of the totals by person or by offering, out of so many."""

    rows: Sequence[Total]
    paging: Paging


@dataclass(frozen=True)
class Budget:
    scope: Scope
    of: str
    team_plans: int
    funds: Sequence[tuple[FundRow, Bar]]
    sums: Sums
    people: View
    offerings: View
    by_fund: Sequence[Total]
    total: Total
    """All lines together: the foot of each of the three views."""
    said: Said


def scope_of(choice: Choice, paths: tuple[str, ...], *, year_id: int | None) -> Scope | None:
    """Return the year that was asked for, else the running one, else the newest."""
    if choice.district is None or not choice.years:
        return None
    today = clock.today()
    asked = [year for year in choice.years if year.id == year_id]
    running = [year for year in choice.years if year.starts_on <= today <= year.ends_on]
    return Scope(choice.district, (*asked, *running, *choice.years)[0], paths)


def budget(scope: Scope, *, of: str, pages: Mapping[str, str | None]) -> Budget:
    """Read the page in a number of queries that no number of people or lines changes."""
    rows, unfunded = funds_and_unfunded(scope)
    sums = sums_of(rows)
    by_fund = queries.by_fund(scope, of=of)
    counts = queries.counts(scope, of=of)
    people_page = paging(pages["people_page"], size=PER_PAGE, count=counts.people)
    offerings_page = paging(pages["offerings_page"], size=PER_PAGE, count=counts.offerings)
    return Budget(
        scope=scope,
        of=of,
        team_plans=queries.adopted_count(scope),
        funds=list(zip(rows, bars(rows), strict=True)),
        sums=sums,
        people=View(queries.by_person(scope, of=of, page=people_page), people_page),
        offerings=View(queries.by_offering(scope, of=of, page=offerings_page), offerings_page),
        by_fund=by_fund,
        total=together(by_fund),
        said=said(scope, sums, unfunded.cents),
    )


def together(totals: Sequence[Total]) -> Total:
    """Add up the rows of a view."""
    return Total(
        "Total",
        "",
        sum(each.lines for each in totals),
        sum(each.hours for each in totals),
        sum(each.planned_cents for each in totals),
        sum(each.committed_cents for each in totals),
    )


def source(asked: str) -> str:
    return TEAM_PLAN if asked == TEAM_PLAN else ITEMS
