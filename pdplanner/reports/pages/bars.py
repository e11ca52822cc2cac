"""The bar of a fund: how far its money is spent, encumbered, planned and free."""

from collections.abc import Sequence
from dataclasses import dataclass

from pdplanner.reports.figures.fund_queries import FundRow
from pdplanner.web.filters import dollars


@dataclass(frozen=True)
class Part:
    """A stretch of the bar, in percent of the widest fund; `look` is its class."""

    look: str
    start: float
    width: float


@dataclass(frozen=True)
class Bar:
    parts: Sequence[Part]
    says: str


def bars(rows: Sequence[FundRow]) -> list[Bar]:
    """Return a bar for each fund, all on one scale."""
    widest = max((max(row.had_cents, _taken(row)) for row in rows), default=0)
    return [_bar(row, widest) for row in rows]


def _taken(row: FundRow) -> int:
    return row.fund.spent_cents + row.fund.encumbered_cents + _planned(row)


def _planned(row: FundRow) -> int:
    """What may still be taken: nothing once the year is over."""
    return 0 if row.over else row.planned_cents


def _bar(row: FundRow, widest: int) -> Bar:
    fund = row.fund
    amounts = (
        ("c-spent", fund.spent_cents),
        ("c-enc", fund.encumbered_cents),
        ("c-pl", _planned(row)),
        ("c-free", max(0, row.after_plan_cents)),
    )
    parts, start = [], 0.0
    for look, amount in amounts:
        width = 100 * amount / widest if widest else 0
        if width:
            parts.append(Part(look, round(start, 2), round(width, 2)))
        start += width
    return Bar(parts, _said(row))


def _said(row: FundRow) -> str:
    fund = row.fund
    held = [f"spent {dollars(fund.spent_cents)}"]
    if not row.closed:
        held.append(f"set aside {dollars(fund.encumbered_cents)}")
    if not row.over:
        held.append(f"planned {dollars(row.planned_cents)}")
    if row.carried_cents:
        held.append(f"carried over {dollars(row.carried_cents)}")
    held.append(f"left {dollars(row.after_plan_cents)}")
    return f"{fund.named}: {', '.join(held)} of {dollars(row.had_cents)}"
