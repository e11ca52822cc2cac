"""From an administrator's invitation to the invited person's first page."""

from playwright.sync_api import expect

from pdplanner.extensions import db
from tests.browser.letters import NEW_PASSWORD, choose_password, link, name_address
from tests.browser.rating import log_in
from tests.support.cast import make_person
from tests.support.framework import make_framework
from tests.support.person_year import make_targets


def test_invited_person_comes_from_the_letter_to_their_first_page(
    app, live, either, sign_in, cast, outbox, monkeypatch
):
    name_address(app, live, monkeypatch)
    make_framework()
    nora = make_person("Nora New", cast.network)
    make_targets(nora, {"I.A.1": (3, 5)})
    db.session.commit()
    sign_in(either, cast.admin)
    either.goto(f"{live}/people/{nora.id}")
    either.get_by_label("E-mail address").fill("nora@example.org")
    either.get_by_role("button", name="Invite by mail").click()
    expect(either.get_by_role("status")).to_contain_text("on its way to nora@example.org")
    either.context.clear_cookies()

    [letter] = outbox()
    choose_password(either, link(letter, live))
    log_in(either, email="nora@example.org", password=NEW_PASSWORD)

    expect(either.get_by_role("heading", level=1)).to_have_text("My year")
    expect(either.get_by_role("heading", name="Next: rate yourself")).to_be_visible()
    either.get_by_role("link", name="Rate yourself").click()
    either.get_by_role("button", name="Start").click()
    expect(either.get_by_role("heading", level=1)).to_have_text("Networks")
