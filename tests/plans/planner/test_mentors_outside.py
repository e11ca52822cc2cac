"""A mentor gives no more hours than they have, whoever the plan is for; who left mentors nobody."""

from dataclasses import replace

import pytest

from pdplanner import engine
from pdplanner.catalog.models import Format
from pdplanner.extensions import db
from pdplanner.organization.services import deactivate_person
from pdplanner.plans import planner
from pdplanner.plans.learning_plans import changes as learning_plans
from pdplanner.plans.learning_plans.errors import NotOfferedError, TooMuchError
from pdplanner.plans.models import PlanItem, Scenario, State
from pdplanner.plans.planner import drift
from pdplanner.plans.planner.report import read_report
from pdplanner.plans.planner.team_inputs import team_inputs
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.errors import NoMentorError
from pdplanner.plans.scenarios.adoption_changes import changes_of
from tests.support.html import text_of
from tests.support.inbox import send, states
from tests.support.person_year import sent
from tests.support.planned_team import add_person, make_offering, make_planned_team
from tests.support.planning import built, commit_item, problem


@pytest.fixture
def team(cast):
    return make_planned_team(cast)


@pytest.fixture(params=("of another unit", "not rated"))
def olu(request, team):
    """A mentor with ten hours whom the team's plan is not made for."""
    away = request.param == "of another unit"
    unit = team.cast.birch if away else team.cast.support
    return add_person(team, "Olu", unit, level=4 if away else None, hours=10)


def mentoring(team, mentor, code="by-olu", hours=4, teaches=None):
    return make_offering(
        team, code, teaches or {"S.1": 3}, hours=hours, places=9, format=Format.MENTORING,
        mentor=mentor,
    )  # fmt: skip


def test_the_plan_takes_no_more_hours_of_a_mentor_outside_than_they_have(team, olu):
    mentoring(team, olu)
    mentoring(team, olu, "more-by-olu", hours=3, teaches={"S.2": 3})

    plan = built(team)

    assert sum(line.hours for line in plan.lines) == 9
    assert plan.value == plan.bound
    assert olu.id not in plan.report.person_ids


def test_what_a_mentor_outside_does_and_gives_already_is_no_more_to_give(team, olu):
    found = mentoring(team, olu)
    commit_item(team, olu, make_offering(team, "own", {"P.1": 3}, hours=3), State.APPROVED)
    commit_item(team, team.people[0], found, State.APPROVED)

    assert problem(team).person_by_id[str(olu.id)].hours == 10 - 3 - 4


def test_a_mentor_outside_is_nobody_whom_a_plan_gains_or_loses(team, olu):
    before = built(team)
    mentoring(team, olu)

    plan = built(team)

    changes = drift(before.problem, (), (), draft_now(team))
    assert {each.what for each in changes} == {"new offering"}
    assert {reason.person_id for reason in plan.report.left_out} <= {p.id for p in team.people}


def test_a_plan_that_names_no_mentor_from_outside_says_nothing_of_one(team, olu):
    """As those do that were built before mentors from outside the unit were counted."""
    offered = mentoring(team, olu)
    now = draft_now(team)
    former = replace(
        now.problem,
        people=tuple(each for each in now.problem.people if each.id != str(olu.id)),
        offerings=tuple(replace(each, mentor=None) for each in now.problem.offerings),
    )
    problem_now = engine.write_problem(now.problem)
    offered.mentor_id = team.people[0].id
    db.session.commit()

    assert drift(engine.write_problem(former), (), (), now) == []
    assert ("mentor", offered.id) in {
        each[:2] for each in drift(problem_now, (), (), draft_now(team))
    }


def draft_now(team):
    settings = planner.Settings(limits={team.local.id: 1_000_00})
    return planner.draft(team_inputs(team.unit, team.year), settings)


def scenario_of(team, as_user):
    db.session.commit()
    as_user(team.cast.director).post(f"/teams/{team.unit.id}/plan", data={})
    return db.session.query(Scenario).one()


def test_adopting_proposes_no_more_than_a_mentor_has_left_by_then(team, olu, as_user):
    mentoring(team, olu)
    scenario = scenario_of(team, as_user)
    assert len(changes_of(scenario).proposed) == 2

    olu.hours = 5
    db.session.commit()

    changes = changes_of(scenario)
    assert (len(changes.proposed), len(changes.unmentored)) == (1, 1)
    page = as_user(team.cast.director).get(f"/teams/{team.unit.id}/plan/1/adopt")
    assert "1 item is not proposed: the mentor does not work here any more" in text_of(page.text)


def proposed(team, person, offering):
    commit_item(team, person, offering, State.PROPOSED)
    return db.session.query(PlanItem).filter_by(offering_id=offering.id).one()


def test_accepting_needs_hours_that_the_mentor_still_has(team, olu):
    item = proposed(team, team.people[0], mentoring(team, olu))
    olu.hours = 3

    with pytest.raises(TooMuchError, match="Olu has no 4 h left this year to mentor"):
        learning_plans.accept(item)

    olu.hours = 4
    learning_plans.accept(item)
    assert item.accepted_at is not None


def test_who_was_deactivated_mentors_nobody(team, as_user):
    ann, ben, _ = team.people
    found = mentoring(team, ann)
    item = proposed(team, ben, found)
    scenario = scenario_of(team, as_user)
    assert changes_of(scenario).proposed

    deactivate_person(ann)
    db.session.commit()

    assert found.id not in {line.offering_id for line in built(team).lines}
    changes = changes_of(scenario)
    assert not [line for line in changes.proposed if line.offering_id == found.id]
    assert [line.offering_id for line in changes.unmentored] == [found.id]
    with pytest.raises(NotOfferedError, match="Ann does not work here any more"):
        learning_plans.accept(item)
    director = as_user(team.cast.director)
    said = "Ann does not work here any more, and mentors nobody"
    assert said in text_of(director.get(f"/plans/people/{ben.id}").text)
    page = text_of(director.get(f"/catalog/{found.id}").text)
    assert said in page
    assert "of the mentor" not in page
    assert f"/catalog/{found.id}" not in director.get("/catalog/").text
    assert f"/catalog/{found.id}" in director.get("/catalog/?retired=1").text


def test_a_place_whose_mentor_left_is_neither_requested_nor_approved(team, olu, as_user):
    ann, ben, _ = team.people
    found = mentoring(team, olu)
    commit_item(team, ann, found, State.RETURNED)
    commit_item(team, ben, found, State.REQUESTED)
    returned, requested = db.session.query(PlanItem).filter_by(offering_id=found.id).order_by("id")
    deactivate_person(olu)
    db.session.commit()
    director = as_user(team.cast.director)
    said = "Olu does not work here any more, and mentors nobody"

    page = text_of(director.get(f"/requests/{requested.id}").text)
    refused = director.post(f"/requests/{requested.id}/approve", data={"key": "e" * 32})
    with pytest.raises(NoMentorError, match=said):
        steps.request(returned, sent=sent(team.cast.director))

    assert f"{said}: something else must take its place." in page
    assert refused.status_code == 422
    assert f"{said}." in text_of(refused.text)
    assert (requested.state, returned.state) == ("requested", "returned")
    turned = director.post(
        f"/requests/{requested.id}/decline", data={"key": "f" * 32, "comment": "She left."}
    )
    assert turned.status_code == 303
    assert said not in text_of(director.get(f"/requests/{requested.id}").text)


def test_a_place_whose_mentor_left_is_not_approved_with_others(team, olu, as_user):
    ann, ben, _ = team.people
    commit_item(team, ann, make_offering(team, "free", {"P.1": 3}, hours=3), State.REQUESTED)
    commit_item(team, ben, mentoring(team, olu), State.REQUESTED)
    first, second = db.session.query(PlanItem).order_by("id")
    deactivate_person(olu)
    db.session.commit()
    director = as_user(team.cast.director)

    page = director.get(f"/requests/?r={first.id}&r={second.id}")

    said = text_of(page.text)
    assert "If you approve this request" in said
    assert "Olu does not work here any more, and mentors nobody." in said
    assert "1 request approved" in text_of(send(director, page).text)
    assert states(first, second) == ["approved", "requested"]
    page = director.get(f"/requests/?r={second.id}")
    send(director, page, answer="decline", comment="She left.")
    assert states(second) == ["declined"]


def test_nobody_can_choose_a_mentor_who_was_deactivated(team):
    ann, ben, _ = team.people
    found = mentoring(team, ann)
    deactivate_person(ann)

    with pytest.raises(NotOfferedError, match="Ann does not work here any more"):
        learning_plans.add_item(ben, offering=found, by_id=team.cast.director.id)


def test_the_report_names_no_mentor_outside(team, olu):
    mentoring(team, olu)

    report = read_report(built(team).report.write())

    assert {each.person_id for each in report.people} == {each.id for each in team.people}
