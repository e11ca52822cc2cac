"""The solver is believed where it agrees with itself, and asked again where it does not."""

from dataclasses import replace
from itertools import combinations, permutations
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdplanner.engine import Tier, solve
from pdplanner.engine.solver import highs
from pdplanner.engine.solver.arrays import Arrays
from pdplanner.engine.solver.highs import NOTHING, extent, maximize
from pdplanner.engine.solver.program import Program
from pdplanner.engine.solver.run import Found, relaxed, run
from tests.engine.instances import course, learner, problem, taken, wants

TEAM = ("ana", "ben", "cleo")


def team_with_a_tier_out_of_reach(people=TEAM):
    """Three want one of two courses; of one there is a single seat, of the other a tier of six."""
    return problem(
        course("wide", hours=2, price=50, tiers=(Tier(start=6, price=33),)),
        course("scarce", hours=0.25, price=50, seats=1),
        *(learner(name, hours=10, targets={"III.E.2": wants(2, 6)}) for name in people),
        learner("zoe", hours=4, targets={}),
        money=150,
    )


@pytest.mark.parametrize("order", permutations(TEAM))
def test_first_by_id_has_the_seat_whatever_the_order_of_the_file(order):
    result = solve(team_with_a_tier_out_of_reach(order))

    assert result.layers[-1] == "ids"
    assert ("ana", "scarce") in taken(result)


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(st.data())
def test_tiers_out_of_reach_leave_the_plan_that_the_order_of_the_file_does_not_change(data):
    prices = st.sampled_from((0, 33, 50, 100))
    offerings = [
        course(
            f"o{number}",
            hours=data.draw(st.sampled_from((0.25, 1, 2, 4))),
            price=(price := data.draw(prices)),
            seats=data.draw(st.sampled_from((None, 1, 2))),
            tiers=data.draw(st.sampled_from(((), (Tier(start=6, price=price // 2),)))),
        )
        for number in range(data.draw(st.integers(2, 4)))
    ]
    people = [learner(f"p{k}", hours=data.draw(st.sampled_from((2, 8)))) for k in range(4)]
    team = problem(*offerings, *people, money=data.draw(st.sampled_from((0, 100, 150, 300))))
    shuffled = replace(
        team,
        people=tuple(data.draw(st.permutations(team.people))),
        offerings=tuple(data.draw(st.permutations(team.offerings))),
    )

    first, second = solve(team), solve(shuffled)

    assert first.layers == second.layers
    assert "ids" not in first.layers or first.pairs == second.pairs


@pytest.fixture
def one_of_three():
    """Columns of 3, 4 and 5 points, no two together; parts of them would make 6 points."""
    program = Program()
    points = {program.column(): worth for worth in (3, 4, 5)}
    for pair in combinations(points, 2):
        program.at_most(dict.fromkeys(pair, 1), 1)
    return program, points


@pytest.fixture
def asked(monkeypatch):
    """A solver that says first what it is told to say; and with which options it was asked."""
    options = []

    def prepare(*said):
        answers = list(said)

        def wrong(arrays, with_options, start, told):
            options.append((with_options, start))
            return answers.pop(0) if answers else run(arrays, with_options, start, told)

        monkeypatch.setattr(highs, "run", wrong)
        return options

    return prepare


def found(status="optimal", values=(1.0, 0.0, 0.0), worth=3.0, above=3.0, **facts):
    return Found(
        status=status, values=None if values is None else np.array(values), worth=worth,
        above=above, **facts,
    )  # fmt: skip


START = {0: 0.0, 1: 0.0, 2: 1.0}
WRONG = {
    "optimal below its own bound": found(above=7.0),
    "optimal above its own bound": found(above=2.0),
    "optimal below what is known": found(above=3.0),
    "optimal without a solution": found(values=None, worth=-inf, above=5.0),
    "bounded below what is known": found("stopped", above=4.0, stopped_by="nodes"),
    "impossible beside what is known": Found(status="infeasible"),
    "an error": found("stopped", values=None, worth=-inf, above=0.0, stopped_by="solver"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_contradicts_itself_is_asked_again_without_presolve_and_start(
    one_of_three, asked, wrong
):
    options = asked(wrong)
    program, points = one_of_three
    start = None if wrong.above == 7.0 and wrong.values is not None else START

    answer = maximize(program, points, nodes=100, seconds=10, start=start)

    assert (answer.status, answer.bound) == ("optimal", 5)
    (_, first), (last, second) = options
    assert (first is None, second, last["presolve"]) == (start is None, None, "off")


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_contradicts_itself_twice_proves_nothing(one_of_three, asked, wrong):
    asked(wrong, wrong)
    program, points = one_of_three

    answer = maximize(program, points, nodes=100, seconds=10, start=START)

    assert answer.status == "stopped"
    assert answer.stopped_by in ("solver", "nodes")
    assert answer.bound >= 5
    assert answer.values == (0.0, 0.0, 1.0)


@pytest.mark.parametrize("again", [{}, {"values": None, "worth": -inf}], ids=["less", "nothing"])
@pytest.mark.parametrize("known_by", ["start", "first run"])
def test_what_is_known_stays_where_the_second_run_stops_below_it(
    one_of_three, asked, again, known_by
):
    started = known_by == "start"
    first = WRONG["an error"] if started else found(values=(0.0, 0.0, 1.0), worth=5.0, above=9.0)
    asked(first, found("stopped", above=6.0, stopped_by="nodes", **again))
    program, points = one_of_three

    answer = maximize(program, points, nodes=100, seconds=10, start=START if started else None)

    assert (answer.status, answer.stopped_by, answer.bound) == ("stopped", "nodes", 6)
    assert answer.values == (0.0, 0.0, 1.0)


def test_that_nothing_fits_both_runs_have_to_say(asked):
    program = Program()
    column = program.column()
    program.at_least({column: 1}, 1)
    asked(Found(status="infeasible"))

    assert maximize(program, {column: 2}, nodes=10, seconds=10).bound == 2


def test_an_objective_of_any_numbers_is_asked_again_too(one_of_three, asked):
    program, _ = one_of_three
    options = asked(Found(status="infeasible"))

    low, high = extent(program, {0: 0.5, 1: 1.25}, nodes=100, seconds=10)

    assert (round(low, 6), round(high, 6), len(options)) == (1.25, 1.25, 2)


def test_an_objective_of_any_numbers_of_what_is_impossible(asked):
    program = Program()
    program.at_least({program.column(): 1}, 2)
    options = asked()

    assert extent(program, {0: 0.5}, nodes=10, seconds=10) == NOTHING
    assert len(options) == 2


def test_bound_by_prices_holds_at_any_prices_and_meets_the_relaxation(one_of_three):
    program, points = one_of_three
    arrays = Arrays(program, points)

    assert relaxed(arrays) == pytest.approx(6)
    for prices in ((0, 0, 0), (1, 2, 3), (-1, 5, 0), (0.5, 1.5, 9)):
        assert arrays.above(np.array(prices, dtype=float)) >= 6
