import pytest

from pdplanner.web.headers import HEADERS


@pytest.mark.parametrize("path", ["/login", "/nowhere", "/static/pdplanner.css", "/static/none"])
def test_every_response_carries_the_security_headers(client, path):
    headers = client.get(path).headers

    assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_nothing_is_run_or_styled_from_inside_a_page(client):
    policy = client.get("/login").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def test_strict_transport_only_behind_https(client):
    assert "Strict-Transport-Security" not in client.get("/login").headers
    secure = client.get("/login", base_url="https://localhost")
    assert "max-age=31536000" in secure.headers["Strict-Transport-Security"]


def test_form_of_another_site_is_refused(client):
    response = client.post("/login", headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 403
    assert "sent from another site" in response.text


def test_form_without_token_is_refused_and_says_what_is_kept(as_user, cast):
    staff = as_user(cast.staff)
    staff.token = None

    response = staff.post("/account/", data={"theme": "dark"})

    assert response.status_code == 400
    assert "older than your session" in response.text


def test_files_for_the_browser_are_kept_a_year(client):
    response = client.get("/static/pdplanner.css")

    assert "max-age=31536000" in response.headers["Cache-Control"]


def test_answers_of_the_application_are_never_kept(client):
    assert client.get("/login").headers["Cache-Control"] == "no-store"


def test_answers_depend_on_who_asks_for_a_fragment(client):
    assert "HX-Request" in client.get("/login").headers["Vary"]


def test_a_refused_form_leaves_the_address_as_it_is(as_user, cast):
    staff = as_user(cast.staff)
    htmx = {"HX-Request": "true"}

    refused = staff.post("/account/", data={"theme": "loud"}, headers=htmx)
    taken = staff.post("/account/", data={"theme": "dark"}, headers=htmx)

    assert (refused.status_code, refused.headers["HX-Push-Url"]) == (422, "false")
    assert "HX-Push-Url" not in taken.headers
