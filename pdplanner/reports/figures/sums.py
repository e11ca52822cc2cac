"""What the funds of a year come to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pdplanner.reports.figures.fund_queries import FundRow


@dataclass(frozen=True)
class Sums:
    """What all funds, or all rows of a view, come to."""

    allocated: int
    spent: int
    encumbered: int
    available: int
    planned: int
    after_plan: int
    carried: int
    """What went on into the next year when this one was closed."""
    lapsed: Sequence[tuple[date, int]] = ()
    """What of the available cents could be spent until days that are past, while the year runs."""


def sums_of(rows: Sequence[FundRow]) -> Sums:
    return Sums(
        allocated=sum(row.had_cents for row in rows),
        spent=sum(row.fund.spent_cents for row in rows),
        encumbered=sum(row.fund.encumbered_cents for row in rows),
        available=sum(row.fund.available_cents for row in rows),
        planned=sum(row.planned_cents for row in rows),
        after_plan=sum(row.after_plan_cents for row in rows),
        carried=sum(row.carried_cents for row in rows),
        lapsed=_lapsed(rows),
    )


def _lapsed(rows: Sequence[FundRow]) -> Sequence[tuple[date, int]]:
    until: Counter[date] = Counter()
    for row in rows:
        if row.lapsed:
            until[row.fund.spend_by] += max(0, row.fund.available_cents)
    return sorted((day, cents) for day, cents in until.items() if cents)
