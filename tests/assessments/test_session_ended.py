"""A session that ended in the middle of rating loses nothing, with htmx and without."""

import re

import pytest

from pdplanner.assessments.models import Rating
from pdplanner.extensions import db
from tests.assessments.pages import ratings, typed_page
from tests.support.client import HTMX, end_session, return_after_signing_in
from tests.support.html import text_of

TYPED = {
    "I.A.2-level": "3",
    "I.A.2-evidence": "Ran the committee for two years.",
    "I.A.2-reason": "",
}


def field(page, name):
    return re.search(rf'<input[^>]*name="{re.escape(name)}"[^>]*>', page).group()


def test_htmx_is_sent_to_sign_in_and_back_to_the_page(sam, draft):
    end_session(sam)
    page = f"/skills/{draft.id}/I.A"

    answer = sam.post(
        f"/skills/{draft.id}/ratings/I.A.2",
        data=TYPED,
        headers={**HTMX, "HX-Current-URL": f"http://localhost{page}"},
    )

    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == f"/login?next={page}"
    assert db.session.query(Rating).count() == 0


def test_sign_in_page_says_that_what_was_typed_is_kept(sam, draft):
    end_session(sam)
    answer = sam.post(f"/skills/{draft.id}/I.A", data=TYPED)

    page = sam.get(answer.location).text

    assert (
        "Your session had ended. What you typed is kept; sign in and you are back where you were."
        in text_of(page)
    )


@pytest.mark.parametrize("path", ["ratings/I.A.2", "I.A"])
def test_what_was_typed_is_back_in_its_field_and_marked(sam, cast, draft, path):
    end_session(sam)
    sam.post(f"/skills/{draft.id}/{path}", data=TYPED)

    return_after_signing_in(sam, cast.staff)
    page = sam.get(f"/skills/{draft.id}/I.A").text

    assert "Your session had ended: 1 entry is not saved yet" in text_of(page)
    assert "Not saved yet" in text_of(page)
    evidence = field(page, "I.A.2-evidence")
    assert 'value="Ran the committee for two years."' in evidence
    assert "autofocus" in evidence
    assert page.count("autofocus") == 1
    assert db.session.query(Rating).count() == 0


def test_of_two_lines_that_are_back_the_one_on_view_is_focused(sam, cast, draft):
    end_session(sam)
    typed = {**TYPED, "I.A.2-level": "na", "I.A.2-reason": "The state does it."}
    sam.post(f"/skills/{draft.id}/ratings/I.A.2", data=typed)

    return_after_signing_in(sam, cast.staff)
    page = sam.get(f"/skills/{draft.id}/I.A").text

    assert "autofocus" in field(page, "I.A.2-reason")
    assert page.count("autofocus") == 1


def test_what_was_left_alone_is_back_as_another_tab_saved_it(sam, cast, draft):
    address = f"/skills/{draft.id}/ratings/I.A.2"
    older = typed_page(sam.get(f"/skills/{draft.id}/I.A"))
    sam.post(address, data=TYPED)
    end_session(sam)
    sam.post(address, data={**older, "I.A.2-level": "4"})

    return_after_signing_in(sam, cast.staff)
    back = typed_page(sam.get(f"/skills/{draft.id}/I.A"))
    sam.post(f"/skills/{draft.id}/I.A", data=back)

    assert (back["I.A.2-level"], back["I.A.2-evidence"]) == ("4", TYPED["I.A.2-evidence"])
    assert ratings() == {"I.A.2": (4, TYPED["I.A.2-evidence"])}


def test_typed_text_is_given_back_once(sam, cast, draft):
    end_session(sam)
    sam.post(f"/skills/{draft.id}/ratings/I.A.2", data=TYPED)
    return_after_signing_in(sam, cast.staff)
    sam.get(f"/skills/{draft.id}/I.A")

    assert "Ran the committee" not in sam.get(f"/skills/{draft.id}/I.A").text


def test_save_after_signing_in_keeps_the_text(sam, cast, draft):
    end_session(sam)
    sam.post(f"/skills/{draft.id}/ratings/I.A.2", data=TYPED)
    return_after_signing_in(sam, cast.staff)
    sam.get(f"/skills/{draft.id}/I.A")

    sam.post(f"/skills/{draft.id}/ratings/I.A.2", data=TYPED)

    rating = db.session.query(Rating).one()
    assert (rating.level, rating.evidence) == (3, "Ran the committee for two years.")


def test_chosen_level_without_text_is_back_too(sam, cast, draft):
    end_session(sam)
    sam.post(f"/skills/{draft.id}/ratings/I.A.1", data={"I.A.1-level": "2"})
    return_after_signing_in(sam, cast.staff)

    page = sam.get(f"/skills/{draft.id}/I.A").text

    chosen = re.findall(r'<input[^>]*name="I.A.1-level"[^>]*>', page)[2]
    assert "checked" in chosen
    assert "autofocus" in chosen


def test_somebody_else_who_signs_in_does_not_see_it(sam, cast, draft):
    end_session(sam)
    sam.post(f"/skills/{draft.id}/ratings/I.A.2", data=TYPED)

    sam.sign_in(cast.other_staff)

    assert sam.get(f"/skills/{draft.id}/I.A").status_code == 404


def test_a_whole_areas_text_fits_and_a_cookie_that_browsers_would_drop_is_not_sent(sam, draft):
    line = "Led the yearly review of the district's network with both high schools and wrote it up."
    page = {f"I.A.{each}-evidence": line + str(each) for each in range(13)}
    end_session(sam)

    sam.post(f"/skills/{draft.id}/I.A", data=page)
    with sam.session_transaction() as session:
        kept = session["unsaved"]["fields"]
    answer = sam.post(f"/skills/{draft.id}/I.A", data={"I.A.1-evidence": "雪" * 3_000})

    assert kept == page
    assert len(answer.headers.get("Set-Cookie", "")) < 4_093
