from datetime import date

import pytest

from pdplanner.catalog import dates
from pdplanner.catalog.links import host, is_web_address


@pytest.mark.parametrize(
    ("as_of", "day"),
    [
        ("2021", date(2021, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2021-02-10", date(2021, 2, 10)),
        ("", None),
    ],
)
def test_a_year_and_a_month_mean_their_last_day(as_of, day):
    assert dates.last_day(as_of) == day


@pytest.mark.parametrize(
    ("fact", "today", "old"),
    [
        (date(2024, 2, 29), date(2026, 2, 28), False),
        (date(2024, 2, 29), date(2026, 3, 1), True),
        (date(2024, 5, 5), date(2026, 5, 5), False),
        (date(2024, 5, 5), date(2026, 5, 6), True),
    ],
)
def test_a_fact_is_old_the_day_after_two_years(fact, today, old):
    assert dates.is_old(fact, on=today) is old


@pytest.mark.parametrize(
    ("as_of", "words"),
    [("2021", "2021"), ("2021-02", "February 2021"), ("2021-02-09", "9 February 2021")],
)
def test_dates_are_told_as_exactly_as_they_are_known(as_of, words):
    assert dates.in_words(as_of) == words


@pytest.mark.parametrize(
    "text",
    [
        "", "example.org", "javascript:alert(1)", "JAVASCRIPT://x.org/%0aalert(1)", "//evil.org",
        "https:", "https:///path", "data:text/html,x", "ftp://x.org", "http://a b", "https://[x",
        'https://x.org/"onclick', "https://x.org/\\evil", "https://x.org\n", "\thttps://x.org",
    ],
)  # fmt: skip
def test_what_is_no_web_address_becomes_no_link(text):
    assert not is_web_address(text)


def test_a_web_address_is_shown_by_its_host():
    assert is_web_address("HTTPS://www.example.org:8443/a?b=c#d")
    assert host("https://www.example.org:8443/a") == "example.org"
