from datetime import date

import html5lib
import pytest
from sqlalchemy import select

from pdplanner.assessments import services
from pdplanner.assessments.models import LONGEST_EVIDENCE, Rating
from pdplanner.extensions import db
from pdplanner.frameworks.services import load_framework
from tests.assessments.conftest import document
from tests.support.client import HTMX
from tests.support.html import text_of
from tests.support.queries import count_queries


@pytest.fixture
def sam(as_user, cast, framework):
    return as_user(cast.staff)


def ratings():
    rated = db.session.scalars(select(Rating).join(Rating.indicator))
    return {each.indicator.code: (each.level, each.evidence) for each in rated}


def fields(code, level, *, evidence="", reason=""):
    return {f"{code}-level": level, f"{code}-evidence": evidence, f"{code}-reason": reason}


def typed_page(page):
    """What a browser would send of a page as it stands: hidden fields and chosen levels."""
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    form = next(each for each in tree.iter("form") if each.get("id") == "ratings")
    inputs = [each for each in form.iter("input") if each.get("name") != "csrf_token"]
    return {
        each.get("name"): each.get("value", "")
        for each in inputs
        if each.get("type") != "radio" or each.get("checked") is not None
    }


def test_choosing_a_level_saves_it_at_once(sam, draft):
    answer = sam.post(
        f"/skills/{draft.id}/ratings/I.A.1",
        data=fields("I.A.1", "2"),
        headers=HTMX,
        follow_redirects=True,
    )

    assert ratings() == {"I.A.1": (2, "")}
    assert 'id="I-A-1-state"' in answer.text
    assert "✓ Saved" in answer.text
    assert "1 of 5 rated" in text_of(answer.text)


def test_saving_without_a_script_comes_back_to_the_indicator(sam, draft):
    answer = sam.post(f"/skills/{draft.id}/ratings/I.A.2", data=fields("I.A.2", "1"))

    assert answer.status_code == 303
    assert answer.location == f"/skills/{draft.id}/I.A?at=I.A.2#I-A-2"


def test_level_three_asks_for_what_shows_it(sam, draft):
    answer = sam.post(
        f"/skills/{draft.id}/ratings/I.A.1",
        data=fields("I.A.1", "3"),
        headers=HTMX,
        follow_redirects=True,
    )

    assert "Needed before you submit" in answer.text


def test_not_applicable_keeps_its_reason(sam, draft):
    reason = fields("I.A.1", "na", evidence="from before", reason="Done by the state.")

    sam.post(f"/skills/{draft.id}/ratings/I.A.1", data=reason)

    assert ratings() == {"I.A.1": (None, "Done by the state.")}


def test_button_of_the_page_saves_all_of_it_and_goes_on(sam, draft):
    data = {**fields("I.A.1", "2"), **fields("I.A.3", "3", evidence="A plan."), "go": "next"}

    answer = sam.post(f"/skills/{draft.id}/I.A", data=data)

    assert ratings() == {"I.A.1": (2, ""), "I.A.3": (3, "A plan.")}
    assert answer.location == f"/skills/{draft.id}/I.B"


def test_buttons_lead_through_the_areas(sam, draft):
    def after(area, go):
        return sam.post(f"/skills/{draft.id}/{area}", data={"go": go}).location

    assert after("I.A", "back") == "/skills/"
    assert after("I.B", "back") == f"/skills/{draft.id}/I.A"
    assert after("I.B", "stay") == f"/skills/{draft.id}/I.B"
    assert after("I.B", "next") == f"/skills/{draft.id}/submit"


def test_saving_one_without_a_script_saves_what_else_was_typed(sam, draft):
    data = {**fields("I.A.1", "2"), **fields("I.A.2", "4", evidence="Taught it.")}

    sam.post(f"/skills/{draft.id}/ratings/I.A.1", data=data)

    assert ratings() == {"I.A.1": (2, ""), "I.A.2": (4, "Taught it.")}


def test_what_was_left_alone_does_not_undo_another_tab(sam, draft):
    sam.post(f"/skills/{draft.id}/ratings/I.A.1", data=fields("I.A.1", "1"))
    first_tab = typed_page(sam.get(f"/skills/{draft.id}/I.A"))
    sam.post(f"/skills/{draft.id}/ratings/I.A.1", data=fields("I.A.1", "3", evidence="Tab two."))

    sam.post(f"/skills/{draft.id}/I.A", data={**first_tab, "I.A.2-level": "2", "go": "next"})

    assert ratings() == {"I.A.1": (3, "Tab two."), "I.A.2": (2, "")}


def test_of_two_tabs_that_rate_the_same_the_last_one_wins(sam, draft):
    first = typed_page(sam.get(f"/skills/{draft.id}/I.A"))
    second = dict(first)
    sam.post(f"/skills/{draft.id}/I.A", data={**first, "I.A.1-level": "1"})

    answer = sam.post(f"/skills/{draft.id}/I.A", data={**second, "I.A.1-level": "2"})

    assert answer.status_code == 303
    assert ratings() == {"I.A.1": (2, "")}


def test_page_shows_what_was_saved_and_last_years_rating(sam, cast, submitted, draft):
    submitted(cast.sam, {"I.A.1": 1}, on=date(2025, 10, 1))
    sam.post("/skills/")
    begun = services.start(cast.sam, framework=draft.framework)
    sam.post(f"/skills/{begun.id}/ratings/I.A.1", data=fields("I.A.1", "4", evidence="Taught it."))

    page = sam.get(f"/skills/{begun.id}/I.A")

    assert typed_page(page)["I.A.1-level"] == "4"
    assert typed_page(page)["I.A.1-evidence"] == "Taught it."
    assert "Awareness<i>in 2025</i>" in page.text


def test_page_says_who_will_see_it_and_whose_scale_it_is(sam, draft):
    page = text_of(sam.get(f"/skills/{draft.id}/I.A").text)

    assert "You, and after you submit Director (director of Alder)." in page
    assert "This scale is pdplanner’s own; it is not CoSN’s." in page


def test_indicators_of_the_role_are_asked_first(sam, role, draft, indicators):
    page = sam.get(f"/skills/{draft.id}/I.A").text

    places = [page.index(text) for text in ('id="I-A-2"', "Optional for your role", 'id="I-A-3"')]
    assert places == sorted(places)


def test_without_a_role_all_are_asked(sam, draft):
    assert "Optional for your role" not in sam.get(f"/skills/{draft.id}/I.A").text


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


def test_past_years_cost_no_queries(sam, cast, submitted, framework):
    def queries_of(draft):
        with count_queries() as sent:
            assert sam.get(f"/skills/{draft.id}/I.A").status_code == 200
            assert sam.get(f"/skills/{draft.id}/submit").status_code == 200
        return len(sent)

    submitted(cast.sam, {"I.A.1": 1, "I.A.2": 2}, on=date(2020, 1, 1))
    after_one = queries_of(services.start(cast.sam, framework=framework))
    for year in range(2021, 2025):
        submitted(cast.sam, {"I.A.1": 1, "I.A.2": 2}, on=date(year, 1, 1))

    assert queries_of(services.start(cast.sam, framework=framework)) == after_one
