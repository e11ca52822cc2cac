"""Adds up the rated targets of a few dozen people, which takes less than having it done."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from pdplanner.assessments.gaps import LEVELS, gap_points
from pdplanner.organization.targets import Aim

CELL, DEPTH, OPENED = range(3)


class Rated(NamedTuple):
    """A person's rated target by one of their job roles; `after` is the level after a scenario."""

    person_id: int
    indicator_id: int
    level: int
    after: int
    target: int
    good_enough: int | None
    weight: int
    stale: int


class Sums(NamedTuple):
    """Sums over the rated targets of a row and a column; without a scenario after is as before.

    A cell's row is a person or a unit and its column a skill area; for the bench the row is 0 and
    for an opened area the person, the column an indicator. `holders` are at their target; `target`
    and `level` are one target's in an opened area. The bench has targets and holders only.
    """

    kind: int
    row_id: int
    column_id: int
    targets: int
    level: int
    after: int
    gap: int
    left: int
    holders: int
    holders_after: int
    target: int
    stale: bool


def add_up(
    rows: Iterable[Rated], area_of: Mapping[int, int], *, opened_area: int | None
) -> list[Sums]:
    """Return cells by person and area, the bench by indicator, and the opened area."""
    cells: dict[tuple[int, int], list[int]] = {}
    depths: dict[int, list[int]] = {}
    opened = []
    for row in _one_a_target(rows):
        person_id, indicator_id, level, after, target, good_enough, weight, stale = row
        area_id = area_of[indicator_id]
        missing = _missing(target, good_enough, weight)
        figures = 1, level, after, missing[level], missing[after]
        _add(cells, (person_id, area_id), figures, stale)
        depth = depths.setdefault(indicator_id, [0, 0, 0])
        depth[0] += 1
        depth[1] += level >= target
        depth[2] += after >= target
        if area_id == opened_area:
            opened.append(Sums(OPENED, person_id, indicator_id, *figures, 0, 0, target, stale > 0))
    return [
        *(Sums(CELL, *key, *found[:5], 0, 0, 0, found[5] > 0) for key, found in cells.items()),
        *(
            Sums(DEPTH, 0, key, n, 0, 0, 0, 0, *held, 0, False)
            for key, (n, *held) in depths.items()
        ),
        *opened,
    ]


def _add(
    cells: dict[tuple[int, int], list[int]],
    key: tuple[int, int],
    figures: tuple[int, int, int, int, int],
    stale: int,
) -> None:
    """Written out, since it is done for every target of everybody on the page."""
    found = cells.get(key)
    if found is None:
        cells[key] = [*figures, stale]
        return
    one, level, after, gap, left = figures
    found[0] += one
    found[1] += level
    found[2] += after
    found[3] += gap
    found[4] += left
    found[5] |= stale


def _one_a_target(rows: Iterable[Rated]) -> Iterable[Rated]:
    """Join the rows of several job roles: the highest target, good-enough level and weight."""
    held: dict[tuple[int, int], Rated] = {}
    for row in rows:
        key = row[0], row[1]
        held[key] = _joined(row, held[key]) if key in held else row
    return held.values()


def _joined(one: Rated, other: Rated) -> Rated:
    aim = Aim(*one[4:7]) | Aim(*other[4:7])
    return Rated(*one[:4], aim.level, aim.good_enough, aim.weight, one[7])


@lru_cache(maxsize=10_000)
def _missing(target: int, good_enough: int | None, weight: int) -> tuple[int, ...]:
    """The points missing at each level from 0 to 4; few aims stand for many targets."""
    aim = Aim(target, good_enough, weight)
    return tuple(gap_points(aim, level) for level in LEVELS)
