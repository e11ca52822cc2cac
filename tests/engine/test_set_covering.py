"""Set covering: the least cost covers every row, and one less is proven not to.

The OR-Library files are not part of the project: SCP_FILES names a folder that holds them, else
one is looked for beside and above the project.
"""

import os
from itertools import combinations
from pathlib import Path

import pytest

from pdplanner.engine import Limits, prove, solve
from pdplanner.engine.pricing.pricers import Pricer
from tests.engine.set_covering import OPTIMA, SetCover, read_cover
from tests.support.drill import DRILL

SAMPLE = ("scp41", "scp43", "scp51", "scpe1")
"""Tried where there are files; all 14 with DRILL=1."""

PROJECT = Path(__file__).parents[2]
HELD_IN = "data/optimization/scp"


def hitting(sets: list[frozenset[int]], points: int) -> SetCover:
    """Each point a column of cost 1 that covers the sets that hold it."""
    covers = [[row for row, each in enumerate(sets, 1) if point in each] for point in range(points)]
    return SetCover(len(sets), [1] * points, covers)


def harmonic() -> SetCover:
    """Chvatal's: row by row it costs 60/5 + 60/4 + ... + 60/1, each step the best at the time."""
    return SetCover(5, [60, 30, 20, 15, 12, 61], [[1], [2], [3], [4], [5], [1, 2, 3, 4, 5]])


def fano_plane() -> SetCover:
    """Seven lines of three points: any two points miss two lines, those of a line miss none."""
    return hitting([frozenset((k + d) % 7 for d in (0, 1, 3)) for k in range(7)], 7)


def affine_plane() -> SetCover:
    """Twelve lines of three of nine points: at most four points hold no line, so five hit all."""
    cells = [(x, y) for x in range(3) for y in range(3)]
    lines = [
        frozenset(cells.index(one) for one in three)
        for three in combinations(cells, 3)
        if all(sum(axis) % 3 == 0 for axis in zip(*three, strict=True))
    ]
    return hitting(lines, 9)


def petersen_graph() -> SetCover:
    """Fifteen edges between pairs of five that share nothing: four vertices at most are apart."""
    pairs = [frozenset(pair) for pair in combinations(range(5), 2)]
    edges = [frozenset((a, b)) for a, b in combinations(range(10), 2) if not pairs[a] & pairs[b]]
    return hitting(edges, 10)


SMALL = {
    "harmonic": (harmonic(), 61, 5),
    "Fano plane": (fano_plane(), 3, 7),
    "affine plane": (affine_plane(), 5, 12),
    "Petersen graph": (petersen_graph(), 6, 15),
}
"""The instance, its least cost, its number of rows."""


def assert_least(cover: SetCover, least: int) -> None:
    """The least cost covers all rows, one less provably does not."""
    for budget, covered in ((least, True), (least - 1, False)):
        result = solve(cover.problem(budget), Limits(until="value"))
        assert result.status == "optimal"
        assert (result.value == cover.rows) is covered
        assert result.cost <= budget


@pytest.mark.parametrize("name", SMALL)
def test_least_cost_of_a_small_instance(name: str):
    cover, least, rows = SMALL[name]

    assert cover.rows == rows
    assert_least(cover, least)


def test_a_cover_proves_itself():
    team = affine_plane().problem(4)

    proof = prove(team, solve(team))

    assert (proof.broken, proof.complete) == ((), True)


def test_where_all_searches_are_cut_short_the_whole_program_still_proves(monkeypatch):
    """As with a thousand columns, of which too many cover each row to try them one by one."""
    original = Pricer.__init__

    def limited(self, items, columns):
        original(self, items, columns)
        self.most_nodes = 2

    monkeypatch.setattr(Pricer, "__init__", limited)

    assert_least(petersen_graph(), 6)


def folder_of_files(project: Path) -> Path | None:
    """The folder that SCP_FILES names, or the nearest one beside or above the project."""
    named = os.environ.get("SCP_FILES")
    if named:
        return Path(named)
    found = (
        folder
        for above in list(project.parents)[:3]
        for folder in (above / HELD_IN, *sorted(above.glob(f"*/{HELD_IN}")))
        if folder.is_dir()
    )
    return next(found, None)


def test_the_files_are_found_beside_and_above_the_project(tmp_path: Path, monkeypatch):
    monkeypatch.delenv("SCP_FILES", raising=False)
    project = tmp_path / "one" / "project"
    for folder in (tmp_path / HELD_IN, tmp_path / "one" / "shared" / HELD_IN):
        folder.mkdir(parents=True)
        assert folder_of_files(project) == folder, "the nearer one comes first"

    monkeypatch.setenv("SCP_FILES", "elsewhere")
    assert folder_of_files(project) == Path("elsewhere")


@pytest.mark.parametrize("name", OPTIMA if DRILL else SAMPLE)
def test_least_cost_of_an_or_library_file(name: str):
    folder = folder_of_files(PROJECT)
    if folder is None:
        pytest.skip(f"SCP_FILES names no folder, and none {HELD_IN} is beside or above the project")
    file = folder / f"{name}.txt"
    if not file.is_file():
        pytest.skip(f"{folder.name} has no {file.name}")

    assert_least(read_cover(file), OPTIMA[name])
