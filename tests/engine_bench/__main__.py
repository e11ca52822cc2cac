"""The planner beside other ways to solve the same problem, in one run: `make bench`.

Each work runs in a process of its own, one after another, on problems that `instances` makes.
A plan counts as proven where its value and bound are less than a point apart. Ratios are of CPU
seconds, CP-SAT's divided by the cores that its eight workers share, so that the machine's load
counts little; a competitor's are its solver's alone, ours are everything. Competitors are ended
after --limit seconds, the planner after --patience and its last search after half of that.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from pdplanner.engine import write_problem
from tests.engine_bench import goals, scp
from tests.engine_bench.figures import Figures, Runs, Size, measured
from tests.engine_bench.instances import instance
from tests.engine_bench.solvers import HAS_CPSAT, PATIENT
from tests.engine_bench.table import OURS, table

COMPETITORS = ("naive", "cpsat", "lp", "greedy")
OTHERS = (*COMPETITORS, "prices")
SIZES = "30x500,100x500"
BUILDING = 600
"""Seconds that a competitor may take beside its limits, to build its model."""


def main() -> int:
    asked = _asked()
    sizes = [Size(people=p, offerings=o, full=f) for p, o in asked.sizes for f in _kinds(asked)]
    if asked.write:
        return _write(sizes, asked.seeds, asked.write)
    if "cpsat" in asked.competitors and not HAS_CPSAT:
        print("CP-SAT is left out: OR-Tools is not installed (make setup-bench).\n")
        asked.competitors.remove("cpsat")
    found = {}
    for size in sizes:
        by_work = dict(_runs(size, asked))
        if by_work:
            print(table(size, by_work), end="\n\n", flush=True)
        found.update({(size, work): runs for work, runs in by_work.items()})
    print("\n".join(goals.report(found)))
    if asked.scp:
        for line in scp.report(asked.scp, asked.limit):
            print(line, flush=True)
    return 0


def _runs(size: Size, asked: argparse.Namespace) -> Iterable[tuple[str, Runs]]:
    changes = [] if size.full else [work for work in ("edits", "budgets") if getattr(asked, work)]
    for work in (OURS, *asked.competitors, *changes):
        outer = work in (OURS, *changes)
        limit = asked.patience // 2 if outer else asked.limit
        patience = asked.patience if outer else PATIENT * asked.limit + BUILDING
        tries = [measured(work, size, 1 + k, limit, patience) for k in range(asked.seeds)]
        figures = tuple(one for one in tries if isinstance(one, Figures))
        if figures:
            yield work, Runs(figures=figures)


def _kinds(asked: argparse.Namespace) -> tuple[bool, ...]:
    return {"no": (False,), "only": (True,), "both": (False, True)}[asked.full]


def _write(sizes: Sequence[Size], seeds: int, folder: Path) -> int:
    """The problems as files for `pdplanner solve` and for anybody else's solver."""
    folder.mkdir(parents=True, exist_ok=True)
    for size in sizes:
        for seed in range(1, seeds + 1):
            problem = instance(size.people, size.offerings, seed, full=size.full)
            path = folder / f"{str(size).replace(' ', '-')}-{seed}.json"
            path.write_text(write_problem(problem), encoding="utf-8")
            print(path)
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.engine_bench", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help="people x offerings: 30x500,…")
    parser.add_argument("--seeds", type=int, default=1, help="problems of each size")
    parser.add_argument("--competitors", type=_names, default=",".join(COMPETITORS))
    parser.add_argument("--full", choices=("no", "only", "both"), default="no")
    parser.add_argument("--edits", action="store_true", help="plans changed after a first one")
    parser.add_argument("--budgets", action="store_true", help="a curve of 20 budgets")
    parser.add_argument("--limit", type=int, default=120, help="CPU seconds of a competitor")
    parser.add_argument("--patience", type=int, default=600, help="seconds of the planner")
    parser.add_argument("--scp", type=Path, metavar="FOLDER", help="OR-Library's scp*.txt as well")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write problem files instead")
    return parser.parse_args()


def _sizes(text: str) -> list[tuple[int, int]]:
    pairs = [one.split("x") for one in text.split(",")]
    return [(int(people), int(offerings)) for people, offerings in pairs]


def _names(text: str) -> list[str]:
    names = [one for one in text.split(",") if one]
    unknown = set(names) - set(OTHERS)
    if unknown:
        known = ", ".join(OTHERS)
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: expected {known}")
    return names


if __name__ == "__main__":
    sys.exit(main())
