"""Soft floors: the points of a person up to theirs count for more, and no plan is ruled out."""

from dataclasses import replace

import numpy as np
import pytest

from pdplanner.engine import (
    BenchGoal,
    Limits,
    Person,
    Problem,
    SoftFloor,
    check,
    greedy,
    prove,
    solve,
)
from pdplanner.engine import studies as of
from pdplanner.engine.explaining import explain
from pdplanner.engine.explaining.explain import ValueParts
from pdplanner.engine.model.soft_floor import made_of, pieces_of
from pdplanner.engine.studies import ActiveRule
from tests.engine.instances import DATA, SAFETY, course, learner, problem, taken, teaches, wants
from tests.engine.test_impossible import CASES

TEN = SoftFloor(points=10, extra=1)
ONE_SEAT = (
    course("own", teaches=(teaches(2, SAFETY),)),
    course("scarce", seats=1),
    learner("ana", targets={SAFETY: wants(), DATA: wants(weight=9)}),
    learner("ben", targets={DATA: wants(weight=6)}),
)
"""Ana closes 10 points by herself. The one seat closes 18 for her or 12 for Ben."""


def with_soft_floor(problem: Problem, floor: SoftFloor) -> Problem:
    """The problem with the same soft floor for everybody."""
    return replace(problem, people=tuple(replace(one, soft_floor=floor) for one in problem.people))


def test_a_soft_floor_gives_to_the_person_who_would_go_without():
    plain = problem(*ONE_SEAT)
    fair = with_soft_floor(plain, TEN)

    without, with_floor = solve(plain), solve(fair)

    assert taken(without) == {("ana", "own"), ("ana", "scarce")}
    assert (without.value, without.bound) == (28, 28)
    assert taken(with_floor) == {("ana", "own"), ("ben", "scarce")}
    assert (with_floor.value, with_floor.bound) == (42, 42)


def test_what_is_closed_beyond_the_soft_floor_counts_once():
    low = SoftFloor(points=4, extra=1)

    result = solve(with_soft_floor(problem(*ONE_SEAT), low))

    # With the seat Ana has 28 + 4; with it Ben has 12 + 4, and Ana 10 + 4.
    assert taken(result) == {("ana", "own"), ("ana", "scarce")}
    assert result.value == 32


def test_a_soft_floor_out_of_reach_rules_nothing_out():
    high = SoftFloor(points=10**9, extra=2)

    result = solve(with_soft_floor(problem(*ONE_SEAT), high))

    assert (result.status, result.value) == ("optimal", 3 * 28)


def test_a_value_is_made_of_points_closed_extras_and_rewards():
    goal = BenchGoal(indicator=DATA, level=2, holders=1, reward=3)
    fair = with_soft_floor(problem(*ONE_SEAT, bench=(goal,)), TEN)

    result = solve(fair)
    parts = explain.value_parts(fair, result)

    assert parts == ValueParts(closed=22, extra=20, bench=3)
    assert sum(parts) == result.value
    assert sum(line.points for line in explain.lines(fair, result)) == parts.closed


def test_the_check_recomputes_what_soft_floors_add():
    plain = problem(*ONE_SEAT)
    result = solve(plain)

    assert check(with_soft_floor(plain, TEN), result) == [
        "The value is 38, the result says 28.",
    ]


@pytest.mark.parametrize("points", [40, 90])
def test_a_busy_team_with_soft_floors_is_proven_person_by_person(busy_team: Problem, points: int):
    fair = with_soft_floor(busy_team, SoftFloor(points=points, extra=2))

    result = solve(fair)
    proof = prove(fair, result)

    assert result.status == "optimal"
    assert result.value > solve(busy_team).value
    assert explain.value_parts(fair, result).extra > 0
    assert (proof.broken, proof.complete) == ((), True)
    assert "HiGHS gives none of 6 people more than the certificate" in proof.shown


def test_a_certificate_that_forgets_the_soft_floors_is_refuted(busy_team: Problem):
    fair = with_soft_floor(busy_team, SoftFloor(points=40, extra=2))
    forgetful = solve(busy_team).certificate

    proof = prove(fair, replace(solve(fair), certificate=forgetful))

    assert any("can close" in one for one in proof.broken)


def test_the_rule_of_thumb_minds_soft_floors():
    plain = problem(*ONE_SEAT[:2], replace(ONE_SEAT[2], pinned=("own",)), ONE_SEAT[3])
    fair = with_soft_floor(plain, TEN)

    plans = greedy(plain), greedy(fair)

    assert [taken(one) for one in plans] == [taken(solve(plain)), taken(solve(fair))]
    assert [one.value for one in plans] == [28, 42]


def test_a_soft_floor_can_be_taken_away_like_a_rule():
    fair = with_soft_floor(problem(*ONE_SEAT), TEN)
    rule = ActiveRule("soft floor")
    plan = solve(fair)

    without = of.without_rule(fair, rule)
    found = of.changes(fair, plan, without, Limits())

    assert rule in of.active_rules(fair)
    assert rule not in of.active_rules(without)
    assert found.value - explain.value_parts(fair, plan).closed == 6
    assert (found.gone, found.came) == ((("ben", "scarce"),), (("ana", "scarce"),))


def test_ratings_that_are_redrawn_keep_the_soft_floor():
    fair = with_soft_floor(problem(*ONE_SEAT), TEN)
    plan = solve(fair)

    draws = [of.draw(fair, plan, number, Limits()) for number in range(10)]

    assert all(one.possible for one in draws)
    assert {one.soft_floor for one in of.redrawn(fair, 3).people} == {TEN}


def test_who_restores_what_a_leaver_held_has_no_soft_floor():
    holder = learner("ana", levels={DATA: 2}, targets={DATA: wants(level=2)})
    others = learner("ben", targets={}), learner("cleo", targets={SAFETY: wants()})
    fair = with_soft_floor(problem(course(), course("safe"), holder, *others), TEN)

    found = of.departure(fair, solve(fair), "ana", holders=1, limits=Limits())

    assert [one.repaired for one in found.lost] == [True]
    assert len(found.choices) == 1


@pytest.mark.parametrize("case", CASES)
def test_a_soft_floor_is_in_no_conflict(case: str):
    reasons = solve(CASES[case]).reasons

    assert solve(with_soft_floor(CASES[case], TEN)).reasons == reasons


@pytest.mark.parametrize(("most", "unit"), [(0, 0), (1, 1), (35, 5), (42, 6), (200, 10), (96, 1)])
def test_pieces_make_every_multiple_of_the_unit_up_to_the_floor(most: int, unit: int):
    sizes = pieces_of(most, unit)
    wanted = range(0, most + 1, unit or 1)

    made = made_of(sizes, np.array([*wanted, most + 7], dtype=float)) @ np.array(sizes, dtype=int)

    assert made.tolist() == [*wanted, most]


def test_a_hard_and_a_soft_floor_hold_beside_each_other():
    both = replace(ONE_SEAT[2], floor=28, soft_floor=TEN)
    others: tuple[Person, ...] = (replace(ONE_SEAT[3], soft_floor=TEN),)

    result = solve(problem(*ONE_SEAT[:2], both, *others))

    assert taken(result) == {("ana", "own"), ("ana", "scarce")}
    assert result.value == 38
