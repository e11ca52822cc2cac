"""A supervisor enters the levels of a review; they count, and whom they are about is told."""

from datetime import date

import pytest
from sqlalchemy import select

from pdplanner.assessments import queries
from pdplanner.assessments.models import Review
from pdplanner.extensions import db
from pdplanner.notices.models import Notice
from tests.support.client import end_session, return_after_signing_in
from tests.support.html import text_of

DAY = {"reviewed_on": "2026-10-02"}


@pytest.fixture
def director(as_user, cast, framework):
    return as_user(cast.director)


@pytest.fixture
def address(cast):
    return f"/skills/people/{cast.sam.id}/review"


def reviews():
    return db.session.scalars(select(Review)).all()


def held(person):
    return {each: now.level for each, now in queries.current_levels([person.id])[person.id].items()}


def test_levels_lead_to_the_page_which_shows_what_counts_and_what_is_wanted(
    director, cast, role, submitted, address, indicators
):
    submitted(cast.sam, {"I.A.1": 1}, on=date(2026, 9, 1))

    assert f'href="{address}">Record a review' in director.get(f"/skills/people/{cast.sam.id}").text
    page = director.get(address)
    assert "I.A.1 Indicator I.A.1" in text_of(page.text)
    assert "1 1 September 2026 self" in text_of(page.text)
    assert 'value="2026-10-05" max="2026-10-05"' in page.text


def test_what_is_entered_counts_is_shown_and_told(
    director, sam, cast, submitted, address, indicators
):
    submitted(cast.sam, {"I.A.1": 4, "I.A.2": 2}, on=date(2026, 9, 1))
    typed = DAY | {"agreed": "y", "I.A.1-level": "2", "I.A.1-note": "Seen in the upgrade."}

    answer = director.post(address, data=typed)

    assert answer.status_code == 303
    (review,) = reviews()
    assert (review.reviewer, review.agreed) == (cast.director, True)
    assert held(cast.sam) == {indicators["I.A.1"].id: 2, indicators["I.A.2"].id: 2}
    page = text_of(director.get(answer.location).text)
    assert "Review of Sam Staff recorded: 1 level." in page
    assert "agreed with Director Seen in the upgrade." in page
    (notice,) = db.session.scalars(select(Notice).where(Notice.user_id == cast.staff.id))
    assert notice.said == (
        "Director entered 1 level of 2 October 2026, settled on with you. Until they are stale they"
        " count before what you rate yourself."
    )
    assert notice.path == "/skills/"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (DAY, "Choose a level for at least one indicator."),
        (DAY | {"I.A.1-note": "Good"}, "Choose a level for at least one indicator."),
        (
            DAY | {"I.A.2-level": "3", "I.A.1-note": "Good"},
            "I.A.1: Choose the level that this note is about.",
        ),
        (DAY | {"I.A.1-level": "7"}, "I.A.1: Choose from the list."),
        (
            DAY | {"I.A.1-level": "2", "I.A.1-note": "x" * 201},
            "I.A.1: This line has room for 200 characters. Shorten it.",
        ),
        ({"reviewed_on": "2026-10-06", "I.A.1-level": "2"}, "6 October 2026 has not come yet."),
        ({"reviewed_on": "", "I.A.1-level": "2"}, "Enter a day of the calendar"),
        ({"reviewed_on": "soon", "I.A.1-level": "2"}, "Enter a day of the calendar"),
    ],
)
def test_refused_entries_say_why_and_stay(director, address, typed, said):
    answer = director.post(address, data=typed)

    assert answer.status_code == 422
    assert said in text_of(answer.text)
    assert "Everything that you entered is still here." in text_of(answer.text)
    assert reviews() == []
    for name, value in typed.items():
        if name.endswith("-note"):
            assert f'name="{name}" type="text" value="{value}"' in answer.text
        if value in ("2", "3"):
            assert f'<option value="{value}" selected>' in answer.text


def test_nobody_reviews_themselves(director, cast):
    own = cast.dana
    address = f"/skills/people/{own.id}/review"

    assert director.get(address).location == "/skills/"
    assert director.post(address, data=DAY | {"I.A.1-level": "4"}).status_code == 404
    assert "Record a review" not in director.get(f"/skills/people/{own.id}").text
    assert reviews() == []


def test_an_area_stands_open_where_its_indicator_is_asked_about(director, address):
    page = director.get(f"{address}?indicator=I.B.1").text

    areas = page.split('<details class="fold"')[1:]
    assert [area.startswith(" open") for area in areas] == [False, True]
    (row,) = (part for part in areas[1].split("<tr") if "Indicator I.B.1" in part)
    assert " autofocus" in row


def test_what_was_typed_is_back_after_signing_in_again(director, cast, address):
    director.get(address)
    end_session(director)

    asked = director.post(address, data=DAY | {"I.A.1-level": "3", "I.A.1-note": "Led it."})
    assert "/login" in asked.location
    return_after_signing_in(director, cast.director)
    page = director.get(address).text

    assert "Your session had ended" in page
    assert 'name="I.A.1-note" type="text" value="Led it."' in page
    assert '<option value="3" selected>' in page
    assert 'value="2026-10-02"' in page
    assert reviews() == []
