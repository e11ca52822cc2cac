"""Journey 2: from the start page to a plan for the year, with and without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect

from pdplanner.extensions import db
from tests.support.framework import make_framework
from tests.support.person_year import (
    make_item,
    make_levels,
    make_offering,
    make_targets,
    make_year,
)

MOST_CLICKS = 10


@pytest.fixture
def year(cast):
    """Sam misses 10 points of I.A.1, 2 of I.A.2 and 2 of I.B.1; four offerings close them."""
    make_framework()
    make_targets(cast.sam, {"I.A.1": (3, 5), "I.A.2": (3, 2), "I.B.1": (2, 1)})
    make_levels(cast.sam, {"I.A.1": 1, "I.A.2": 2, "I.B.1": 0})
    year = make_year(cast.alder)
    make_offering("Wires in depth", {"I.A.1": (3, 1)}, dollars=165, hours=16)
    make_offering("Wires by ear", {"I.A.1": (2, 1)}, hours=8)
    make_offering("Waves at home", {"I.A.2": (3, 1)}, hours=6)
    make_offering("Listening", {"I.B.1": (2, 0)}, dollars=950, hours=2)
    proposed = make_offering("Hearing out", {"I.B.1": (1, 0)}, dollars=40, hours=2)
    make_item(cast.sam, year, proposed, by=cast.director)
    db.session.commit()
    return year


class Clicks:
    """Counts what a person presses."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, role: str, name: str, *, exact: bool = False) -> None:
        self.count += 1
        self.page.get_by_role(role, name=name, exact=exact).first.click()  # type: ignore[arg-type]


def choose_a_year(page: Page, live: str) -> int:
    """Answer the proposal and choose two offerings; return the clicks that took."""
    clicks = Clicks(page)
    page.goto(live)
    clicks.press("link", "Accept or decline")
    clicks.press("button", "Accept Hearing out")
    expect(page.get_by_role("status")).to_contain_text("You accepted Hearing out.")
    clicks.press("link", "Choose offerings")
    clicks.press("button", "Add Wires in depth")
    bar = page.locator("#plan-totals")
    expect(bar).to_contain_text("11 of 14")
    clicks.press("button", "Add Waves at home")
    expect(bar).to_contain_text("13 of 14")
    expect(bar).to_contain_text("24 of 40")
    expect(bar).to_contain_text("$205 of $900")
    expect(page.get_by_role("button", name="Add Waves at home")).to_have_count(0)
    expect(page.get_by_text("$950 is more than the $695 you have left.")).to_be_visible()
    clicks.press("link", "My plan (3)")
    expect(page.get_by_role("heading", name="My plan", level=1)).to_be_visible()
    expect(page.locator("tfoot")).to_contain_text("13 of 14")
    return clicks.count


def test_a_year_is_planned_in_a_few_clicks(live, page, sign_in, cast, year, axe):
    sign_in(page, cast.staff)

    clicks = choose_a_year(page, live)

    assert clicks <= MOST_CLICKS
    assert axe(page) == []


def test_a_year_is_planned_without_javascript(live, browser: Browser, sign_in, cast, year):
    page = browser.new_context(java_script_enabled=False).new_page()
    sign_in(page, cast.staff)

    assert choose_a_year(page, live) <= MOST_CLICKS


def test_undo_is_one_press_away(live, page, sign_in, cast, year):
    sign_in(page, cast.staff)
    page.goto(f"{live}/choose")

    page.get_by_role("button", name="Add Wires in depth").click()
    page.get_by_role("button", name="Undo").click()

    expect(page.locator("#plan-totals")).to_contain_text("1 of 14")
    expect(page.get_by_role("button", name="Add Wires in depth")).to_be_visible()
    expect(page).to_have_url(f"{live}/choose")


def test_filters_change_the_list_without_a_reload(live, page, sign_in, cast, year, axe):
    sign_in(page, cast.staff)
    page.goto(f"{live}/choose")
    page.evaluate("window.same = true")

    page.get_by_label("Free only").check()

    expect(page.get_by_role("heading", name="Wires in depth")).to_have_count(0)
    expect(page.get_by_role("heading", name="Wires by ear")).to_be_visible()
    assert "price=free" in page.url
    page.get_by_label("Networks").check()
    expect(page.get_by_text("2 offerings").last).to_be_visible()
    expect(page.locator("#announced[aria-live=polite]")).to_have_text("2 offerings")
    assert page.evaluate("window.same") is True
    assert axe(page) == []
    page.get_by_role("link", name="Clear filters").click()
    expect(page.get_by_role("heading", name="Wires in depth")).to_be_visible()


def test_declining_without_a_reason_says_what_is_missing(live, page, sign_in, cast, year):
    sign_in(page, cast.staff)
    page.goto(f"{live}/plan")
    page.get_by_text("Decline it").click()
    page.get_by_label("Why not").fill("   ")

    page.get_by_role("button", name="Decline Hearing out").click()
    expect(page.get_by_text("Say why in a few words")).to_be_visible()
    page.get_by_label("Why not").fill("I teach it myself.")
    page.get_by_role("button", name="Decline Hearing out").click()

    expect(page.get_by_role("heading", name="Declined")).to_be_visible()
    expect(page.get_by_text("I teach it myself.")).to_be_visible()


def test_keyboard_goes_on_with_the_next_proposal(live, page, sign_in, cast, year):
    """From Accept to Accept, also after a no; after the last one to what was said of it."""
    for title in ("Morse", "Semaphore"):
        offering = make_offering(title, {"I.B.1": (1, 0)}, dollars=10, hours=1)
        make_item(cast.sam, year, offering, by=cast.director)
    db.session.commit()
    sign_in(page, cast.staff)
    page.goto(f"{live}/plan")

    page.get_by_role("button", name="Accept Hearing out").press("Enter")

    following = page.get_by_role("button", name="Accept Morse")
    expect(following).to_be_focused()
    declining = page.get_by_role("region", name="proposes: Morse")
    declining.get_by_text("Decline it").press("Enter")
    declining.get_by_label("Why not").fill("I know it.")
    page.get_by_role("button", name="Decline Morse").press("Enter")
    expect(page.get_by_role("button", name="Accept Semaphore")).to_be_focused()
    page.get_by_role("button", name="Accept Semaphore").press("Enter")
    said = page.get_by_role("status")
    expect(said).to_contain_text("You accepted Semaphore.")
    expect(said).to_be_focused()
