"""What a changed plan costs against a first one: edits of an instance, each solved again."""

import time
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

from pdplanner.engine import Assignment, Limits, Person, Problem, Result, solve
from tests.engine_bench.figures import Figures, peak_memory

MORE_MONEY = 1.05
BUDGETS = 20
LEAST, MOST = 0.5, 1.5
"""The first and the last budget of a curve, in shares of the instance's money."""


def edits(problem: Problem, limit: int) -> Figures:
    """First plan, then each edit with that plan as `previous`.

    `more` has the CPU seconds after a change of the budget, and the median of single edits.
    """
    first, cold = _solved(problem, limit)
    _, budget = _solved(_known(_with_money(problem, MORE_MONEY), first), limit)
    single = [_solved(_known(one, first), limit)[1] for one in single_edits(problem, first)]
    return _figures(first, cold, {"budget": budget, "single": median(single)})


def budgets(problem: Problem, limit: int) -> Figures:
    """First plan, then a curve of 20 budgets.

    `more` has their CPU seconds in all, and the widest gap in percent.
    """
    first, cold = _solved(problem, limit)
    step = (MOST - LEAST) / (BUDGETS - 1)
    curve = [_solved(_with_money(problem, LEAST + k * step), limit) for k in range(BUDGETS)]
    seconds = sum(spent for _, spent in curve)
    worst = max(100 * result.gap / max(1, result.value) for result, _ in curve)
    return _figures(first, cold, {"budgets": seconds, "worst_gap": worst})


def single_edits(problem: Problem, plan: Result) -> Iterator[Problem]:
    """A choice excluded, another pinned, a price raised, hours taken, and a level gained."""
    choice = plan.choices[len(plan.choices) // 2]
    person = problem.person_by_id[choice.person]
    offering = problem.offering_by_id[choice.offering]
    untaken = next(one for one in problem.offerings if _may_be_pinned(problem, plan, one.id))
    open_one = min(code for code in person.targets if person.level(code) < 4)
    higher = {**person.levels, open_one: person.level(open_one) + 1}
    yield _with_person(problem, replace(person, excluded=(offering.id,)))
    yield _with_person(problem, replace(problem.people[0], pinned=(untaken.id,)))
    dearer = replace(offering, price=(offering.price or 0) + 5_000)
    yield replace(
        problem,
        offerings=tuple(dearer if one == offering else one for one in problem.offerings),
    )
    yield _with_person(problem, replace(person, hours=person.hours - 4))
    yield _with_person(problem, replace(person, levels=higher))


def _may_be_pinned(problem: Problem, plan: Result, offering: str) -> bool:
    """Whether the first person could take it, at a price that leaves money for others."""
    found = problem.offering_by_id[offering]
    cheap = found.price is not None and found.price <= 20_000 and found.seats is None
    taken = (problem.people[0].id, offering) in plan.pairs
    return cheap and not taken and found.hours <= problem.people[0].hours / 2


def _with_person(problem: Problem, person: Person) -> Problem:
    people = tuple(person if one.id == person.id else one for one in problem.people)
    return replace(problem, people=people)


def _with_money(problem: Problem, share: float) -> Problem:
    funds = tuple(replace(fund, amount=round(fund.amount * share)) for fund in problem.funds)
    return replace(problem, funds=funds)


def _known(problem: Problem, plan: Result) -> Problem:
    previous = tuple(Assignment(person=one, offering=each) for one, each in sorted(plan.pairs))
    return replace(problem, previous=previous)


def _solved(problem: Problem, limit: int) -> tuple[Result, float]:
    began = time.process_time()
    result = solve(problem, Limits(until="value", last_seconds=limit))
    return result, time.process_time() - began


def _figures(first: Result, cold: float, more: dict[str, float]) -> Figures:
    return Figures(
        wall=cold,
        cpu=cold,
        value=first.value,
        bound=first.bound,
        proven=first.status == "optimal",
        memory=peak_memory(),
        more=more,
    )
