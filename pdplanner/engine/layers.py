"""What the layers after the value count of one place in a plan."""

from collections.abc import Collection

from pdplanner.engine.choices.plan import Pair, PlaceKey
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import MODES, Mode


def changes_of(kept: Collection[Pair], key: PlaceKey) -> int:
    """A change where it is not `kept` of the previous plan, one less where it is; 0 without any."""
    if not kept:
        return 0
    return -1 if key[:2] in kept else 1


def quarters_of(problem: Problem, key: PlaceKey) -> int:
    return problem.offering_by_id[key[1]].quarters


def choice_order(pair: Pair, mode: Mode) -> tuple[str, str, int]:
    """The order of choices in a result and in the last tie-break: person, offering, mode."""
    return (*pair, MODES.index(mode))
