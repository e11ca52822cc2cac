import re
import time
from urllib.parse import urljoin, urlsplit

import pytest
from flask_security import hash_password

from pdplanner.accounts import services as accounts
from pdplanner.accounts.models import User
from pdplanner.extensions import db
from pdplanner.web import transactions
from tests.support.client import Client
from tests.support.html import text_of
from tests.support.signing_in import PASSWORD, form_token, sign_in


@pytest.fixture
def ada(app, cast):
    """A member of staff with a password."""
    cast.staff.password = hash_password(PASSWORD)
    db.session.commit()
    return cast.staff


def is_signed_in(client):
    return client.get("/account/").status_code == 200


def test_right_password_opens_the_start_page(client, ada):
    response = sign_in(client, email="staff@example.org", password=PASSWORD)

    assert response.request.path == "/"
    assert is_signed_in(client)


def test_address_is_known_whatever_its_case(client, ada):
    sign_in(client, email="Staff@Example.ORG", password=PASSWORD)

    assert is_signed_in(client)


def test_wrong_password_and_unknown_address_read_the_same(client, ada):
    wrong = sign_in(client, email="staff@example.org", password="not the password")
    unknown = sign_in(client, email="nobody@example.org", password="not the password")

    assert text_of(wrong.text) == text_of(unknown.text)
    assert "do not fit. Check both." in wrong.text
    assert not is_signed_in(client)


def test_account_without_a_password_cannot_be_signed_in_to(client, cast):
    sign_in(client, email="staff@example.org", password="")

    assert not is_signed_in(client)


def test_sign_in_comes_back_to_where_one_wanted_to_go(client, ada):
    response = sign_in(client, email=ada.email, password=PASSWORD, next="/account/")

    assert response.request.path == "/account/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example"]
)
def test_sign_in_never_leads_to_another_site(client, ada, elsewhere):
    fields = {"email": ada.email, "password": PASSWORD, "next": elsewhere}

    response = sign_in(client, **fields, following=False)

    assert urlsplit(urljoin("http://localhost/login", response.location)).netloc == "localhost"


def test_sign_in_page_says_why_one_is_there(client, ada):
    sent_here = client.get("/account/", follow_redirects=True)
    wrong = sign_in(client, email=ada.email, password="wrong", next="/account/")

    assert "Sign in to go on." in sent_here.text
    assert "Sign in to go on." in wrong.text
    assert "Sign in to go on." not in client.get("/login").text


def test_step_that_an_ended_session_lost_is_said_once(client, ada):
    """The page of this form does not give back what was typed, so it is not promised."""
    lost = client.post("/account/", data={"theme": "dark"}, follow_redirects=True)
    sign_in(client, email=ada.email, password=PASSWORD, next="/account/")
    client.post("/logout", data={"csrf_token": form_token(client.get("/account/").text)})
    later = client.get("/account/", follow_redirects=True)

    assert "Your session had ended before the last step was saved." in text_of(lost.text)
    assert "What you typed is kept" not in lost.text
    assert "Your session had ended" not in later.text
    assert "Sign in to go on." in later.text


def test_signing_out_takes_a_form_and_ends_the_session(as_user, cast):
    staff = as_user(cast.staff)

    assert staff.get("/logout").status_code == 405
    staff.post("/logout")

    assert not is_signed_in(staff)


def test_new_password_comes_by_a_link_that_works_once(app, client, ada):
    token = form_token(client.get("/reset").text)
    client.post("/reset", data={"email": ada.email, "csrf_token": token})
    link = re.search(r"http://pd.example.org(/reset/\S+)", outbox(app)).group(1)
    new = {"password": "five entirely new words", "password_confirm": "five entirely new words"}

    form = client.get(link).text
    landed = client.post(link, data={**new, "csrf_token": form_token(form)}, follow_redirects=True)

    assert "Save the password" in form
    assert landed.request.path == "/login"
    assert "✓ Your password is set. Sign in with it." in text_of(landed.text)
    again = client.get(link, follow_redirects=True)
    assert "pdplanner That link does not work any more. Ask for a new one" in text_of(again.text)
    fresh = app.test_client()
    sign_in(fresh, email=ada.email, password="five entirely new words")
    assert is_signed_in(fresh)


def test_link_that_is_too_old_says_how_long_it_was_good(client, ada, monkeypatch):
    link = f"/reset/{accounts.invitation_token(ada)}"
    later = int(time.time()) + 4 * 24 * 3600
    monkeypatch.setattr("itsdangerous.TimestampSigner.get_timestamp", lambda _signer: later)

    page = text_of(client.get(link, follow_redirects=True).text)

    assert "That link was good for 3 days. Ask for a new one here." in page


def outbox(app):
    return (app.config["DATA_FOLDER"] / "outbox.log").read_text(encoding="utf-8")


def test_asking_for_a_link_never_tells_who_has_an_account(client, ada):
    answers = []
    for address in (ada.email, "nobody@example.org"):
        token = form_token(client.get("/reset").text)
        data = {"email": address, "csrf_token": token}
        page = client.post("/reset", data=data, follow_redirects=True).text
        answers.append(text_of(page).replace(address, "ADDRESS"))

    assert answers[0] == answers[1]
    told = "If ADDRESS has an account, a link to choose a new password is on its way there."
    assert told in answers[0]


def test_fields_are_named_as_everywhere_else(client, as_user, ada):
    pages = [client.get(each).text for each in ("/login", "/reset")]
    pages += [client.get(f"/reset/{accounts.invitation_token(ada)}").text]
    pages += [as_user(ada).get("/change").text]

    labels = [re.findall(r"<label[^>]*>([^<]+)<", page) for page in pages]

    assert labels == [
        ["E-mail address", "Password"],
        ["E-mail address"],
        ["Password", "The same again"],
        ["Present password", "New password", "The same again"],
    ]


def test_passwords_are_stored_as_argon2id(app, ada):
    assert ada.password.startswith("$argon2id$")


def test_password_is_verified_without_holding_the_write_lock(app, ada, monkeypatch):
    held = []

    def verify(_user, _password):
        held.append(db.engine.pool.checkedout())
        return True

    monkeypatch.setattr("flask_security.UserMixin.verify_and_update_password", verify)

    with transactions.writing():
        user = db.session.get(User, ada.id)
        assert user.verify_and_update_password(PASSWORD)

    assert held == [0]


def test_short_password_is_refused(as_user, ada, app):
    staff: Client = as_user(ada)
    fields = {"password": PASSWORD, "new_password": "short", "new_password_confirm": "short"}

    response = staff.post("/change", data=fields)

    assert "12 characters" in response.text


def test_changed_password_ends_other_sessions(as_user, ada):
    here, elsewhere = as_user(ada), as_user(ada)
    new = "six words that nobody else uses"
    fields = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}

    here.post("/change", data=fields)

    assert not is_signed_in(elsewhere)
