"""What is said of files that cannot be loaded."""

import pytest

from pdplanner import datafiles
from pdplanner.demo import documents as demo_documents
from pdplanner.demo.ratings import signs
from pdplanner.demo.register import Register


def test_an_area_with_too_few_signs_is_named(world):
    entry = {"person": "QH-1004", "levels": {"III.E": "2233"}}

    with pytest.raises(datafiles.DataFileError) as refused:
        dict(signs(world, entry))

    assert str(refused.value) == ("assessments: QH-1004: levels.III.E: 4 signs, expected 5")


def test_a_code_that_nothing_bears_is_named():
    teams = Register("unit")

    with pytest.raises(datafiles.DataFileError, match="districts/demo: no unit networks"):
        teams["networks"]


def test_a_code_that_two_bear_is_named():
    teams = Register("unit")
    teams["network"] = object()

    with pytest.raises(datafiles.DataFileError, match="districts/demo: two times unit network"):
        teams["network"] = object()


def test_problems_of_all_files_are_told_at_once(tmp_path):
    (tmp_path / "assessments").mkdir()
    (tmp_path / "people.yaml").write_text("people: []\n", encoding="utf-8")

    with pytest.raises(datafiles.DataFileError) as refused:
        demo_documents.read_demo(tmp_path)

    told = "\n".join(refused.value.problems)
    assert 'people.yaml: "fictional" is missing' in told
    assert "people.yaml: people: a list, expected at least 1 entries" in told
    assert "district.yaml: cannot be read" in told
    assert "assessments/: no file" in told
