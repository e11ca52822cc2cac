import json
import logging

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pdplanner.extensions import db
from pdplanner.web.errors import CODES
from tests.support.html import text_of

LINE = {"time", "id", "method", "path", "status", "ms", "user"}


@pytest.fixture
def lines(caplog):
    """Return what stands in the log so far, a dictionary a request."""

    def read():
        return [json.loads(r.message) for r in caplog.records if r.name == "pdplanner.request"]

    return read


@pytest.fixture
def broken(app, monkeypatch):
    """An application whose sign-in page breaks, and which answers as it does to people."""

    def view():
        raise ValueError("what must not be seen")

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.view_functions, "security.login", view)


def test_each_request_leaves_one_line_with_who_and_how_long(as_user, cast, lines):
    response = as_user(cast.staff).get("/account/")

    [line] = lines()
    assert line.keys() == LINE
    assert (line["method"], line["path"], line["status"]) == ("GET", "/account/", 200)
    assert line["user"] == cast.staff.id
    assert line["id"] == response.headers["X-Request-Id"]
    assert line["ms"] > 0
    assert line["time"].endswith("Z")


def test_line_of_a_stranger_names_nobody(client, lines):
    client.get("/login")

    assert lines()[0]["user"] is None


def test_line_holds_no_query_no_mail_address_and_no_link_of_a_mail(client, lines, caplog):
    client.get("/login?next=/people/7")
    client.post("/login", data={"email": "ada@example.org"})
    client.get("/reset/WyJhIl0.token")
    client.get("/reset/WyJhIl0.token/")

    assert [line["path"] for line in lines()][2:] == ["/reset/...", "/reset/..."]
    assert not any(secret in caplog.text for secret in ("people/7", "ada@", "WyJhIl0"))


def test_reference_is_ours_whatever_the_browser_sends(client):
    first = client.get("/login", headers={"X-Request-Id": "theirs"}).headers["X-Request-Id"]
    second = client.get("/login", headers={"X-Request-Id": "theirs"}).headers["X-Request-Id"]

    assert len({"theirs", first, second}) == 3


def test_file_for_the_browser_leaves_no_line(client, lines):
    assert client.get("/static/pdplanner.css").status_code == 200

    assert lines() == []


def test_mistake_is_logged_under_the_reference_that_its_page_shows(client, broken, lines, caplog):
    response = client.get("/login?next=/secret")

    reference = response.headers["X-Request-Id"]
    assert response.status_code == 500
    assert f"Reference {reference}" in text_of(response.text)
    assert "must not be seen" not in response.text
    [mistake] = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert mistake.getMessage() == f"GET /login broke, reference {reference}"
    assert mistake.exc_info
    assert (lines()[0]["id"], lines()[0]["status"]) == (reference, 500)


def test_mistake_of_the_database_names_no_value(app):
    with pytest.raises(DBAPIError) as refused:
        db.session.execute(text("select * from nowhere where email = :email"), {"email": "sam@x"})

    assert "nowhere" in str(refused.value)
    assert "sam@x" not in str(refused.value)


def test_form_older_than_its_session_shows_the_reference(as_user, cast):
    staff = as_user(cast.staff)
    staff.token = None

    response = staff.post("/account/", data={"theme": "dark"})

    assert "older than your session" in response.text
    assert f"Reference {response.headers['X-Request-Id']}" in text_of(response.text)


@pytest.mark.parametrize("code", CODES)
def test_every_error_page_shows_the_reference(app, client, monkeypatch, code):
    monkeypatch.setitem(app.view_functions, "security.login", lambda: app.aborter(code))

    response = client.get("/login")

    assert response.status_code == code
    assert f"Reference {response.headers['X-Request-Id']}" in text_of(response.text)
