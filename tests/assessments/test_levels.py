"""Decision 0003, once as sentences and once against a second reading of the rule, day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdplanner.assessments.levels import Record, Source, Validity, stale_on, timeline

FIRST = date(2024, 1, 1)


def self_rated(level: int | None, on: date) -> Record:
    return Record(level, Source.SELF, on)


def reviewed(level: int, on: date, *, agreed: bool = False) -> Record:
    return Record(level, Source.REVIEW, on, agreed)


def counting(records: list[Record], on: date, *, months: int = 18) -> Validity:
    """The interval of the timeline that holds a day."""
    holding = [
        each
        for each in timeline(records, stale_months=months)
        if each.since <= on and (each.until is None or on < each.until)
    ]
    assert len(holding) == 1
    return holding[0]


def test_nothing_rated_has_no_timeline():
    assert timeline([], stale_months=18) == []


def test_newer_self_rating_takes_over_on_its_day():
    records = [self_rated(1, date(2025, 3, 1)), self_rated(2, date(2026, 3, 1))]

    assert counting(records, date(2026, 2, 28)).level == 1
    assert counting(records, date(2026, 3, 1)).level == 2


def test_review_beats_a_younger_self_rating_until_it_is_stale():
    records = [reviewed(2, date(2025, 1, 10)), self_rated(4, date(2025, 6, 1))]

    assert counting(records, date(2026, 7, 9)).level == 2
    assert counting(records, date(2026, 7, 10)).level == 4


def test_stale_review_counts_where_nothing_newer_was_given():
    records = [self_rated(4, date(2024, 6, 1)), reviewed(2, date(2025, 1, 10))]

    assert counting(records, date(2030, 1, 1)).source == Source.REVIEW


def test_of_two_reviews_the_newer_counts_even_when_the_older_was_agreed():
    records = [reviewed(3, date(2025, 1, 1), agreed=True), reviewed(1, date(2025, 2, 1))]

    assert counting(records, date(2025, 3, 1)).level == 1


def test_on_one_day_agreed_goes_before_review_and_review_before_self_rating():
    day = date(2025, 1, 1)
    records = [reviewed(3, day, agreed=True), reviewed(1, day), self_rated(4, day)]

    assert counting(records, day).level == 3
    assert counting(records[1:], day).level == 1


def test_not_applicable_takes_over_like_a_level():
    records = [self_rated(3, date(2025, 1, 1)), self_rated(None, date(2025, 2, 1))]

    assert counting(records, date(2025, 2, 1)).level is None


@pytest.mark.parametrize(
    ("rated_on", "months", "expected"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2025, 6, 15), 18, date(2026, 12, 15)),
        (date(2025, 12, 1), 12, date(2026, 12, 1)),
    ],
)
def test_rating_turns_stale_on_the_same_day_of_the_month(rated_on, months, expected):
    assert stale_on(rated_on, months) == expected


days = st.integers(0, 1500).map(lambda number: FIRST + timedelta(days=number))
records_of_an_indicator = st.lists(
    st.one_of(
        st.builds(Record, st.none() | st.integers(0, 4), st.just(Source.SELF), days),
        st.builds(Record, st.integers(0, 4), st.just(Source.REVIEW), days, st.booleans()),
    ),
    max_size=7,
)


@given(records_of_an_indicator, st.integers(1, 40), days)
def test_timeline_read_on_any_day_equals_the_rule_on_that_day(records, months, day):
    read = [
        (each.level, each.source, each.rated_on)
        for each in timeline(records, stale_months=months)
        if each.since <= day and (each.until is None or day < each.until)
    ]

    assert read == rule(records, months, day)


@given(records_of_an_indicator, st.integers(1, 40))
def test_timeline_has_neither_holes_nor_overlaps(records, months):
    intervals = timeline(records, stale_months=months)

    assert [each.until for each in intervals[:-1]] == [each.since for each in intervals[1:]]
    assert all(each.until is None for each in intervals[-1:])
    assert all(each.rated_on <= each.since for each in intervals)


def rule(records, months, day):
    """The rule as the decision says it, without intervals: what counts on one day."""
    best = None
    for record in records:
        if record.rated_on <= day and (best is None or not goes_before(best, record, months, day)):
            best = record
    return [(best.level, best.source, best.rated_on)] if best else []


def goes_before(held, other, months, day):
    """Whether what is held goes before another record, given later in the list."""
    fresh = [is_fresh_review(each, months, day) for each in (held, other)]
    if fresh[0] != fresh[1]:
        return fresh[0]
    if held.rated_on != other.rated_on:
        return held.rated_on > other.rated_on
    return rank(held) > rank(other)


def is_fresh_review(record, months, day):
    return record.source == Source.REVIEW and not stale_on(record.rated_on, months) <= day


def rank(record):
    return (record.source == Source.REVIEW) + record.agreed
