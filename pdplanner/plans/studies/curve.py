"""The curve of money against points as a picture: a step line, since a plan is bought whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

LEFT, RIGHT, TOP, BOTTOM = 52.0, 604.0, 16.0, 260.0
"""The corners of the plot in a picture of 620 by 300."""

MOST_LINES = 4
STEPS = (1, 2, 2.5, 3, 4, 5)


class Point(NamedTuple):
    """Cents of all funds together; the best plan's points and what none can exceed (tenths)."""

    money: int
    value: int
    bound: int


class Mark(NamedTuple):
    x: float
    y: float


class Tick(NamedTuple):
    at: float
    amount: int


@dataclass(frozen=True, kw_only=True)
class Curve:
    """Paths and marks in the picture's own units.

    `best` is what plans of the studied amounts reach, `bound` what no plan can pass in between: up
    to the next studied amount nothing closes more than there.
    """

    points: Sequence[Point]
    best: str
    bound: str
    across: Sequence[Tick]
    up: Sequence[Tick]
    here: Mark
    free_at: Mark
    flat_at: Mark | None
    plan: Point
    flat: Point | None

    @property
    def free(self) -> Point:
        return self.points[0]


def curve(points: Sequence[Point], plan: Point, *, most: int | None) -> Curve | None:
    """The picture, once more than the plan itself is known; `most` is what any money reaches."""
    known = _monotone(sorted({*points, plan}))
    if len(known) < 3 or not known[-1].money:
        return None
    up = round_ticks(max(one.bound for one in known))
    across = round_ticks(known[-1].money)
    scale = _Scale(max(known[-1].money, across[-1]), up[-1])
    flat = next((one for one in known if most is not None and one.value >= most), None)
    return Curve(
        points=known,
        best=_steps(scale, known, upper=False),
        bound=_steps(scale, known, upper=True),
        across=[Tick(scale.x(amount), amount) for amount in across],
        up=[Tick(scale.y(amount), amount) for amount in up],
        here=scale.mark(plan),
        free_at=scale.mark(known[0]),
        flat_at=scale.mark(flat) if flat else None,
        plan=plan,
        flat=flat,
    )


def _monotone(points: Sequence[Point]) -> list[Point]:
    """More money closes no less, and less money no more than what more money cannot pass."""
    values = [*accumulate((one.value for one in points), max)]
    bounds = [*accumulate((one.bound for one in reversed(points)), min)][::-1]
    return [Point(*one) for one in zip((p.money for p in points), values, bounds, strict=True)]


class _Scale(NamedTuple):
    money: int
    points: int

    def x(self, money: int) -> float:
        return round(LEFT + (RIGHT - LEFT) * money / self.money, 1)

    def y(self, points: int) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * points / (self.points or 1), 1)

    def mark(self, point: Point) -> Mark:
        return Mark(self.x(point.money), self.y(point.value))


def _steps(scale: _Scale, points: Sequence[Point], *, upper: bool) -> str:
    """A path that moves at each point: to its own height there, or to the next one's before it."""
    first = points[0]
    path = [f"M{scale.x(first.money)} {scale.y(first.bound if upper else first.value)}"]
    for one in points[1:]:
        across, down = f"H{scale.x(one.money)}", f"V{scale.y(one.bound if upper else one.value)}"
        path += [down, across] if upper else [across, down]
    return "".join(path)


def round_ticks(most: int) -> list[int]:
    """At most four round steps from zero that reach the largest value."""
    power = 1
    while True:
        for step in STEPS:
            size = round(step * power)
            if size and size * MOST_LINES >= most:
                return [size * number for number in range(-(-most // size) + 1)]
        power *= 10
