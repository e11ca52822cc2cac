"""The steps of people to their targets: what closes each, or what stands in its way."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pdplanner import engine
from pdplanner.engine.choices import learning
from pdplanner.engine.explaining import explain
from pdplanner.engine.explaining.left_open import OpenLevel
from pdplanner.plans.planner.committed_levels import expected_by
from pdplanner.plans.planner.report_figures import EXPECTED, PLANNED, RequiredFirst, Step
from pdplanner.plans.planner.team_inputs import TeamInputs

Steps = Mapping[str, tuple[Step, ...]]
"""By person id as text, each person's steps by indicator id and level."""


def expected_steps(inputs: TeamInputs, problem: engine.Problem) -> Steps:
    """The steps that commitments should bring, beyond what people are rated at."""
    found: dict[str, tuple[Step, ...]] = {}
    brought = expected_by(inputs.commitments, inputs.levels, inputs.taught)
    for person_id, raised in brought.items():
        person = problem.person_by_id.get(str(person_id))
        if person is not None:
            found[person.id] = tuple(
                step
                for indicator_id, by_level in sorted(raised.items())
                for step in _expected(
                    person, indicator_id, inputs.levels[person_id][indicator_id].level, by_level
                )
            )
    return found


def _expected(
    person: engine.Person, indicator_id: int, held: int | None, by_level: Mapping[int, int]
) -> Iterator[Step]:
    """Each step is credited to the offering that reaches it with the least to spare."""
    target = person.targets.get(str(indicator_id))
    if target is None or held is None:
        return
    for level in range(held + 1, min(max(by_level), target.top) + 1):
        reached = min(each for each in by_level if each >= level)
        points = target.worth(level) - target.worth(level - 1)
        yield Step(indicator_id, level, points, by_level[reached], EXPECTED)


def steps_of(
    problem: engine.Problem, result: engine.Result, opened: Iterable[OpenLevel], expected: Steps
) -> Steps:
    """All steps of everybody: expected before the plan, closed by it, left open.

    The points of the planned ones add up to what the plan closes, those of the open ones to what it
    leaves.
    """
    found: dict[str, list[Step]] = defaultdict(list)
    for person, steps in expected.items():
        found[person] += steps
    for line in explain.lines(problem, result):
        found[line.choice.person] += _planned(problem, line)
    for one in opened:
        step = Step(int(one.indicator), one.level, one.points, None, one.cause)
        found[one.person].append(step)
    return {person: tuple(sorted(steps, key=_by_level)) for person, steps in found.items()}


def _planned(problem: engine.Problem, line: explain.Line) -> Iterator[Step]:
    person = problem.person_by_id[line.choice.person]
    for lift in line.lifts:
        worth = learning.step_points(person, lift.indicator)
        for level in range(lift.before + 1, lift.after + 1):
            if worth.get(level):
                offering = int(line.choice.offering)
                yield Step(int(lift.indicator), level, worth[level], offering, PLANNED)


def _by_level(step: Step) -> tuple[int, int]:
    return step.indicator_id, step.level


def required_first(problem: engine.Problem, result: engine.Result) -> tuple[RequiredFirst, ...]:
    """What the planned offerings require, where they require anything."""
    planned = sorted({int(choice.offering) for choice in result.choices})
    found = [
        RequiredFirst(one, tuple(int(need.offering) for need in offering.requires))
        for one, offering in ((one, problem.offering(str(one))) for one in planned)
    ]
    return tuple(each for each in found if each.requires)
