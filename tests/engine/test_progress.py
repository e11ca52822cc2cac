"""Watching a search: what is told holds, and whoever ends it keeps the best plan so far."""

from dataclasses import replace

import pytest

from pdplanner.engine import Limits, Progress, check, solve
from pdplanner.engine.choices.candidate import reduce
from pdplanner.engine.model.compact import Model
from pdplanner.engine.solver.highs import maximize
from tests.engine.instances import course, learner, problem


def test_what_is_told_closes_in_on_the_plan(busy_team):
    told: list[Progress] = []

    watched = solve(busy_team, Limits(watch=lambda progress: told.append(progress) is not None))

    alone = solve(busy_team)
    assert (watched.choices, watched.value, watched.bound) == (
        alone.choices,
        alone.value,
        alone.bound,
    )
    assert told
    assert all((one.bound or alone.value) >= alone.value for one in told)
    assert all((one.value or 0) <= alone.value for one in told)


def test_a_search_that_is_ended_keeps_its_best_plan_and_an_honest_bound(busy_team):
    ended = solve(busy_team, Limits(watch=lambda progress: True))

    best = solve(busy_team).value
    assert ended.value <= best <= ended.bound
    assert check(busy_team, ended) == []
    assert ended.status == ("optimal" if ended.gap == 0 else "feasible")
    assert ended.work.stopped_by == (None if ended.gap == 0 else "asked")
    assert "ids" not in ended.layers


def test_nobody_is_asked_after_the_answer(busy_team):
    asked = []

    solve(busy_team, Limits(watch=lambda progress: asked.append(progress) is None))

    assert len(asked) == 1


def test_what_goes_wrong_with_telling_ends_the_search_and_is_raised(busy_team):
    def fail(_progress):
        raise RuntimeError("no database")

    with pytest.raises(RuntimeError, match="no database"):
        solve(busy_team, Limits(watch=fail))
    model = Model(busy_team, reduce(busy_team))
    with pytest.raises(RuntimeError, match="no database"):
        maximize(model.program, model.points, nodes=99, seconds=60, tell=lambda *_found: fail(None))


def test_what_looks_for_rules_in_conflict_tells_no_figures_of_a_plan(busy_team):
    """It searches with figures of its own; whoever watches would take them for points."""
    told: list[Progress] = []
    poor = replace(
        busy_team,
        funds=tuple(replace(one, amount=one.amount // 5) for one in busy_team.funds),
        people=tuple(replace(one, floor=40) for one in busy_team.people),
    )

    result = solve(poor, Limits(watch=lambda progress: told.append(progress) is not None))

    assert result.status == "impossible"
    assert told
    assert all(one.value is None or one.value >= 0 for one in told)
    assert all(one.bound is None or one.bound >= 0 for one in told)


def test_what_is_known_at_once_needs_no_watching():
    result = solve(problem(course(), learner()), Limits(watch=lambda progress: True))

    assert (result.status, result.value) == ("optimal", 10)
