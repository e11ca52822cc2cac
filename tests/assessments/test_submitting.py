import pytest

from pdplanner.assessments import services
from pdplanner.assessments.gap_queries import gaps_of
from pdplanner.extensions import db
from tests.support.html import text_of


@pytest.fixture
def rated(draft, indicators):
    """Rate in Sam's draft: `rated("I.A.1", 3, "evidence")`."""

    def rate(code, level, text=""):
        services.rate(draft, indicator=indicators[code], level=level, evidence=text)
        db.session.commit()

    return rate


def test_submitted_page_shows_the_reason_of_what_is_not_applicable(sam, cast, submitted):
    assessment = submitted(cast.sam, {"I.A.1": None, "I.A.2": 3})

    page = text_of(sam.get(f"/skills/{assessment.id}/").text)

    assert "Reason of I.A.1" in page
    assert "Evidence of I.A.2" in page


def test_missing_lines_are_listed_and_lead_to_their_place(sam, draft, rated):
    rated("I.A.2", 4)
    rated("I.B.1", None)

    page = sam.get(f"/skills/{draft.id}/submit")

    assert f'href="/skills/{draft.id}/I.A#I-A-2"' in page.text
    assert f'href="/skills/{draft.id}/I.B#I-B-1"' in page.text
    assert "not my work, without a reason" in page.text


def test_unrated_indicators_of_the_role_are_listed_with_what_that_means(sam, role, draft, rated):
    rated("I.A.1", 2)

    page = sam.get(f"/skills/{draft.id}/submit")

    assert f'href="/skills/{draft.id}/I.A#I-A-2"' in page.text
    assert "I.A.3" not in page.text
    assert "has no gap, and no course is planned for it" in text_of(page.text)


def test_everything_is_rated_where_the_optional_indicators_are_too(sam, role, draft, rated):
    everything = "✓ Everything is rated, and every line is there."
    for code in ("I.A.1", "I.A.2", "I.B.1"):
        rated(code, 2)

    asked = text_of(sam.get(f"/skills/{draft.id}/submit").text)
    for code in ("I.A.3", "I.B.2"):
        rated(code, 1)
    all_ = text_of(sam.get(f"/skills/{draft.id}/submit").text)

    assert everything not in asked
    assert (
        "✓ Everything that your role asks for is rated, and every line is there."
        " 2 indicators are optional for your role and not rated."
    ) in asked
    assert everything in all_
    assert "optional" not in all_


def test_submit_is_refused_while_a_line_is_missing(sam, draft, rated):
    rated("I.A.1", 3)

    answer = sam.post(f"/skills/{draft.id}/submit")

    assert answer.status_code == 422
    assert "Not submitted. A line is missing at 1 rating." in text_of(answer.text)
    assert draft.submitted_at is None


def test_empty_draft_cannot_be_submitted(sam, draft):
    answer = sam.post(f"/skills/{draft.id}/submit")

    assert answer.status_code == 422
    assert "Rate at least one indicator first." in answer.text


def test_submitting_settles_the_levels_and_says_who_sees_them(sam, cast, role, draft, rated):
    rated("I.A.1", 1)

    answer = sam.post(f"/skills/{draft.id}/submit")
    page = text_of(sam.get(answer.location).text)

    assert (answer.status_code, answer.location) == (303, "/skills/gaps")
    assert "can now be seen by you and Director (director of Alder)." in page
    assert "25 points in 1 indicator" in page
    assert "2 indicators of your role are not rated." in page
    assert [gap.level for gap in gaps_of(cast.sam)] == [1]


def test_submitting_twice_is_refused(sam, draft, rated):
    rated("I.A.1", 1)
    sam.post(f"/skills/{draft.id}/submit")

    assert sam.post(f"/skills/{draft.id}/submit").status_code == 409
    assert sam.get(f"/skills/{draft.id}/submit").location == f"/skills/{draft.id}/"
