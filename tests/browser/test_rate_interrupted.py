"""Rating loses nothing: without a script, and where the session ends in the middle."""

import secrets

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


def end_session(page):
    """End the session, and return the address that the person comes back to."""
    page.context.clear_cookies()
    return page.url


def return_by_signing_in(page, rating_page):
    page.wait_for_url(lambda url: "/login?next=" in url)
    log_in(page)
    page.wait_for_url(rating_page)


def test_ended_session_brings_back_the_indicator_and_the_text(page, live, sign_in, sam):
    sign_in(page, sam.staff)
    begin(page, live)
    page.keyboard.press("3")
    expect(page.locator("#I-A-1-state")).to_contain_text("Needed")
    rating_page = end_session(page)

    line = question(page, "I.A.1").get_by_label("What shows it?")
    line.fill(EVIDENCE)
    line.press("Enter")
    return_by_signing_in(page, rating_page)

    expect(line).to_be_focused()
    expect(line).to_have_value(EVIDENCE)
    expect(page.locator("#I-A-1-state")).to_have_text("Not saved yet")
    assert saved() == {"I.A.1": (3, "")}
    question(page, "I.A.1").get_by_role("button", name="Save").click()
    expect(page.locator("#I-A-1-state")).to_contain_text("✓ Saved")
    assert saved() == {"I.A.1": (3, EVIDENCE)}


def test_ended_session_brings_back_a_text_and_the_next_rating(page, live, sign_in, sam):
    sign_in(page, sam.staff)
    begin(page, live)
    question(page, "I.A.4").get_by_text("Proficient").click()
    expect(page.locator("#I-A-4-state")).to_contain_text("Needed")
    rating_page = end_session(page)

    line = question(page, "I.A.4").get_by_label("What shows it?")
    line.fill(EVIDENCE)
    question(page, "I.A.5").get_by_text("Developing").click()
    return_by_signing_in(page, rating_page)

    expect(line).to_have_value(EVIDENCE)
    expect(page.get_by_role("alert").first).to_contain_text("2 entries are not saved yet")
    assert saved() == {"I.A.4": (3, "")}
    page.locator("#next").click()
    page.wait_for_url("**/I.B")
    assert saved() == {"I.A.4": (3, EVIDENCE), "I.A.5": (2, "")}


def test_ended_session_brings_back_four_quick_keys(page, live, sign_in, sam):
    sign_in(page, sam.staff)
    begin(page, live)
    rating_page = end_session(page)

    for key in "0123":
        page.keyboard.press(key)
    return_by_signing_in(page, rating_page)

    for number in (1, 2, 3, 4):
        expect(page.locator(f"#I-A-{number}-state")).to_have_text("Not saved yet")
    assert saved() == {}
    page.locator("#next").click()
    page.wait_for_url("**/I.B")
    assert saved() == {f"I.A.{level + 1}": (level, "") for level in range(4)}


def test_ended_session_waits_for_a_text_that_is_being_typed(page, live, sign_in, sam):
    sign_in(page, sam.staff)
    begin(page, live)
    rating_page = end_session(page)

    with page.expect_response("**/ratings/I.A.1"):
        question(page, "I.A.1").get_by_text("Leading").click()
    line = question(page, "I.A.1").get_by_label("What shows it?")
    line.press_sequentially(EVIDENCE, delay=50)
    return_by_signing_in(page, rating_page)

    expect(line).to_be_focused()
    expect(line).to_have_value(EVIDENCE)
    question(page, "I.A.1").get_by_role("button", name="Save").click()
    expect(page.locator("#I-A-1-state")).to_contain_text("✓ Saved")
    assert saved() == {"I.A.1": (4, EVIDENCE)}


def test_button_that_goes_on_carries_a_save_that_is_under_way(page, live, sign_in, sam):
    sign_in(page, sam.staff)
    begin(page, live)
    rating_page = end_session(page)
    page.keyboard.press("4")
    line = question(page, "I.A.1").get_by_label("What shows it?")
    line.fill(EVIDENCE)

    page.locator("#next").click()
    return_by_signing_in(page, rating_page)

    expect(line).to_have_value(EVIDENCE)
    page.locator("#next").click()
    page.wait_for_url("**/I.B")
    assert saved() == {"I.A.1": (4, EVIDENCE)}


def test_what_is_saved_takes_no_room_in_the_cookie_of_an_ended_session(page, live, sign_in, sam):
    sign_in(page, sam.staff)
    begin(page, live)
    page.keyboard.press("1")
    expect(page.locator("#I-A-1-state")).to_contain_text("✓ Saved")
    rating_page = end_session(page)

    page.keyboard.press("2")
    with page.expect_request(rating_page) as leaving:
        page.wait_for_url(lambda url: "/login?next=" in url)

    assert leaving.value.method == "POST"
    assert "I.A.2-level=2" in leaving.value.post_data
    assert "I.A.1" not in leaving.value.post_data
    return_by_signing_in(page, rating_page)
    expect(page.locator("#I-A-1-state")).to_have_text("")
    expect(page.locator("#I-A-2-state")).to_have_text("Not saved yet")


def test_ended_session_says_that_a_text_was_too_long_to_keep(page, live, sign_in, sam):
    sign_in(page, sam.staff)
    begin(page, live)
    rating_page = end_session(page)

    page.keyboard.press("4")
    line = question(page, "I.A.1").get_by_label("What shows it?")
    line.evaluate("(field, text) => (field.value = text)", secrets.token_urlsafe(4_000))
    page.wait_for_url(lambda url: "/login?next=" in url)

    said = page.get_by_role("status")
    expect(said).to_contain_text("Your session had ended before the last step was saved.")
    return_by_signing_in(page, rating_page)
    expect(page.get_by_text("Not saved yet")).to_have_count(0)


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
