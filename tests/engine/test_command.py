"""`pdplanner solve` without its command line: files, streams, exit codes."""

import io
import json

import pytest

from pdplanner.engine import write_problem
from pdplanner.engine.command import run
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

    assert (code, out, err) == (0, "", "check: every rule is kept\n")
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
    monkeypatch.setattr("pdplanner.engine.command.check", lambda *_: ["A rule is broken."])

    code, _, err = solved(path, output=output, check_plan=True)

    assert (code, err) == (1, "check: A rule is broken.\n")
    assert not output.exists()
