"""Instances of the benchmark, and the models that the planner is measured against."""

from pathlib import Path

import pytest

from pdplanner.engine import Problem, check, greedy, read_problem, solve, write_problem
from pdplanner.engine.choices.learning import open_points
from tests.engine_bench import run, scp
from tests.engine_bench.edits import single_edits
from tests.engine_bench.instances import instance
from tests.engine_bench.solvers import HAS_CPSAT

LIMIT = 60


@pytest.fixture(scope="module", params=["plain", "full"])
def small(request: pytest.FixtureRequest) -> Problem:
    return instance(4, 20, 7, full=request.param == "full")


def test_the_same_seed_makes_the_same_problem_and_another_seed_another(small):
    full = bool(small.bench)

    again, other = (instance(4, 20, seed, full=full) for seed in (7, 8))

    assert again == small
    assert other != small


def test_an_instance_is_read_back_as_it_was_written(small):
    assert read_problem(write_problem(small)) == small


def test_an_instance_has_more_to_learn_than_its_money_buys():
    problem = instance(30, 60, 1)

    result = solve(problem)

    assert result.status == "optimal"
    assert 0 < result.value < sum(open_points(person) for person in problem.people)
    assert result.insight.points_per_dollar > 0


def test_a_full_instance_has_funds_seats_cohorts_and_bench_goals():
    problem = instance(30, 200, 1, full=True)

    found = problem.offerings

    assert len(problem.funds) == 2
    assert any(one.seats for one in found)
    assert any(one.cohort for one in found)
    assert {one.funds for one in found} == {None, ("local",), ("grant",)}
    assert problem.bench


@pytest.mark.parametrize("work", ["pdplanner", "naive"])
def test_models_of_the_benchmark_find_the_value_that_the_planner_proves(small, work):
    figures = run.WORKS[work](small, LIMIT)

    assert figures.proven
    assert figures.value == solve(small).value


def test_the_relaxation_bounds_the_value(small):
    figures = run.relaxation(small, LIMIT)

    assert figures.bound is not None
    assert figures.bound >= solve(small).value - 1e-6


def test_the_rule_of_thumb_is_measured_without_a_bound(small):
    figures = run.rule_of_thumb(small, LIMIT)

    assert (figures.value, figures.bound) == (greedy(small).value, None)


@pytest.mark.skipif(not HAS_CPSAT, reason="OR-Tools is not installed (make setup-bench)")
def test_cpsat_finds_the_value_that_the_planner_proves(small):
    figures = run.cpsat(small, LIMIT)

    assert figures.proven
    assert figures.value == solve(small).value


def test_single_edits_leave_problems_that_have_a_plan():
    problem = instance(6, 40, 1)

    plans = [(one, solve(one)) for one in single_edits(problem, solve(problem))]

    assert len(plans) == 5
    assert all(plan.status == "optimal" and not check(one, plan) for one, plan in plans)


def test_a_set_covering_is_settled_at_its_optimum_and_nowhere_else(tmp_path: Path, monkeypatch):
    """Three rows, three columns of cost 2, 3 and 4; the first two cover all for 5."""
    path = tmp_path / "tiny.txt"
    path.write_text("3 3\n2 3 4\n2 1 3\n1 1\n2 2 3\n", encoding="utf-8")

    outcomes = []
    for claimed in (4, 5, 6):
        monkeypatch.setitem(scp.OPTIMA, "tiny", claimed)
        outcomes.append(scp.settled(path, LIMIT))

    assert outcomes == [False, True, False]
