"""A director enters the quote of what would close the most, with and without JavaScript."""

from playwright.sync_api import expect

from pdplanner.extensions import db
from tests.support.framework import make_framework
from tests.support.person_year import make_levels, make_offering, make_targets, make_year


def test_quote_is_entered_for_what_would_close_the_most(live, either, sign_in, cast):
    make_framework()
    make_targets(cast.sam, {"I.A.1": (3, 5), "I.A.2": (3, 2)})
    make_levels(cast.sam, {"I.A.1": 1, "I.A.2": 2})
    make_year(cast.alder)
    make_offering("Aerials", {"I.A.2": (3, 1)}, dollars=None)
    make_offering("Wires in depth", {"I.A.1": (3, 1)}, dollars=None, hours=None)
    db.session.commit()
    sign_in(either, cast.director)
    either.goto(live)
    either.get_by_role("link", name="What needs a quote").click()
    expect(
        either.get_by_text("Those that could close the most for Alder come first.")
    ).to_be_visible()
    rows = either.get_by_role("row")
    expect(rows.nth(1)).to_contain_text("Wires in depth")
    expect(rows.nth(2)).to_contain_text("Aerials")

    either.get_by_role("link", name="Enter a quote for Wires in depth").click()
    either.get_by_label("Price of a place").fill("165x")
    either.get_by_label("Who quoted it, and where it is written").fill("Pat of Learning Works")
    either.get_by_label("Hours, preparation included").fill("7.25")
    either.get_by_label("Who said so, and where it is written").fill("The same letter")
    either.get_by_role("button", name="Save price and hours").click()
    expect(either.get_by_role("alert").filter(has_text="Not saved")).to_be_visible()
    expect(either.get_by_label("Hours, preparation included")).to_have_value("7.25")
    either.get_by_label("Price of a place").fill("165")
    either.get_by_role("button", name="Save price and hours").click()

    cost = either.get_by_role("region", name="What a place costs")
    expect(cost).to_contain_text("$165")
    expect(cost).to_contain_text("7.25 h")
    either.goto(f"{live}/catalog/needs-a-quote")
    expect(either.get_by_text("1 offering cannot be planned")).to_be_visible()
    expect(rows.nth(1)).to_contain_text("Aerials")
