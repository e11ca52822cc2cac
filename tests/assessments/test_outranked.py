"""A review that is not stale counts before a rating: said while rating, and before submitting."""

from datetime import date

import pytest

from pdplanner.assessments import services
from pdplanner.assessments.queries import current_levels
from pdplanner.extensions import db
from tests.support.html import text_of

SAID = "Review 2 by Director, 1 June 2026. It counts before your own rating until 1 December 2027."


@pytest.fixture
def reviewed(indicators):
    def review(person, levels, *, by, on):
        given = {indicators[code].id: level for code, level in levels.items()}
        services.record_review(
            person, reviewer=by, reviewed_on=on, levels=given, agreed=False, notes={}
        )
        db.session.commit()

    return review


@pytest.fixture
def rate(draft, indicators):
    def rate(code, level):
        services.rate(draft, indicator=indicators[code], level=level, evidence="It runs.")
        db.session.commit()

    return rate


def test_the_rating_page_shows_the_review_that_outranks(sam, cast, draft, reviewed):
    reviewed(cast.sam, {"I.A.1": 3}, by=cast.director, on=date(2026, 5, 1))
    reviewed(cast.sam, {"I.A.1": 2}, by=cast.director, on=date(2026, 6, 1))

    page = text_of(sam.get(f"/skills/{draft.id}/I.A").text)

    assert page.count(SAID) == 1
    assert "1 May 2026" not in page


def test_a_stale_review_outranks_nothing(sam, cast, draft, reviewed, rate):
    reviewed(cast.sam, {"I.A.1": 2}, by=cast.director, on=date(2024, 6, 1))
    rate("I.A.1", 4)

    rating = text_of(sam.get(f"/skills/{draft.id}/I.A").text)
    submitting = text_of(sam.get(f"/skills/{draft.id}/submit").text)

    assert "It counts before" not in rating
    assert "The levels count from today." in submitting
    assert "Will not count yet" not in submitting


def test_the_submit_page_says_what_will_count_and_what_not(
    sam, cast, draft, reviewed, rate, indicators
):
    reviewed(cast.sam, {"I.A.1": 2, "I.B.1": 1}, by=cast.director, on=date(2026, 6, 1))
    rate("I.A.1", 4)
    rate("I.A.2", 3)

    page = text_of(sam.get(f"/skills/{draft.id}/submit").text)
    services.submit(draft)
    db.session.commit()

    assert "1 level counts from today, 1 not yet." in page
    assert "The levels count from today" not in page
    reason = "You: 4. What counts: 2, by Director, 1 June 2026, until 1 December 2027."
    assert reason in page
    assert page.count("You: ") == 1
    held = current_levels([cast.sam.id])[cast.sam.id]
    assert held[indicators["I.A.1"].id].level == 2
    assert held[indicators["I.A.2"].id].level == 3


def test_where_nothing_will_count_it_says_so(sam, cast, draft, reviewed, rate):
    reviewed(cast.sam, {"I.A.1": 2}, by=cast.director, on=date(2026, 6, 1))
    rate("I.A.1", 4)

    page = text_of(sam.get(f"/skills/{draft.id}/submit").text)

    assert "None of the levels counts yet." in page
    assert "What counts from today" not in page
