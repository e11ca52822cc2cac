"""The plan as CSV."""

from collections.abc import Iterable

from pdplanner.catalog import formats
from pdplanner.plans.models import State
from pdplanner.reports.csv_files.spreadsheets import as_text, csv_of, dollars_text
from pdplanner.reports.figures.line_queries import PlanLine

UNIT_OF_FUND, REQUEST = "Unit of fund", "Request"
"""Heads of what every file says of a fund beside its name, and of the number of a request."""
IN_TEAM_PLAN = "In the team plan"
AFTER = (UNIT_OF_FUND, REQUEST)


def head(*, unit: str) -> tuple[str, ...]:
    return (
        "Person", unit, "Offering", "Provider", "Format", "State", "Place", "Fund",
        "Account code", "Hours", "Share of a group price or membership (USD)", "Amount (USD)",
        *AFTER,
    )  # fmt: skip


def plan_csv(lines: Iterable[PlanLine], *, unit: str) -> str:
    """Return the file's text; amounts and hours are numbers, all else is made safe text.

    `unit` is the head of the people's units.
    """
    return csv_of(head(unit=unit), map(_row, lines))


def _row(line: PlanLine) -> list[str]:
    words = (as_text(word) for word in words_of(line))
    money = (dollars_text(cents) for cents in (line.shared_cents, line.price_cents))
    number = "" if line.item_id is None else str(line.item_id)
    return [*words, f"{line.hours:g}", *money, as_text(line.fund_unit), number]


def words_of(line: PlanLine) -> tuple[str, ...]:
    """The text columns of a line, in the order of `head`."""
    return (
        line.person, line.unit, line.offering, line.provider, formats.label(line.format),
        State(line.state).word if line.state else IN_TEAM_PLAN, line.mode.capitalize(),
        line.fund, line.account_code,
    )  # fmt: skip
