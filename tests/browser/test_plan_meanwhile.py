"""Two pages of one plan: what one does while the other stands still."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from pdplanner.extensions import db
from pdplanner.plans import tasks
from pdplanner.plans.models import Scenario, ScenarioRule
from pdplanner.plans.scenarios import drafts
from pdplanner.plans.studies import asking
from pdplanner.web import transactions
from tests.support.planned_team import make_team_with_a_choice

LONG = 20_000


@pytest.fixture
def team(cast):
    return make_team_with_a_choice(cast)


@pytest.fixture
def plan(team):
    asked = drafts.Asked(limits={team.local.id: 200_00})
    with transactions.writing():
        scenario = drafts.ask(team.unit, team.year, by=team.cast.director, asked=asked, basis=None)
        scenario_id = scenario.id
        db.session.commit()
    tasks.build.function(scenario_id)
    return scenario_id


@pytest.fixture
def address(live, team, plan):
    return f"{live}/teams/{team.unit.id}/plan/{plan}"


def rules() -> list[str]:
    db.session.rollback()
    return sorted(
        f"{each.kind} {each.offering.code}" for each in db.session.scalars(select(ScenarioRule))
    )


def press(page: Page, name: str) -> None:
    # Its buttons are htmx's once the note has been read; before, they send the form itself.
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name=name).click()


def test_a_step_of_an_older_page_is_offered_again(either, sign_in, team, address):
    sign_in(either, team.cast.director)
    other = either.context.new_page()
    for page in (either, other):
        page.goto(address)
    press(other, "Exclude large")
    expect(other.get_by_text("Leave out: large, for everybody")).to_be_attached(timeout=LONG)

    press(either, "Pin large")

    alert = either.get_by_role("alert")
    expect(alert).to_contain_text("New: Leave out large, for everybody.", timeout=LONG)
    assert rules() == ["exclude large"]
    either.get_by_role("button", name="Pin large for everybody").click()
    expect(either.get_by_text("Must have: large, for everybody")).to_be_attached(timeout=LONG)
    assert rules() == ["pin large"]


def test_steps_and_the_way_back_are_no_conflict_with_oneself(either, sign_in, team, address):
    sign_in(either, team.cast.director)
    either.goto(address)
    press(either, "Exclude large")
    expect(either.get_by_text("Leave out: large, for everybody")).to_be_attached(timeout=LONG)

    either.go_back()
    press(either, "Pin small")

    expect(either.get_by_role("button", name="Pinned ✓ small")).to_be_visible(timeout=LONG)
    expect(either.get_by_role("alert")).to_have_count(0)
    assert rules() == ["exclude large", "pin small", "pin small"]


def test_settings_typed_for_a_deleted_plan_make_a_new_draft(either, sign_in, team, plan, address):
    sign_in(either, team.cast.director)
    either.goto(address)
    either.get_by_label("Local PD").fill("100")
    delete(plan)

    press(either, "Build plan")

    expect(either.get_by_role("alert")).to_contain_text(
        "The plan was deleted while its page was open", timeout=LONG
    )
    expect(either.get_by_label("Local PD")).to_have_value("100")
    either.get_by_role("button", name="Build plan").click()
    expect(either.locator(".result")).to_contain_text("for $100", timeout=LONG)


def test_a_page_of_a_deleted_plan_asks_no_more(live, page, sign_in, team, plan, address):
    asking.begin(db.session.get(Scenario, plan))
    db.session.commit()
    sign_in(page, team.cast.director)
    page.goto(address)
    expect(page.get_by_text("this chart updates by itself")).to_be_visible()
    page.get_by_label("Local PD").fill("77")
    delete(plan)

    expect(page.get_by_text("There is no such plan here").last).to_be_visible()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(2_500)

    assert [each for each in asked if re.search("studies|since", each)] == []
    expect(page.get_by_label("Local PD")).to_have_value("77")


def delete(scenario_id: int) -> None:
    with transactions.writing():
        db.session.delete(db.session.get(Scenario, scenario_id, populate_existing=True))
        db.session.commit()
