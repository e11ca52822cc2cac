"""The same problem with other amounts in its funds."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from pdplanner.engine.values.fields import MOST_CENTS
from pdplanner.engine.values.problem import Fund, Problem


def with_amounts(problem: Problem, amounts: Mapping[str, int]) -> Problem:
    return replace(
        problem, funds=tuple(Fund(id=one.id, amount=amounts[one.id]) for one in problem.funds)
    )


def with_plenty(problem: Problem, *, only: Collection[str] | None = None) -> Problem:
    """Every fund, or only some by id, with more money than all of the problem costs."""
    most = _everything(problem)
    return with_amounts(
        problem,
        {
            one.id: min(MOST_CENTS, one.amount + most) if only is None or one.id in only else 0
            for one in problem.funds
        },
    )


def _everything(problem: Problem) -> int:
    """More than all places, cohorts and memberships together can cost."""
    places = sum((one.price or 0) + one.place_costs for one in problem.offerings)
    cohorts = sum(one.cohort.price for one in problem.offerings if one.cohort is not None)
    members = sum(one.price for one in problem.memberships)
    return (places + cohorts) * max(1, len(problem.people)) + members
