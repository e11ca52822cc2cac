"""What a year's money comes to, in the words that page, paper, workbook and board share."""

from typing import NamedTuple

from pdplanner.budgets.last_days import could_be_spent
from pdplanner.reports.figures.scope import Scope
from pdplanner.reports.figures.sums import Sums
from pdplanner.web.filters import cents, day
from pdplanner.web.word_lists import in_a_row


class Said(NamedTuple):
    """`without_fund`, said of a year that runs, opens to the places; `lapsed` warns."""

    first: str
    without_fund: str = ""
    lapsed: str = ""

    @property
    def text(self) -> str:
        return " ".join(filter(None, self))


def said(scope: Scope, sums: Sums, unfunded: int) -> Said:
    """Say what is left; `unfunded` is what is planned that no fund is named for."""
    if scope.over:
        return Said(came_to(scope, sums, unfunded))
    without_fund = f"{cents(unfunded)} more is planned without a fund." if unfunded else ""
    return Said(_left(sums), without_fund, lapsed(sums))


def _left(sums: Sums) -> str:
    if sums.available < 0:
        more = f", and {cents(sums.planned)} more is planned" if sums.planned else ""
        return f"Overspent by {cents(-sums.available)}{more}."
    return (
        f"{cents(sums.available)} available, {cents(sums.planned)} of it planned:"
        f" {cents(sums.after_plan)} would be left."
    )


def came_to(scope: Scope, sums: Sums, unfunded: int) -> str:
    """Say of a year that is over what it had, what became of it, and what nobody funded."""
    closed = scope.year.closed_at
    begin = (
        f"Closed since {day(closed)}."
        if closed
        else f"The year ended on {day(scope.year.ends_on)} and is not closed yet."
    )
    spent = [f"{cents(sums.spent)} of {cents(sums.allocated)} was spent"]
    if sums.encumbered:
        spent.append(f"{cents(sums.encumbered)} is still set aside")
    if sums.carried:
        spent.append(f"{cents(sums.carried)} was carried over into the next year")
    if sums.available > 0:
        left = "was left and ended with it" if closed else "is left"
        spent.append(f"{cents(sums.available)} {left}")
    elif sums.available < 0:
        spent.append(f"{cents(-sums.available)} more than there was")
    return f"{begin} {', '.join(spent)}.{_not_approved(sums, unfunded)}"


def _not_approved(sums: Sums, unfunded: int) -> str:
    planned = sums.planned + unfunded
    if not planned:
        return ""
    part = "all" if unfunded == planned else cents(unfunded)
    of_it = f", {part} of it without a fund" if unfunded else ""
    return f" {cents(planned)} was planned and nobody approved it{of_it}."


def lapsed(sums: Sums) -> str:
    """Say what of the available money nothing can be bought from any more."""
    if not sums.lapsed:
        return ""
    parts = [f"{cents(amount)} {could_be_spent(last)}" for last, amount in sums.lapsed]
    return f"Of what is available, {in_a_row(parts)}."
