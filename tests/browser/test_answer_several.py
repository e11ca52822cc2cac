"""Several requests answered in one step, while what approving does is still on its way."""

import threading

import pytest
from playwright.sync_api import Page, expect

from pdplanner.extensions import db
from pdplanner.plans.models import PlanItem
from pdplanner.plans.requests.views import inbox as inbox_views
from tests.support.person_year import make_ledger_fund, make_requests

SLOW = 1.0
# The cells of the preview that stand outside of the screen.
OUT_OF_SIGHT = """() => [...document.querySelectorAll('#answers td')].filter(cell => {
  const place = cell.getBoundingClientRect();
  return place.width && (place.right > innerWidth || place.left < 0);
}).map(cell => cell.textContent)"""


@pytest.fixture
def ids(cast, year):
    make_ledger_fund(cast.alder, year, cents=500_00)
    return make_requests(cast.sam, year, 6)


@pytest.fixture
def inbox(live, page: Page, sign_in, cast, ids):
    sign_in(page, cast.director)
    page.goto(f"{live}/requests/")
    return page


@pytest.fixture
def slowly(monkeypatch):
    """Let each preview take a while."""
    shown, waits = inbox_views.inbox, threading.Event()

    def slow(*args, **kwargs):
        if kwargs["chosen"]:
            waits.wait(SLOW)
        return shown(*args, **kwargs)

    monkeypatch.setattr(inbox_views, "inbox", slow)


def boxes(page):
    return page.locator("input[name=r][type=checkbox]")


def test_letters_typed_while_a_preview_is_on_its_way_stay(inbox, slowly):
    words = inbox.get_by_label("What the people concerned should know")
    expect(words).to_be_hidden()
    boxes(inbox).nth(0).check()
    expect(inbox.get_by_role("button", name="Approve 1")).to_be_visible()
    words.press_sequentially("half a sent")

    boxes(inbox).nth(1).check()
    words.focus()
    words.press("End")
    words.press_sequentially("ence ")
    expect(inbox.get_by_role("button", name="Approve 2")).to_be_visible()
    inbox.keyboard.type("typed on")

    expect(words).to_have_value("half a sentence typed on")
    expect(words).to_be_focused()
    boxes(inbox).nth(0).uncheck()
    boxes(inbox).nth(1).uncheck()
    expect(inbox.get_by_text("Choose requests to see")).to_be_visible()
    expect(words).to_be_visible()  # what is typed is never out of sight
    expect(words).to_have_value("half a sentence typed on")


def test_nothing_is_answered_by_a_preview_that_a_newer_one_replaces(inbox, slowly, axe):
    boxes(inbox).nth(0).check()
    one = inbox.get_by_role("button", name="Approve 1, set $10.00 aside")
    expect(one).to_be_enabled()

    boxes(inbox).nth(1).focus()
    for _ in range(5):
        inbox.keyboard.press("Space")
        inbox.keyboard.press("Tab")
        inbox.keyboard.press("Tab")
    assert inbox.locator("input[name=r][type=checkbox]:checked").count() == 6
    expect(one).to_be_disabled()
    expect(inbox.get_by_role("button", name="Decline 1")).to_be_disabled()

    expect(inbox.get_by_role("button", name="Approve 6, set $60.00 aside")).to_be_enabled()
    assert axe(inbox) == []


def test_what_is_chosen_is_declined_with_the_words(either, live, sign_in, cast, ids):
    sign_in(either, cast.director)
    either.goto(f"{live}/requests/")
    boxes(either).nth(0).check()
    boxes(either).nth(1).check()
    if either.get_by_role("button", name="Decline 2").count() == 0:
        either.get_by_role("button", name="Show what approving does").click()
    expect(either.get_by_role("button", name="Decline 2")).to_be_enabled()

    either.get_by_label("What the people concerned should know").fill("No money before June.")
    either.get_by_role("button", name="Decline 2").click()

    expect(either.get_by_role("status")).to_contain_text("2 requests declined.")
    db.session.rollback()
    items = db.session.query(PlanItem).filter(PlanItem.state == "declined").all()
    assert [item.comment for item in items] == ["No money before June."] * 2


def test_the_whole_preview_is_in_sight_on_a_phone(inbox):
    inbox.set_viewport_size({"width": 390, "height": 844})
    boxes(inbox).nth(0).check()
    expect(inbox.get_by_text("Within the cap")).to_be_visible()

    assert inbox.evaluate(OUT_OF_SIGHT) == []
    assert inbox.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    rows = inbox.locator("#answers tbody tr").evaluate_all("all => all.map(e => e.offsetHeight)")
    assert max(rows) < 200
