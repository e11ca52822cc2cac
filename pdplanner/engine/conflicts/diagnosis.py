"""Why no plan exists, where only a search can tell: what cannot be kept together."""

from collections.abc import Sequence
from dataclasses import replace

from pdplanner.engine.choices.candidate import reduce
from pdplanner.engine.choices.plan import plan_of
from pdplanner.engine.conflicts.demands import SHARED, Demand, Kind, demands_of, only
from pdplanner.engine.conflicts.elastic import Elastic
from pdplanner.engine.conflicts.least_conflict import Conflict, least_conflict
from pdplanner.engine.conflicts.own_conflict import own_conflict
from pdplanner.engine.model.compact import Model
from pdplanner.engine.solver.highs import Answer, maximize
from pdplanner.engine.solver.program import negative
from pdplanner.engine.values.plenty import with_plenty
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.progress import Lookout
from pdplanner.engine.values.result import Limits, Reason
from pdplanner.engine.values.word_lists import in_a_row

SMALL = 2_000
"""People times offerings up to which fewer rules are looked for than are known to conflict."""


def diagnose(
    problem: Problem, limits: Limits, known: tuple[Reason, ...] = ()
) -> tuple[Reason, ...]:
    """First people for whom their own rules leave nothing, then the rules that all share.

    `known` are contradictions of the team: they are the answer unless fewer rules leave no plan,
    which is looked for in a small team only: a director waits for what is known already.
    """
    if known and len(problem.people) * len(problem.offerings) > SMALL:
        return known
    personal = [
        reason
        for person in problem.people
        if person.floor or person.pinned
        for reason in own_conflict(problem, person, limits)
    ]
    if personal:
        return tuple(personal)
    found = least_conflict(Elastic(problem, demands_of(problem), limits))
    # Each of them is of one pin for everybody it names, and the limit that these share.
    smallest = min((len(one.people) + 1 for one in known), default=len(found.demands) + 1)
    return known if smallest <= len(found.demands) else (_of_team(problem, found, limits),)


def _of_team(problem: Problem, found: Conflict, limits: Limits) -> Reason:
    """Pins, floors and shared limits that cannot be kept together."""
    kept = found.demands
    shared = [rule for rule in SHARED if any(one.kind == rule for one in kept)]
    people = {one.person for one in kept}
    reason = Reason(
        rule=shared[0] if len(shared) == 1 else "together",
        text=f"{_listed(problem, kept)} leave no plan together{_how_few(found)}.",
        people=tuple(one.id for one in problem.people if one.id in people),
        offerings=tuple(dict.fromkeys(one.offering for one in kept if one.offering)),
        limits=tuple(shared),
    )
    if shared == ["funds"]:
        least = _least_cost(only(problem, kept), limits)
        held = sum(one.amount for one in problem.funds)
        text = f"{reason.text} They cost at least {least} cents; the funds hold {held}."
        reason = replace(reason, text=text, needs=least, has=held)
    return reason


def _how_few(found: Conflict) -> str:
    """What is proven of it: a limit may have left open whether fewer do."""
    if found.least:
        return "; without any of them there is one, and no fewer rules leave none"
    return "; without any of them there is one" if found.needed else ""


def _listed(problem: Problem, kept: Sequence[Demand]) -> str:
    return in_a_row([_said(problem, one) for one in kept])


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


def _least_cost(problem: Problem, limits: Limits) -> int:
    """Cents that pins and floors cost where money is no limit."""
    problem = with_plenty(problem)
    reduction = reduce(problem)
    model = Model(problem, reduction)
    answer = _search(model, negative(model.cost_terms()), limits)
    if answer.values is None or answer.status != "optimal":
        return max(0, -answer.bound)
    plan = plan_of(problem, reduction, model.selection(answer.values))
    return 0 if plan is None else plan.cost


def _search(model: Model, objective: dict[int, int], limits: Limits) -> Answer:
    return maximize(
        model.program,
        objective,
        nodes=limits.nodes,
        seconds=limits.last_seconds,
        tell=Lookout(limits.watch).asking,
    )
