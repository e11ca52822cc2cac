"""The table of one size: each competitor beside the planner, medians over the seeds."""

from collections.abc import Mapping, Sequence
from statistics import median

from tests.engine_bench.figures import Figures, Runs, Size

OURS = "pdplanner"
NAMES = {
    OURS: "pdplanner, to proof",
    "prices": "pdplanner, prices only",
    "naive": "naive model, HiGHS",
    "cpsat": "tight model, CP-SAT",
    "lp": "tight model, LP only",
    "greedy": "greedy",
}
HEADS = ("wall s", "CPU s", "value", "bound", "gap %", "proven", "x ours", "MB")
WIDTHS = (10, 10, 11, 13, 9, 8, 10, 7)

ByWork = Mapping[str, Runs]


def table(size: Size, found: ByWork) -> str:
    """Seconds, value and bound are medians, the gap is the worst, memory the most of all seeds."""
    seeds = max(len(runs.figures) for runs in found.values())
    lines = [f"{size}: people x offerings, {seeds} seeds"]
    lines.append(" " * 24 + _cells(HEADS))
    for work, name in NAMES.items():
        if work in found:
            lines.append(f"{name:24}" + _cells(_row(work, found)))
    return "\n".join(lines)


def gap(one: Figures, ours: Figures | None) -> float | None:
    """Percent between value and bound; what a run lacks of the two is taken from ours."""
    value = one.value if one.value is not None or ours is None else ours.value
    bound = one.bound if one.bound is not None or ours is None else ours.bound
    if value is None or bound is None or not value:
        return None
    return 100 * (bound - value) / value


def gaps(runs: Runs, ours: Runs | None) -> list[float | None]:
    mine = (None,) * len(runs.figures) if ours is None else ours.figures
    return [gap(one, own) for one, own in zip(runs.figures, mine, strict=False)]


def _row(work: str, found: ByWork) -> Sequence[str]:
    runs, ours = found[work], found.get(OURS)
    known = [each for each in gaps(runs, ours) if each is not None]
    proven = sum(one.proven for one in runs.figures)
    more = ">" if runs.cut else ""
    return (
        f"{more}{median(one.wall for one in runs.figures):.2f}",
        f"{median(one.cpu for one in runs.figures):.2f}",
        _middle([one.value for one in runs.figures]),
        _middle([one.bound for one in runs.figures]),
        f"{max(known):.3f}" if len(known) == len(runs.figures) else "-",
        "-" if work in ("lp", "greedy") else f"{proven}/{len(runs.figures)}",
        "-" if ours is None or ours.cut else f"{more}{runs.seconds / ours.seconds:.2f}",
        _most([one.memory for one in runs.figures]),
    )


def _middle(values: Sequence[float | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{median(known):,.0f}" if known else "-"


def _most(values: Sequence[int | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{max(known)}" if known else "-"


def _cells(texts: Sequence[str]) -> str:
    return "".join(f"{text:>{width}}" for text, width in zip(texts, WIDTHS, strict=True))
