"""The problem file and the result file: what is written reads back."""

import json

from hypothesis import HealthCheck, given, settings

from pdplanner.engine import Cohort, SoftFloor, read_problem, solve, write_problem, write_result
from tests.engine.instances import course, learner, problem
from tests.engine.random_problems import problems
from tests.engine.small_file import SMALL, changed


def test_a_problem_is_read_and_solved():
    read = read_problem(json.dumps(SMALL))

    result = solve(read)

    assert read.offerings[0].teaches[0].start == 1
    assert read.offerings[1].sessions == ("a", "b")
    assert result.value == 2 * 5 + 10


def test_a_soft_floor_is_read_and_written():
    floor = {"points": 8, "extra": 2}

    read = read_problem(changed(("people", 0, "soft_floor"), floor))

    assert read.people[0].soft_floor == SoftFloor(points=8, extra=2)
    assert json.loads(write_problem(read))["people"][0]["soft_floor"] == floor
    assert solve(read).value == 2 * 5 + 2 * 8 + 10


@settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(problems())
def test_what_is_written_reads_back_equal(original):
    text = write_problem(original)

    assert read_problem(text) == original
    assert write_problem(read_problem(text)) == text


def test_what_is_sold_by_the_cohort_only_reads_back_without_a_price():
    shared = course(price=None, cohort=Cohort(price=900, seats=3))
    team = problem(shared, learner())

    text = write_problem(team)

    assert "price" not in json.loads(text)["offerings"][0]
    assert read_problem(text) == team


def test_a_result_is_written_with_its_figures():
    team = problem(course(price=150), learner())

    written = json.loads(write_result(solve(team)))

    assert written["format"] == "pdplanner-result/1"
    assert (written["status"], written["value"], written["bound"], written["gap"]) == (
        "optimal",
        10,
        10,
        0,
    )
    assert written["choices"] == [
        {
            "person": "ana",
            "offering": "course",
            "mode": "seat",
            "price": 150,
            "costs": 0,
            "paid_by": {"local": 150},
        }
    ]
    assert written["fund_spend"] == {"local": 150}
    assert set(written["work"]) == {"pricings", "nodes", "seconds", "stopped_by"}
