"""From one's gaps to what closes them: the catalog's offerings, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from pdplanner.extensions import db
from tests.support.framework import make_framework
from tests.support.person_year import make_levels, make_offering, make_targets, make_year


@pytest.fixture
def gaps(cast):
    """Sam misses 10 points of Wires and 2 of Waves."""
    make_framework()
    make_targets(cast.sam, {"I.A.1": (3, 5), "I.A.2": (3, 2)})
    make_levels(cast.sam, {"I.A.1": 1, "I.A.2": 2})
    make_year(cast.alder)
    make_offering("Wires in depth", {"I.A.1": (3, 1)}, dollars=165, hours=16)
    make_offering("Wires by ear", {"I.A.1": (2, 1)}, hours=8)
    make_offering("Waves at home", {"I.A.2": (3, 1)}, hours=6)
    db.session.commit()


def test_gap_leads_to_the_offerings_that_close_it(live, either, sign_in, cast, gaps):
    sign_in(either, cast.staff)
    either.goto(live)
    either.get_by_role("link", name="All my gaps by indicator").click()
    expect(either.get_by_text("12 points in 2 indicators, the largest first.")).to_be_visible()

    either.locator("summary").filter(has_text="I.A.1").click()
    either.get_by_role("link", name="Offerings that teach it (Wires)").click()
    expect(either.get_by_role("heading", name="2 offerings")).to_be_visible()
    expect(either.get_by_role("heading", name="Waves at home")).to_have_count(0)
    either.get_by_role("link", name="Wires in depth").click()
    expect(either.get_by_role("heading", level=1)).to_have_text("Wires in depth")
    brings = either.get_by_role("region", name="Indicators that it teaches")
    expect(brings.get_by_role("row").nth(1)).to_contain_text("I.A.1 Wires")

    either.goto(f"{live}/skills/gaps")
    either.get_by_role("link", name="Choose what closes them").click()
    either.get_by_role("button", name="Add Wires in depth").click()
    expect(either.locator("#plan-totals")).to_contain_text("10 of 12")


def test_opened_gap_passes_axe(live, page, sign_in, cast, gaps, axe):
    sign_in(page, cast.staff)
    page.goto(f"{live}/skills/gaps")

    for fold in page.locator("details.fold summary").all():
        fold.click()
    expect(page.get_by_role("link", name="Offerings that teach it (Waves)")).to_be_visible()

    assert axe(page) == []
