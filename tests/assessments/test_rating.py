from datetime import date

import pytest

from pdplanner.assessments import services
from tests.assessments.pages import fields, ratings, swapped_in, typed_page
from tests.support.client import HTMX
from tests.support.html import text_of
from tests.support.queries import count_queries


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


def test_not_applicable_by_mistake_keeps_the_evidence(sam, draft):
    address = f"/skills/{draft.id}/ratings/I.A.1"
    sam.post(address, data=fields("I.A.1", "3", evidence="Ran it."))

    sam.post(address, data={**typed_page(sam.get(f"/skills/{draft.id}/I.A")), "I.A.1-level": "na"})
    mistaken = typed_page(sam.get(f"/skills/{draft.id}/I.A"))

    assert ratings() == {"I.A.1": (None, "")}
    assert (mistaken["I.A.1-evidence"], mistaken["I.A.1-reason"]) == ("Ran it.", "")
    sam.post(address, data={**mistaken, "I.A.1-level": "3"})
    assert ratings() == {"I.A.1": (3, "Ran it.")}


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
    assert after("I.B", "later") == "/skills/"
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


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["with htmx", "without"])
def test_one_save_of_an_older_tab_keeps_what_the_other_wrote(sam, draft, headers):
    address = f"/skills/{draft.id}/ratings/I.A.1"
    older = typed_page(sam.get(f"/skills/{draft.id}/I.A"))
    newer = {**older, "I.A.1-level": "3", "I.A.1-evidence": "Tab two."}
    sam.post(address, data=newer, headers=headers)

    sam.post(address, data={**older, "I.A.1-level": "4"}, headers=headers)
    assert ratings() == {"I.A.1": (4, "Tab two.")}

    sam.post(address, data={**older, "I.A.1-level": "4", "I.A.1-evidence": ""}, headers=headers)
    assert ratings() == {"I.A.1": (4, "Tab two.")}


def test_line_that_is_emptied_after_it_was_saved_is_empty(sam, draft):
    address = f"/skills/{draft.id}/ratings/I.A.1"
    page = typed_page(sam.get(f"/skills/{draft.id}/I.A"))
    rated = {**page, "I.A.1-level": "3", "I.A.1-evidence": "Ran it."}

    answer = sam.post(address, data=rated, headers=HTMX, follow_redirects=True)
    sam.post(address, data={**rated, **swapped_in(answer), "I.A.1-evidence": ""}, headers=HTMX)

    assert ratings() == {"I.A.1": (3, "")}


def test_refused_save_leaves_what_the_page_has_shown(sam, draft):
    answer = sam.post(
        f"/skills/{draft.id}/ratings/I.A.1",
        data=fields("I.A.1", "3", evidence="x" * 201),
        headers=HTMX,
    )

    assert swapped_in(answer) == {}


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
