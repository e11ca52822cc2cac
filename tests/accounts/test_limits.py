"""The limits on tries; each test has an application of its own, since it keeps count."""

import pytest
from flask_security import hash_password

from pdplanner import create_app
from pdplanner.accounts.limits import LIMITS
from pdplanner.extensions import db, limiter
from tests.support.cast import make_cast
from tests.support.client import Client
from tests.support.databases import settings

PASSWORD = "four quiet words here"


@pytest.fixture
def app(database, tmp_path, monkeypatch):
    # An application switches the one limiter on; the others' tests have it off again.
    monkeypatch.setattr(limiter, "enabled", False)
    app = create_app(settings(database, tmp_path, RATELIMIT_ENABLED=True, TRUSTED_PROXIES=1))
    app.test_client_class = Client
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def ada(app):
    """A member of staff with a password."""
    user = make_cast().staff
    user.password = hash_password(PASSWORD)
    db.session.commit()
    return user


@pytest.fixture
def post(app):
    """Send a form from somewhere, as a browser that was never here."""

    def send(path, *, whence="198.51.100.1", **data):
        client = app.test_client().with_token()
        return client.post(path, data=data, headers={"X-Forwarded-For": whence})

    return send


def statuses(answers):
    return {answer.status_code for answer in answers}


def test_every_form_around_passwords_is_limited(app):
    rules = (rule for rule in app.url_map.iter_rules() if "POST" in rule.methods)
    forms = {rule.endpoint for rule in rules if rule.endpoint.startswith("security.")}

    assert forms - {"security.logout"} == {limit.endpoint for limit in LIMITS}


def test_whole_school_signs_in_behind_one_address(post, ada):
    answers = [post("/login", email=ada.email, password=PASSWORD) for _ in range(40)]

    assert statuses(answers) == {302}


def test_ten_wrong_passwords_close_sign_in_for_their_address_alone(post, ada):
    wrong = [post("/login", email=ada.email, password="wrong words") for _ in range(10)]
    here = post("/login", email=ada.email, password=PASSWORD)
    elsewhere = post("/login", email=ada.email, password=PASSWORD, whence="198.51.100.2")

    assert statuses(wrong) == {200}
    assert here.status_code == 429
    assert "Wait a few minutes" in here.text
    assert elsewhere.status_code == 302


@pytest.mark.parametrize("email", ["staff@example.org", "nobody@example.org"])
def test_account_cannot_be_guessed_from_many_addresses(post, ada, email):
    """The same for an account that does not exist: the limit tells nobody who has one."""
    spellings = [email, email.upper(), f" {email}", email.replace("example", "ｅxample")]
    for number in range(30):
        name = spellings[number % len(spellings)]
        wrong = post("/login", email=name, password="wrong", whence=f"203.0.113.{number}")
        assert wrong.status_code == 200

    assert post("/login", email=email, password=PASSWORD).status_code == 429
    other = post("/login", email="admin@example.org", password="wrong")
    assert other.status_code == 200


def test_one_mailbox_gets_five_links_an_hour_and_a_school_gets_more(post, ada):
    same = [post("/reset", email=ada.email, whence=f"203.0.113.{n}") for n in range(6)]
    school = [post("/reset", email=f"person{n}@example.org") for n in range(26)]

    assert [answer.status_code for answer in same] == [200] * 5 + [429]
    assert statuses(school) == {200}
