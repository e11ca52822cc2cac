"""How much a plan hangs on single ratings: the same plan with ratings off by one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from random import Random

from pdplanner.engine.choices import learning
from pdplanner.engine.choices.plan import Pair
from pdplanner.engine.studies.changes import nearest
from pdplanner.engine.values.fields import HIGHEST_LEVEL
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Limits, Result

SEED = "pdplanner-draws/1"
ERRORS = 3
OFF = (-1, 0, 0, 0, 0, 0, 0, 1)
"""A quarter of the ratings, by chance, is drawn one lower or one higher, none beyond 0 and 4."""


@dataclass(frozen=True, kw_only=True)
class Draw:
    """What of the plan does not stay in the best plan of redrawn ratings that departs least.

    `possible` is False where redrawn ratings leave no plan, as with a floor out of reach.
    """

    number: int
    gone: tuple[Pair, ...]
    possible: bool = True


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """A rating, and how many more of its person's lines go in the draws that change it.

    `more` is a difference of two means of lines.
    """

    person: str
    indicator: str
    more: float


def redrawn(problem: Problem, number: int) -> Problem:
    """The problem with the ratings of a draw: the same number, the same ratings."""
    return replace(problem, people=tuple(_redrawn(one, number) for one in problem.people))


def draw(problem: Problem, result: Result, number: int, limits: Limits) -> Draw:
    """Solve a draw near the plan; a line that would stay and close nothing does not stay."""
    changed = redrawn(problem, number)
    near = nearest(result, changed, replace(limits, until="changes"))
    if near.reasons:
        return Draw(number=number, gone=(), possible=False)
    return Draw(number=number, gone=tuple(sorted(result.pairs - near.pairs)))


def doubts(problem: Problem, result: Result, draws: Sequence[Draw]) -> tuple[Doubt, ...]:
    """The ratings whose verification would tell most about the plan, the most first.

    Of what the person's lines teach, and further from chance than three standard errors.
    """
    counted = [one for one in draws if one.possible]
    lost = [_lines_by_person(one) for one in counted]
    found = []
    for person in problem.people:
        levels = [_redrawn(person, one.number).levels for one in counted]
        gone = [lines[person.id] for lines in lost]
        for indicator in sorted(person.targets.keys() & _taught(problem, result, person.id)):
            more = _more(person.level(indicator), [one.get(indicator, 0) for one in levels], gone)
            if more > 0:
                found.append(Doubt(person=person.id, indicator=indicator, more=more))
    return tuple(sorted(found, key=lambda one: (-one.more, one.person, one.indicator)))


def _more(rated: int, drawn: Sequence[int], gone: Sequence[int]) -> float:
    off = [lines for level, lines in zip(drawn, gone, strict=True) if level != rated]
    same = [lines for level, lines in zip(drawn, gone, strict=True) if level == rated]
    if not off or not same:
        return 0.0
    more = _mean(off) - _mean(same)
    error = sqrt(_variance(off) / len(off) + _variance(same) / len(same))
    return more if more > ERRORS * error else 0.0


def _variance(values: Sequence[int]) -> float:
    mean = _mean(values)
    return sum((value - mean) ** 2 for value in values) / len(values)


def _taught(problem: Problem, result: Result, person: str) -> set[str]:
    """The indicators of the person's lines."""
    lines = (one.offering for one in result.choices if one.person == person)
    return {tag.indicator for one in lines for tag in problem.offering_by_id[one].teaches}


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values)


def _lines_by_person(one: Draw) -> dict[str, int]:
    lines: dict[str, int] = defaultdict(int)
    for person, _ in one.gone:
        lines[person] += 1
    return lines


def _redrawn(person: Person, number: int) -> Person:
    """Who has less to close with the redrawn ratings has a floor no higher than that."""
    dice = Random(f"{SEED} {number} {person.id}")  # noqa: S311 (a draw that repeats, no secret)
    levels = {one: _off(person.levels[one], dice) for one in sorted(person.levels)}
    changed = replace(person, levels=levels)
    return replace(changed, floor=min(person.floor, learning.open_points(changed)))


def _off(level: int, dice: Random) -> int:
    return min(HIGHEST_LEVEL, max(0, level + dice.choice(OFF)))
