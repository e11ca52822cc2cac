"""Whom a plan leaves out of what: those who leave before it ends, those who said no to it."""

from datetime import timedelta

import pytest

from pdplanner import clock
from pdplanner.catalog.models import Session
from pdplanner.extensions import db
from pdplanner.plans.models import LearningPlan, PlanItem, State
from pdplanner.plans.plan_page.words import explain_left_out, explain_obstacles
from pdplanner.plans.planner import Rule
from pdplanner.plans.planner.committed_items import declined_in
from pdplanner.plans.planner.report import read_report
from tests.support.html import text_of
from tests.support.planned_team import make_offering, make_planned_team
from tests.support.planning import built


@pytest.fixture
def team(cast):
    return make_planned_team(cast)


@pytest.fixture
def ann(team):
    return team.people[0]


@pytest.fixture
def course(team):
    return make_offering(team, "course", {"P.1": 3})


def in_days(number):
    return clock.today() + timedelta(days=number)


def run(offering, number):
    day = in_days(number)
    db.session.add(Session(offering=offering, starts_on=day, ends_on=day))
    db.session.flush()


def takers(plan):
    return {line.person_id for line in plan.lines}


def test_nobody_is_planned_for_a_run_that_ends_after_they_leave(team, ann, course):
    run(course, 60)
    ann.leaving_on = in_days(30)

    assert takers(built(team)) == {each.id for each in team.people[1:]}

    ann.leaving_on = in_days(60)
    assert takers(built(team)) == {each.id for each in team.people}


def test_of_several_runs_they_go_to_one_before_they_leave(team, ann, course):
    run(course, 90)
    run(course, 20)
    ann.leaving_on = in_days(30)

    plan = built(team)

    days = read_report(plan.report.write()).first_days()
    assert days[ann.id][course.id] == in_days(20).isoformat()


def test_whoever_is_past_their_last_day_is_not_planned_for_and_mentors_nobody(team, ann, course):
    mentoring = make_offering(team, "by-ann", {"S.1": 3}, mentor=ann, places=2)
    ann.leaving_on = in_days(-1)

    plan = built(team)

    assert ann.id not in takers(plan)
    assert mentoring.id not in {line.offering_id for line in plan.lines}


def test_a_must_have_for_who_leaves_first_says_so(team, ann, course):
    run(course, 60)
    ann.leaving_on = in_days(30)

    plan = built(team, rules=(Rule("pin", course.id, None),))

    [obstacle] = read_report(plan.report.write()).obstacles
    [said] = explain_obstacles([obstacle], {course.id: "course"}, {ann.id: "Ann"})
    assert said.because == [
        "course is a must-have for Ann, and no run of it ends before they leave."
    ]
    assert said.do == "Leave it out for them, or drop the must-have."


def test_a_run_after_leaving_is_named_with_who_leaves(team, ann, course):
    run(course, 60)
    for person in team.people:
        person.leaving_on = in_days(30)
    plan = built(team)

    [reason] = read_report(plan.report.write()).left_out
    said = explain_left_out([reason], {course.id: "course"}, {reason.person_id: "Ann"}, proven=True)
    assert said[0].because.endswith("falls in the time after Ann leaves.")


def test_what_has_no_day_may_be_planned_for_who_leaves(team, ann, course):
    ann.leaving_on = in_days(30)

    assert ann.id in takers(built(team))


def test_the_plan_says_who_leaves_when(team, ann, course, as_user):
    ann.leaving_on = in_days(200)
    db.session.commit()
    director = as_user(team.cast.director)

    page = director.post(f"/teams/{team.unit.id}/plan", data={}, follow_redirects=True)

    assert "Ann leaves " in text_of(page.text)


def say_no(team, person, offering, **facts):
    item = PlanItem(
        offering=offering, state=State.DECLINED, price_cents=0, hours=4, changed_at=clock.now(),
        **facts,
    )  # fmt: skip
    db.session.add(LearningPlan(person=person, fiscal_year=team.year, items=[item]))
    db.session.flush()


def test_what_somebody_said_no_to_is_not_planned_for_them_again(team, ann, course):
    say_no(team, ann, course)

    assert takers(built(team)) == {each.id for each in team.people[1:]}


def test_a_must_have_goes_before_a_no(team, ann, course):
    say_no(team, ann, course)

    for person_id in (ann.id, None):
        assert ann.id in takers(built(team, rules=(Rule("pin", course.id, person_id),)))


def test_a_request_that_was_turned_down_may_be_planned_again(team, ann, course):
    say_no(team, ann, course, accepted_at=clock.now())

    assert ann.id in takers(built(team))


def test_what_was_proposed_once_more_waits_for_an_answer(team, ann, course):
    say_no(team, ann, course)
    plan = db.session.query(LearningPlan).one()
    again = PlanItem(
        offering=course, state=State.PROPOSED, price_cents=0, hours=4, changed_at=clock.now()
    )
    plan.items.append(again)
    again.scenario_id = None
    db.session.flush()

    assert declined_in(team.unit, team.year) == {}


def test_what_everybody_said_no_to_says_so(team, ann, course, as_user):
    for person in team.people:
        say_no(team, person, course)
    plan = built(team)

    [reason] = read_report(plan.report.write()).left_out
    assert reason.rule == "declined"
    said = explain_left_out([reason], {course.id: "course"}, {reason.person_id: "Ann"}, proven=True)
    assert said[0].because == "Ann, for whom it would come nearest, said no to it."

    db.session.commit()
    director = as_user(team.cast.director)
    director.post(f"/teams/{team.unit.id}/plan", data={})
    page = director.get(f"/teams/{team.unit.id}/plan/1/why-not?offering={course.id}")
    assert "Said no to it this year." in text_of(page.text)
