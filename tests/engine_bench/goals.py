"""The goals, each with what was measured, met or NOT MET; what was not run is left out."""

from collections.abc import Callable, Iterator, Mapping
from statistics import median

from tests.engine_bench.figures import Runs, Size
from tests.engine_bench.table import OURS, gaps

Found = Mapping[tuple[Size, str], Runs]
LIMIT = 120
BIG = Size(people=20_000, offerings=500)


def size(people: int, *, full: bool = False) -> Size:
    return Size(people=people, offerings=500, full=full)


def report(found: Found) -> list[str]:
    return [line for goal in GOALS for line in goal(found)]


def _line(name: str, wanted: str, measured: str, *, met: bool) -> str:
    return f"{name:58}{wanted:>12}{measured:>16}   {'met' if met else 'NOT MET'}"


def _against(found: Found, other: str, at: Size, least: float, name: str) -> Iterator[str]:
    """How many times longer another takes; one that was cut gives the least that it may be."""
    ours, theirs = found.get((at, OURS)), found.get((at, other))
    if ours and theirs:
        ratio = 0.0 if ours.cut else theirs.seconds / ours.seconds
        more = ">" if theirs.cut else ""
        measured = "ours was cut" if ours.cut else f"{more}{ratio:.1f}x"
        yield _line(f"{name}, {at}", f">= {least:g}x", measured, met=ratio >= least)


def naive(found: Found) -> Iterator[str]:
    for people, least in ((30, 30), (100, 80)):
        yield from _against(found, "naive", size(people), least, "time to proof, naive / ours")
    theirs, ours = found.get((size(500), "naive")), found.get((size(500), OURS))
    if theirs and ours:
        near = [one.more.get("one_percent", one.cpu) for one in theirs.figures]
        ratio = 0.0 if ours.cut else median(near) / ours.seconds
        reached = all("one_percent" in one.more for one in theirs.figures)
        name = f"naive to 1 % / our proof, {size(500)}"
        text = f"{'' if reached else '>'}{ratio:.1f}x"
        yield _line(name, ">= 100x", text, met=ratio >= 100)
        unproven = not any(one.proven and one.seconds <= LIMIT for one in theirs.figures)
        text = "unproven" if unproven else "proven"
        yield _line(f"naive at {LIMIT} s, {size(500)}", "unproven", text, met=unproven)


def cpsat(found: Found) -> Iterator[str]:
    for people, least in ((30, 100), (100, 400)):
        yield from _against(found, "cpsat", size(people), least, "time to proof, CP-SAT / ours")


def relaxation(found: Found) -> Iterator[str]:
    for people in (500, 2_000):
        ours, theirs = found.get((size(people), OURS)), found.get((size(people), "lp"))
        if ours and theirs:
            ratio, more = ours.seconds / theirs.seconds, ">" if ours.cut else ""
            name = f"proof / one LP relaxation of the tight model, {size(people)}"
            yield _line(name, "<= 0.2", f"{more}{ratio:.2f}", met=not ours.cut and ratio <= 0.2)


def greedy(found: Found) -> Iterator[str]:
    above = [
        100 * (one.value - rule.value) / rule.value
        for (at, work), runs in found.items()
        if work == OURS and (at, "greedy") in found
        for one, rule in zip(runs.figures, found[at, "greedy"].figures, strict=False)
        if one.value is not None and rule.value
    ]
    if above:
        text = f"{min(above):.1f} to {max(above):.1f}"
        yield _line("% above greedy at the same money", ">= 2.5", text, met=min(above) >= 2.5)


def proofs(found: Found) -> Iterator[str]:
    ours = [
        (runs, gaps(runs, None))
        for (at, work), runs in found.items()
        if work == OURS and at.people <= 2_000 and not at.full
    ]
    proven = [one.proven for runs, _ in ours for one in runs.figures]
    worst = [each for _, each_gap in ours for each in each_gap]
    if proven:
        share = 100 * sum(proven) / len(proven)
        text = f"{sum(proven)} of {len(proven)}"
        yield _line("proven, up to 2,000 people", ">= 95 %", text, met=share >= 95)
        known = [each for each in worst if each is not None]
        text = f"{max(known):.4f} %" if len(known) == len(worst) else "no bound"
        met = len(known) == len(worst) and max(known) <= 0.02
        yield _line("widest gap, up to 2,000 people", "<= 0.02 %", text, met=met)


def growth(found: Found) -> Iterator[str]:
    small, large = found.get((size(500), OURS)), found.get((size(2_000), OURS))
    if small and large:
        ratio, more = large.seconds / small.seconds, ">" if large.cut else ""
        met = not large.cut and ratio <= 4.4
        yield _line("time(2,000) / time(500)", "<= 4.4", f"{more}{ratio:.2f}", met=met)
    if big := found.get((BIG, OURS)):
        known = [each for each in gaps(big, None) if each is not None]
        near = bool(known) and max(known) <= 0.1 and big.seconds <= LIMIT
        text = f"{max(known):.3f} %" if known else "no bound"
        spent = f" in {'>' if big.cut else ''}{big.seconds:.0f} s"
        yield _line(f"gap at {LIMIT} s, {BIG}", "<= 0.1 %", text + spent, met=near)
        memory = max(one.memory or 0 for one in big.figures)
        yield _line(f"memory, {BIG}", "<= 1024 MB", f"{memory} MB", met=0 < memory <= 1024)


def changes(found: Found) -> Iterator[str]:
    if runs := found.get((size(500), "edits")):
        ratio = median(one.more["budget"] / one.seconds for one in runs.figures)
        yield _line("budget edit / cold, 500x500", "<= 0.06", f"{ratio:.2f}", met=ratio <= 0.06)
    if runs := found.get((size(30), "edits")):
        seconds = median(one.more["single"] for one in runs.figures)
        yield _line("any single edit, 30x500", "<= 0.3 s", f"{seconds:.2f} s", met=seconds <= 0.3)
    if runs := found.get((size(500), "budgets")):
        ratio = median(one.more["budgets"] / one.seconds for one in runs.figures)
        worst = max(one.more["worst_gap"] for one in runs.figures)
        yield _line("20 budgets / cold, 500x500", "<= 2", f"{ratio:.1f}", met=ratio <= 2)
        yield _line("widest gap of 20 budgets", "<= 0.2 %", f"{worst:.3f} %", met=worst <= 0.2)


def full(found: Found) -> Iterator[str]:
    for people, most in ((100, 3), (500, 20)):
        at = size(people, full=True)
        if runs := found.get((at, OURS)):
            known = [each for each in gaps(runs, None) if each is not None]
            near = len(known) == len(runs.figures) and max(known) <= 0.02
            text = f"{max(known):.4f} %" if known else "no bound"
            yield _line(f"widest gap, {at}", "<= 0.02 %", text, met=near)
            met = runs.seconds <= most and not runs.cut
            spent = f"{'>' if runs.cut else ''}{runs.seconds:.1f} s"
            yield _line(f"time, {at}", f"<= {most} s", spent, met=met)


GOALS: tuple[Callable[[Found], Iterator[str]], ...] = (
    naive,
    cpsat,
    relaxation,
    greedy,
    proofs,
    growth,
    changes,
    full,
)
