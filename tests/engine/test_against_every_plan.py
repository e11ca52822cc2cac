"""The engine against an oracle that tries every plan of small random problems."""

from hypothesis import HealthCheck, given, settings

from pdplanner.engine import Problem, check, solve
from tests.engine.exhaustive import best_plan
from tests.engine.random_problems import problems

MANY = settings(
    max_examples=220,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@MANY
@given(problems())
def test_the_plan_is_the_first_of_all_plans(problem: Problem) -> None:
    expected = best_plan(problem)

    result = solve(problem)

    if expected is None:
        assert result.status == "impossible"
        assert result.reasons
        return
    assert (result.status, result.value, result.bound) == (
        "optimal",
        expected.value,
        expected.value,
    )
    assert result.layers == ("value", "changes", "cost", "hours", "ids")
    assert result.cost == expected.cost
    assert result.hours == expected.hours
    assert tuple((c.person, c.offering, c.mode) for c in result.choices) == expected.choices
    assert check(problem, result) == []
