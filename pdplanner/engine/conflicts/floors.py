"""What would bring somebody to a floor that they cannot reach."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from pdplanner.engine.choices.candidate import reduce
from pdplanner.engine.conflicts.demands import SHARED
from pdplanner.engine.model.compact import Model
from pdplanner.engine.solver.highs import maximize
from pdplanner.engine.values.fields import MOST_HOURS
from pdplanner.engine.values.person import Person
from pdplanner.engine.values.plenty import with_plenty
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.progress import Lookout
from pdplanner.engine.values.result import Limits, Reason


def alone(problem: Problem, person: Person) -> Problem:
    """One person's part; the hours of their mentors are no rule of it, and points count once."""
    offerings = tuple(
        one if one.mentor == person.id else replace(one, mentor=None) for one in problem.offerings
    )
    people = (replace(person, soft_floor=None),)
    return replace(problem, offerings=offerings, people=people, bench=(), cover=(), previous=())


def with_what_helps(problem: Problem, reason: Reason, limits: Limits) -> Reason:
    """Of a floor that is out of reach, the limits of which more would do, one without the others.

    Else "together" where only all of them would, or "nothing".
    """
    if reason.rule != "floor":
        return reason
    mine = alone(problem, problem.person(reason.people[0]))
    every = mine
    for change in MORE.values():
        every = change(every)
    if not _reaches(every, limits):
        return replace(reason, limits=("nothing",))
    found = tuple(rule for rule, change in MORE.items() if _reaches(change(mine), limits))
    return replace(reason, limits=found or ("together",))


def _reaches(mine: Problem, limits: Limits) -> bool:
    """Whether the one person's own rules let them reach the floor."""
    model = Model(mine, reduce(mine), (*SHARED, "cohorts", "floor"))
    best = maximize(
        model.program,
        model.points,
        nodes=limits.nodes,
        seconds=limits.last_seconds,
        tell=Lookout(limits.watch).asking,
    )
    return best.values is not None and best.bound >= mine.people[0].floor


def _hours(mine: Problem) -> Problem:
    return _for_them(mine, replace(mine.people[0], hours=MOST_HOURS, term_hours={}))


def _cap(mine: Problem) -> Problem:
    return _for_them(mine, replace(mine.people[0], cap=None))


def _for_them(mine: Problem, person: Person) -> Problem:
    return replace(mine, people=(person,))


MORE: Mapping[str, Callable[[Problem], Problem]] = {
    "hours": _hours,
    "cap": _cap,
    "funds": with_plenty,
}
