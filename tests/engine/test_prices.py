"""What one unit more of a limit would be worth, by the prices of the best bound."""

import pytest

from pdplanner.engine import solve
from tests.engine.instances import DATA, SAFETY, course, learner, problem, teaches, wants


def test_money_that_binds_has_a_price_by_fund():
    people = [learner(name) for name in ("ana", "ben")]

    result = solve(problem(course(price=1_000), *people, money=1_000))

    assert result.prices.money == {"local": 10 / 1_000}
    assert result.insight.points_per_dollar == 1.0
    assert result.insight.hours_bound == ()


def test_money_that_is_left_over_has_none():
    result = solve(problem(course(price=1_000), learner(), money=5_000))

    assert result.prices.money == {}
    assert result.insight.points_per_dollar == 0.0


def test_hours_that_bind_name_the_person():
    both = {DATA: wants(2, 5), SAFETY: wants(2, 1)}
    second = course("second", teaches=(teaches(2, SAFETY),))
    people = [learner("ana", hours=6, targets=both), learner("ben", hours=8, targets=both)]

    result = solve(problem(course(), second, *people))

    assert result.insight.hours_bound == ("ana",)
    assert result.prices.hours == {"ana": pytest.approx(2 / 4, rel=0.1)}


def test_a_seat_more_has_a_price():
    people = [learner(name) for name in ("ana", "ben")]

    result = solve(problem(course(seats=1), *people))

    assert result.prices.seats == {"course": 10.0}
