"""Rating loses nothing: without a script, and where the session ends in the middle."""

import pytest
from playwright.sync_api import expect

from tests.browser.rating import EVIDENCE, begin, log_in, prepare, question, saved


@pytest.fixture
def sam(cast):
    return prepare(cast)


@pytest.fixture
def plain_page(browser):
    """A page of a browser that runs no script."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def test_ended_session_brings_back_the_indicator_and_the_text(page, live, sign_in, sam):
    sign_in(page, sam.staff)
    begin(page, live)
    page.keyboard.press("3")
    expect(page.locator("#I-A-1-state")).to_contain_text("Needed")
    rating_page = page.url
    page.context.clear_cookies()

    line = question(page, "I.A.1").get_by_label("What shows it?")
    line.fill(EVIDENCE)
    line.press("Enter")
    page.wait_for_url(lambda url: "/login?next=" in url)
    log_in(page)
    page.wait_for_url(rating_page)

    expect(line).to_be_focused()
    expect(line).to_have_value(EVIDENCE)
    expect(page.locator("#I-A-1-state")).to_have_text("Not saved yet")
    assert saved() == {"I.A.1": (3, "")}
    question(page, "I.A.1").get_by_role("button", name="Save").click()
    expect(page.locator("#I-A-1-state")).to_contain_text("✓ Saved")
    assert saved() == {"I.A.1": (3, EVIDENCE)}


def test_without_a_script_the_whole_journey_works(plain_page, live, sign_in, sam):
    page = plain_page
    sign_in(page, sam.staff)
    begin(page, live)
    question(page, "I.A.1").get_by_text("Leading").click()
    question(page, "I.A.1").get_by_label("What shows it?").fill(EVIDENCE)
    question(page, "I.A.2").get_by_text("Developing").click()

    question(page, "I.A.1").get_by_role("button", name="Save").click()
    expect(page.locator("#I-A-1-state")).to_contain_text("✓ Saved")
    for _ in range(10):
        page.locator("#next").click()
    page.get_by_role("button", name="Submit 2 ratings").click()

    expect(page.get_by_role("status").first).to_contain_text("Director (director of Alder)")
    assert saved() == {"I.A.1": (4, EVIDENCE), "I.A.2": (2, "")}


def test_without_a_script_an_ended_session_loses_nothing(plain_page, live, sign_in, sam):
    page = plain_page
    sign_in(page, sam.staff)
    begin(page, live)
    rating_page = page.url
    question(page, "I.A.2").get_by_text("Proficient").click()
    line = question(page, "I.A.2").get_by_label("What shows it?")
    line.fill(EVIDENCE)
    question(page, "I.A.4").get_by_text("Awareness").click()
    page.context.clear_cookies()

    page.locator("#next").click()
    log_in(page)
    page.wait_for_url(rating_page)

    expect(line).to_have_value(EVIDENCE)
    expect(line).to_be_focused()
    expect(page.locator("#I-A-2-state")).to_have_text("Not saved yet")
    assert saved() == {}
    page.locator("#next").click()
    page.wait_for_url("**/I.B")
    assert saved() == {"I.A.2": (3, EVIDENCE), "I.A.4": (1, "")}
