"""Building a scenario in a job: nothing lost, nothing stale written, every failure said."""

import logging
import sys

import pytest
from sqlalchemy import select

from pdplanner.extensions import db
from pdplanner.plans import tasks
from pdplanner.plans.models import Scenario, Status
from pdplanner.plans.scenarios import builds, drafts
from pdplanner.plans.scenarios.errors import UnknownError
from pdplanner.queue import Task
from tests.support.client import HTMX
from tests.support.planned_team import make_offering, make_planned_team


@pytest.fixture
def team(cast):
    team = make_planned_team(cast)
    make_offering(team, "course", {"P.1": 3}, cents=10_00)
    db.session.commit()
    return team


def ask(team, **settings):
    """Ask for a plan without handing it to a worker."""
    asked = drafts.Asked(limits={team.local.id: 20_00}, **settings)
    scenario = drafts.ask(team.unit, team.year, by=team.cast.director, asked=asked, basis=None)
    db.session.commit()
    return scenario


def status_of(scenario):
    db.session.rollback()
    return db.session.scalar(select(Scenario.status).where(Scenario.id == scenario.id))


def address(team, scenario):
    return f"/teams/{team.unit.id}/plan/{scenario.id}"


def test_a_director_has_one_draft_of_a_unit_and_year(team):
    first = ask(team, hours=10)
    second = ask(team, hours=20)

    assert first.id == second.id
    assert (second.hours, second.version, second.status) == (20, 3, Status.WAITING)


def test_waiting_page_polls_until_the_plan_is_there(team, as_user):
    scenario = ask(team)
    director = as_user(team.cast.director)
    url = address(team, scenario)

    again = f"{url}?waiting=1"

    page = director.get(url)
    poll = director.get(again, headers=HTMX)
    tasks.build.function(scenario.id)
    done = director.get(again, headers=HTMX)

    assert "Building the plan" in page.text
    assert f'href="{again}" hx-get="{again}" hx-trigger="every 300ms"' in page.text
    assert (poll.status_code, poll.text) == (204, "")
    assert "Closes 4 of 24 points" in done.text
    assert "look-at-build" not in done.text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_excluding_shows_at_once_that_the_plan_is_built_anew(team, as_user, monkeypatch, headers):
    """A worker takes its time, unlike the queue of the tests."""
    scenario = ask(team)
    tasks.build.function(scenario.id)
    line = scenario.lines[0]
    monkeypatch.setattr(Task, "later", lambda task, *arguments: None)
    director = as_user(team.cast.director)

    page = director.post(
        f"{address(team, scenario)}/rules",
        data={"exclude": str(line.offering_id)},
        headers=headers,
        follow_redirects=True,
    )

    assert page.status_code == 200
    assert "Building the plan" in page.text
    assert "waiting=1" in page.text


def test_result_for_settings_that_changed_meanwhile_is_thrown_away(team):
    scenario = ask(team)
    version = builds.take_up(scenario.id)
    db.session.commit()
    built = tasks._solved(scenario.id, version)
    ask(team, floor=1)

    written = builds.finish(scenario.id, version, built)

    assert not written
    db.session.rollback()
    assert status_of(scenario) == Status.WAITING
    assert scenario.lines == []


def test_building_twice_is_harmless(team):
    scenario = ask(team)

    tasks.build.function(scenario.id)
    before = scenario.built_at, len(scenario.lines)
    tasks.build.function(scenario.id)

    db.session.rollback()
    assert (scenario.built_at, len(scenario.lines)) == before
    assert len(scenario.lines) == 2


def test_a_refused_plan_is_failed_logged_and_can_be_tried_again(team, as_user, monkeypatch, caplog):
    scenario = ask(team)
    director = as_user(team.cast.director)
    with monkeypatch.context() as patch:
        solving = sys.modules["pdplanner.engine.solve"]
        patch.setattr(solving, "check", lambda *_: ["course has no seats"])
        with caplog.at_level(logging.ERROR):
            tasks.build.function(scenario.id)

    assert status_of(scenario) == Status.FAILED
    assert "course has no seats" in caplog.text
    page = director.get(address(team, scenario))
    assert "The plan could not be built" in page.text

    director.post(f"{address(team, scenario)}/again")

    assert status_of(scenario) == Status.BUILT


def test_task_for_a_scenario_that_is_gone_does_nothing(team):
    tasks.build.function(4711)

    assert db.session.scalar(select(Scenario)) is None


def test_the_plan_and_its_proof_are_kept_as_files(team):
    scenario = ask(team)

    tasks.build.function(scenario.id)

    db.session.rollback()
    assert '"format": "pdplanner-problem/1"' in scenario.problem
    assert '"status": "optimal"' in scenario.result
    assert scenario.value == scenario.bound == 40
    assert (scenario.total_gap, scenario.cost_cents) == (240, 20_00)
    assert [each.spent_cents for each in scenario.budgets] == [20_00]


def test_rule_for_somebody_who_works_elsewhere_is_refused(team):
    scenario = ask(team)
    (offering,) = {each.id for each in builds.draft_of(scenario.id).problem.offerings}

    with pytest.raises(UnknownError):
        drafts.add_rules(
            scenario,
            by=team.cast.director,
            kind="pin",
            offering_id=int(offering),
            person_ids=[team.cast.olga.id],
        )
