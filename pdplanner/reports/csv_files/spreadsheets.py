"""What a spreadsheet opens as CSV: it shows every text as it is, and runs none as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
"""With it spreadsheets take the file for the UTF-8 that it is."""

# Full-width forms are taken as the plain ones by some spreadsheets.
FORMULA_STARTS = tuple("=+-@＝＋－＠")
CONTROL_STARTS = ("\t", "\r", "\n")


def as_text(value: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    if value.startswith(CONTROL_STARTS) or value.lstrip().startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def dollars_text(cents: int) -> str:
    """An amount as a plain number of dollars with two decimals: 123450 is 1234.50."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def csv_of(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return the file's text; what may be a formula goes through `as_text` before."""
    text = io.StringIO(BYTE_ORDER_MARK)
    text.seek(0, io.SEEK_END)
    csv.writer(text, lineterminator="\r\n").writerows([head, *rows])
    return text.getvalue()
