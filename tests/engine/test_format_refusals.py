"""Whatever is wrong in a problem file is refused, with the path of the place."""

import pytest

from pdplanner.engine import ProblemError, read_problem
from tests.engine.small_file import changed

PERSON, OFFERING = ("people", 0), ("offerings", 0)

WRONG_VALUES = [
    ((*PERSON, "levels", "I.A.9"), 7, 'people[0].levels["I.A.9"]: level 7, expected 0 to 4'),
    (
        (*PERSON, "levels", "I.A.9"),
        True,
        'people[0].levels["I.A.9"]: level true, expected a whole number',
    ),
    ((*PERSON, "hours"), 3.1, "people[0].hours: hours 3.1, expected a multiple of 0.25"),
    ((*PERSON, "hours"), -1, "people[0].hours: hours -1, expected 0 to 10000"),
    ((*PERSON, "hours"), "8", 'people[0].hours: hours "8", expected a number'),
    ((*PERSON, "hours"), False, "people[0].hours: hours false, expected a number"),
    (
        (*PERSON, "term_hours"),
        {"fall": 3.1},
        'people[0].term_hours["fall"]: hours 3.1, expected a multiple of 0.25',
    ),
    ((*OFFERING, "term"), 1, "offerings[0].term: term 1, expected"),
    ((*PERSON, "cap"), 10.0, "people[0].cap: cap 10.0, expected a whole number of cents"),
    (
        (*PERSON, "soft_floor"),
        {"points": -1, "extra": 1},
        "people[0].soft_floor.points: points -1, expected 0 to 1000000000",
    ),
    (
        (*PERSON, "soft_floor"),
        {"points": 2.5, "extra": 1},
        "people[0].soft_floor.points: points 2.5, expected a whole number",
    ),
    (
        (*PERSON, "soft_floor"),
        {"points": 200, "extra": 0},
        "people[0].soft_floor.extra: extra 0, expected 1 to 100",
    ),
    (
        (*PERSON, "soft_floor"),
        {"points": 200, "extra": True},
        "people[0].soft_floor.extra: extra true, expected a whole number",
    ),
    ((*PERSON, "soft_floor"), {"points": 200}, 'people[0].soft_floor: missing key "extra"'),
    (
        (*PERSON, "soft_floor"),
        {"points": 200, "extra": 1, "rho": 1},
        'people[0].soft_floor: unknown key "rho", expected one of: points, extra',
    ),
    ((*PERSON, "soft_floor"), 200, "people[0].soft_floor: value 200, expected an object"),
    ((*PERSON, "soft_floor"), None, "people[0].soft_floor: value null, expected an object"),
    ((*PERSON, "pinned"), ["o9"], 'people[0].pinned[0]: no offering "o9" in this problem'),
    ((*PERSON, "pinned"), ["o1", "o1"], 'people[0].pinned[1]: "o1" is listed twice'),
    ((*PERSON, "pinned"), "o1", 'people[0].pinned: value "o1", expected a list'),
    ((*PERSON, "funds"), ["gone"], 'people[0].funds[0]: no fund "gone" in this problem'),
    ((*PERSON, "name"), "Ana", 'people[0]: unknown key "name", expected one of: id, hours'),
    (
        (*PERSON, "targets", "I.A.1"),
        {"level": 5, "weight": 1},
        'people[0].targets["I.A.1"].level: level 5, expected 0 to 4',
    ),
    (
        (*PERSON, "targets", "I.A.1"),
        {"level": 3},
        'people[0].targets["I.A.1"].weight: weight null, expected a whole number',
    ),
    (
        (*PERSON, "targets", "I.A.1"),
        {"points": [0, 2, 1, 3, 3]},
        'people[0].targets["I.A.1"].points[2]: points 1, expected at least 2',
    ),
    (
        (*PERSON, "targets", "I.A.1"),
        {"points": [0, 1]},
        'people[0].targets["I.A.1"].points: 2 values, expected 5',
    ),
    (
        (*PERSON, "targets", "I.A.1"),
        {"points": [0, 1, 1, 1, 1], "level": 2},
        "given beside level or weight",
    ),
    (
        (*OFFERING, "price"),
        450.5,
        "offerings[0].price: price 450.5, expected a whole number of cents",
    ),
    ((*OFFERING, "price"), -1, "offerings[0].price: price -1, expected 0 to"),
    (
        (*OFFERING, "price"),
        None,
        "offerings[0].price: price null, expected a value, or no such key",
    ),
    ((*OFFERING, "seats"), -1, "offerings[0].seats: seats -1, expected 0 to"),
    (
        (*OFFERING, "cohort"),
        {"price": 1, "seats": 0},
        "offerings[0].cohort.seats: seats 0, expected 1 to",
    ),
    ((*OFFERING, "cohort"), [], "offerings[0].cohort: value [], expected an object"),
    (
        (*OFFERING, "requires"),
        [{"offering": "o9"}],
        'offerings[0].requires[0].offering: no offering "o9" in this problem',
    ),
    (
        (*OFFERING, "requires"),
        [{"offering": "o7", "earlier": 1}],
        "offerings[0].requires[0].earlier: earlier 1, expected true or false",
    ),
    (
        (*OFFERING, "member"),
        {"membership": "club", "price": 1},
        'offerings[0].member.membership: no membership "club" in this problem',
    ),
    (
        (*OFFERING, "tiers"),
        [{"from": 1, "price": 1}],
        "offerings[0].tiers[0].from: from 1, expected 2 to",
    ),
    (
        (*OFFERING, "tiers"),
        [{"from": 3, "price": 45001}],
        "offerings[0].tiers[0].price: price 45001, expected at most 45000",
    ),
    (
        (*OFFERING, "costs"),
        [{"amount": 1, "funds": ["x"]}],
        'offerings[0].costs[0].funds[0]: no fund "x" in this problem',
    ),
    (
        (*OFFERING, "teaches", 0, "level"),
        "3",
        'offerings[0].teaches[0].level: level "3", expected a whole number',
    ),
    ((*OFFERING, "id"), "o7", 'offerings[1].id: "o7" is also the id of offerings[0]'),
    ((*OFFERING, "id"), "", 'offerings[0].id: id "", expected 1 to 200 characters'),
    ((*OFFERING, "id"), "a\nb", "expected text without control characters"),
    ((*OFFERING, "id"), "\ud800", "expected text without control characters or broken surrogates"),
    (
        ("offerings", 1, "requires"),
        [{"offering": "o1"}],
        'requires go in a circle: "o1" requires "o7" requires "o1"',
    ),
    (("funds", 0, "amount"), 10**15, "funds[0].amount: amount 1000000000000000, expected 0 to"),
    (("bench", 0, "reward"), 1.5, "bench[0].reward: reward 1.5, expected a whole number"),
    (
        ("cover",),
        [{"people": ["p9"], "session": "s", "away": 1}],
        'cover[0].people[0]: no person "p9" in this problem',
    ),
    (("previous", 0, "person"), "p9", 'previous[0].person: no person "p9" in this problem'),
    (
        ("previous",),
        [{"person": "p1", "offering": "o1"}] * 2,
        'previous[1]: "o1" for "p1" is listed twice',
    ),
    (("people",), {}, "people: value {}, expected a list"),
    (("people",), [3], "people[0]: value 3, expected an object"),
    (("colour",), 1, 'unknown key "colour", expected one of: funds'),
    (
        ("format",),
        "pdplanner-problem/2",
        'format: format "pdplanner-problem/2", expected "pdplanner-problem/1"',
    ),
]


@pytest.mark.parametrize(("path", "value", "message"), WRONG_VALUES)
def test_a_wrong_value_is_refused_with_its_path(path, value, message):
    with pytest.raises(ProblemError) as refusal:
        read_problem(changed(path, value))

    assert message in str(refusal.value)


WRONG_TEXTS = {
    "": "not JSON at line 1, column 1",
    "[]": "[], expected a JSON object",
    '{"a": NaN}': "NaN is no JSON number",
    '{"a": -Infinity}': "-Infinity is no JSON number",
    '{"a": 1, "a": 2}': 'key "a" is given twice in one object',
    '{"a": ' + "9" * 5000 + "}": "a number has too many digits",
    "[" * 100_000: "nested too deeply",
    '{"a": ' + "[" * 30 + "]" * 30 + "}": "nested too deeply, expected at most 20 levels",
    "{}": 'format: format null, expected "pdplanner-problem/1"',
    '{"format": "pdplanner-problem/1"}': 'missing key "funds"',
}


@pytest.mark.parametrize("text", WRONG_TEXTS, ids=range(len(WRONG_TEXTS)))
def test_a_wrong_text_is_refused(text):
    with pytest.raises(ProblemError) as refusal:
        read_problem(text)

    assert WRONG_TEXTS[text] in str(refusal.value)
