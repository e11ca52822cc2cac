"""Text that a spreadsheet must show as it is, and never run as a formula."""

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
