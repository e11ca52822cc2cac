"""Set covering from the OR-Library as problems of one person: `--scp FOLDER` with its files.

Rows are indicators to bring from level 0 to 1, columns are offerings at their cost in cents. With
the published optimum as money everything can be covered, with a cent less it cannot: the planner
has to find the first and to prove the second. Files and optima: Beasley, OR-Library, `scpXX.txt`.
"""

import time
from collections.abc import Iterator
from pathlib import Path

from pdplanner.engine import Limits, solve
from tests.engine.set_covering import OPTIMA, read_cover


def settled(path: Path, limit: int) -> bool:
    """Whether all rows are covered at the optimum, and proven not to be at a cent less."""
    cover, optimum = read_cover(path), OPTIMA[path.stem]
    limits = Limits(until="value", last_seconds=limit)
    enough, less = (solve(cover.problem(money), limits) for money in (optimum, optimum - 1))
    return enough.value == cover.rows and less.bound < cover.rows


def report(folder: Path, limit: int) -> Iterator[str]:
    """A line for each file of the folder, and one for all."""
    found = [path for name in OPTIMA if (path := folder / f"{name}.txt").exists()]
    done = 0
    for path in found:
        began = time.process_time()
        one = settled(path, limit)
        done += one
        text = "settled" if one else "left open"
        yield f"{path.stem:10}{text:>10}{time.process_time() - began:>9.1f} CPU s"
    met = "met" if found and done == len(found) else "NOT MET"
    yield f"set coverings settled: {done} of {len(found)}   {met}"
