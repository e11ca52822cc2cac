"""Finance reads the budget and takes it home as files."""

import csv

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from pdplanner.budgets import ledger
from pdplanner.budgets.ledger import Act
from pdplanner.extensions import db
from tests.support.cast import make_person
from tests.support.framework import make_framework
from tests.support.person_year import (
    make_adopted,
    make_fund,
    make_item,
    make_ledger_fund,
    make_offering,
    make_year,
)


@pytest.fixture
def year(cast):
    make_framework()
    year = make_year(cast.alder)
    fund = make_fund(cast.alder, year, "Local PD", dollars=5000, spent_cents=240_00)
    wires = make_offering("=Wires", {"I.A.1": (3, 1)}, dollars=165)
    items = [
        make_item(make_person(f"Person {number:02}", cast.network), year, wires, fund=fund)
        for number in range(27)
    ]
    make_adopted(cast.alder, year, items[:2])
    db.session.commit()
    return year


def download(page: Page, name: str) -> str:
    with page.expect_download() as started:
        page.get_by_role("link", name=name).click()
    return str(started.value.path())


def test_finance_reads_the_budget_and_takes_it_home(live, page, sign_in, cast, year, axe):
    sign_in(page, cast.finance)
    page.goto(live)
    page.get_by_role("link", name="Open the budget").click()

    expect(page.get_by_text("$4,760.00 available, $4,455.00 of it planned")).to_be_visible()
    assert axe(page) == []
    with open(download(page, "Plan (CSV)"), encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[2] for row in rows[1:]] == ["'=Wires"] * 27
    book = CalamineWorkbook.from_path(download(page, "Workbook (XLSX)"))
    assert book.get_sheet_by_name("By fund").to_python()[-1][6] == 4455.0


def test_pages_and_sources_change_in_place(live, page, sign_in, cast, year, axe):
    sign_in(page, cast.finance)
    page.goto(f"{live}/budget/")
    page.evaluate("window.same = true")

    page.get_by_role("navigation", name="Pages of people").get_by_role("link", name="Next").click()
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    page.get_by_role("link", name="In the adopted team plan").click()
    expect(page.get_by_text("2 people")).to_be_visible()

    assert page.evaluate("window.same") is True
    assert "of=team-plan" in page.url
    assert axe(page) == []


def test_pages_and_sources_are_links(live, either, sign_in, cast, year):
    sign_in(either, cast.finance)
    either.goto(f"{live}/budget/")

    pages = either.get_by_role("navigation", name="Pages of people")
    pages.get_by_role("link", name="Next").click()
    expect(either.get_by_text("Page 2 of 2")).to_be_visible()
    either.get_by_role("link", name="In the adopted team plan").click()
    expect(either.get_by_text("2 people")).to_be_visible()


def test_finance_sets_up_a_year_and_its_first_fund(live, either, sign_in, cast):
    make_framework()
    db.session.commit()
    sign_in(either, cast.finance)
    either.goto(live)
    either.get_by_role("link", name="Open the budget").click()
    either.get_by_role("link", name="Enter the fiscal year").click()
    either.get_by_role("button", name="Add the fiscal year").click()

    either.get_by_label("Name", exact=True).fill("Title II-A")
    either.get_by_label("Source of the money").fill("Federal")
    either.get_by_label("Allocated, $").fill("1200.5x")
    either.get_by_role("button", name="Add the fund").click()
    expect(either.get_by_role("alert").first).to_contain_text("Enter an amount such as 1,250.00")
    expect(either.get_by_label("Source of the money")).to_have_value("Federal")
    either.get_by_label("Allocated, $").fill("1,200.50")
    either.get_by_role("button", name="Add the fund").click()

    expect(either.get_by_role("status")).to_contain_text("Title II-A is added to ")
    expect(either.get_by_text("$1,200.50 available, $0.00 of it planned")).to_be_visible()


def test_fund_changed_elsewhere_is_not_overwritten_unseen(live, either, sign_in, cast, year):
    sign_in(either, cast.finance)
    either.goto(f"{live}/budget/")
    either.get_by_role("link", name="Local PD").first.click()
    other = either.context.new_page()
    other.goto(either.url)
    other.get_by_label("Allocated, $").fill("6,000")
    other.get_by_role("button", name="Save").click()

    either.get_by_label("Allocated, $").fill("5,500")
    either.get_by_role("button", name="Save").click()

    notice = either.get_by_role("alert").filter(has_text="changed while this page was open")
    expect(notice.get_by_role("row", name="Allocated, $ 5,500 6,000")).to_be_visible()
    expect(either.get_by_label("Allocated, $")).to_have_value("5,500")
    either.get_by_role("button", name="Save").click()
    expect(either.get_by_role("status")).to_contain_text("Local PD is saved.")


def test_a_figure_opens_to_its_places_and_what_was_not_funded_to_its_list(
    live, page, sign_in, cast, year, axe
):
    waves = make_offering("Waves", {"I.A.1": (3, 1)}, dollars=70)
    make_item(cast.sam, make_year(cast.alder, years_ago=1), waves, state="requested")
    db.session.commit()
    sign_in(page, cast.finance)
    page.goto(f"{live}/budget/")

    page.get_by_role("link", name="Person 03", exact=True).click()
    expect(page.get_by_text("1 place, 4 h: $165.00 planned")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Budget").last.click()
    page.get_by_role("link", name="Not funded").click()
    expect(page.get_by_text("$70.00 of earlier years still stands.")).to_be_visible()
    assert axe(page) == []
    with open(download(page, "This list (CSV)"), encoding="utf-8-sig", newline="") as file:
        assert [row[2] for row in csv.reader(file)] == ["Offering", "Waves"]


def test_on_a_phone_a_month_is_a_line_and_the_picture_is_all_in_view(
    live, page, sign_in, cast, year, axe
):
    fund = make_ledger_fund(cast.alder, year, "Grant", cents=1_000_00)
    item = make_item(cast.sam, year, make_offering("Waves", {}, dollars=50), state="approved")
    ledger.encumber(item.id, {fund.id: 50_00}, act=Act(key="a", by_id=None))
    db.session.commit()
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, cast.finance)

    page.goto(f"{live}/budget/months")

    table = page.get_by_role("region", name="Money by unit, fund and month")
    assert table.evaluate("each => each.scrollWidth - each.clientWidth") <= 0
    expect(table.locator("[data-l=Total]").first).to_be_visible()
    assert table.locator("tbody td:visible").all_text_contents() == ["$50", "$50"]
    shown = page.locator("svg.months:visible")
    assert shown.count() == 1
    box, text = shown.bounding_box(), shown.locator("text").last.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert text["height"] >= 11, "as large as the small words beside it"
    assert axe(page) == []
