"""What a person's missing levels weigh, in engine points: tenths of the points on screen."""

from functools import cache

from pdplanner.organization.targets import Aim

LEVELS = range(5)
FULL = 10
HALF = 5


@cache
def value_table(aim: Aim) -> tuple[int, int, int, int, int]:
    """Return what holding each level from 0 to 4 is worth.

    A level up to the target counts ten times the weight, one from there up to good enough five
    times, one beyond both nothing.
    """
    values = [0]
    for level in LEVELS[1:]:
        values.append(values[-1] + aim.weight * _share(aim, level))
    none, aware, developing, proficient, leading = values
    return none, aware, developing, proficient, leading


def gap_points(aim: Aim, level: int | None) -> int:
    """Return what is missing at a level; not applicable (None) removes the target."""
    if level is None:
        return 0
    values = value_table(aim)
    return values[-1] - values[level]


def _share(aim: Aim, level: int) -> int:
    if level <= aim.level:
        return FULL
    return HALF if aim.good_enough and level <= aim.good_enough else 0
