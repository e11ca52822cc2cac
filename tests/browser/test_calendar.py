"""A director blacks out testing days and sees the plan change, with and without JavaScript."""

from datetime import timedelta

from playwright.sync_api import expect

from pdplanner import clock
from pdplanner.catalog.models import Session
from pdplanner.extensions import db
from pdplanner.web.filters import day
from tests.support.planned_team import make_offering, make_planned_team


def test_a_blackout_changes_the_plan_until_it_is_removed(live, either, sign_in, cast):
    page = either
    team = make_planned_team(cast)
    course = make_offering(team, "Security course", {"S.1": 3, "S.2": 3}, cents=100_00)
    make_offering(team, "Security seminar", {"S.1": 3}, cents=100_00)
    on = clock.today() + timedelta(days=20)
    db.session.add(Session(offering=course, starts_on=on, ends_on=on, seats=9))
    db.session.commit()
    sign_in(page, cast.director)

    def build():
        page.goto(f"{live}/teams/{team.unit.id}")
        page.get_by_label("Local PD").fill("300")
        page.get_by_role("button", name="Build plan").click()

    build()
    expect(page.get_by_role("button", name="Pin Security course")).to_be_visible()

    page.get_by_role("link", name="Budget").first.click()
    page.get_by_role("link", name="Calendar").click()
    page.get_by_role("link", name="Add a blackout").click()
    page.get_by_label("Name").fill("Spring testing")
    page.get_by_label("First day").fill(on.isoformat())
    page.get_by_label("Last day").fill(on.isoformat())
    page.get_by_label("For the people of").select_option("Alder")
    page.get_by_role("button", name="Add the blackout").click()
    expect(page.get_by_role("status")).to_contain_text("Spring testing is added.")
    build()
    expect(page.get_by_role("button", name="Pin Security seminar")).to_be_visible()
    expect(page.get_by_role("region", name="Offerings left out")).to_contain_text(
        f"Its only run, {day(on)}, falls in Spring testing."
    )

    page.get_by_role("link", name="Terms, blackouts and minimum cover").click()
    yes = page.get_by_role("button", name="Yes, remove Spring testing")
    expect(yes).to_be_hidden()
    page.get_by_text("Remove", exact=False).first.click()
    yes.click()
    expect(page.get_by_text("No day is blacked out")).to_be_visible()
    build()
    expect(page.get_by_role("button", name="Pin Security course")).to_be_visible()
