"""Proves a result anew: its plan by the rules, its bound by HiGHS alone.

Shares no code with the search that found it: each person's worth at the certificate's prices is
an integer program of its own, over all that they could take, dominated or not. What the prices do
not prove, one program of the whole problem does.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pdplanner.engine.choices.candidate import reduce
from pdplanner.engine.model.compact import Model
from pdplanner.engine.proof.check import check
from pdplanner.engine.proof.check_prices import price_violations
from pdplanner.engine.proof.names import misnamed
from pdplanner.engine.proof.prices import PricedProof, points_unit
from pdplanner.engine.solver.highs import Answer, maximize
from pdplanner.engine.solver.program import Terms
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Certificate, Limits, Result
from pdplanner.engine.values.word_lists import first_few

UNCHECKED_REASONS = ("what the reasons say", "work")

PRICELESS = "Without prices"
WHOLE = "one program of the whole problem"


@dataclass(frozen=True, kw_only=True)
class Proof:
    """`broken` are sentences on what does not hold; `shown` says what was proved, and how.

    Not `complete` is a proof that the limits cut short, with nothing broken so far. `unchecked`
    are the parts of the result that do not follow from the problem and the plan.
    """

    broken: tuple[str, ...] = ()
    shown: str = ""
    complete: bool = True
    unchecked: tuple[str, ...] = ()


def prove(problem: Problem, result: Result, limits: Limits | None = None) -> Proof:
    """Check the plan and prove its bound, or that there is no plan, within the limits."""
    limits = limits or Limits()
    broken = check(problem, result)
    if broken:
        return Proof(broken=tuple(broken))
    if result.status == "impossible":
        return replace(_impossible(problem, limits), unchecked=UNCHECKED_REASONS)
    return replace(_of_plan(problem, result, limits), unchecked=_unchecked(result))


def _unchecked(result: Result) -> tuple[str, ...]:
    """What only the search that found a plan knows: nothing else in the file says it."""
    prices = "prices" if result.certificate is None else "prices.hours"
    return "the layers after value", prices, "work"


def _of_plan(problem: Problem, result: Result, limits: Limits) -> Proof:
    if result.certificate is None:
        broken = list(price_violations(problem, result))
        return Proof(broken=tuple(broken)) if broken else _whole(problem, result, limits, PRICELESS)
    return _by_prices(problem, result, result.certificate, limits)


def _by_prices(problem: Problem, result: Result, certificate: Certificate, limits: Limits) -> Proof:
    broken = list(_misnamed(problem, certificate))
    if broken:
        return Proof(broken=tuple(broken))
    prices = PricedProof(problem, certificate, limits)
    broken = [*prices.wrong(), *price_violations(problem, result)]
    if broken:
        return Proof(broken=tuple(broken))
    number = len(problem.people)
    if prices.open:
        return _whole(
            problem, result, limits, f"HiGHS leaves {first_few(prices.open)} open at prices"
        )
    shown = f"At the prices HiGHS gives none of {number} people more than the certificate"
    if prices.bound <= result.bound:
        return Proof(shown=f"{shown}, so that no plan has more than {result.bound} points.")
    return _whole(problem, result, limits, f"{shown}, so that no plan has more than {prices.bound}")


def _misnamed(problem: Problem, certificate: Certificate) -> Iterator[str]:
    yield from misnamed(problem, certificate.prices)
    known, given = problem.person_by_id, certificate.people
    yield from (f"The certificate says nothing of {one}." for one in known if one not in given)
    yield from (f"The certificate has {one}, no person." for one in given if one not in known)


def _whole(problem: Problem, result: Result, limits: Limits, so_far: str) -> Proof:
    """Look for any plan above the bound, among all that people could take."""
    model = Model(problem, reduce(problem, dominance=False))
    model.program.at_least(model.points, result.bound + points_unit(problem))
    answer = _search(model, model.points, limits)
    wanted = f"with more than {result.bound} points"
    if answer.status == "infeasible":
        return Proof(shown=f"{so_far}; {WHOLE} has no plan {wanted}.")
    if answer.values is None:
        left = f"within {limits.nodes} nodes {WHOLE} leaves open whether a plan is there {wanted}"
        return Proof(shown=f"{so_far}; {left}.", complete=False)
    value = round(sum(points * answer.values[one] for one, points in model.points.items()))
    return Proof(broken=(f"There is a plan of {value} points, the bound is {result.bound}.",))


def _impossible(problem: Problem, limits: Limits) -> Proof:
    reduction = reduce(problem, dominance=False)
    for person in problem.people:
        for one in person.pinned:
            if one not in reduction.by_person[person.id]:
                return Proof(shown=f"{person.id} cannot take {one}, which is pinned: no plan.")
    answer = _search(Model(problem, reduction), {}, limits)
    if answer.status == "infeasible":
        return Proof(shown=f"By {WHOLE}, pins, floors and shared limits leave no plan.")
    if answer.values is None:
        left = f"Within {limits.nodes} nodes {WHOLE} leaves open whether there is a plan."
        return Proof(shown=left, complete=False)
    return Proof(broken=("There is a plan that keeps every rule, the result says there is none.",))


def _search(model: Model, objective: Terms, limits: Limits) -> Answer:
    return maximize(model.program, objective, nodes=limits.nodes, seconds=limits.last_seconds)
