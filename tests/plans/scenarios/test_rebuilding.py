"""A plan that is being built anew stays on its page, and one whose people changed says so."""

import html
import re

import pytest
from sqlalchemy import select

from pdplanner.extensions import db
from pdplanner.plans import planner, tasks
from pdplanner.plans.models import Scenario
from pdplanner.plans.scenarios import builds, drafts
from pdplanner.web import process_locks, transactions
from tests.support.html import text_of
from tests.support.planned_team import add_person


@pytest.fixture
def plan(team, director):
    """The plan of the settings: one place of the large course."""
    director.post(f"/teams/{team.unit.id}/plan", data={f"fund_{team.local.id}": "100"})
    return db.session.scalars(select(Scenario)).one()


def address(scenario):
    return f"/teams/{scenario.unit_id}/plan/{scenario.id}"


def exclude(scenario, offering, *, by):
    """Ask for another build, which no worker takes up yet."""
    with transactions.writing():
        waiting = drafts.add_rules(
            scenario, by=by, kind="exclude", offering_id=offering.id, person_ids=[None]
        )
        db.session.commit()
    return waiting


def test_plan_from_before_a_change_stays_until_the_new_one_is_there(team, director, plan):
    exclude(plan, team.large, by=team.cast.director)

    page = text_of(director.get(address(plan)).text)

    assert "Building the plan" in page
    assert "the plan from before this change stays here: it closes 4 of 24 points for $100." in page
    assert "Plan by offering, before this change 1 offering, 1 place" in page
    assert "Proven best" not in page, "that was under other rules"


def test_new_plan_says_what_the_change_did(team, director, plan):
    waiting = director.get(address(exclude(plan, team.large, by=team.cast.director)))
    asked = f"{address(plan)}?waiting=1&before=40"
    assert asked.replace("&", "&amp;") in waiting.text

    tasks.build.function(plan.id)

    page = text_of(director.get(asked, headers={"HX-Request": "true"}).text)
    assert "Closes 2 of 24 points" in page
    assert "2 points fewer than before this change." in page
    assert "before this change" not in text_of(director.get(address(plan)).text)


def test_a_plan_after_none_that_fits_is_compared_with_nothing(team, director, plan):
    asked = {"rule_kind": "pin", "rule_offering": team.large.id, "basis": plan.id}
    director.post(f"/teams/{team.unit.id}/plan", data=asked)
    assert (plan.status, plan.value, plan.bound) == ("impossible", None, None)
    with transactions.writing():
        drafts.again(plan, by=team.cast.director)
        db.session.commit()

    page = director.get(address(plan)).text

    assert "before=" not in page
    assert "the plan from before this change" not in text_of(page)


def test_refused_settings_leave_the_plan_on_the_screen(team, director, plan):
    asked = {f"fund_{team.local.id}": "abc", "basis": plan.id}

    refused = director.post(f"/teams/{team.unit.id}/plan", data=asked)

    page = text_of(refused.text)
    assert refused.status_code == 422
    assert "Enter an amount such as 1,250.00." in page
    assert "Closes 4 of 24 points" in page
    assert 'value="abc"' in refused.text


def test_a_basis_that_is_nothing_leads_nowhere(team, director, plan):
    asked = {f"fund_{team.local.id}": "abc"}

    for basis in ("nonsense", "", "999"):
        answer = director.post(f"/teams/{team.unit.id}/plan", data={**asked, "basis": basis})

        assert answer.status_code == 422
        assert 'value="abc"' in answer.text


def test_change_of_a_saved_plan_begins_with_its_figures(team, director, plan):
    director.post(f"{address(plan)}/save", data={"name": "Large"})
    saved = db.session.scalars(select(Scenario)).one()
    assert saved.saved

    draft = exclude(saved, team.large, by=team.cast.director)

    page = text_of(director.get(address(draft)).text)
    assert "it closes 4 of 24 points for $100." in page


def test_plan_says_who_left_and_who_came_since_it_was_built(team, director, plan):
    assert "Since it was built" not in director.get(address(plan)).text
    team.people[1].active = False
    for name in ("Nell", "Olu"):
        add_person(team, name, team.cast.support)
    add_person(team, "Uma", team.cast.support, level=None)
    db.session.commit()

    page = text_of(director.get(address(plan)).text)

    gone, new = "Ben left", "Nell and Olu joined or were rated"
    assert f"Since it was built, {gone} and {new}." in page
    assert "Technology: 7 people in 2 teams." in page, "not three: one is the unit itself"


def test_page_that_waits_says_how_far_the_build_is(team, director, plan):
    draft = exclude(plan, team.large, by=team.cast.director)
    asked = f"{address(draft)}?waiting=1"
    with process_locks.alone(builds.held_as(draft.id, draft.version)):
        builds.take_up(draft.id)
        db.session.commit()
        assert director.get(asked, headers={"HX-Request": "true"}).status_code == 204

        ends = builds.note_progress(draft.id, draft.version, planner.Progress(15, 40))
        db.session.commit()
        answer = director.get(asked, headers={"HX-Request": "true"})

    assert not ends
    assert answer.headers["HX-Retarget"] == "#building-panel"
    panel = text_of(answer.text)
    assert "Best so far 1.5 points closed No plan passes 4 points Still open 2.5" in panel
    assert "Stop and keep 1.5" in panel
    assert "no worker" not in panel


def test_build_that_is_stopped_ends_with_what_it_has(team, director, plan, monkeypatch):
    draft = exclude(plan, team.large, by=team.cast.director)
    builds.take_up(draft.id)
    builds.note_progress(draft.id, draft.version, planner.Progress(15, 40))
    db.session.commit()

    page = director.post(f"{address(draft)}/stop", follow_redirects=True)

    assert "It ends with what it has." in text_of(page.text)
    assert builds.note_progress(draft.id, draft.version, planner.Progress(15, 40))
    # A new build is not stopped by what was asked of the one before.
    again = exclude(draft, team.large, by=team.cast.director)
    assert not again.stop_asked
    assert again.best_value is None


def test_stop_of_an_older_build_leaves_the_newer_one(team, director, plan):
    draft = exclude(plan, team.large, by=team.cast.director)
    builds.take_up(draft.id)
    builds.note_progress(draft.id, draft.version, planner.Progress(15, 40))
    db.session.commit()
    shown = {"version": field(director.get(address(draft)), "version")}
    exclude(draft, team.small, by=team.cast.director)

    page = director.post(f"{address(draft)}/stop", data=shown, follow_redirects=True)

    assert "Nothing was stopped" in text_of(page.text)
    db.session.refresh(draft)
    assert not draft.stop_asked


def field(page, name):
    """What a form of the page carries under a name."""
    return html.unescape(re.search(rf'name="{name}" value="([^"]*)"', page.text)[1])


def test_build_of_older_settings_ends_at_once(team, plan):
    draft = exclude(plan, team.large, by=team.cast.director)
    version = builds.take_up(draft.id)
    exclude(draft, team.large, by=team.cast.director)

    assert builds.note_progress(draft.id, version, planner.Progress(15, 40))
    assert draft.best_value is None


def test_the_worker_tells_how_far_it_is_and_ends_when_asked(team, plan, monkeypatch):
    told = []
    monkeypatch.setattr(tasks, "NOTED_EACH", -1.0)
    monkeypatch.setattr(builds, "note_progress", lambda *args: told.append(args) or True)
    draft = exclude(plan, team.large, by=team.cast.director)

    tasks.build.function(draft.id)

    db.session.refresh(draft)
    assert draft.status == "built"
    assert {scenario_id for scenario_id, _, _ in told} <= {draft.id}
