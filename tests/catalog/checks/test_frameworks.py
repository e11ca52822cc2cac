"""What is told about framework files."""

import pytest


def test_files_that_fit_have_no_problems(found):
    assert found() == []


def test_files_that_their_schema_refuses_are_reported_alone(found):
    problems = found("offerings/example.yaml", ("hours: 2\n", "hours: 2.2\n"))

    expected = "offerings[0].hours: 2.2, expected quarter hours, a multiple of 0.25"
    assert problems == [f"offerings/example.yaml: {expected}"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("code: I.A.2", "code: I.B.2", "frameworks/small.yaml: I.B.2 stands under I.A"),
        ("code: I\n", "code: II\n", "frameworks/small.yaml: I.A stands under II"),
        (
            "title: Tells",
            "title: Sees",
            'frameworks/small.yaml: several indicators have the title "Sees"',
        ),
        (
            "code: I.A.2",
            "code: I.A.1",
            'frameworks/small.yaml: several indicators have the code "I.A.1"',
        ),
        (
            "'2021'",
            "'2021-02-29'",
            "frameworks/small.yaml: as_of 2021-02-29 is no day of the calendar",
        ),
        (
            "          - {code: I.A.2",
            "          - {code: I.A.3, title: Asks, statement: Asks.}\n          - {code: I.A.2",
            "frameworks/small.yaml: no offering teaches I.A.3",
        ),
    ],
)
def test_a_framework_that_does_not_hold_together_is_told(found, old, new, expected):
    assert expected in found("frameworks/small.yaml", (old, new))


def test_an_organization_framework_needs_no_offerings(found):
    taught = "          - {code: I.A.2"
    untaught = "          - {code: I.A.3, title: Asks, statement: Asks.}\n"

    problems = found(
        "frameworks/small.yaml",
        ("kind: individual", "kind: organization"),
        (taught, untaught + taught),
    )

    assert problems == []


def test_a_shipped_framework_must_have_its_published_number_of_indicators(found):
    problems = found(
        "frameworks/small.yaml",
        ("code: small", "code: cosn-essential-skills"),
        rename="frameworks/cosn-essential-skills.yaml",
    )

    name = "frameworks/cosn-essential-skills.yaml"
    assert f"{name}: I.A has 2 indicators, expected 11" in problems
    assert f"{name}: III.E has 0 indicators, expected 5" in problems
