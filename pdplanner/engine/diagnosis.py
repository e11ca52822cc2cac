"""Why no plan exists, where only a search can tell: what cannot be kept together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pdplanner.engine.candidate import Reduction, reduce
from pdplanner.engine.conflict import SHARED, Demand, Kind, demands_of, only, smallest
from pdplanner.engine.contradictions import contradictions
from pdplanner.engine.floors import alone
from pdplanner.engine.highs import Answer, maximize
from pdplanner.engine.model import Model
from pdplanner.engine.person import Person
from pdplanner.engine.plan import plan_of
from pdplanner.engine.plenty import with_plenty
from pdplanner.engine.problem import Problem
from pdplanner.engine.program import negative
from pdplanner.engine.progress import Lookout
from pdplanner.engine.result import Limits, Reason

PERSONAL = ("hours", "term hours", "cap", "sessions", "prerequisites")


def diagnose(problem: Problem, limits: Limits) -> tuple[Reason, ...]:
    """First people for whom their own rules leave nothing, then the rules that all share."""
    personal = [
        reason
        for person in problem.people
        if person.floor or person.pinned
        for reason in _of_person(problem, person, limits)
    ]
    return tuple(personal or _of_team(problem, limits))


def _of_person(problem: Problem, person: Person, limits: Limits) -> Iterator[Reason]:
    mine = alone(problem, person)
    reduction = reduce(mine)
    without = (*SHARED, "cohorts", "floor")
    model = Model(mine, reduction, without)
    best = _search(model, model.points, limits)
    if best.status == "infeasible":
        blocking = [r for r in PERSONAL if _allows(mine, reduction, (*without, r), limits)]
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
        who = (person.id,)
        yield Reason(rule="floor", text=text, people=who, needs=person.floor, has=best.bound)


def _of_team(problem: Problem, limits: Limits) -> Iterator[Reason]:
    """Pins, floors and shared limits that cannot be kept together; nobody else is named."""
    verdicts: list[str] = []

    def impossible(some: Sequence[Demand]) -> bool:
        verdicts.append(_verdict(only(problem, some), limits))
        return verdicts[-1] == "infeasible"

    kept = smallest(demands_of(problem), impossible)
    least_of_all = "" if "stopped" in verdicts else "; without any of them there is one"
    shared = [rule for rule in SHARED if any(one.kind == rule for one in kept)]
    people = {one.person for one in kept}
    reason = Reason(
        rule=shared[0] if len(shared) == 1 else "together",
        text=f"{_listed(problem, kept)} leave no plan together{least_of_all}.",
        people=tuple(one.id for one in problem.people if one.id in people),
        offerings=tuple(dict.fromkeys(one.offering for one in kept if one.offering)),
        limits=tuple(shared),
    )
    if shared == ["funds"]:
        least = _least_cost(only(problem, kept), limits)
        held = sum(one.amount for one in problem.funds)
        text = f"{reason.text} They cost at least {least} cents; the funds hold {held}."
        reason = replace(reason, text=text, needs=least, has=held)
    yield reason


def _listed(problem: Problem, kept: Sequence[Demand]) -> str:
    said = [_said(problem, one) for one in kept]
    return " and ".join(part for part in (", ".join(said[:-1]), said[-1]) if part)


def _said(problem: Problem, one: Demand) -> str:
    cover = problem.cover[one.group] if one.kind == "cover" else None
    sentences: dict[Kind, str] = {
        "pin": f"the pin of {one.offering} for {one.person}",
        "floor": f"the floor of {one.person}",
        "funds": "the funds",
        "seats": f"the seats of {one.offering}",
        "mentors": f"the hours of {one.person} as a mentor",
        "cover": f"the cover in session {cover.session if cover else ''}",
    }
    return sentences[one.kind]


def _verdict(problem: Problem, limits: Limits) -> str:
    """What a search for any plan ends with: "stopped" where limits leave it open."""
    reduction = reduce(problem)
    if contradictions(problem, reduction):
        return "infeasible"
    return _search(Model(problem, reduction), {}, limits).status


def _least_cost(problem: Problem, limits: Limits) -> int:
    """Cents that pins and floors cost where money is no limit."""
    problem = with_plenty(problem)
    reduction = reduce(problem)
    model = Model(problem, reduction)
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
    return maximize(
        model.program,
        objective,
        nodes=limits.nodes,
        seconds=limits.last_seconds,
        tell=Lookout(limits.watch).within,
    )
