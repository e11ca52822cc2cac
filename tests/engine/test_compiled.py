"""Loops are compiled by `pdplanner warm` alone; else they give the same plans slowly."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import pdplanner
from pdplanner import cli
from pdplanner.engine import Problem, read_result, solve, write_problem
from pdplanner.engine.pricing import pricers, search
from pdplanner.engine.warming import load
from tests.engine.instances import course, learner
from tests.engine.small_file import SMALL
from tests.support.drill import DRILL


def test_warming_leaves_everything_compiled():
    assert CliRunner().invoke(cli.main, ["warm"]).output == "The planner is compiled.\n"

    load()
    compiled = search.best_plan
    before = len(compiled.signatures)
    assert before
    solve(Problem(offerings=(course(),), people=(learner(cap=10_000),), funds=()))
    assert len(compiled.signatures) == before


@pytest.mark.parametrize("loop", ["best_plan", "plans_near", "relax"])
def test_what_is_loaded_first_asks_for_every_loop(monkeypatch, loop):
    asked, original = [], getattr(pricers, loop)

    def counted(*values):
        asked.append(loop)
        return original(*values)

    monkeypatch.setattr(pricers, loop, counted)

    load()

    assert asked


@pytest.fixture
def copied(tmp_path):
    """The package without anything compiled; returns what a command of it says and leaves."""
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(pdplanner.__file__).parent, tmp_path / "pdplanner", ignore=without)
    start = "import sys; from pdplanner.cli import main; main(sys.argv[1:])"

    def run(*words):
        command = [sys.executable, "-B", "-c", start, *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    return run


def test_a_click_compiles_nothing_and_the_log_says_so_once(copied, tmp_path, busy_team):
    (tmp_path / "problem.json").write_text(write_problem(busy_team))

    told = copied("solve", "problem.json", "-o", "result.json")

    assert told.returncode == 0, told.stderr
    best = solve(busy_team)
    found = read_result((tmp_path / "result.json").read_text())
    assert (found.value, found.bound, found.choices) == (best.value, best.bound, best.choices)
    assert told.stderr.count("Run `pdplanner warm`.") == 1
    assert not [*tmp_path.rglob("*.nb?")]


def test_what_was_compiled_for_other_sources_counts_as_absent(copied, tmp_path, busy_team):
    """As after an update, or where the package was copied together with what it had compiled."""
    there = Path(pdplanner.__file__).parent / "engine/pricing/__pycache__"
    shutil.copytree(there, tmp_path / "pdplanner/engine/pricing/__pycache__")
    (tmp_path / "problem.json").write_text(write_problem(busy_team))

    told = copied("solve", "problem.json", "-o", "result.json")

    assert told.stderr.count("Run `pdplanner warm`.") == 1


@pytest.mark.skipif(not DRILL, reason="compiles for half a minute: make drill")
def test_warming_compiles_a_copy_for_good(copied, tmp_path):
    (tmp_path / "problem.json").write_text(json.dumps(SMALL))

    assert copied("warm").stdout == "The planner is compiled.\n"

    there = {*tmp_path.rglob("*.nb?")}
    told = copied("solve", "problem.json", "-o", "result.json")
    assert told.stderr == ""
    assert there == {*tmp_path.rglob("*.nb?")}
