"""An answer that is neither a page nor a refused form says so, with what the log calls it."""

import pytest
from playwright.sync_api import expect

from tests.browser.rating import begin, prepare


@pytest.fixture
def failing_page(browser):
    """A page whose console may show the failed request."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_failed_save_shows_its_reference_until_one_succeeds(failing_page, live, sign_in, cast):
    page = failing_page
    sign_in(page, prepare(cast).staff)
    # Before the page is there: one that is loaded already may let the first request pass.
    answer = {"status": 500, "headers": {"X-Request-Id": "5eed"}, "body": ""}
    page.route("**/ratings/**", lambda route: route.fulfill(**answer))
    begin(page, live)
    notice = page.locator("#not-saved")
    expect(notice).to_be_hidden()

    page.keyboard.press("3")

    expect(notice).to_be_visible()
    expect(notice).to_contain_text("The last step was not saved.")
    expect(notice).to_contain_text("Reference 5eed")

    page.unroute("**/ratings/**")
    page.keyboard.press("2")
    expect(notice).to_be_hidden()


def test_save_without_a_connection_shows_none(failing_page, live, sign_in, cast):
    page = failing_page
    sign_in(page, prepare(cast).staff)
    page.route("**/ratings/**", lambda route: route.abort())
    begin(page, live)

    page.keyboard.press("3")

    notice = page.locator("#not-saved")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("The last step was not saved.")
    expect(notice).not_to_contain_text("Reference")
