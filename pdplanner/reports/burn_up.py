"""The picture of a year's money: what is spent and set aside by month, and where the plan leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pdplanner.plans.studies.curve import round_ticks
from pdplanner.reports.months import Months

LEFT, RIGHT, TOP, BOTTOM = 64, 604, 16, 260
DOLLAR = 100


class Mark(NamedTuple):
    """Where a label stands, and what it says: cents of a height, or the number of a month."""

    at: float
    value: int


@dataclass(frozen=True)
class BurnUp:
    """Paths in a box of 620 by 300; `ahead` is the way to the forecast, empty after the end."""

    up: Sequence[Mark]
    across: Sequence[Mark]
    spent: str
    committed: str
    ahead: str
    allocated: float


class _Scale(NamedTuple):
    months: int
    most: int

    def x(self, month: int) -> float:
        return round(LEFT + (RIGHT - LEFT) * month / self.months, 1)

    def y(self, cents: int) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * cents / self.most, 1)


def burn_up(found: Months) -> BurnUp | None:
    """None where there is no money to draw."""
    most = max(found.sums.allocated, found.forecast, *found.committed, 0)
    if not most:
        return None
    # In whole dollars, so that the lines stand at round ones.
    up = [tick * DOLLAR for tick in round_ticks(-(-most // DOLLAR))]
    scale = _Scale(len(found.months), up[-1])
    now = len(found.committed)
    ahead = f"M{scale.x(now)} {scale.y(found.committed[-1])}" if found.committed else ""
    if ahead:
        ahead += f"L{scale.x(len(found.months))} {scale.y(found.forecast)}"
    return BurnUp(
        up=[Mark(scale.y(cents), cents) for cents in up],
        across=[Mark(scale.x(at), at) for at in range(len(found.months))],
        spent=_area(scale, found.spent),
        committed=_area(scale, found.committed),
        ahead=ahead if now < len(found.months) else "",
        allocated=scale.y(found.sums.allocated),
    )


def _area(scale: _Scale, sums: Sequence[int]) -> str:
    """Steps: what a month brought stands from its begin to its end."""
    if not sums:
        return ""
    path = [f"M{scale.x(0)} {BOTTOM}"]
    path += [f"V{scale.y(cents)}H{scale.x(at + 1)}" for at, cents in enumerate(sums)]
    return f"{''.join(path)}V{BOTTOM}Z"
