"""What the layers after the value count of one place in a plan."""

from pdplanner.engine.plan import Pair, PlaceKey
from pdplanner.engine.problem import Problem
from pdplanner.engine.result import MODES, Mode


def changes_of(problem: Problem, key: PlaceKey) -> int:
    """A change where the previous plan does not have it, one less where it does; 0 without one."""
    if not problem.kept_pairs:
        return 0
    return -1 if key[:2] in problem.kept_pairs else 1


def quarters_of(problem: Problem, key: PlaceKey) -> int:
    return problem.offering_by_id[key[1]].quarters


def choice_order(pair: Pair, mode: Mode) -> tuple[str, str, int]:
    """The order of choices in a result and in the last tie-break: person, offering, mode."""
    return (*pair, MODES.index(mode))
