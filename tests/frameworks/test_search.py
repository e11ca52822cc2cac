import pytest

from pdplanner.frameworks.models import Category, Framework, Indicator, SkillArea
from pdplanner.frameworks.search import listing


@pytest.fixture
def framework():
    """Two areas whose codes contain each other, as the built-in framework's do."""
    first = SkillArea(code="I.A", title="Vision", position=1)
    second = SkillArea(code="II.A", title="Data", position=2)
    first.indicators = [
        Indicator(code="I.A.1", title="Shared vision", statement="Says where we go."),
        Indicator(code="I.A.10", title="Privacy first", statement="Names Title II duties."),
    ]
    second.indicators = [
        Indicator(code="II.A.1", title="Data standards", statement="Keeps data private.")
    ]
    return Framework(
        categories=[Category(code="I", areas=[first]), Category(code="II", areas=[second])]
    )


def codes(found):
    return [each.code for area in found.areas for each in area.indicators]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["I.A.1", "I.A.10", "II.A.1"]),
        ("...", ["I.A.1", "I.A.10", "II.A.1"]),
        ("I.A.1", ["I.A.1"]),
        ("i.a", ["I.A.1", "I.A.10"]),
        ("I.A.", ["I.A.1", "I.A.10"]),
        ("II", ["I.A.10", "II.A.1"]),
        ("PRIVA", ["I.A.10", "II.A.1"]),
        ("data private", ["II.A.1"]),
        ("II.A vision", []),
        ("I.A.2", []),
    ],
)
def test_finds_by_code_and_by_words(framework, text, expected):
    assert codes(listing(framework, text)) == expected


def test_categories_and_areas_without_a_match_are_absent(framework):
    found = listing(framework, "standards")

    assert [each.category.code for each in found.categories] == ["II"]
    assert (found.count, found.total) == (1, 3)
