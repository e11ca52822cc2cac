"""Signing in, with a wrong password first, and out again, with and without JavaScript."""

from playwright.sync_api import expect

from tests.browser.rating import log_in, prepare


def test_wrong_password_then_the_right_one_and_out_again(live, either, cast):
    prepare(cast)
    either.goto(f"{live}/skills/")
    expect(either.get_by_role("status")).to_contain_text("Sign in to go on.")

    log_in(either, password="not the password")
    refused = either.get_by_role("alert").filter(has_text="do not fit. Check both.")
    expect(refused).to_be_visible()
    expect(either.get_by_label("E-mail address")).to_have_value("staff@example.org")
    log_in(either)
    expect(either).to_have_url(f"{live}/skills/")

    either.get_by_role("button", name="Sign out").click()
    expect(either.get_by_role("heading", level=1)).to_have_text("Sign in")
    either.goto(f"{live}/skills/")
    expect(either.get_by_role("status")).to_contain_text("Sign in to go on.")


def test_sign_in_page_passes_axe_before_and_after_a_refusal(live, page, cast, axe):
    prepare(cast)
    page.goto(f"{live}/login")
    before = axe(page)

    log_in(page, password="not the password")
    expect(page.get_by_role("alert").filter(has_text="do not fit")).to_be_visible()

    assert before + axe(page) == []
