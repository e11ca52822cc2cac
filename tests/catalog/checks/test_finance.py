"""Lists of codes that hold together, and those that do not."""

import pytest

NAME = "finance/functions.yaml"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("0200", "0100", "0100 stands there twice"),
        ("code: functions", "code: other", "expected the file name other.yaml"),
        ("title: Teaching", "title: ''", 'values[0].title: "", expected at least 1 characters'),
    ],
)
def test_a_list_of_codes_that_does_not_hold_together_is_told(found, old, new, expected):
    assert found(NAME, (old, new)) == [f"{NAME}: {expected}"]
