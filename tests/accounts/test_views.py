import pytest


def test_anonymous_is_asked_to_sign_in_and_comes_back(client):
    response = client.get("/account/")

    assert response.status_code == 302
    assert response.location == "/login?next=/account/"


def test_htmx_is_sent_to_the_sign_in_page_as_a_whole(client):
    response = client.get("/account/", headers={"HX-Request": "true"})

    assert (response.status_code, response.text) == (204, "")
    assert response.headers["HX-Redirect"].startswith("/login?next=")


def test_chosen_appearance_is_on_the_next_page(as_user, cast):
    staff = as_user(cast.staff)

    page = staff.post("/account/", data={"theme": "dark"}, follow_redirects=True)

    assert 'data-bs-theme="dark"' in page.text


def test_unknown_appearance_is_refused(as_user, cast):
    response = as_user(cast.staff).post("/account/", data={"theme": "pink"})

    assert response.status_code == 422
    assert "Choose from the list" in response.text


def test_deactivated_user_is_signed_out_at_once(as_user, cast):
    assert as_user(cast.deactivated).get("/account/").status_code == 302


@pytest.mark.parametrize("path", ["/login", "/reset"])
def test_sign_in_pages_are_whole_and_private(client, path):
    response = client.get(path)

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
