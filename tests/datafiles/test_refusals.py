"""How a refused value reads."""

import pytest

from pdplanner import datafiles
from pdplanner.datafiles import DataFileError


@pytest.fixture
def problems(example):
    """Give the problems of the sample after one replacement, without the file name."""

    def after(old: str, new: str) -> list[str]:
        with pytest.raises(DataFileError) as refusal:
            datafiles.read(example(old, new), schema="offerings")
        start = "offerings/example.yaml: "
        assert all(problem.startswith(start) for problem in refusal.value.problems)
        return [problem.removeprefix(start) for problem in refusal.value.problems]

    return after


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("19.99", "abc", 'offerings[0].price_usd: "abc", expected a number or null'),
        ("19.99", "true", "offerings[0].price_usd: true, expected a number or null"),
        ("19.99", "-1", "offerings[0].price_usd: -1, expected at least 0"),
        (
            "19.99",
            "19.999",
            "offerings[0].price_usd: 19.999, expected dollars with at most two decimals",
        ),
        (
            "hours: 2.25",
            "hours: 2.3",
            "offerings[0].hours: 2.3, expected quarter hours, a multiple of 0.25",
        ),
        ("hours: 2.25", "hours: 2:15", 'offerings[0].hours: "2:15", expected a number or null'),
        ("hours: 2.25", "hours: 010", 'offerings[0].hours: "010", expected a number or null'),
        ("hours: 2.25", "hours: .nan", 'offerings[0].hours: ".nan", expected a number or null'),
        (
            "2021-06-07",
            "2021",
            'offerings[0].as_of: 2021, expected text or null; write it in quotes: "2021"',
        ),
        (
            "2021-06-07",
            "5/2021",
            "offerings[0].as_of: \"5/2021\", expected a date as 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD'",
        ),
        (
            "title: A course",
            "title: true",
            'offerings[0].title: true, expected text; write it in quotes: "true"',
        ),
        ("verified: true", "verified: yes", 'offerings[0].verified: "yes", expected true or false'),
        ("level: 2", "level: 5", "offerings[0].teaches[0].level: 5, expected at most 4"),
        ("level: 2", "level: 2.5", "offerings[0].teaches[0].level: 2.5, expected a whole number"),
        (
            "I.A.1",
            "IA1",
            'offerings[0].teaches[0].indicator: "IA1", expected an indicator code such as III.E.2',
        ),
        (
            "code: example-course",
            "code: A 1",
            'offerings[0].code: "A 1", expected lower-case letters, digits and single hyphens',
        ),
        ("    title: A course\n", "", 'offerings[0]: "title" is missing'),
        (
            "    title:",
            "    titel: x\n    title:",
            'offerings[0]: "titel" is no known key, did you mean title?',
        ),
        ("    title:", "    zzz: x\n    title:", 'offerings[0]: "zzz" is no known key'),
        ("provider: Example\n", "", '"provider" is missing'),
        ("    title:", "    code: again\n    title:", 'line 4: the key "code" is written twice'),
        ("    title:", "    2021: x\n    title:", "line 4: a key that is not text"),
        (
            "\n      - {indicator: I.A.1, level: 2, from: 0}",
            " []",
            "offerings[0].teaches: a list, expected at least 1 entries",
        ),
        ("title: A course", "title: ''", 'offerings[0].title: "", expected at least 1 characters'),
    ],
)
def test_a_refusal_names_the_place_the_value_and_what_was_expected(problems, old, new, expected):
    assert problems(old, new) == [expected]


def test_an_unknown_format_is_refused_with_the_closed_list(problems):
    (problem,) = problems("live-online", "webinar")

    assert problem.startswith('offerings[0].format: "webinar", expected one of online-self-paced, ')
    assert problem.endswith("application-with-feedback, consulting-review")


def test_a_long_value_is_shown_shortened_with_its_length(problems):
    (problem,) = problems("title: A course", "title: " + "x" * 121)

    assert problem == (
        f'offerings[0].title: "{"x" * 59}…", expected at most 120 characters, not 121'
    )


def test_every_problem_of_a_file_is_told_at_once_in_the_order_of_the_entries(problems):
    found = problems(
        "audience: everybody\n    description: Shows what a file looks like.",
        "audience: 7\n    description: ''",
    )

    assert found == [
        'offerings[0].audience: 7, expected text; write it in quotes: "7"',
        'offerings[0].description: "", expected at least 1 characters',
    ]


def test_broken_yaml_is_refused_with_its_line(problems):
    (problem,) = problems("title: A course", "title: [A course")

    assert problem.startswith("not YAML: ")
    assert "line 5" in problem
