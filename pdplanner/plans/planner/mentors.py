"""Mentors whom a plan is not made for: they learn nothing in it, but have so many hours to give."""

from collections.abc import Iterable

from pdplanner import engine
from pdplanner.plans.planner.team_inputs import TeamInputs


def outside_mentors(
    inputs: TeamInputs, offerings: Iterable[engine.Offering]
) -> tuple[engine.Person, ...]:
    """Those of the offerings who are not rated or of another unit, with their hours left."""
    asked = {int(each.mentor) for each in offerings if each.mentor is not None}
    return tuple(
        engine.Person(id=str(one), hours=max(0, inputs.mentors[one]))
        for one in sorted(asked & inputs.mentors.keys())
    )


def learners(problem: engine.Problem) -> list[engine.Person]:
    """The people whom a plan is made for."""
    mentors = {each.mentor for each in problem.offerings}
    return [one for one in problem.people if one.id not in mentors or one.levels or one.targets]
