"""What is told about offerings that contradict themselves or others."""

import pytest

from pdplanner.catalog.checks.offerings import provider_slug

COURSE = "offerings/example.yaml: offerings[0] (example-course)"
EXAM = "offerings/example.yaml: offerings[1] (example-exam)"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "level: 2, from: 0",
            "level: 2, from: 2",
            f"{COURSE}: teaches[0] (I.A.1): from 2 must be below level 2",
        ),
        (
            "price_usd: 80",
            "price_usd: 100.01",
            f"{COURSE}: member_price_usd 100.01 is above price_usd 100",
        ),
        (
            "source: https://example.org/course",
            "source: null",
            f"{COURSE}: a price is given, but no source",
        ),
        ("2021-02-28", "2021-02-30", f"{COURSE}: as_of 2021-02-30 is no day of the calendar"),
        (
            "hours: 2\n",
            "hours: 2\n    sitting_hours: 1\n",
            f"{COURSE}: sitting_hours is for the format certification-exam alone",
        ),
        (
            "Preparation as the provider advises.",
            "Read on a page.",
            f"{EXAM}: an exam with hours needs an hours_note on its preparation",
        ),
        (
            "    hours_note: Preparation as the provider advises.\n",
            "",
            f"{EXAM}: an exam with hours needs an hours_note on its preparation",
        ),
        (
            "[example-course]",
            "[example-course]\n    unless: {indicator: I.B.2, level: 2}",
            f"{EXAM}: unless (I.B.2): no framework has this indicator",
        ),
        (
            "requires: [example-course]",
            "unless: {indicator: I.A.2, level: 2}",
            f"{EXAM}: unless is given, but nothing is required",
        ),
        ("[example-course]", "[gone]", f'{EXAM}: requires "gone", but no offering has this code'),
        (
            "[example-course]",
            "[example-exam]",
            f"{EXAM}: a cycle, example-exam requires example-exam",
        ),
        (
            "      - {indicator: I.A.2",
            "      - {indicator: I.A.2, level: 1, from: 0}\n      - {indicator: I.A.2",
            f"{EXAM}: I.A.2 is tagged several times",
        ),
    ],
)
def test_an_offering_that_contradicts_itself_or_others_is_told(found, old, new, expected):
    assert found("offerings/example.yaml", (old, new)) == [expected]


def test_a_tag_of_an_unknown_indicator_is_told_and_so_is_the_indicator_left_without_any(found):
    problems = found("offerings/example.yaml", ("indicator: I.A.2", "indicator: I.B.2"))

    assert problems == [
        f"{EXAM}: teaches[0] (I.B.2): no framework has this indicator",
        "frameworks/small.yaml: no offering teaches I.A.2",
    ]


def test_a_code_that_stands_twice_is_told_with_its_first_place(found):
    problems = found("offerings/example.yaml", ("code: example-exam", "code: example-course"))

    assert (
        "offerings/example.yaml: offerings[1] (example-course): the code stands already at "
        f"{COURSE}"
    ) in problems


def test_every_cycle_of_requirements_is_told_with_its_members(found):
    course = "    prerequisites: null\n    teaches:\n      - {indicator: I.A.1"
    back = course.replace(
        "    teaches", "    requires: [example-exam, example-course]\n    teaches"
    )

    problems = found("offerings/example.yaml", (course, back))

    around = [problem.partition(": a cycle, ")[2] for problem in problems]
    assert sorted(len(cycle.split(" requires ")) for cycle in around) == [2, 3]
    assert "example-course requires example-course" in around


def test_a_file_that_does_not_bear_its_provider_s_name_is_told(found):
    problems = found("offerings/example.yaml", rename="offerings/sample.yaml")

    assert problems == ["offerings/sample.yaml: expected the file name example.yaml"]


@pytest.mark.parametrize(
    ("provider", "slug"),
    [
        ("CoSN (Consortium for School Networking)", "cosn"),
        ("Tecnológico de Monterrey on edX", "tecnologico-de-monterrey-on-edx"),
        ("Brustein & Manasevit", "brustein-manasevit"),
        ("U.S. EPA", "u-s-epa"),
    ],
)
def test_a_provider_s_file_name_is_its_name_without_parentheses_and_accents(provider, slug):
    assert provider_slug(provider) == slug
