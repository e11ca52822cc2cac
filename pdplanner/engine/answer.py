"""Turns a plan into the result that leaves the engine."""

from pdplanner.engine.choices import learning, payment
from pdplanner.engine.choices.candidate import Reduction
from pdplanner.engine.choices.funding import Purse
from pdplanner.engine.choices.plan import Plan
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Reason, Result, Status


def impossible(reasons: tuple[Reason, ...]) -> Result:
    return Result(status="impossible", reasons=reasons)


def plan_result(problem: Problem, purse: Purse, plan: Plan, status: Status, bound: int) -> Result:
    """The plan with the fund of each line; earlier funds are spent first."""
    cashier = payment.Cashier(purse, plan.bills)
    return Result(
        status=status,
        value=plan.value,
        bound=bound,
        cost=plan.cost,
        hours=plan.quarters / 4,
        bench_value=plan.bench_value,
        choices=payment.choices(plan, cashier),
        cohorts=payment.cohorts(problem, plan, cashier),
        memberships=payment.memberships(problem, plan, cashier),
        fund_spend=cashier.spend,
    )


def reachable_points(problem: Problem, reduction: Reduction) -> int:
    """Points if everybody took all their candidates: above any plan."""
    points = 0
    for person in problem.people:
        candidates = reduction.by_person[person.id].values()
        points += learning.worth(person, learning.best_of(one.reached for one in candidates))
    missing = (goal.reward * learning.missing_holders(problem, goal) for goal in problem.bench)
    return points + sum(missing)
