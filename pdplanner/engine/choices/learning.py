"""What an offering teaches a person, and what that is worth: best of, never summed."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from pdplanner.engine.values.fields import HIGHEST_LEVEL
from pdplanner.engine.values.offering import Offering, Requirement
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.problem import BenchGoal, Problem

Levels = Mapping[str, int]


def reached(person: Person, offering: Offering) -> dict[str, int]:
    """Level by indicator after the offering, where it is above the level held today."""
    levels: dict[str, int] = {}
    held_today = person.levels
    for tag in offering.teaches:
        held = held_today.get(tag.indicator, 0)
        if tag.start <= held < tag.level:
            levels[tag.indicator] = max(tag.level, levels.get(tag.indicator, 0))
    return levels


def useful(person: Person, offering: Offering, top: Levels) -> dict[str, int]:
    """The same where there is something to gain, and no higher than that."""
    levels: dict[str, int] = {}
    held_today = person.levels
    for tag in offering.teaches:
        most = top.get(tag.indicator)
        if most is not None and tag.start <= held_today.get(tag.indicator, 0) < tag.level:
            levels[tag.indicator] = max(min(tag.level, most), levels.get(tag.indicator, 0))
    return levels


def best_of(gains: Iterable[Levels]) -> dict[str, int]:
    """The highest level by indicator."""
    best: dict[str, int] = {}
    for levels in gains:
        for indicator, level in levels.items():
            if level > best.get(indicator, 0):
                best[indicator] = level
    return best


def closed(person: Person, levels: Levels) -> int:
    """Weighted levels that a person closes by reaching these levels."""
    points = 0
    for indicator, level in levels.items():
        target = person.targets.get(indicator)
        if target is not None:
            held = person.level(indicator)
            points += target.worth(max(level, held)) - target.worth(held)
    return points


def worth(person: Person, levels: Levels) -> int:
    """The points that these levels close, with what a soft floor adds."""
    points = closed(person, levels)
    return points + person.extra_of(points)


def gained(person: Person, levels: Levels, more: Levels) -> int:
    """What reaching some more after the levels is worth, with what a soft floor adds."""
    points = 0
    for indicator, level in more.items():
        target = person.targets.get(indicator)
        now = max(person.level(indicator), levels.get(indicator, 0))
        if target is not None and level > now:
            points += target.worth(level) - target.worth(now)
    if person.soft_floor is None:
        return points
    before = closed(person, levels)
    return points + person.extra_of(before + points) - person.extra_of(before)


def step_points(person: Person, indicator: str) -> dict[int, int]:
    """Points of each level above today's: what the step from the level below is worth."""
    target = person.targets.get(indicator)
    if target is None:
        return {}
    steps = pairwise(range(person.level(indicator), HIGHEST_LEVEL + 1))
    return {upper: target.worth(upper) - target.worth(lower) for lower, upper in steps}


def open_points(person: Person) -> int:
    """The weighted gap: points of reaching every target."""
    return closed(person, dict.fromkeys(person.targets, HIGHEST_LEVEL))


def unmet(person: Person, offering: Offering) -> tuple[str, ...]:
    """The required offerings that have to be in the same plan."""
    return tuple(need.offering for need in offering.requires if not _met(person, need))


def too_late(person: Person, offering: Offering) -> tuple[str, ...]:
    """The required offerings that the same plan would bring too late."""
    needs = (need for need in offering.requires if need.earlier)
    return tuple(need.offering for need in needs if not _met(person, need))


def _met(person: Person, need: Requirement) -> bool:
    if need.offering in person.done:
        return True
    waiver = need.unless
    return waiver is not None and person.level(waiver.indicator) >= waiver.level


def counts_for(goal: BenchGoal, person: Person) -> bool:
    return goal.people is None or person.id in goal.people


def missing_holders(problem: Problem, goal: BenchGoal) -> int:
    """Holders that a bench goal lacks today."""
    held = sum(
        counts_for(goal, person) and person.level(goal.indicator) >= goal.level
        for person in problem.people
    )
    return max(0, goal.holders - held)


def may_lift(problem: Problem, person: Person) -> list[BenchGoal]:
    """Bench goals that count this person, below the level today."""
    return [
        goal
        for goal in problem.bench
        if counts_for(goal, person) and person.level(goal.indicator) < goal.level
    ]


def tops(problem: Problem, person: Person) -> dict[str, int]:
    """By indicator the level above which nothing is gained, neither points nor reward."""
    top = {indicator: target.top for indicator, target in person.targets.items()}
    for goal in may_lift(problem, person):
        if goal.reward and missing_holders(problem, goal):
            top[goal.indicator] = max(goal.level, top.get(goal.indicator, 0))
    return {code: level for code, level in top.items() if level > person.level(code)}
