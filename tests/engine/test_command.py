"""`pdplanner solve` and `check-plan` without their command line: files, streams, exit codes."""

import io
import json

import pytest

from pdplanner.engine import Proof, write_problem
from pdplanner.engine.command import run, run_check
from tests.engine.instances import course, learner, problem


@pytest.fixture
def files(tmp_path):
    """A function that writes a problem's text to a file and returns both paths."""

    def write(text):
        path = tmp_path / "problem.json"
        path.write_text(text, encoding="utf-8")
        return path, tmp_path / "result.json"

    return write


def solved(path, **options):
    """(exit code, standard output, standard error)."""
    out, err = io.StringIO(), io.StringIO()
    code = run(path, out=out, err=err, **options)
    return code, out.getvalue(), err.getvalue()


def test_a_solved_problem_goes_to_the_output_file(files):
    path, output = files(write_problem(problem(course(), learner())))

    code, out, err = solved(path, output=output, check_plan=True)

    assert (code, out) == (0, "")
    assert err == (
        "check: Every rule is kept. At the prices HiGHS gives none of 1 people more than the "
        "certificate, so that no plan has more than 10 points.\n"
        "check: Not checked: the layers after value, prices.hours, work.\n"
    )
    assert json.loads(output.read_text())["value"] == 10


def test_without_an_output_file_the_result_is_printed(files):
    path, _ = files(write_problem(problem(course(), learner())))

    code, out, err = solved(path)

    assert (code, err) == (0, "")
    assert json.loads(out)["status"] == "optimal"


def test_a_bad_file_writes_nothing(files):
    path, output = files(
        '{"format": "pdplanner-problem/1", "funds": [], "offerings": [], "people": 3}'
    )

    code, out, err = solved(path, output=output)

    assert (code, out) == (2, "")
    assert err == f"{path}: people: value 3, expected a list\n"
    assert not output.exists()


def test_a_missing_file_and_foreign_bytes_are_bad_files(tmp_path):
    foreign = tmp_path / "foreign.json"
    foreign.write_bytes(b'{"a": "\xff"}')

    missing, other = solved(tmp_path / "none.json"), solved(foreign)

    assert (missing[0], other[0]) == (2, 2)
    assert "cannot be read" in missing[2]
    assert "byte 7 is not UTF-8" in other[2]


def test_an_impossible_problem_is_written_with_its_reasons(files):
    path, output = files(write_problem(problem(course(hours=9), learner(pinned=("course",)))))

    code, _, err = solved(path, output=output)

    assert code == 3
    assert err.startswith("impossible (hours): course is pinned for ana")
    assert json.loads(output.read_text())["reasons"][0]["rule"] == "hours"


def test_a_node_limit_must_be_positive(files):
    path, _ = files(write_problem(problem()))

    code, _, err = solved(path, limit_nodes=0)

    assert code == 2
    assert "nodes 0, expected 1 to" in err


def test_a_place_that_cannot_be_written_is_named(files, tmp_path):
    path, _ = files(write_problem(problem()))

    code, _, err = solved(path, output=tmp_path / "no" / "where.json")

    assert code == 2
    assert "cannot be written" in err


def test_a_failed_check_writes_nothing(files, monkeypatch):
    path, output = files(write_problem(problem(course(), learner())))
    broken = Proof(broken=("A rule is broken.",))
    monkeypatch.setattr("pdplanner.engine.command.prove", lambda *_: broken)

    code, _, err = solved(path, output=output, check_plan=True)

    assert (code, err) == (1, "check: A rule is broken.\n")
    assert not output.exists()


def checked(path, result, **options):
    """(exit code, standard output, standard error) of a check of stored files."""
    out, err = io.StringIO(), io.StringIO()
    code = run_check(path, result, out=out, err=err, **options)
    return code, out.getvalue(), err.getvalue()


def test_a_stored_result_is_proved_against_its_problem(files):
    path, output = files(write_problem(problem(course(), learner())))
    solved(path, output=output)

    code, out, err = checked(path, output, limit_nodes=10)

    assert (code, err) == (0, "")
    assert out.startswith("check: Every rule is kept. At the prices")


def test_a_stored_result_that_was_altered_fails(files):
    path, output = files(write_problem(problem(course(), learner())))
    solved(path, output=output)
    output.write_text(output.read_text().replace('"mode": "seat"', '"mode": "cohort"'))

    code, out, _ = checked(path, output)

    assert code == 1
    assert "check: course for ana is taken in mode cohort, which it is not sold in." in out


def test_the_bad_one_of_two_files_is_named(files):
    path, output = files(write_problem(problem(course(), learner())))
    solved(path, output=output)
    output.write_text(output.read_text().replace('"cost": 0', '"cost": "none"'))

    code, out, err = checked(path, output)

    assert (code, out) == (2, "")
    assert err == f'{output}: cost: value "none", expected a whole number\n'
