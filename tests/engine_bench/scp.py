"""Set covering from the OR-Library as problems of one person: `--scp FOLDER` with its files.

Rows are indicators to bring from level 0 to 1, columns are offerings at their cost in cents. With
the published optimum as money everything can be covered, with a cent less it cannot: the planner
has to find the first and to prove the second. Files and optima: Beasley, OR-Library, `scpXX.txt`.
"""

import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pdplanner.engine import Fund, Limits, Offering, Person, Problem, Tag, Target, solve

OPTIMA = {
    "scp41": 429,
    "scp42": 512,
    "scp43": 516,
    "scp44": 494,
    "scp45": 512,
    "scp46": 560,
    "scp47": 430,
    "scp48": 492,
    "scp49": 641,
    "scp410": 514,
    "scp51": 253,
    "scp61": 138,
    "scp62": 146,
    "scpa1": 253,
    "scpe1": 5,
}


def covering(text: str, money: int) -> Problem:
    """A file of rows and columns, the costs, then by row the number of its columns and these."""
    numbers = iter(map(int, text.split()))
    rows, columns = next(numbers), next(numbers)
    costs = [next(numbers) for _ in range(columns)]
    tags: dict[int, list[Tag]] = defaultdict(list)
    for row in range(rows):
        for _ in range(next(numbers)):
            tags[next(numbers) - 1].append(Tag(indicator=f"r{row}", level=1))
    targets = {f"r{row}": Target(level=1, weight=1) for row in range(rows)}
    return Problem(
        funds=(Fund(id="money", amount=money),),
        offerings=tuple(
            Offering(id=f"c{k:04}", hours=0, price=cost, teaches=tuple(tags[k]))
            for k, cost in enumerate(costs)
        ),
        people=(Person(id="one", hours=0, targets=targets),),
    )


def settled(path: Path, limit: int) -> bool:
    """Whether all rows are covered at the optimum, and proven not to be at a cent less."""
    text, optimum = path.read_text(encoding="utf-8"), OPTIMA[path.stem]
    limits = Limits(until="value", last_seconds=limit)
    enough, less = (solve(covering(text, money), limits) for money in (optimum, optimum - 1))
    rows = int(text.split()[0])
    return enough.value == rows and less.bound < rows


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
