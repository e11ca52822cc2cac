"""The budget as a workbook: a summary, funds, lines, totals, and the ledger behind all of it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from pdplanner import clock
from pdplanner.budgets.models import Account
from pdplanner.reports import csv_file
from pdplanner.reports.budget import sums_of
from pdplanner.reports.fund_queries import FundRow
from pdplanner.reports.ledger_lines import WENT_ON, LedgerLine
from pdplanner.reports.line_queries import PlanLine
from pdplanner.reports.queries import Total
from pdplanner.reports.sheets import Cell, Formula, Table, book_of, dollars

# What stands beside the name on each sheet of totals.
PEOPLE = "By person"
ALLOWANCE = (
    "Group share", "Materials, substitutes", "Allowance", "Used of it", "Left of it"
)  # fmt: skip
BESIDE = {PEOPLE: "Unit", "By offering": "Provider", "By fund": "Account code"}
FIGURES: Mapping[str, Sequence[Account]] = {
    "Allocated": (Account.AVAILABLE, Account.ENCUMBERED, Account.SPENT),
    "Spent": (Account.SPENT,),
    "Encumbered": (Account.ENCUMBERED,),
    "Available": (Account.AVAILABLE,),
}
"""The figures of a fund that the ledger explains, by the accounts that each is the sum of.

What was allocated is that with what went on into the next year.
"""
CARRIED = "Went on"


def workbook(
    funds: Sequence[FundRow],
    lines: Sequence[PlanLine],
    totals: Sequence[tuple[str, Sequence[Total]]],
    entries: Sequence[LedgerLine],
    *,
    title: str,
) -> bytes:
    """Return an .xlsx file; amounts are numbers in dollars, names are never formulas."""
    of_funds, ledger = _funds(funds), _ledger(entries)
    summary = _summary(funds, entries, of_funds, ledger)
    views = [_totals(view, each) for view, each in totals]
    return book_of([summary, of_funds, _lines(lines), *views, ledger], title=title)


def _summary(
    funds: Sequence[FundRow], entries: Sequence[LedgerLine], of_funds: Table, ledger: Table
) -> Table:
    """Each figure of the funds beside what the entries of the ledger come to."""
    sums = sums_of(funds)
    cents = {
        "Allocated": sums.allocated, "Spent": sums.spent, "Encumbered": sums.encumbered,
        CARRIED: sums.carried, "Available": sums.available,
    }  # fmt: skip
    in_ledger = _held(entries, ledger, carried=bool(sums.carried))
    rows: list[Sequence[Cell]] = [
        (
            figure,
            Formula(f"=Funds!{of_funds.column(figure)}{of_funds.foot}", dollars(cents[figure])),
            Formula(formula, dollars(held)),
            Formula("=ROUND(B{row}-C{row},2)", dollars(cents[figure] - held)),
        )
        for figure, formula, held in in_ledger
    ]
    for figure, planned in (
        ("Planned", sums.planned),
        ("Available after plan", sums.after_plan),
    ):
        of = f"=Funds!{of_funds.column(figure)}{of_funds.foot}"
        rows.append((figure, Formula(of, dollars(planned)), "", ""))
    head = ("All funds", "In the funds", "In the ledger", "Difference")
    return Table("Summary", head, rows, first_number=1, has_foot=False)


def _held(
    entries: Sequence[LedgerLine], ledger: Table, *, carried: bool
) -> list[tuple[str, str, int]]:
    """Each figure with its formula over the ledger and the cents that it comes to."""
    entered: Counter[str] = Counter()
    for each in entries:
        entered[each.account] += each.cents
        entered[CARRIED] -= each.cents if each.kind == WENT_ON else 0
    found = [
        (figure, _in_ledger(accounts, ledger), sum(entered[account] for account in accounts))
        for figure, accounts in FIGURES.items()
    ]
    if carried:
        gone, went_on = entered[CARRIED], _went_on(ledger)
        figure, formula, held = found[0]
        found[0] = figure, f"=ROUND({formula[1:]}+{went_on},2)", held + gone
        found.insert(3, (CARRIED, f"=ROUND({went_on},2)", gone))
    return found


def _in_ledger(accounts: Sequence[Account], ledger: Table) -> str:
    """Add up the ledger's entries of some accounts."""
    if not ledger.rows:
        return "=0"
    last, account, amount = ledger.foot - 1, ledger.column("Account"), ledger.column("Amount")
    parts = (
        f'SUMIFS({_cells(amount, last)},{_cells(account, last)},"{each.value}")'
        for each in accounts
    )
    return f"=ROUND({'+'.join(parts)},2)"


def _went_on(ledger: Table) -> str:
    last, what, amount = ledger.foot - 1, ledger.column("What"), ledger.column("Amount")
    return f'-SUMIFS({_cells(amount, last)},{_cells(what, last)},"{WENT_ON.capitalize()}")'


def _cells(column: str, last: int) -> str:
    return f"Ledger!${column}$2:${column}${last}"


def _funds(rows: Sequence[FundRow]) -> Table:
    """What went on has a column, the last one, where anything did."""
    carried = any(row.carried_cents for row in rows)
    head = (
        "Fund", "Account code", "Unit", "Source", "Spend by", "Cap", "Allocated", "Spent",
        "Encumbered", "Available", "Planned", "Available after plan",
        *((CARRIED,) if carried else ()),
    )  # fmt: skip
    available = "=ROUND(G{row}-H{row}-I{row}" + ("-M{row},2)" if carried else ",2)")
    after_plan = "=ROUND(J{row}-K{row},2)"
    cells: list[Sequence[Cell]] = [
        (
            row.fund.name, row.fund.account_code, row.fund.unit.name, row.fund.source,
            row.fund.spend_by, row.fund.cap,
            dollars(row.had_cents), dollars(row.fund.spent_cents),
            dollars(row.fund.encumbered_cents),
            Formula(available, dollars(row.fund.available_cents)),
            dollars(row.planned_cents),
            Formula("=J{row}" if row.closed else after_plan, dollars(row.after_plan_cents)),
            *((dollars(row.carried_cents),) if carried else ()),
        )
        for row in rows
    ]  # fmt: skip
    return Table("Funds", head, cells, first_number=6)


def _lines(lines: Sequence[PlanLine]) -> Table:
    cells: list[Sequence[Cell]] = [
        (
            *csv_file.words_of(line),
            line.hours,
            dollars(line.shared_cents),
            dollars(line.price_cents),
        )
        for line in lines
    ]
    return Table("Plan", csv_file.HEAD, cells, first_number=9)


def _totals(title: str, totals: Sequence[Total]) -> Table:
    named = (title.removeprefix("By ").capitalize(), BESIDE[title])
    people = title == PEOPLE
    head: tuple[str, ...] = (*named, "Places", "Hours", "Planned", "Committed", "Total")
    head += ALLOWANCE if people else ()
    cells: list[Sequence[Cell]] = [
        (each.name, each.detail, each.lines, each.hours, dollars(each.planned_cents),
         dollars(each.committed_cents),
         Formula("=ROUND(E{row}+F{row},2)", dollars(each.total_cents)),
         *(_allowance(each) if people else ()))
        for each in totals
    ]  # fmt: skip
    return Table(title, head, cells, first_number=2)


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
        "Action", "Day", "What", "Fund", "Account code", "Account", "Offering", "Person", "By",
        "Note", "Amount",
    )  # fmt: skip
    cells: list[Sequence[Cell]] = [
        (
            each.action_id, clock.day_of(each.at), each.kind.capitalize(), each.fund,
            each.account_code, each.account, each.offering, each.person, each.by, each.note,
            dollars(each.cents),
        )
        for each in entries
    ]  # fmt: skip
    return Table("Ledger", head, cells, first_number=10)
