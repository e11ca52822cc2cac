"""Finding an offering, and a director's work on the catalog, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from pdplanner.catalog import services
from pdplanner.extensions import db
from pdplanner.frameworks.services import load_framework
from tests.catalog.documents import FRAMEWORK, document, entry


@pytest.fixture
def shelf(cast):
    load_framework(FRAMEWORK)
    drill = [{"indicator": "I.B.1", "level": 3, "from": 1}]
    services.load_offerings(
        document(
            entry("apples", price_usd=0, hours=2),
            entry("berries", price_usd=90, hours=8, teaches=drill),
            *(entry(f"course-{n:02}", price_usd=10, hours=40) for n in range(30)),
        )
    )
    services.load_offerings(document(entry("cherries", teaches=drill), provider="Grove Institute"))
    db.session.commit()


@pytest.fixture
def plain(browser):
    """A page of a browser that runs no JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def titles(page):
    return page.locator("#offerings h3")


def test_filters_act_at_once_and_their_address_can_be_shared(page, live, sign_in, cast, shelf, axe):
    sign_in(page, cast.staff)
    page.goto(f"{live}/catalog/")
    page.evaluate("window.loadedOnce = true")
    expect(page.get_by_role("heading", name="33 offerings")).to_be_visible()

    page.get_by_label("Security").check()
    expect(titles(page)).to_have_text(["Berries", "Cherries"])
    expect(page.get_by_label("Security")).to_be_focused()
    expect(page).to_have_url(f"{live}/catalog/?area=I.B")

    page.get_by_label("Find an offering").press_sequentially("grove", delay=20)
    expect(titles(page)).to_have_text(["Cherries"])
    expect(page.get_by_label("Find an offering")).to_have_value("grove")
    expect(page).to_have_url(f"{live}/catalog/?q=grove&area=I.B")
    assert page.evaluate("window.loadedOnce") is True
    assert axe(page) == []

    page.goto(page.url)
    expect(titles(page)).to_have_text(["Cherries"])
    expect(page.get_by_label("Security")).to_be_checked()

    page.get_by_role("link", name="Show all").click()
    expect(page.get_by_role("heading", name="33 offerings")).to_be_visible()


def test_an_amount_chooses_its_own_filter(page, live, sign_in, cast, shelf):
    sign_in(page, cast.staff)
    page.goto(f"{live}/catalog/?area=I.B")

    page.get_by_label("Up to, in dollars").fill("95")
    page.get_by_label("Up to, in dollars").press("Enter")

    expect(titles(page)).to_have_text(["Berries"])
    expect(page.get_by_role("radio", name="Up to")).to_be_checked()

    page.get_by_label("Free").check()
    expect(page.get_by_text("Nothing matches all of this.")).to_be_visible()


def test_what_is_chosen_while_an_answer_is_on_its_way_holds(page, live, sign_in, cast, shelf):
    sign_in(page, cast.staff)
    page.goto(f"{live}/catalog/")
    page.route("**/catalog/?*area=I.B*", lambda _route: None, times=1)  # it never answers

    with page.expect_request("**/catalog/?*area=I.B*"):
        page.get_by_label("Security").check()
    page.get_by_label("Free").check()

    expect(page.get_by_label("Free")).to_be_checked()
    expect(page.get_by_label("Security")).to_be_checked()
    expect(page.get_by_text("Nothing matches all of this.")).to_be_visible()
    expect(page.locator("#not-saved")).to_be_hidden()


def test_pages_turn_without_loading_and_back_goes_back(page, live, sign_in, cast, shelf):
    sign_in(page, cast.staff)
    page.goto(f"{live}/catalog/")
    page.evaluate("window.loadedOnce = true")

    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    expect(page).to_have_url(f"{live}/catalog/?page=2")
    assert page.evaluate("window.loadedOnce") is True

    page.go_back()
    expect(page.get_by_text("Page 1 of 2")).to_be_visible()


def test_on_a_phone_the_filters_stay_open_while_they_are_set(page, live, sign_in, cast, shelf, axe):
    page.set_viewport_size({"width": 390, "height": 800})
    sign_in(page, cast.staff)
    page.goto(f"{live}/catalog/")
    expect(page.get_by_label("Security")).to_be_hidden()

    page.get_by_text("Filters").click()
    page.get_by_label("Security").check()

    expect(page.get_by_role("heading", name="2 offerings")).to_be_visible()
    expect(page.get_by_label("Security")).to_be_visible()
    assert axe(page) == []


def test_the_catalog_is_searched_without_javascript(plain, live, sign_in, cast, shelf):
    sign_in(plain, cast.staff)
    plain.goto(f"{live}/catalog/")

    plain.get_by_label("Find an offering").fill("grove")
    plain.get_by_label("Security").check()
    plain.get_by_role("button", name="Show offerings").click()

    expect(titles(plain)).to_have_text(["Cherries"])
    expect(plain.get_by_label("Find an offering")).to_have_value("grove")

    plain.goto(f"{live}/catalog/")
    plain.get_by_role("link", name="Next").click()
    expect(plain.get_by_text("Page 2 of 2")).to_be_visible()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def directors(request, page, plain, sign_in, cast):
    """A director's page, in a browser with and in one without JavaScript."""
    page = page if request.param else plain
    sign_in(page, cast.director)
    return page


def test_a_director_adds_an_offering(directors, live, shelf):
    directors.goto(f"{live}/catalog/")
    directors.get_by_role("link", name="Add an offering").click()
    directors.get_by_label("Title", exact=True).fill("Tabletop drill")
    directors.get_by_label("Provider", exact=True).fill("Our own department")
    directors.get_by_label("Format", exact=True).select_option("In person")
    directors.get_by_label("Hours", exact=True).fill("3,1")

    directors.get_by_role("button", name="More rows").click()
    expect(directors.get_by_label("Title", exact=True)).to_have_value("Tabletop drill")
    row = directors.get_by_role("group", name="Indicator 7")
    row.get_by_label("Indicator").select_option("I.B.1 Incident drills")
    row.get_by_label("Brings to").select_option("3")
    directors.get_by_role("button", name="Add to the catalog").click()
    expect(directors.get_by_role("alert")).to_contain_text("Enter hours such as 7.5.")

    directors.get_by_label("Hours", exact=True).fill("3.1")
    directors.get_by_role("button", name="Add to the catalog").click()
    said = directors.get_by_role("status")
    expect(said).to_contain_text("is in the catalog of")
    expect(said).to_contain_text("Hours are kept in quarters: 3.1 as 3.25.")
    expect(directors.get_by_role("row", name=re.compile("Incident drills"))).to_contain_text("3")


def test_a_director_enters_terms_and_a_run_and_takes_the_terms_back(directors, live, shelf):
    directors.goto(f"{live}/catalog/?q=cherries")
    directors.get_by_role("link", name="Cherries").click()
    directors.get_by_role("link", name="Enter the district’s price and hours").click()
    directors.get_by_label("Price of a place").fill("1,250.50")
    directors.get_by_label("Who quoted it").fill("Letter of the Institute")
    directors.get_by_label("Hours, preparation included").fill("20")
    directors.get_by_label("Who said so").fill("Their teacher")
    directors.get_by_role("button", name="Save price and hours").click()
    ours = directors.get_by_role("region", name="Price and hours in Alder")
    expect(ours).to_contain_text("$1,250.50")

    directors.get_by_text("Add a run").click()
    directors.get_by_label("First day").fill("2030-01-08")
    directors.get_by_label("Seats").fill("12")
    directors.get_by_role("button", name="Add this run").click()
    expect(directors.get_by_role("region", name="Dates")).to_contain_text("8 January 2030")

    directors.get_by_text("Go back to the catalog’s price and hours").click()
    directors.get_by_role("button", name="Go back to the catalog’s").click()
    expect(ours).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_the_catalog(
    page, live, sign_in, cast, shelf, axe, theme
):
    cast.director.theme = theme
    [exam] = services.load_offerings(document(entry("exam", as_of="2019")))
    services.quote(exam, unit=cast.alder, quoted_by=cast.director, price_cents=1, hours=1)
    own = services.create_offering(unit=cast.alder, title="Own", provider="We", format="book")
    db.session.commit()
    sign_in(page, cast.director)

    for path in ("", "new", exam.id, f"{exam.id}/quote", own.id, f"{own.id}/edit", "?q=nothing"):
        page.goto(f"{live}/catalog/{path}")
        assert axe(page) == [], path
