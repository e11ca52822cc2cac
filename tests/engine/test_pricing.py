"""Prices split a problem by person: each search is exact, and what they add up to is a bound."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pdplanner.engine import Problem, Result, SoftFloor, solve, write_problem
from pdplanner.engine.choices.candidate import reduce
from pdplanner.engine.model.compact import Model
from pdplanner.engine.pricing import closing, rounds, tighten
from pdplanner.engine.pricing.pricers import Pricer, pricers_of
from pdplanner.engine.pricing.shared import Shared, shared_of
from pdplanner.engine.pricing.whole_plans import WholePlans
from pdplanner.engine.solver.highs import maximize
from pdplanner.engine.solver.program import Program
from tests.engine.exhaustive import best_plan
from tests.engine.instances import DATA, SAFETY, course, learner, problem, teaches, wants
from tests.engine.random_problems import problems

SOME = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
ENOUGH = 100_000
PRICES = st.lists(st.integers(0, 3), min_size=1, max_size=8)


def opened(problem: Problem) -> tuple[Model, Shared, list[Pricer]]:
    model = Model(problem, reduce(problem))
    return model, shared_of(model), pricers_of(model)


def at(shared: Shared, prices: list[int]) -> np.ndarray:
    """A price for every row, those of a list again and again."""
    return shared.allowed(np.resize(np.array(prices, dtype=float), len(shared.high)))


def personal_best(model: Model, reduced: np.ndarray) -> int | None:
    """What HiGHS makes of all people at once, each under their own rules alone."""
    shared = set(model.shared_rows)
    rows = [row for number, row in enumerate(model.program.rows) if number not in shared]
    peoples = {*range(len(model.program.upper))} - {*model.own_columns}
    upper = [most if c in peoples else 0 for c, most in enumerate(model.program.upper)]
    own = Program(upper=upper, whole=model.program.whole, rows=rows)
    points = {c: round(value) for c, value in enumerate(reduced) if c in peoples and value}
    answer = maximize(own, points, nodes=10_000, seconds=60)
    if answer.values is None:
        return None
    return round(sum(points[c] * answer.values[c] for c in points))


@SOME
@given(problems(), PRICES)
def test_best_plans_of_people_are_those_that_highs_finds(problem: Problem, prices: list[int]):
    model, shared, pricers = opened(problem)
    reduced = shared.reduced(at(shared, prices))

    priced = [each.price(reduced, nodes=ENOUGH) for each in pricers]

    expected = personal_best(model, reduced)
    worth = sum(each.worth for each in priced)
    if expected is None:
        assert worth == -np.inf
        return
    assert worth == pytest.approx(expected, abs=1e-5)
    assert sum(each.bound for each in priced) == pytest.approx(expected, abs=1e-5)


@SOME
@given(problems(), PRICES, st.integers(1, 6))
def test_search_that_is_cut_short_still_bounds_every_plan(
    problem: Problem, prices: list[int], nodes: int
):
    model, shared, pricers = opened(problem)
    reduced = shared.reduced(at(shared, prices))
    expected = personal_best(model, reduced)
    assume(expected is not None)

    priced = [each.price(reduced, nodes=nodes) for each in pricers]

    assert sum(each.worth for each in priced) <= expected + 1e-5
    assert sum(each.bound for each in priced) >= expected - 1e-5


@SOME
@given(problems(), PRICES)
def test_any_prices_bound_every_plan(problem: Problem, prices: list[int]):
    best = best_plan(problem)
    assume(best is not None)
    _, shared, pricers = opened(problem)
    some = at(shared, prices)

    bounds = [each.price(shared.reduced(some), nodes=ENOUGH).bound for each in pricers]

    assert shared.limits_at(some) + sum(bounds) >= best.value - 1e-5


@SOME
@given(problems())
def test_first_of_all_plans_is_made_of_plans_that_are_left(problem: Problem):
    best = best_plan(problem)
    assume(best is not None)

    tight = tighten(problem, reduce(problem))
    left = tight.left(best.kept)

    places = {key[:3] for key in left.takers}
    assert set(best.choices) <= places
    assert tight.bound is None or tight.bound >= best.value
    if isinstance(left, WholePlans):
        expected = {person.id: set() for person in problem.people}
        for choice in best.choices:
            expected[choice[0]].add(choice)
        columns = plans_by_column(left)
        assert all(one in columns for one in expected.values() if one)


def plans_by_column(left: WholePlans) -> list[set[tuple[str, str, str]]]:
    columns: dict[int, set[tuple[str, str, str]]] = {}
    for key, taken_in in left.takers.items():
        for column in taken_in:
            columns.setdefault(column, set()).add(key[:3])
    return list(columns.values())


@SOME
@given(problems())
def test_whole_plans_and_single_places_lead_to_the_same_plan(problem: Problem):
    whole = solve(problem)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(closing, "MOST_PLANS", 0)
        single = solve(problem)

    assert (whole.status, whole.value, whole.choices) == (
        single.status,
        single.value,
        single.choices,
    )


def test_plan_in_which_several_take_nothing_is_a_start_for_the_solver():
    idle = [learner(name, targets={}) for name in ("ana", "ben", "cleo")]
    team = problem(course(price=100), learner("dan"), *idle, money=100)

    tight = tighten(team, reduce(team))
    left = tight.left(team.kept_pairs)

    assert isinstance(left, WholePlans)
    assert tight.plan is not None
    assert left.program.holds(left.start(tight.plan))


def test_prices_prove_a_busy_team_and_leave_little_to_decide(busy_team: Problem):
    reduction = reduce(busy_team)

    tight = tighten(busy_team, reduction)
    left = tight.left(busy_team.kept_pairs)

    assert tight.plan is not None
    assert tight.bound is not None
    assert tight.bound - tight.plan.value <= tight.bound // 100
    assert isinstance(left, WholePlans)
    assert len(left.program.rows) < len(tight.whole.program.rows) / 2


def without_seconds(result: Result) -> tuple[object, ...]:
    return result.value, result.bound, result.layers, result.choices, result.work.pricings


def test_same_plan_without_a_compiler_which_is_said_once(busy_team: Problem, tmp_path):
    fair = [replace(one, soft_floor=SoftFloor(points=40, extra=2)) for one in busy_team.people[:3]]
    team = replace(busy_team, people=(*fair, *busy_team.people[3:]))
    file = tmp_path / "problem.json"
    file.write_text(write_problem(team))
    slow = (
        "import sys; sys.modules['numba'] = None\n"
        "from pdplanner.engine import read_problem, solve\n"
        "result = solve(read_problem(open(sys.argv[1]).read()))\n"
        "print((result.value, result.bound, result.layers, result.choices, result.work.pricings))"
    )

    told = subprocess.run([sys.executable, "-c", slow, file], capture_output=True, text=True)

    assert told.stdout.strip() == repr(without_seconds(solve(team)))
    assert told.stderr.count("numba is missing") == 1


def test_floor_that_a_short_search_misses_is_searched_for_longer(monkeypatch):
    """The offerings that close most leave no hours for the two that together meet the floor."""
    halves = [course(code, hours=4, teaches=(teaches(3, code),)) for code in (SAFETY, DATA)]
    both = tuple(teaches(2, code) for code in (SAFETY, DATA))
    wide = course("wide", hours=5, teaches=both)
    aims = {code: wants() for code in (SAFETY, DATA)}
    team = problem(wide, *halves, learner(targets=aims, floor=30))
    monkeypatch.setattr(rounds, "NODES", (1, ENOUGH))

    tight = tighten(team, reduce(team))

    assert tight.bound == 30
    assert tight.plan is not None
    assert tight.plan.value == 30
