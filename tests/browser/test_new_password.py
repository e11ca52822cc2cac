"""A forgotten password is replaced from the letter, with and without JavaScript."""

from playwright.sync_api import expect

from tests.browser.letters import NEW_PASSWORD, choose_password, link, name_address
from tests.browser.rating import PASSWORD, log_in, prepare


def test_forgotten_password_is_replaced_from_the_letter(
    app, live, either, cast, outbox, monkeypatch
):
    prepare(cast)
    name_address(app, live, monkeypatch)
    either.goto(f"{live}/login")
    either.get_by_role("link", name="Forgot your password?").click()
    either.get_by_label("E-mail address").fill("staff@example.org")
    either.get_by_role("button", name="Mail me a link").click()
    expect(either.get_by_role("status")).to_contain_text(
        "If staff@example.org has an account, a link to choose a new password is on its way there."
    )

    [letter] = outbox()
    choose_password(either, link(letter, live))
    log_in(either, password=PASSWORD)
    expect(either.get_by_role("alert").filter(has_text="do not fit")).to_be_visible()
    log_in(either, password=NEW_PASSWORD)
    expect(either.get_by_role("heading", level=1)).to_have_text("My year")

    either.context.clear_cookies()
    either.goto(link(letter, live))
    expect(either.get_by_role("status")).to_contain_text("That link does not work any more.")
    expect(either.get_by_role("heading", level=1)).to_have_text("Reset your password")
