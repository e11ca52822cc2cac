from datetime import date

import pytest

from pdplanner.assessments import services
from pdplanner.extensions import db
from tests.support.html import text_of
from tests.support.queries import count_queries


@pytest.fixture
def reviewed(cast, indicators):
    """Sam's director put I.A.1 at 2 in September, agreed with Sam."""
    services.record_review(
        cast.sam,
        reviewer=cast.director,
        reviewed_on=date(2026, 9, 1),
        levels={indicators["I.A.1"].id: 2},
        agreed=True,
        notes={indicators["I.A.1"].id: "Seen in the spring upgrade."},
    )
    db.session.commit()


def test_first_visit_offers_to_start(sam):
    page = sam.get("/skills/")

    assert "Next: rate yourself" in page.text
    assert "No level counts yet." in page.text


def test_start_leads_to_the_first_area_and_goes_on_with_the_same_draft(sam):
    first = sam.post("/skills/")
    second = sam.post("/skills/")

    assert first.location.endswith("/I.A")
    assert second.location == first.location


def test_going_on_leads_to_the_first_area_that_the_role_has_open(sam, role, draft, indicators):
    services.rate(draft, indicator=indicators["I.A.1"], level=1, evidence="")
    services.rate(draft, indicator=indicators["I.A.2"], level=1, evidence="")
    db.session.commit()

    page = sam.get("/skills/")

    assert f'href="/skills/{draft.id}/I.B">Continue rating' in page.text
    assert "2 of 5 rated, 2 of the 3 that your role asks for." in text_of(page.text)
    assert sam.get(f"/skills/{draft.id}/").location == f"/skills/{draft.id}/I.B"


def test_complete_draft_leads_to_submitting(sam, role, draft, indicators):
    for code in ("I.A.1", "I.A.2", "I.B.1"):
        services.rate(draft, indicator=indicators[code], level=1, evidence="")
    db.session.commit()

    assert f'href="/skills/{draft.id}/submit">Review and submit' in sam.get("/skills/").text


def test_levels_show_self_rating_review_and_staleness_apart(sam, cast, submitted, reviewed):
    submitted(cast.sam, {"I.A.1": 4, "I.A.2": 1}, on=date(2024, 1, 1))

    page = text_of(sam.get("/skills/").text)

    assert "2 rated, 1 stale" in page
    assert "I.A.1 Indicator I.A.1 2 review 4 1 January 2024 Evidence of I.A.1 2 1 Sept" in page
    assert "agreed with Director Seen in the spring upgrade." in page
    assert "I.A.2 Indicator I.A.2 1 self Stale 1 1 January 2024" in page


def test_history_opens_to_what_was_given(sam, cast, submitted):
    old = submitted(cast.sam, {"I.A.1": 3}, on=date(2024, 1, 1))
    submitted(cast.sam, {"I.A.1": 4}, on=date(2025, 1, 1))

    assert f'href="/skills/{old.id}/"' in sam.get("/skills/").text
    page = text_of(sam.get(f"/skills/{old.id}/").text)
    assert "Self-assessment of 1 January 2024" in page
    assert "I.A.1 Indicator I.A.1 3 Evidence of I.A.1" in page


def test_account_without_a_person_has_no_skills(as_user, cast, framework):
    admin = as_user(cast.admin)

    assert "My skills" not in admin.get("/account/").text
    assert {admin.get(path).status_code for path in ("/skills/", "/skills/gaps")} == {404}
    assert admin.post("/skills/").status_code == 404


def test_person_finds_the_tab(sam):
    assert 'href="/skills/"' in sam.get("/account/").text


def test_without_a_framework_the_page_says_so(as_user, cast):
    staff = as_user(cast.staff)

    assert "No framework is loaded yet" in staff.get("/skills/").text
    assert staff.post("/skills/").status_code == 404


def test_gaps_open_to_what_they_are_made_of(sam, cast, role, submitted):
    submitted(cast.sam, {"I.A.1": 2, "I.A.2": 1, "I.B.1": 3}, on=date(2025, 1, 1))

    page = sam.get("/skills/gaps")

    text = text_of(page.text)
    assert "19 points in 2 indicators" in text
    assert "Level now 2 self-rated, 1 January 2025, stale Target 3 good enough from 4" in text
    assert "Weight 10 of 10, by your role Points 15 1 × 10 + 1 × 5" in text
    assert text.index("I.A.1") < text.index("I.A.2")
    assert '<ul class="bars" aria-label="Gap by skill area, in points">' in page.text


def test_gaps_before_anything_is_rated_lead_to_rating(sam, role):
    page = text_of(sam.get("/skills/gaps").text)

    assert "Nothing of yours is rated yet." in page
    assert "3 indicators, about ten minutes" in page


def test_gaps_without_a_job_role_say_so(sam, cast, submitted):
    submitted(cast.sam, {"I.A.1": 0})

    assert "You have no job role here yet" in sam.get("/skills/gaps").text


def test_who_holds_everything_has_no_gaps(sam, cast, role, submitted):
    submitted(cast.sam, {"I.A.1": 4, "I.A.2": 2, "I.B.1": None})

    assert "✓ No gaps." in text_of(sam.get("/skills/gaps").text)


def test_director_sees_what_was_submitted_and_never_a_draft(
    as_user, cast, role, submitted, reviewed, framework, indicators
):
    given = submitted(cast.sam, {"I.A.2": 1}, on=date(2026, 1, 1))
    draft = services.start(cast.sam, framework=framework)
    services.rate(draft, indicator=indicators["I.B.2"], level=4, evidence="Only a draft.")
    db.session.commit()
    director = as_user(cast.director)

    page = text_of(director.get(f"/skills/people/{cast.sam.id}").text)

    assert "Levels of Sam Staff" in page
    assert "I.A.2 Indicator I.A.2 1 self 1 1 January 2026" in page
    assert "Review 1 September 2026 agreed with Director" in page
    assert "Only a draft." not in page
    assert "I.B.2 Indicator I.B.2 Not rated" in page
    assert director.get(f"/skills/{given.id}/").status_code == 200


def test_director_sees_who_has_not_submitted(as_user, cast, framework, draft):
    page = as_user(cast.director).get(f"/skills/people/{cast.sam.id}")

    assert "Sam Staff has not submitted a self-assessment" in page.text


@pytest.mark.parametrize("who", ["other_staff", "other_director", "finance"])
def test_levels_of_a_person_do_not_exist_for_others(as_user, cast, submitted, who):
    given = submitted(cast.sam, {"I.A.1": 1})
    client = as_user(getattr(cast, who))

    addresses = (f"/skills/people/{cast.sam.id}", f"/skills/{given.id}/", "/skills/people/999")
    assert [client.get(each).status_code for each in addresses] == [404, 404, 404]


def test_person_sees_the_page_that_the_director_sees(sam, cast, submitted):
    submitted(cast.sam, {"I.A.1": 1})

    assert sam.get(f"/skills/people/{cast.sam.id}").status_code == 200


def test_past_years_cost_no_queries(sam, cast, role, submitted):
    pages = ("/skills/", "/skills/gaps", f"/skills/people/{cast.sam.id}")

    def queries_after(*years):
        for year in years:
            submitted(cast.sam, {"I.A.1": 1, "I.A.2": 1, "I.B.1": 0}, on=date(year, 1, 1))
        with count_queries() as sent:
            assert [sam.get(page).status_code for page in pages] == [200, 200, 200]
        return len(sent)

    assert queries_after(2020) == queries_after(2021, 2022, 2023, 2024)
