"""The result file is read as strictly as it is written."""

import json

import pytest

from pdplanner.engine import ProblemError, read_result, solve, write_result
from tests.engine.instances import course, learner, problem

WRITTEN = json.loads(write_result(solve(problem(course(price=1_000), learner(), money=1_000))))


def changed(path, value):
    raw = json.loads(json.dumps(WRITTEN))
    *steps, last = path
    place = raw
    for step in steps:
        place = place[step]
    place[last] = value
    return json.dumps(raw)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("format",), "x", 'format: format "x", expected "pdplanner-result/1"'),
        (("luck",), 1, 'unknown key "luck", expected one of: format, status, value'),
        (("status",), "fine", 'status: value "fine", expected one of "optimal", "feasible"'),
        (("value",), 1.5, "value: value 1.5, expected a whole number"),
        (("gap",), 3, "gap: gap 3, expected bound less value, 0"),
        (("hours",), "4", 'hours: value "4", expected a number'),
        (("hours",), 10**400, "hours: value 1000"),
        (("choices",), {}, "choices: value {}, expected a list"),
        (("choices", 0), [], "choices[0]: value [], expected an object"),
        (("choices", 0, "mode"), "gift", 'choices[0].mode: value "gift", expected one of'),
        (("choices", 0, "person"), 3, "choices[0].person: value 3, expected text"),
        (("fund_spend",), [], "fund_spend: value [], expected an object"),
        (("fund_spend",), {"a": None}, 'fund_spend["a"]: value null, expected a whole number'),
        (
            ("membership_paid_by",),
            {"gone": {}},
            'membership_paid_by["gone"]: "gone" is not among the memberships',
        ),
        (("layers",), ["luck"], 'layers[0]: value "luck", expected one of "value", "changes"'),
        (("insight",), {}, 'insight: missing key "points_per_dollar"'),
        (("certificate", "people"), [], "certificate.people: value [], expected an object"),
        (("work", "stopped_by"), "luck", 'work.stopped_by: value "luck", expected one of null'),
    ],
)
def test_a_wrong_value_names_its_path(path, value, message):
    with pytest.raises(ProblemError) as caught:
        read_result(changed(path, value))

    assert str(caught.value).startswith(message)


def test_a_missing_key_is_named():
    text = json.dumps({key: value for key, value in WRITTEN.items() if key != "cost"})

    with pytest.raises(ProblemError, match='missing key "cost"'):
        read_result(text)


def test_results_of_before_there_were_certificates_are_read():
    text = json.dumps({key: value for key, value in WRITTEN.items() if key != "certificate"})

    assert read_result(text).certificate is None
