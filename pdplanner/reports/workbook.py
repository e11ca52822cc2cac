"""The budget as a workbook: funds, lines, and the totals by person, offering and fund."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from pdplanner.reports import csv_file
from pdplanner.reports.queries import FundRow, PlanLine, Total

Cell = str | float
TEXT_ONLY = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# What stands beside the name on each sheet of totals.
BESIDE = {"By person": "Unit", "By offering": "Provider", "By fund": "Account code"}
NUMBER_FORMATS = {"Places": "#,##0"}
MONEY = "#,##0.00"
LONGEST_COLUMN = 60


@dataclass(frozen=True)
class Table:
    """A sheet; the columns from `first_number` on hold hours and money, added up at the foot."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    first_number: int


class Styles:
    """The looks of a book's cells, one for each kind of number."""

    def __init__(self, book: Any) -> None:
        kinds = [*NUMBER_FORMATS.values(), MONEY]
        self.bold = book.add_format({"bold": True})
        self._plain = {kind: book.add_format({"num_format": kind}) for kind in kinds}
        foot = {"bold": True, "top": 1}
        self._sums = {kind: book.add_format({"num_format": kind, **foot}) for kind in kinds}

    def of(self, head: str) -> Any:
        return self._plain[NUMBER_FORMATS.get(head, MONEY)]

    def sum_of(self, head: str) -> Any:
        return self._sums[NUMBER_FORMATS.get(head, MONEY)]


def workbook(
    funds: Sequence[FundRow],
    lines: Sequence[PlanLine],
    totals: Sequence[tuple[str, Sequence[Total]]],
) -> bytes:
    """Return an .xlsx file; amounts are numbers in dollars, names are never formulas."""
    tables = [_funds(funds), _lines(lines), *(_totals(title, each) for title, each in totals)]
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, TEXT_ONLY) as book:
        styles = Styles(book)
        for table in tables:
            _write(book.add_worksheet(table.title), table, styles)
    return file.getvalue()


def _funds(rows: Sequence[FundRow]) -> Table:
    head = (
        "Fund", "Account code", "Unit", "Source", "Spend by", "Cap", "Allocated", "Spent",
        "Encumbered", "Available", "Planned", "Available after plan",
    )  # fmt: skip
    cells: list[Sequence[Cell]] = [
        (
            row.fund.name, row.fund.account_code, row.fund.unit.name, row.fund.source,
            row.fund.spend_by.isoformat(), row.fund.cap,
            *map(_dollars, (
                row.fund.allocated_cents, row.fund.spent_cents, row.fund.encumbered_cents,
                row.fund.available_cents, row.planned_cents, row.after_plan_cents,
            )),
        )
        for row in rows
    ]  # fmt: skip
    return Table("Funds", head, cells, first_number=6)


def _lines(lines: Sequence[PlanLine]) -> Table:
    cells: list[Sequence[Cell]] = [
        (
            *csv_file.words_of(line),
            line.hours,
            _dollars(line.shared_cents),
            _dollars(line.price_cents),
        )
        for line in lines
    ]
    return Table("Plan", csv_file.HEAD, cells, first_number=9)


def _totals(title: str, totals: Sequence[Total]) -> Table:
    named = (title.removeprefix("By ").capitalize(), BESIDE[title])
    head = (*named, "Places", "Hours", "Planned", "Committed", "Total")
    cells = [
        (each.name, each.detail, each.lines, each.hours, _dollars(each.planned_cents),
         _dollars(each.committed_cents), _dollars(each.total_cents))
        for each in totals
    ]  # fmt: skip
    return Table(title, head, cells, first_number=2)


def _dollars(cents: int) -> float:
    return cents / 100


def _write(sheet: Any, table: Table, styles: Styles) -> None:
    for column, name in enumerate(table.head):
        sheet.write_string(0, column, name, styles.bold)
        sheet.set_column(column, column, _width(table, column))
    for number, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            else:
                sheet.write_number(number, column, cell, styles.of(table.head[column]))
    _write_sums(sheet, table, styles)
    sheet.freeze_panes(1, 1)


def _write_sums(sheet: Any, table: Table, styles: Styles) -> None:
    foot = len(table.rows) + 1
    sheet.write_string(foot, 0, "Total", styles.bold)
    for column in range(table.first_number, len(table.head)):
        # Added up in whole cents and quarter hours, so that no sum drifts.
        cents = sum(round(float(row[column]) * 100) for row in table.rows)
        sheet.write_number(foot, column, cents / 100, styles.sum_of(table.head[column]))


def _width(table: Table, column: int) -> int:
    longest = max((len(str(row[column])) for row in table.rows), default=0)
    return min(LONGEST_COLUMN, max(longest, len(table.head[column])) + 2)
