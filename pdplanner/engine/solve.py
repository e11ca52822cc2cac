"""Solve a problem: reduce it, search, price it, and have the plan checked before it is shown."""

from dataclasses import replace
from time import perf_counter

from pdplanner.engine.answer import impossible, plan_result, reachable_points
from pdplanner.engine.choices.candidate import reduce
from pdplanner.engine.choices.plan import Plan
from pdplanner.engine.conflicts.contradictions import (
    contradictions,
    own_contradictions,
    team_contradictions,
)
from pdplanner.engine.conflicts.diagnosis import diagnose
from pdplanner.engine.conflicts.floors import with_what_helps
from pdplanner.engine.greedy import greedy_plan
from pdplanner.engine.marginal import insight_of, prices_of
from pdplanner.engine.proof.check import check
from pdplanner.engine.search import Search
from pdplanner.engine.values.errors import NoPlanWithinLimits, UnsafePlan
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.progress import Lookout
from pdplanner.engine.values.result import Limits, Prices, Reason, Result, Status, Work


def solve(problem: Problem, limits: Limits | None = None) -> Result:
    """The best plan, or the reasons why there is none.

    Raises NoPlanWithinLimits where the limits end the search before either is known.
    """
    limits = limits or Limits()
    began = perf_counter()
    result = _solve(problem, limits, Lookout(limits.watch))
    seconds = round(perf_counter() - began, 3)
    return replace(result, work=replace(result.work, seconds=seconds))


def _solve(problem: Problem, limits: Limits, lookout: Lookout) -> Result:
    reduction = reduce(problem)
    reasons = own_contradictions(problem, reduction)
    if not reasons and (known := team_contradictions(problem, reduction)):
        reasons = diagnose(problem, limits, known)
    if reasons:
        return _impossible(problem, reasons, limits)
    # The compiler takes a second and much memory to load: only who solves pays for it.
    from pdplanner.engine.pricing import tighten

    tight = tighten(problem, reduction, lookout)
    search = Search(problem, tight, limits, lookout)
    answer = search.value()
    if answer.status == "infeasible":
        return _impossible(problem, diagnose(problem, limits), limits)
    if search.plan is None:
        raise NoPlanWithinLimits(f"no plan found within {limits.nodes} nodes, and none ruled out")
    prices = prices_of(tight.certificate, tight.hours)
    search.tie_breaks()
    return _checked(problem, _result(problem, search, search.plan, prices))


def _impossible(problem: Problem, reasons: tuple[Reason, ...], limits: Limits) -> Result:
    return impossible(tuple(with_what_helps(problem, one, limits) for one in reasons))


def _result(problem: Problem, search: Search, plan: Plan, prices: Prices) -> Result:
    status: Status = "optimal" if "value" in search.proven else "feasible"
    result = plan_result(problem, search.reduction.purse, plan, status, search.bound)
    return replace(
        result,
        layers=tuple(search.proven),
        prices=prices,
        insight=insight_of(problem, prices),
        certificate=search.certificate,
        work=Work(pricings=search.pricings, nodes=search.nodes, stopped_by=search.stopped_by),
    )


def greedy(problem: Problem) -> Result:
    """The plan by the rule of thumb: a baseline, with the plainest bound there is."""
    reduction = reduce(problem)
    reasons = contradictions(problem, reduction)
    plan = None if reasons else greedy_plan(problem, reduction)
    if plan is None:
        text = "The rule of thumb finds no plan that takes every pin and meets every floor."
        return impossible(reasons or (Reason(rule="greedy", text=text),))
    ceiling = reachable_points(problem, reduction)
    best = plan.value == ceiling
    status: Status = "optimal" if best else "feasible"
    result = plan_result(problem, reduction.purse, plan, status, ceiling)
    return _checked(problem, replace(result, layers=("value",) if best else ()))


def _checked(problem: Problem, result: Result) -> Result:
    """The result, unless the independent check finds a rule broken."""
    violations = check(problem, result)
    if violations:
        raise UnsafePlan("; ".join(violations))
    return result
