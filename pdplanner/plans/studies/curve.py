"""The curve of money against points as a picture: a step line, since a plan is bought whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

LEFT, RIGHT, TOP, BOTTOM = 46.0, 352.0, 28.0, 208.0
"""The corners of the plot in a picture of 360 by 236: as wide as a phone shows it whole."""

LINE = 17.0
"""From one label to the next."""
LONGEST_LABEL = 190.0

MOST_LINES = 4
THOUSANDS, MILLION = 10_000_00, 1_000_000_00
MARGIN, NEAR = 1.1, 1.6
"""How far beyond where money stops helping the picture goes, and up to where for the plan."""
STEPS = (1, 2, 2.5, 3, 4, 5)


class Point(NamedTuple):
    """Cents of all funds together; the best plan's points and what none can exceed (tenths)."""

    money: int
    value: int
    bound: int


class Bare(NamedTuple):
    """What money of nothing closes (tenths) where the plans of the curve must cost something."""

    value: int
    without: str


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
    to the next studied amount nothing closes more than there. The plan is `beyond` where its money
    is more than the picture shows; its mark is then at the edge. `flat` is the first amount that is
    known to close what any can. `bare` stands at the left edge, beside the steps.
    """

    points: Sequence[Point]
    best: str
    bound: str
    across: Sequence[Tick]
    up: Sequence[Tick]
    here: Mark
    free_at: Mark
    flat_at: Mark | None
    label_at: Mark
    plan: Point
    flat: Point | None
    beyond: bool
    bare: Bare | None

    @property
    def free(self) -> Point:
        return self.points[0]

    @property
    def free_label(self) -> float:
        """The height of the label of what is free."""
        return _free_label(self.free_at)

    @property
    def last(self) -> Point:
        """The largest amount in the picture that was studied."""
        return self.points[-2] if self.beyond else self.points[-1]


def curve(
    points: Sequence[Point], plan: Point, *,
    most: int | None = None, reach: int = 0, bare: Bare | None = None,
) -> Curve | None:  # fmt: skip
    """The picture, once more than the plan itself is known.

    `most` is what any money closes and none more, where that is proven, `reach` about where it
    does.
    """
    known = _monotone(sorted({*points, plan}), most)
    if len(known) < 3 or not (known[-1].money and known[-1].bound):
        return None
    across = _amounts(known, plan, reach)
    edge = across[-1]
    shown = [one for one in known if one.money <= edge]
    if len(shown) < 2:
        return None
    free = Point(0, bare.value, bare.value) if bare else known[0]
    up = round_ticks(max(one.bound for one in [*shown, free]))
    scale = _Scale(edge, up[-1])
    beyond = plan.money > edge
    ahead = next((one.bound for one in known if one.money > edge), most)
    flat = next((one for one in known if most is not None and one.value >= most), None)
    here, free_at = scale.mark(plan), scale.mark(free)
    return Curve(
        points=[*shown, *(one for one in known if beyond and one.money == plan.money)],
        best=_steps(scale, shown, ahead, upper=False),
        bound=_steps(scale, shown, ahead, upper=True),
        across=[Tick(scale.x(amount), amount) for amount in across],
        up=[Tick(scale.y(amount), amount) for amount in up],
        here=here,
        free_at=free_at,
        flat_at=scale.mark(flat) if flat and flat.money <= edge else None,
        label_at=_label_at(here, None if free.money or not plan.money else free_at, long=beyond),
        plan=plan,
        flat=flat,
        beyond=beyond,
        bare=bare,
    )


def _amounts(known: Sequence[Point], plan: Point, reach: int) -> list[int]:
    """The marks along the money: to somewhat beyond where it stops helping, where that is known."""
    end = known[-1].money
    if reach:
        end = max(round(reach * MARGIN), plan.money if plan.money <= reach * NEAR else 0)
    # The longer the amounts are, the fewer fit below a picture on a phone.
    return round_ticks(end, lines=2 if end >= MILLION else 3 if end >= THOUSANDS else MOST_LINES)


def _label_at(here: Mark, free_at: Mark | None, *, long: bool) -> Mark:
    """Where the plan's label stands: below its mark, and not on the label of what is free.

    A long one stands further below, clear of the steps to its left.
    """
    at = min(here.y + (3 * LINE if long else LINE + 4), BOTTOM - 6)
    if free_at is None or here.x > LEFT + LONGEST_LABEL:
        return Mark(here.x, at)
    free = _free_label(free_at)
    if abs(at - free) >= LINE:
        return Mark(here.x, at)
    return Mark(here.x, free + LINE if free + LINE < BOTTOM else free - LINE)


def _free_label(free_at: Mark) -> float:
    return min(free_at.y + LINE, BOTTOM - 6)


def _monotone(points: Sequence[Point], most: int | None) -> list[Point]:
    """More money closes no less, and less money no more than what more money cannot pass."""
    values = [*accumulate((one.value for one in points), max)]
    bounds = [*accumulate((one.bound for one in reversed(points)), min)][::-1]
    capped = [one if most is None else min(one, most) for one in bounds]
    return [Point(*one) for one in zip((p.money for p in points), values, capped, strict=True)]


class _Scale(NamedTuple):
    money: int
    points: int

    def x(self, money: int) -> float:
        return round(LEFT + (RIGHT - LEFT) * money / self.money, 1)

    def y(self, points: int) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * points / (self.points or 1), 1)

    def mark(self, point: Point) -> Mark:
        """At the right edge where its money is beyond it."""
        return Mark(min(self.x(point.money), RIGHT), self.y(point.value))


def _steps(scale: _Scale, points: Sequence[Point], ahead: int | None, *, upper: bool) -> str:
    """A path that moves at each point: to its own height there, or to the next one's before it.

    It goes on to the edge where `ahead` says what cannot be passed there.
    """
    first = points[0]
    path = [f"M{scale.x(first.money)} {scale.y(first.bound if upper else first.value)}"]
    for one in points[1:]:
        across, down = f"H{scale.x(one.money)}", f"V{scale.y(one.bound if upper else one.value)}"
        path += [down, across] if upper else [across, down]
    if ahead is not None and points[-1].money < scale.money:
        path += [f"V{scale.y(ahead)}", f"H{RIGHT}"] if upper else [f"H{RIGHT}"]
    return "".join(path)


def round_ticks(most: int, lines: int = MOST_LINES) -> list[int]:
    """At most so many round steps from zero that reach the largest value."""
    power = 1
    while True:
        for step in STEPS:
            size = round(step * power)
            if size and size * lines >= most:
                return [size * number for number in range(-(-most // size) + 1)]
        power *= 10
