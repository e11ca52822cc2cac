"""The budget as a workbook: a summary, funds, lines, totals, and the ledger behind all of it."""

from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name

from pdplanner import clock
from pdplanner.reports.csv_files import plan as csv_file
from pdplanner.reports.figures.fund_queries import FundRow
from pdplanner.reports.figures.line_queries import PlanLine
from pdplanner.reports.figures.purchases import Bought
from pdplanner.reports.figures.queries import Total
from pdplanner.reports.figures.scope import Scope
from pdplanner.reports.figures.sums import sums_of
from pdplanner.reports.ledger.lines import LedgerLine
from pdplanner.reports.workbook.purchases import purchases
from pdplanner.reports.workbook.sheets import Cell, Formula, Table, book_of, dollars
from pdplanner.reports.workbook.summary import (
    AFTER_PLAN,
    AVAILABLE,
    CARRIED,
    LEFT,
    ONLY_PLANNED,
    PLANNED,
    summary,
)

# What stands beside the name on each sheet of totals.
PEOPLE, FUNDS = "By person", "By fund"
ALLOWANCE = (
    "Group share", "Materials, substitutes", "Allowance", "Used of it", "Left of it"
)  # fmt: skip
BESIDE = {"By offering": "Provider", FUNDS: "Account code"}


def workbook(
    scope: Scope,
    funds: Sequence[FundRow],
    unfunded: int,
    lines: Sequence[PlanLine],
    totals: Sequence[tuple[str, Sequence[Total]]],
    purchased: Sequence[Bought],
    entries: Sequence[LedgerLine],
    *,
    title: str,
) -> bytes:
    """Return an .xlsx file; amounts are numbers in dollars, names are never formulas.

    `unfunded` is what is planned that no fund is named for.
    """
    of_funds, ledger = _funds(funds, over=scope.over), _ledger(entries)
    both = summary(scope, sums_of(funds), unfunded, entries, of_funds=of_funds, ledger=ledger)
    views = [_totals(view, each, unit=scope.unit_head) for view, each in totals]
    plan = _lines(lines, unit=scope.unit_head)
    orders = purchases(purchased, unit=scope.unit_head)
    return book_of([both, of_funds, plan, *views, orders, ledger], title=title)


def _funds(rows: Sequence[FundRow], *, over: bool) -> Table:
    """A note stands where a fund has one; what went on has a column, the last one, where anything
    did. Of a year that is over nothing is forecast.
    """
    carried = any(row.carried_cents for row in rows)
    noted = any(row.lapsed for row in rows)
    head = (
        "Fund", "Account code", "Unit", "Source", "Spend by", "Cap", *(("Note",) if noted else ()),
        "Allocated", "Spent", "Set aside",
        *((LEFT, ONLY_PLANNED) if over else (AVAILABLE, PLANNED, AFTER_PLAN)),
        *((CARRIED,) if carried else ()),
    )  # fmt: skip
    less = ("Spent", "Set aside", *((CARRIED,) if carried else ()))
    available = _difference(head, "Allocated", *less)
    after_plan = "" if over else _difference(head, AVAILABLE, PLANNED)
    cells: list[Sequence[Cell]] = [
        (
            row.fund.name, row.fund.account_code, row.fund.unit.name, row.fund.source,
            row.fund.spend_by, row.fund.cap,
            *((row.lapsed_words,) if noted else ()),
            dollars(row.had_cents), dollars(row.fund.spent_cents),
            dollars(row.fund.encumbered_cents),
            Formula(available, dollars(row.fund.available_cents)),
            dollars(row.planned_cents),
            *(() if over else (Formula(after_plan, dollars(row.after_plan_cents)),)),
            *((dollars(row.carried_cents),) if carried else ()),
        )
        for row in rows
    ]  # fmt: skip
    return Table("Funds", head, cells, first_number=head.index("Allocated"))


def _difference(head: Sequence[str], *names: str) -> str:
    """The formula of the first of some columns of a row, less the others."""
    cells = "-".join(f"{xl_col_to_name(head.index(name))}{{row}}" for name in names)
    return f"=ROUND({cells},2)"


def _lines(lines: Sequence[PlanLine], *, unit: str) -> Table:
    cells: list[Sequence[Cell]] = [
        (
            *csv_file.words_of(line),
            line.hours,
            dollars(line.shared_cents),
            dollars(line.price_cents),
            line.fund_unit,
            "" if line.item_id is None else line.item_id,
        )
        for line in lines
    ]
    after = len(csv_file.AFTER)
    return Table("Plan", csv_file.head(unit=unit), cells, first_number=9, after=after)


def _totals(title: str, totals: Sequence[Total], *, unit: str) -> Table:
    people = title == PEOPLE
    named = (title.removeprefix("By ").capitalize(), unit if people else BESIDE[title])
    head: tuple[str, ...] = (*named, "Places", "Hours", "Planned", "Approved and spent", "Total")
    head += ALLOWANCE if people else ()
    funds = title == FUNDS
    head += (csv_file.UNIT_OF_FUND,) if funds else ()
    cells: list[Sequence[Cell]] = [
        (each.name, each.detail, each.lines, each.hours, dollars(each.planned_cents),
         dollars(each.committed_cents),
         Formula("=ROUND(E{row}+F{row},2)", dollars(each.total_cents)),
         *(_allowance(each) if people else ()), *((each.unit,) if funds else ()))
        for each in totals
    ]  # fmt: skip
    return Table(title, head, cells, first_number=2, after=int(funds))


def _allowance(person: Total) -> tuple[Cell, ...]:
    """What of the total takes nothing of an allowance; then, where a person has one, what they
    may spend, what they plan of it, and what is left.
    """
    if person.used_cents is None:
        return "", "", "", "", ""
    outside = dollars(person.shared_cents), dollars(person.uncounted_cents)
    if person.allowance_cents is None:
        return *outside, "", "", ""
    used = Formula("=ROUND(G{row}-H{row}-I{row},2)", dollars(person.used_cents))
    left = Formula("=ROUND(J{row}-K{row},2)", dollars(person.allowance_left_cents))
    return *outside, dollars(person.allowance_cents), used, left


def _ledger(entries: Sequence[LedgerLine]) -> Table:
    """Every entry of the funds; those of one action add up to 0."""
    head = (
        "Action", "Day", "What", "Fund", "Account code", "Account", "Offering", "Person",
        "Other fund", "By", "Note", "Amount", "When", csv_file.REQUEST, csv_file.UNIT_OF_FUND,
    )  # fmt: skip
    cells: list[Sequence[Cell]] = [
        (
            each.action_id, clock.day_of(each.at), each.what, each.fund,
            each.account_code, each.account, each.offering, each.person, each.other_fund,
            each.by, each.note, dollars(each.cents), clock.local(each.at),
            "" if each.item_id is None else each.item_id, each.fund_unit,
        )
        for each in entries
    ]  # fmt: skip
    return Table("Ledger", head, cells, first_number=11, after=3)
