"""The picture of a year's money: what is spent and set aside by month, and where the plan leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pdplanner.plans.studies.curve import round_ticks
from pdplanner.reports.figures.months import Months

DOLLAR = 100


class Frame(NamedTuple):
    """A box of so many units with the corners of the plot; one month of `named` has its name."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    named: int


WIDE = Frame(620, 300, left=64, right=604, top=16, bottom=260, named=1)
PHONE = Frame(340, 260, left=64, right=336, top=16, bottom=228, named=3)
"""As wide as a phone, so that its words are as large there as those beside it."""


class Mark(NamedTuple):
    """Where a label stands, and what it says: cents of a height, or the number of a month."""

    at: float
    value: int


@dataclass(frozen=True)
class BurnUp:
    """Paths in a frame; `ahead` is the way to the forecast, empty after the end."""

    frame: Frame
    up: Sequence[Mark]
    across: Sequence[Mark]
    spent: str
    committed: str
    ahead: str
    allocated: float


class _Scale(NamedTuple):
    frame: Frame
    months: int
    most: int

    def x(self, month: int) -> float:
        left, right = self.frame.left, self.frame.right
        return round(left + (right - left) * month / self.months, 1)

    def y(self, cents: int) -> float:
        top, bottom = self.frame.top, self.frame.bottom
        return round(bottom - (bottom - top) * cents / self.most, 1)


def burn_ups(found: Months) -> list[BurnUp]:
    """Return the picture for a wide page and the one for a phone; none without money to draw."""
    most = max(found.sums.allocated, found.forecast, *found.committed, 0)
    return [_burn_up(found, most, frame) for frame in (WIDE, PHONE)] if most else []


def _burn_up(found: Months, most: int, frame: Frame) -> BurnUp:
    # In whole dollars, so that the lines stand at round ones.
    up = [tick * DOLLAR for tick in round_ticks(-(-most // DOLLAR))]
    scale = _Scale(frame, len(found.months), up[-1])
    now = len(found.committed)
    ahead = f"M{scale.x(now)} {scale.y(found.committed[-1])}" if found.committed else ""
    if ahead:
        ahead += f"L{scale.x(len(found.months))} {scale.y(found.forecast)}"
    return BurnUp(
        frame=frame,
        up=[Mark(scale.y(cents), cents) for cents in up],
        across=[Mark(scale.x(at), at) for at in range(0, len(found.months), frame.named)],
        spent=_area(scale, found.spent),
        committed=_area(scale, found.committed),
        ahead=ahead if now < len(found.months) else "",
        allocated=scale.y(found.sums.allocated),
    )


def _area(scale: _Scale, sums: Sequence[int]) -> str:
    """Steps: what a month brought stands from its begin to its end."""
    if not sums:
        return ""
    path = [f"M{scale.x(0)} {scale.frame.bottom}"]
    path += [f"V{scale.y(cents)}H{scale.x(at + 1)}" for at, cents in enumerate(sums)]
    return f"{''.join(path)}V{scale.frame.bottom}Z"
