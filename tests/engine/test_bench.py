"""Bench goals: a reward for each holder added, up to those missing."""

from pdplanner.engine import BenchGoal, solve
from tests.engine.instances import DATA, course, learner, problem, taken, teaches, wants


def goal(**changes):
    values = {"indicator": DATA, "level": 3, "holders": 2, "reward": 10}
    return BenchGoal(**{**values, **changes})


def test_a_holder_counts_whatever_their_own_target():
    untargeted = learner(targets={})
    team = problem(course(teaches=(teaches(3),)), untargeted, bench=(goal(),))

    result = solve(team)

    assert taken(result) == {("ana", "course")}
    assert (result.value, result.bench_value) == (10, 10)


def test_above_the_target_only_the_reward_counts():
    modest = learner(targets={DATA: wants(level=1, weight=5)})
    team = problem(course(teaches=(teaches(4),)), modest, bench=(goal(level=4),))

    result = solve(team)

    assert (result.value, result.bench_value) == (15, 10)


def test_only_missing_holders_are_rewarded():
    people = [learner(name, targets={}) for name in ("ana", "ben", "cleo")]
    holder = learner("dora", targets={}, levels={DATA: 4})
    team = problem(course(teaches=(teaches(3),)), *people, holder, bench=(goal(),))

    result = solve(team)

    assert result.value == 10
    assert len(result.choices) == 1


def test_a_level_below_the_goal_earns_nothing():
    team = problem(course(teaches=(teaches(2),)), learner(targets={}), bench=(goal(),))

    result = solve(team)

    assert (result.value, result.choices) == (0, ())


def test_only_the_people_named_count():
    people = [learner(name, targets={}) for name in ("ana", "ben")]
    named = goal(people=("ben",))
    team = problem(course(teaches=(teaches(3),)), *people, bench=(named,))

    result = solve(team)

    assert taken(result) == {("ben", "course")}
