"""What was typed when a session had ended comes back to whoever typed it, and to nobody else."""

import pytest
from flask_security import hash_password

from pdplanner.extensions import db
from tests.support.person_year import make_year
from tests.support.signing_in import PASSWORD, form_token, sign_in

PAGE = "/choose/unlisted"
AT = f"http://localhost{PAGE}"
WISH = "A wish of Sam alone"


@pytest.fixture
def two(app, cast):
    """A member of staff and their director, with passwords, who both may ask for something."""
    make_year(cast.alder)
    for user in (cast.staff, cast.director):
        user.password = hash_password(PASSWORD)
    db.session.commit()
    return cast.staff, cast.director


def typed_too_late(client, user, *, by_script=False):
    """Send a form of a page that `user` opened, when their session has ended."""
    sign_in(client, email=user.email, password=PASSWORD)
    page = client.get(PAGE)
    assert page.status_code == 200
    client.delete_cookie("session")
    token, sent, headers = form_token(page.text), {"title": WISH}, {"Referer": AT}
    if by_script:
        headers["X-CSRFToken"] = token
    else:
        sent["csrf_token"] = token
    answer = client.post(PAGE, data=sent, headers=headers)
    assert "What you typed is kept" in client.get(answer.location).text


def test_it_is_back_in_its_form(client, two):
    staff, _director = two
    typed_too_late(client, staff)

    sign_in(client, email=staff.email, password=PASSWORD)

    assert WISH in client.get(PAGE).text


@pytest.mark.parametrize("by_script", [False, True])
def test_another_who_signs_in_there_does_not_read_it(client, two, by_script):
    staff, director = two
    typed_too_late(client, staff, by_script=by_script)

    sign_in(client, email=director.email, password=PASSWORD)
    page = client.get(PAGE)

    assert page.status_code == 200
    assert WISH not in page.text


def test_a_second_page_to_sign_in_leads_on_where_the_first_was_used(client, two):
    staff, _director = two
    second = client.get(f"/login?next={PAGE}").text
    sign_in(client, email=staff.email, password=PASSWORD)

    fields = {"email": staff.email, "password": PASSWORD, "csrf_token": form_token(second)}
    answer = client.post(f"/login?next={PAGE}", data=fields)

    assert (answer.status_code, answer.location) == (303, PAGE)


def test_pages_that_are_open_stay_good_when_a_password_is_asked_again(client, two):
    staff, _director = two
    sign_in(client, email=staff.email, password=PASSWORD)
    before = client.get(PAGE).text

    token = form_token(before)
    client.post("/verify", data={"password": PASSWORD, "csrf_token": token})
    answer = client.post(PAGE, data={"title": "", "csrf_token": token})

    assert answer.status_code == 422
