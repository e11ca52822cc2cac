"""What can only help never lowers the proven value, and the order of the file means nothing."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pdplanner.engine import Problem, Result, SoftFloor, solve
from pdplanner.engine.explaining import explain
from tests.engine.random_problems import problems

SOME = settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
NO_PLAN = -1


def value(problem: Problem) -> int:
    """The proven value; below every value where there is no plan."""
    result = solve(problem)
    assert result.status in ("optimal", "impossible")
    return NO_PLAN if result.status == "impossible" else result.value


def with_one(problem: Problem, name: str, index: int, **changes) -> Problem:
    """The problem with one of its people, offerings, funds or cover groups changed."""
    parts = list(getattr(problem, name))
    parts[index] = replace(parts[index], **changes)
    return replace(problem, **{name: tuple(parts)})


RULES = {
    "cap": ("people", None),
    "term_hours": ("people", {}),
    "floor": ("people", 0),
    "pinned": ("people", ()),
    "excluded": ("people", ()),
    "funds": ("people", None),
    "seats": ("offerings", None),
    "sessions": ("offerings", ()),
    "requires": ("offerings", ()),
    "mentor": ("offerings", None),
    "costs": ("offerings", ()),
    "cover": ("", ()),
}
"""By field: of what it is a rule (of the problem itself where empty), and its value for none."""


def eased(problem: Problem, rule: str) -> list[Problem]:
    """The problem with one rule less, once for each place where it has the rule."""
    name, empty = RULES[rule]
    if not name:
        return [replace(problem, **{rule: empty})] if getattr(problem, rule) != empty else []
    return [
        with_one(problem, name, index, **{rule: empty})
        for index, one in enumerate(getattr(problem, name))
        if getattr(one, rule) != empty
    ]


@pytest.mark.parametrize("rule", RULES)
@settings(SOME, max_examples=12)
@given(st.data())
def test_one_rule_less_never_lowers_the_value(rule: str, data):
    problem = data.draw(problems().filter(lambda one: eased(one, rule)))
    easier = data.draw(st.sampled_from(eased(problem, rule)))

    assert value(easier) >= value(problem)


@SOME
@given(problems(), st.integers(0, 1), st.sampled_from((1, 50, 250, 10_000)))
def test_more_money_never_lowers_the_value(problem: Problem, fund: int, cents: int):
    richer = with_one(problem, "funds", fund, amount=problem.funds[fund].amount + cents)

    assert value(richer) >= value(problem)


@SOME
@given(problems(), st.sampled_from((0.25, 1, 3, 40)))
def test_more_hours_never_lower_the_value(problem: Problem, hours: float):
    freer = with_one(problem, "people", 0, hours=problem.people[0].hours + hours)

    assert value(freer) >= value(problem)


@SOME
@given(problems(), st.integers(0, 2))
def test_a_seat_more_never_lowers_the_value(problem: Problem, number: int):
    limited = [i for i, one in enumerate(problem.offerings) if one.seats is not None]
    if not limited:
        return
    index = limited[number % len(limited)]
    roomier = with_one(problem, "offerings", index, seats=problem.offerings[index].seats + 1)

    assert value(roomier) >= value(problem)


@SOME
@given(problems(), st.integers(0, 6), st.integers(0, 2))
def test_a_higher_soft_floor_never_lowers_the_value(problem: Problem, points: int, extra: int):
    old = problem.people[0].soft_floor or SoftFloor(points=0, extra=1)
    floor = SoftFloor(points=old.points + points, extra=old.extra + extra)

    higher = with_one(problem, "people", 0, soft_floor=floor)

    assert value(higher) >= value(problem)


@SOME
@given(problems())
def test_without_soft_floors_no_less_is_closed_and_rewarded(problem: Problem):
    result = solve(problem)
    people = tuple(replace(one, soft_floor=None) for one in problem.people)

    plain = solve(replace(problem, people=people))

    parts = explain.value_parts(problem, result)
    assert sum(parts) == result.value
    assert plain.value >= parts.closed + parts.bench


def outcome(result: Result) -> tuple[object, ...]:
    chosen = [(one.person, one.offering, one.mode) for one in result.choices]
    return result.status, result.value, result.bound, result.cost, chosen


@SOME
@given(problems(), st.data())
def test_the_order_of_people_and_offerings_means_nothing(problem: Problem, data):
    names = ("people", "offerings", "bench", "previous")
    shuffled = {name: data.draw(st.permutations(getattr(problem, name))) for name in names}

    other = replace(problem, **{name: tuple(parts) for name, parts in shuffled.items()})

    assert outcome(solve(other)) == outcome(solve(problem))
