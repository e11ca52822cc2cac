"""Why no plan exists, where only a search can tell: which rule, taken away, would allow one."""

from collections.abc import Iterator
from dataclasses import replace

from pdplanner.engine.candidate import Reduction, reduce
from pdplanner.engine.highs import Answer, maximize
from pdplanner.engine.model import Model
from pdplanner.engine.person import Person
from pdplanner.engine.plan import plan_of
from pdplanner.engine.problem import Problem
from pdplanner.engine.program import negative
from pdplanner.engine.result import Limits, Reason

SHARED = ("funds", "seats", "mentors", "cover", "cohorts")
PERSONAL = ("hours", "cap", "sessions", "prerequisites")


def diagnose(problem: Problem, reduction: Reduction, limits: Limits) -> tuple[Reason, ...]:
    """First people for whom their own rules leave nothing, then the rules that all share."""
    personal = [
        reason
        for person in problem.people
        if person.floor or person.pinned
        for reason in _of_person(problem, person, limits)
    ]
    return tuple(personal or _of_team(problem, reduction, limits))


def _of_person(problem: Problem, person: Person, limits: Limits) -> Iterator[Reason]:
    alone = _alone(problem, person)
    reduction = reduce(alone)
    without = (*SHARED, "floor")
    model = Model(alone, reduction, without)
    best = _search(model, model.points, limits)
    if best.status == "infeasible":
        blocking = [r for r in PERSONAL if _allows(alone, reduction, (*without, r), limits)]
        names = ", ".join(blocking) or "several rules together"
        text = f"The pins of {person.id} do not fit ({names})."
        offerings = person.pinned
        yield Reason(
            rule=blocking[0] if blocking else "pins",
            text=text,
            people=(person.id,),
            offerings=offerings,
        )
    elif best.bound < person.floor:
        text = (
            f"{person.id} can close {best.bound} points at most within their own hours, cap and "
            f"offerings, the floor is {person.floor}."
        )
        yield Reason(rule="floor", text=text, people=(person.id,))


def _alone(problem: Problem, person: Person) -> Problem:
    """One person's part; the hours of their mentors are no rule of it."""
    offerings = tuple(
        one if one.mentor == person.id else replace(one, mentor=None) for one in problem.offerings
    )
    return replace(problem, offerings=offerings, people=(person,), bench=(), cover=(), previous=())


def _of_team(problem: Problem, reduction: Reduction, limits: Limits) -> Iterator[Reason]:
    """The rules that stand in the way: without one of them alone there is a plan."""
    people = tuple(one.id for one in problem.people if one.floor or one.pinned)
    blocking = [
        rule
        for rule in (*SHARED, "floor")
        if rule != "cohorts" and _allows(problem, reduction, (rule,), limits)
    ]
    for rule in blocking:
        yield Reason(rule=rule, text=_sentence(problem, reduction, rule, limits), people=people)
    if not blocking:
        text = "Pins, floors, money, seats and cover leave no plan together; no one of them alone."
        yield Reason(rule="together", text=text, people=people)


def _sentence(problem: Problem, reduction: Reduction, rule: str, limits: Limits) -> str:
    if rule == "funds":
        least = _least_cost(problem, reduction, limits)
        held = reduction.purse.amount(reduction.purse.every)
        return (
            f"Pins and floors cost at least {least} cents; the funds hold {held}, not all for all."
        )
    names = {
        "seats": "the seats",
        "mentors": "the mentors' hours",
        "cover": "the cover",
        "floor": "the floors",
    }
    return f"There is a plan without {names[rule]}, and none with them."


def _least_cost(problem: Problem, reduction: Reduction, limits: Limits) -> int:
    """Cents that pins and floors cost where money is no limit."""
    model = Model(problem, reduction, ("funds",))
    answer = _search(model, negative(model.cost_terms()), limits)
    if answer.values is None:
        return 0
    plan = plan_of(problem, reduction, model.selection(answer.values))
    return 0 if plan is None else plan.cost


def _allows(
    problem: Problem, reduction: Reduction, without: tuple[str, ...], limits: Limits
) -> bool:
    return _search(Model(problem, reduction, without), {}, limits).values is not None


def _search(model: Model, objective: dict[int, int], limits: Limits) -> Answer:
    return maximize(model.program, objective, nodes=limits.nodes, seconds=limits.last_seconds)
