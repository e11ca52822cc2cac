"""The same problem with other amounts in its funds."""

from dataclasses import replace

from pdplanner.engine.fields import MOST_CENTS
from pdplanner.engine.problem import Fund, Problem


def with_amounts(problem: Problem, amounts: dict[str, int]) -> Problem:
    return replace(
        problem, funds=tuple(Fund(id=one.id, amount=amounts[one.id]) for one in problem.funds)
    )


def with_plenty(problem: Problem) -> Problem:
    """Every fund with more money than all of the problem costs."""
    plenty = {one.id: min(MOST_CENTS, one.amount + _everything(problem)) for one in problem.funds}
    return with_amounts(problem, plenty)


def _everything(problem: Problem) -> int:
    """More than all places, cohorts and memberships together can cost."""
    places = sum((one.price or 0) + one.place_costs for one in problem.offerings)
    cohorts = sum(one.cohort.price for one in problem.offerings if one.cohort is not None)
    members = sum(one.price for one in problem.memberships)
    return (places + cohorts) * max(1, len(problem.people)) + members
