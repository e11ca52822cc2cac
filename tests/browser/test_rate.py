"""Journey 1, on the shipped framework: all 72 indicators by keys, and by clicks."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from pdplanner import datafiles
from pdplanner.assessments.models import SelfAssessment
from pdplanner.extensions import db
from pdplanner.organization.services import load_job_role
from tests.browser.rating import EVIDENCE, begin, prepare, question, saved

A_PAUSE = 1_100
"""Milliseconds after which keys are levels again; rate.js says it too."""


@pytest.fixture
def sam(cast):
    return prepare(cast)


def test_all_72_are_rated_by_72_keys_and_10_steps(page, live, sign_in, sam):
    sign_in(page, sam.staff)
    begin(page, live)
    keys = steps = 0

    while "/submit" not in page.url:
        for number in range(page.locator("#ratings fieldset").count()):
            page.keyboard.press("012"[number % 3])
            keys += 1
        expect(page.locator("#next")).to_be_focused()
        here = page.url
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, here=here: url != here)
        steps += 1

    assert (keys, steps) == (72, 10)
    assert len(saved()) == 72
    expect(page.get_by_text("Everything is rated, and every line is there.")).to_be_visible()
    page.get_by_role("button", name="Submit 72 ratings").click()
    expect(page.get_by_role("status").first).to_contain_text("Director (director of Alder)")
    db.session.commit()
    assert db.session.scalar(select(func.count(SelfAssessment.submitted_at))) == 1


def test_a_key_saves_at_once_and_three_moves_on_too(page, live, sign_in, sam):
    sign_in(page, sam.staff)
    begin(page, live)

    page.keyboard.press("3")

    expect(question(page, "I.A.2")).to_be_focused()
    expect(page.locator("#I-A-1-state")).to_contain_text("Needed before you submit")
    expect(page.locator("#progress")).to_contain_text("1 of 72 rated.")
    assert saved() == {"I.A.1": (3, "")}


def test_keys_move_by_arrows_and_never_rate_from_a_line_of_text(page, live, sign_in, sam):
    sign_in(page, sam.staff)
    begin(page, live)
    page.keyboard.press("4")

    page.keyboard.press("ArrowUp")
    expect(question(page, "I.A.1")).to_be_focused()
    line = question(page, "I.A.1").get_by_label("What shows it?")
    line.fill("Level ")
    line.press_sequentially("2 of 4, north")
    page.keyboard.press("Enter")

    expect(question(page, "I.A.2")).to_be_focused()
    expect(page.locator("#I-A-1-state")).to_contain_text("✓ Saved")
    assert saved() == {"I.A.1": (4, "Level 2 of 4, north")}


def test_words_typed_after_a_level_are_no_ratings(page, live, sign_in, sam):
    sign_in(page, sam.staff)
    begin(page, live)
    page.keyboard.press("4")
    expect(page.locator("#I-A-1-state")).to_contain_text("Needed before you submit")

    page.keyboard.type("Ran 3 drills in 2024")
    page.wait_for_timeout(A_PAUSE)
    page.keyboard.press("1")

    expect(page.locator("#progress")).to_contain_text("2 of 72 rated.")
    assert saved() == {"I.A.1": (4, ""), "I.A.2": (1, "")}


def test_not_applicable_asks_for_a_reason_and_submitting_leads_there(page, live, sign_in, sam):
    sign_in(page, sam.staff)
    begin(page, live)
    page.keyboard.press("n")
    expect(page.locator("#I-A-1-state")).to_contain_text("a line that says why")

    page.goto(page.url.rpartition("/")[0] + "/submit")
    page.get_by_role("link", name="I.A.1 A shared vision for technology").click()
    page.wait_for_url("**/I.A#I-A-1")
    expect(question(page, "I.A.1")).to_be_focused()
    page.get_by_label("Why does it not apply to your work?").first.fill("The state does it.")
    page.locator("#next").click()
    page.wait_for_url("**/I.B")

    assert saved() == {"I.A.1": (None, "The state does it.")}


def test_not_applicable_by_a_slip_of_a_key_keeps_the_evidence(page, live, sign_in, sam):
    sign_in(page, sam.staff)
    begin(page, live)
    page.keyboard.press("3")
    line = question(page, "I.A.1").get_by_label("What shows it?")
    line.fill(EVIDENCE)
    line.press("Enter")
    expect(page.locator("#I-A-1-state")).to_contain_text("✓ Saved")

    page.keyboard.press("ArrowUp")
    page.keyboard.press("n")
    expect(page.locator("#I-A-1-state")).to_contain_text("a line that says why")
    page.reload()
    question(page, "I.A.1").get_by_text("Proficient").click()

    expect(line).to_have_value(EVIDENCE)
    expect(page.locator("#I-A-1-state")).to_contain_text("✓ Saved")
    assert saved() == {"I.A.1": (3, EVIDENCE)}


def test_clicks_and_text_are_saved_as_they_are_made(page, live, sign_in, sam):
    sign_in(page, sam.staff)
    begin(page, live)

    question(page, "I.A.2").get_by_text("Proficient").click()
    line = question(page, "I.A.2").get_by_label("What shows it?")
    line.fill(EVIDENCE)
    question(page, "I.A.3").get_by_text("Awareness").click()
    expect(page.locator("#progress")).to_contain_text("2 of 72 rated.")
    page.reload()

    expect(line).to_have_value(EVIDENCE)
    assert saved() == {"I.A.2": (3, EVIDENCE), "I.A.3": (1, "")}


def test_tab_that_was_opened_earlier_keeps_the_evidence_of_a_newer_one(page, live, sign_in, sam):
    sign_in(page, sam.staff)
    begin(page, live)
    newer = page.context.new_page()
    newer.goto(page.url)
    question(newer, "I.A.1").get_by_text("Proficient").click()
    line = question(newer, "I.A.1").get_by_label("What shows it?")
    line.fill(EVIDENCE)
    line.press("Tab")
    expect(newer.locator("#I-A-1-state")).to_contain_text("✓ Saved")

    for word in ("Leading", "Proficient", "Leading"):
        question(page, "I.A.1").get_by_text(word).click()
        expect(page.locator("#I-A-1-state")).to_contain_text("✓ Saved")
    newer.reload()

    expect(line).to_have_value(EVIDENCE)
    assert saved() == {"I.A.1": (4, EVIDENCE)}


def test_line_that_is_emptied_on_the_same_page_is_empty(page, live, sign_in, sam):
    sign_in(page, sam.staff)
    begin(page, live)
    page.keyboard.press("3")
    line = question(page, "I.A.1").get_by_label("What shows it?")
    line.fill(EVIDENCE)
    line.press("Tab")
    expect(page.locator("#I-A-1-state")).to_contain_text("✓ Saved")

    line.fill("")
    line.press("Tab")

    expect(page.locator("#I-A-1-state")).to_contain_text("Needed before you submit")
    assert saved() == {"I.A.1": (3, "")}


def test_refused_text_stays_and_is_said(page, live, sign_in, sam):
    sign_in(page, sam.staff)
    begin(page, live)
    page.keyboard.press("3")
    line = question(page, "I.A.1").get_by_label("What shows it?")
    line.evaluate("field => field.removeAttribute('maxlength')")

    line.fill("x" * 201)
    line.press("Enter")

    expect(page.locator("#I-A-1-state")).to_contain_text("room for 200 characters")
    expect(line).to_have_value("x" * 201)
    expect(line).to_have_attribute("aria-invalid", "true")


def test_optional_indicators_are_passed_over_by_keys(page, live, sign_in, sam):
    role = load_job_role(datafiles.catalog().job_roles["job_roles/network-administrator.yaml"])
    sam.sam.job_roles = [role]
    db.session.commit()
    sign_in(page, sam.staff)

    begin(page, live)
    page.keyboard.press("1")

    expect(page.locator("#next")).to_be_focused()
    expect(page.locator("#progress")).to_contain_text("1 of 72 rated.")
    assert saved() == {"I.A.4": (1, "")}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_have_no_axe_findings(page, live, sign_in, axe, sam, theme):
    sam.staff.theme = theme
    db.session.commit()
    sign_in(page, sam.staff)
    found = {}

    begin(page, live)
    page.keyboard.press("3")
    expect(page.locator("#I-A-1-state")).to_contain_text("Needed")
    found["area"] = axe(page)
    for path in (
        "skills/",
        "skills/gaps",
        page.url.rpartition("/")[0].removeprefix(live + "/") + "/submit",
    ):
        page.goto(f"{live}/{path}")
        found[path] = axe(page)

    assert found == {page: [] for page in found}
