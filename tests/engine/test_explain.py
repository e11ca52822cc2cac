"""What a screen shows of a plan: credits and totals."""

import pytest

from pdplanner.engine import solve
from pdplanner.engine.explaining import explain
from pdplanner.engine.explaining.explain import Lift, PersonTotals
from tests.engine.instances import DATA, SAFETY, course, learner, problem, teaches, wants

BOTH = {DATA: wants(3, 5), SAFETY: wants(2, 1)}


@pytest.fixture
def team():
    """A free course to level 2, and a paid one on top that takes DATA on to 3."""
    free = course("free", teaches=(teaches(2), teaches(1, SAFETY)))
    paid = course("paid", price=700, hours=3.5, teaches=(teaches(3),))
    return problem(free, paid, learner(targets=BOTH))


def test_every_level_is_credited_once_and_free_choices_first(team):
    result = solve(team)

    free, paid = explain.lines(team, result)

    assert free.lifts == (
        Lift(indicator=SAFETY, before=0, after=1, points=1),
        Lift(indicator=DATA, before=0, after=2, points=10),
    )
    assert paid.lifts == (Lift(indicator=DATA, before=2, after=3, points=5),)
    assert (free.points, paid.points, result.value) == (11, 5, 16)


def test_the_credits_add_up_to_the_value(busy_team):
    result = solve(busy_team)

    lines = explain.lines(busy_team, result)

    assert sum(line.points for line in lines) + result.bench_value == result.value
    assert [line.choice for line in lines] == list(result.choices)
    assert all(line.points == sum(lift.points for lift in line.lifts) for line in lines)


def test_a_persons_totals_are_hours_money_and_points(team):
    totals = explain.person_totals(team, solve(team))

    assert totals == (PersonTotals(person="ana", hours=7.5, given=0, cost=700, closed=16, left=1),)
    assert totals[0].gap == 17
