"""Set covering as a planning problem: one person, a row an indicator, a column an offering."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pdplanner.engine import Fund, Offering, Person, Problem, Tag, Target


@dataclass(frozen=True)
class SetCover:
    """`covers` says which of the rows each column covers, `costs` what each column costs."""

    rows: int
    costs: Sequence[int]
    covers: Sequence[Sequence[int]]

    def problem(self, budget: int) -> Problem:
        """As many rows as the budget can cover: all of them if it is the least cost or more."""
        offerings = tuple(
            Offering(
                id=f"column {number:04}",
                hours=0,
                price=cost,
                teaches=tuple(Tag(indicator=f"row {row:03}", level=1) for row in rows),
            )
            for number, (cost, rows) in enumerate(zip(self.costs, self.covers, strict=True), 1)
        )
        targets = {f"row {row:03}": Target(level=1, weight=1) for row in range(1, self.rows + 1)}
        return Problem(
            funds=(Fund(id="budget", amount=budget),),
            offerings=offerings,
            people=(Person(id="planner", hours=0, targets=targets),),
        )


def read_cover(path: Path) -> SetCover:
    """An OR-Library file: rows and columns, the columns' costs, then by row its columns."""
    numbers = iter([int(word) for word in path.read_text().split()])
    rows, columns = next(numbers), next(numbers)
    costs = [next(numbers) for _ in range(columns)]
    covers: list[list[int]] = [[] for _ in range(columns)]
    for row in range(1, rows + 1):
        for _ in range(next(numbers)):
            covers[next(numbers) - 1].append(row)
    return SetCover(rows, costs, covers)


OPTIMA: Mapping[str, int] = {
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
    "scpe1": 5,
}
"""Published least costs of 14 files of J. E. Beasley's OR-Library (set covering)."""
