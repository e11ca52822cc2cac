"""Sheets of a workbook: typed cells, sums as formulas, frozen heads, ready to be printed.

Every formula carries the value that we reckon, in whole cents, so that a reader which does not
reckon shows the same. Text from the database is never taken for a formula or an address.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

TEXT_ONLY = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
COUNT, MONEY, DAY = "#,##0", "#,##0.00", "yyyy-mm-dd"
NUMBER, MOMENT = "0", "yyyy-mm-dd hh:mm:ss"
COUNTS = ("Places",)
NUMBERS = ("Action", "Request")
LONGEST_COLUMN = 60
LANDSCAPE_LETTER = 1


class Formula(NamedTuple):
    """A formula, in which `{row}` is the number of its row, and the value that it comes to."""

    text: str
    value: float


Cell = str | float | date | datetime | Formula


@dataclass(frozen=True)
class Table:
    """A sheet; the columns from `first_number` on are added up at the foot, if it has one.

    The last ones, `after` of them, are not.
    """

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    first_number: int
    has_foot: bool = True
    after: int = 0

    @property
    def foot(self) -> int:
        """The number of the row with the sums, as a spreadsheet counts rows."""
        return len(self.rows) + 2

    def column(self, head: str) -> str:
        """The letters of a column."""
        return str(xl_col_to_name(list(self.head).index(head)))


class Styles:
    """The looks of a book's cells, one for each kind of number."""

    def __init__(self, book: Any) -> None:
        kinds = (COUNT, MONEY, DAY, NUMBER, MOMENT)
        self.bold = book.add_format({"bold": True})
        self.plain = {kind: book.add_format({"num_format": kind}) for kind in kinds}
        foot = {"bold": True, "top": 1}
        self.sums = {kind: book.add_format({"num_format": kind, **foot}) for kind in kinds}


def book_of(tables: Sequence[Table], *, title: str) -> bytes:
    """Return an .xlsx file with a sheet for each table; `title` stands on every printed page."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, TEXT_ONLY) as book:
        book.set_properties({"title": title})
        styles = Styles(book)
        for table in tables:
            sheet = book.add_worksheet(table.title)
            _write(sheet, table, styles)
            _set_up_print(sheet, table, title)
    return file.getvalue()


def dollars(cents: int) -> float:
    return cents / 100


def _write(sheet: Any, table: Table, styles: Styles) -> None:
    for column, name in enumerate(table.head):
        sheet.write_string(0, column, name, styles.bold)
        sheet.set_column(column, column, _width(table, column))
    for number, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            _write_cell(sheet, number, column, cell, _kind(table.head[column]), styles)
    if table.has_foot:
        _write_sums(sheet, table, styles)
    sheet.freeze_panes(1, 1)


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, kind: str, styles: Styles) -> None:
    if isinstance(cell, Formula):
        text = cell.text.format(row=row + 1)
        sheet.write_formula(row, column, text, styles.plain[kind], cell.value)
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell, styles.plain[MOMENT])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, styles.plain[DAY])
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    else:
        sheet.write_number(row, column, cell, styles.plain[kind])


def _write_sums(sheet: Any, table: Table, styles: Styles) -> None:
    foot = table.foot - 1
    sheet.write_string(foot, 0, "Total", styles.bold)
    for column in range(table.first_number, len(table.head) - table.after):
        # Added up in whole cents and quarter hours, so that no sum drifts.
        cents = sum(round(_number(row[column]) * 100) for row in table.rows)
        style = styles.sums[_kind(table.head[column])]
        letters = xl_col_to_name(column)
        text = f"=ROUND(SUM({letters}2:{letters}{table.foot - 1}),2)"
        if table.rows:
            sheet.write_formula(foot, column, text, style, cents / 100)
        else:
            sheet.write_number(foot, column, 0, style)


def _set_up_print(sheet: Any, table: Table, title: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(LANDSCAPE_LETTER)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # An ampersand begins a code of the header.
    sheet.set_header(f"&L{title.replace('&', '&&')}&R{table.title}")
    sheet.set_footer("&LPrinted &D&RPage &P of &N")


def _kind(head: str) -> str:
    if head in NUMBERS:
        return NUMBER
    return COUNT if head in COUNTS else MONEY


def _number(cell: Cell) -> float:
    """What a cell adds to the sum of its column; an empty one nothing."""
    value = cell.value if isinstance(cell, Formula) else cell or 0
    assert isinstance(value, int | float)  # noqa: S101
    return value


def _width(table: Table, column: int) -> int:
    cells = [row[column] for row in table.rows]
    shown = (each.value if isinstance(each, Formula) else each for each in cells)
    longest = max((len(str(each)) for each in shown), default=0)
    return min(LONGEST_COLUMN, max(longest, len(table.head[column])) + 2)
