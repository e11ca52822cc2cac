import pytest

from pdplanner.assessments.models import LONGEST_EVIDENCE
from pdplanner.extensions import db
from pdplanner.frameworks.services import load_framework
from tests.assessments.documents import document
from tests.assessments.pages import fields, ratings
from tests.support.client import HTMX
from tests.support.html import text_of


def test_refused_text_stays_in_its_field(sam, draft):
    for text in ("x" * (LONGEST_EVIDENCE + 1), "y" * 10_000, "nul \0 inside"):
        data = {**fields("I.A.1", "3", evidence=text), **fields("I.A.2", "2"), "go": "next"}

        answer = sam.post(f"/skills/{draft.id}/I.A", data=data)

        assert answer.status_code == 422
        assert f'value="{text}"'.replace("\0", "\ufffd") in answer.text
        assert "Everything that you entered is still here." in answer.text
    assert ratings() == {}


def test_refused_text_is_said_where_htmx_asked(sam, draft):
    answer = sam.post(
        f"/skills/{draft.id}/ratings/I.A.1",
        data=fields("I.A.1", "3", evidence="x" * 201),
        headers=HTMX,
    )

    assert answer.status_code == 422
    assert "Not saved. This line has room for 200 characters." in text_of(answer.text)
    assert answer.text.strip().startswith('<p class="s mb-0" id="I-A-1-state"')


def test_level_outside_the_scale_is_refused(sam, draft):
    address = f"/skills/{draft.id}/ratings/I.A.1"
    hostile = ("7", "-1", "", "nan", "2 or 1=1", "٣", "nul \0")

    answers = [sam.post(address, data=fields("I.A.1", level)) for level in hostile]
    answers.append(sam.post(address, headers=HTMX))

    assert {answer.status_code for answer in answers} == {422}
    assert ratings() == {}


def test_indicator_of_another_framework_does_not_exist_here(sam, draft):
    load_framework(document("other", {"X.A": 1}))
    db.session.commit()

    answer = sam.post(f"/skills/{draft.id}/ratings/X.A.1", data=fields("X.A.1", "2"))

    assert answer.status_code == 404
    assert sam.get(f"/skills/{draft.id}/X.A").status_code == 404
    assert sam.post(f"/skills/{draft.id}/X.A").status_code == 404


@pytest.mark.parametrize("who", ["other_staff", "director", "admin"])
def test_draft_is_seen_by_its_owner_alone(as_user, cast, draft, who):
    client, page = as_user(getattr(cast, who)), f"/skills/{draft.id}"
    rating = fields("I.A.1", "1")

    answers = [client.get(f"{page}/{path}") for path in ("", "I.A", "submit")]
    answers += [
        client.post(f"{page}/{path}", data=rating) for path in ("I.A", "submit", "ratings/I.A.1")
    ]

    assert [answer.status_code for answer in answers] == [404] * 6
    assert ratings() == {}


def test_submitted_assessment_takes_no_change(sam, cast, submitted):
    assessment = submitted(cast.sam, {"I.A.1": 2})

    answers = [
        sam.post(f"/skills/{assessment.id}/ratings/I.A.1", data=fields("I.A.1", "4")),
        sam.post(f"/skills/{assessment.id}/I.A", data=fields("I.A.1", "4")),
        sam.post(f"/skills/{assessment.id}/submit"),
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert ratings() == {"I.A.1": (2, "")}


def test_area_of_a_submitted_assessment_leads_to_what_was_given(sam, cast, submitted):
    assessment = submitted(cast.sam, {"I.A.1": 2})

    answer = sam.get(f"/skills/{assessment.id}/I.A")

    assert answer.location == f"/skills/{assessment.id}/#I-A"
