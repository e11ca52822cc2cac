"""Journeys: find an indicator in the framework; build up a district's units, people and roles."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from pdplanner import datafiles
from pdplanner.extensions import db
from pdplanner.frameworks import services as frameworks
from pdplanner.organization import services
from tests.support.cast import make_person


@pytest.fixture
def district(app, cast, monkeypatch):
    """The cast with the real framework and job roles."""
    monkeypatch.setitem(app.config, "BASE_URL", "https://pd.example.org")
    catalog = datafiles.catalog()
    for document in catalog.frameworks.values():
        frameworks.load_framework(document)
    for document in catalog.job_roles.values():
        services.load_job_role(document)
    cast.sam.leaving_on = date(2027, 6, 30)
    for n in range(30):
        make_person(f"Person {n:02}", cast.support)
    db.session.commit()
    return cast


def find_indicator(page, live):
    """From the list of frameworks to the next indicator after the one searched for."""
    page.goto(f"{live}/frameworks/")
    page.get_by_role("link", name="Framework of Essential Skills of the K-12 CTO").click()
    page.get_by_label("Find an indicator").fill("limits incidents")
    page.get_by_label("Find an indicator").fill("security incidents")
    page.get_by_label("Find an indicator").press("Enter")
    expect(page.get_by_role("status").filter(has_text="1 indicator of 72")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?q=security[+%20]+incidents$"))
    page.get_by_role("link", name="Preventing and limiting incidents").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "III.E.2 Preventing and limiting incidents"
    )
    page.get_by_role("link", name="III.E.3", exact=False).last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("III.E.3")


def add_unit(page, live):
    page.goto(f"{live}/units/")
    page.get_by_role("link", name="Support").click()
    page.get_by_role("link", name="Add a unit below").click()
    page.get_by_label("Name").fill("Cabling")
    page.get_by_role("button", name="Add the unit").click()
    expect(page.get_by_role("status")).to_contain_text("Cabling is added below Support.")


def add_person(page):
    """Add Nora to the unit; a refused entry is corrected and nothing else typed again."""
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Name").fill("Nora New")
    page.get_by_label("Hours a year").fill("seven")
    page.get_by_label("Network administrator").check()
    page.get_by_role("button", name="Add the person").click()
    expect(page.get_by_role("alert").filter(has_text="1 field needs you")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("Nora New")
    expect(page.get_by_label("Network administrator")).to_be_checked()
    page.get_by_label("Hours a year").fill("7.1")
    page.get_by_role("button", name="Add the person").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nora New")
    expect(page.get_by_role("status")).to_contain_text("7.1 as 7.25")


def invite_and_give_role(page):
    page.get_by_label("E-mail address").fill("nora@example.org")
    page.get_by_role("button", name="Invite by mail").click()
    expect(page.get_by_role("status")).to_contain_text("on its way to nora@example.org")
    expect(page.get_by_text("Invited, not opened")).to_be_visible()

    page.get_by_role("link", name="Cabling").first.click()
    page.get_by_text("Give a role here").click()
    page.get_by_label("E-mail address").fill("nora@example.org")
    page.get_by_label("Role", exact=True).select_option("director")
    page.get_by_role("button", name="Give the role").click()
    expect(page.get_by_role("status")).to_contain_text("nora@example.org is director at Cabling")


def move_and_try_to_close(page):
    page.get_by_role("link", name="Move").click()
    page.get_by_label("New place, below").select_option(label="Alder / Technology / Network")
    page.get_by_role("button", name="Move").click()
    expect(page.get_by_label("Breadcrumb")).to_contain_text("Network")

    page.get_by_text("Close this unit").click()
    page.get_by_role("button", name="Close Cabling").click()
    expect(page.get_by_role("alert").filter(has_text="Not done.")).to_contain_text(
        "Cabling still has 1 active person"
    )
    page.get_by_role("button", name="Revoke director of Nora New").click()
    expect(page.get_by_role("status")).to_contain_text("Nora New is no longer director")


def test_indicator_is_found_without_reloading_the_page(district, page, live, sign_in):
    sign_in(page, district.staff)
    page.goto(f"{live}/frameworks/cosn-essential-skills")
    page.evaluate("window.marked = true")

    page.get_by_label("Find an indicator").press_sequentially("III.E")

    expect(page.get_by_text("5 indicators of 72 for “III.E”")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?q=III\.E$"))
    expect(page.get_by_label("Find an indicator")).to_be_focused()
    assert page.evaluate("window.marked") is True


def test_people_are_found_and_turned_without_reloading_the_page(district, page, live, sign_in):
    sign_in(page, district.admin)
    page.goto(f"{live}/people/")
    page.evaluate("window.marked = true")

    page.get_by_label("In", exact=True).select_option(label="Alder / Technology / Support")
    expect(page.get_by_role("heading", name="Active, Support and below")).to_be_visible()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("2 of 2")).to_be_visible()
    page.get_by_label("Name or employee number").press_sequentially("29")
    expect(page.get_by_role("link", name="Person 29")).to_be_visible()
    expect(page.get_by_text("1 person", exact=True)).to_be_visible()

    expect(page).to_have_url(re.compile(rf"\?q=29&unit={district.support.id}$"))
    assert page.evaluate("window.marked") is True


def test_framework_is_read(district, page, live, sign_in):
    sign_in(page, district.staff)

    find_indicator(page, live)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_framework_is_read_without_javascript(district, page, live, sign_in):
    sign_in(page, district.staff)

    find_indicator(page, live)


def test_admin_builds_up_a_district(district, page, live, sign_in):
    sign_in(page, district.admin)

    add_unit(page, live)
    add_person(page)
    invite_and_give_role(page)
    move_and_try_to_close(page)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_admin_builds_up_a_district_without_javascript(district, page, live, sign_in):
    sign_in(page, district.admin)

    add_unit(page, live)
    add_person(page)
    invite_and_give_role(page)
    move_and_try_to_close(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_pass_axe(district, page, live, sign_in, axe, theme):
    district.admin.theme = theme
    db.session.commit()
    sign_in(page, district.admin)
    unit, person = district.network.id, district.sam.id
    found = {}

    for path in (
        "/frameworks/", "/frameworks/cosn-essential-skills?q=privacy",
        "/frameworks/cosn-essential-skills/III.E.2", "/people/", "/people/?q=nobody", "/units/",
        "/people/new", f"/people/{person}", f"/people/{person}/edit", f"/people/{person}/move",
        f"/units/{unit}", f"/units/{unit}/new", f"/units/{unit}/edit", f"/units/{unit}/move",
    ):  # fmt: skip
        page.goto(live + path)
        found[path] = axe(page)

    assert {path: mistakes for path, mistakes in found.items() if mistakes} == {}
