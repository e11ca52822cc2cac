"""Terms in the bridge: where an offering falls, what a person has left, and hours by term."""

from datetime import timedelta

import pytest

from pdplanner import clock
from pdplanner.budgets import calendar
from pdplanner.catalog.models import Session
from pdplanner.extensions import db
from pdplanner.organization.models import Blackout
from pdplanner.plans import tasks
from pdplanner.plans.models import Scenario
from pdplanner.plans.planner import Rule
from pdplanner.plans.planner.report_figures import TermHours
from pdplanner.plans.scenarios import drafts
from tests.support.html import text_of
from tests.support.planned_team import make_offering, make_planned_team
from tests.support.planning import built, commit_item, person_in, problem


@pytest.fixture
def team(cast):
    return make_planned_team(cast)


def term(team, name, first, last, hours=None):
    """A term from so many days after today to so many."""
    today = clock.today()
    return calendar.add_term(
        team.year, name=name, hours=hours,
        starts_on=today + timedelta(first), ends_on=today + timedelta(last),
    )  # fmt: skip


@pytest.fixture
def terms(team):
    """Fall from 100 days ago to in 30 days, at most 10 h; Spring from in 40 to in 170 days."""
    fall = term(team, "Fall", -100, 30, hours=10)
    return fall, term(team, "Spring", 40, 170)


def run(offering, *in_days, lasting=20):
    for days in in_days:
        on = clock.today() + timedelta(days)
        db.session.add(Session(offering=offering, starts_on=on, ends_on=on + timedelta(lasting)))
    db.session.flush()


@pytest.mark.parametrize(
    ("in_days", "name"),
    [
        ((20,), "Fall"),
        ((20, 25), "Fall"),
        ((50,), "Spring"),
        ((20, 50), None),
        ((35,), None),
        ((20, 35), None),
        ((), None),
        ((-50,), None),
    ],
)
def test_an_offering_falls_into_the_term_in_which_all_its_runs_to_come_begin(
    team, terms, in_days, name
):
    course = make_offering(team, "course", {"P.1": 3})
    run(course, *in_days)
    names = {str(each.id): each.name for each in terms}

    found = problem(team).offering(str(course.id)).term

    assert names.get(found) == name


def test_runs_that_nobody_can_go_to_do_not_say_the_term(team, terms):
    course = make_offering(team, "course", {"P.1": 3})
    run(course, 20, 50, lasting=2)
    on = clock.today() + timedelta(20)
    db.session.add(Blackout(unit=team.cast.alder, name="Testing", starts_on=on, ends_on=on))

    assert problem(team).offering(str(course.id)).term == str(terms[1].id)


def test_a_term_s_hours_are_less_by_what_is_committed_in_it(team, terms):
    ann, ben, cleo = team.people
    fall = str(terms[0].id)
    begun, coming, any_time, spring = (
        make_offering(team, code, {"P.1": 3}, hours=6)
        for code in ("begun", "coming", "any time", "spring")
    )
    run(begun, -60)
    run(coming, 20)
    run(spring, 50)
    commit_item(team, ann, begun, "completed")
    commit_item(team, ben, coming, "approved")
    commit_item(team, cleo, any_time, "approved")

    found = problem(team)

    assert [dict(person_in(found, each).term_hours) for each in (ann, ben, cleo)] == [
        {fall: 4}, {fall: 4}, {fall: 10},
    ]  # fmt: skip


def test_a_term_s_hours_are_never_less_than_none(team, terms):
    ann = team.people[0]
    course = make_offering(team, "course", {"P.1": 3}, hours=12)
    run(course, 20)
    commit_item(team, ann, course, "approved")

    assert dict(person_in(problem(team), ann).term_hours) == {str(terms[0].id): 0}


def test_a_plan_keeps_to_the_hours_of_a_term_and_says_them_by_person(team, terms):
    for code, indicator, in_days in (("one", "P.1", 10), ("two", "P.2", 20), ("late", "S.1", 50)):
        run(make_offering(team, code, {indicator: 3}, hours=6), in_days)
    make_offering(team, "any time", {"S.2": 3}, hours=6)

    plan = built(team)

    assert len(plan.lines) == 9
    for each in plan.report.people:
        assert each.terms == (
            TermHours("Fall", 6, 10),
            TermHours("Spring", 6, None),
            TermHours("any time", 6, None),
        )


def test_a_year_without_terms_says_no_hours_by_term(team):
    make_offering(team, "course", {"P.1": 3})

    assert {each.terms for each in built(team).report.people} == {()}


def test_a_must_have_beyond_a_term_is_an_obstacle(team, terms):
    course = make_offering(team, "course", {"P.1": 3}, hours=12)
    run(course, 20)

    plan = built(team, rules=(Rule("pin", course.id, team.people[0].id),))

    assert [each.rule for each in plan.report.obstacles] == ["term hours"]


@pytest.mark.parametrize("with_terms", [True, False])
def test_the_plan_s_page_shows_hours_by_person_and_term(team, as_user, request, with_terms):
    if with_terms:
        request.getfixturevalue("terms")
    run(make_offering(team, "course", {"P.1": 3}, hours=6), 20)
    make_offering(team, "reading", {"S.1": 3}, hours=2)
    db.session.commit()
    client = as_user(team.cast.director)
    client.post(f"/teams/{team.unit.id}/plan", data={f"fund_{team.local.id}": "100"})
    (scenario,) = db.session.query(Scenario)

    page = text_of(client.get(f"/teams/{team.unit.id}/plan/{scenario.id}").text)

    assert ("Fall 6 of 10 h · any time 2 h" in page) == with_terms
    assert ("any time" in page) == with_terms


def test_a_plan_of_an_earlier_release_shows_no_hours_by_term(team, terms, as_user):
    run(make_offering(team, "course", {"P.1": 3}, hours=6), 20)
    asked = drafts.Asked(limits={})
    scenario = drafts.ask(team.unit, team.year, by=team.cast.director, asked=asked, basis=None)
    db.session.commit()
    tasks.build.function(scenario.id)
    db.session.refresh(scenario)
    now = scenario.report
    scenario.report = now.replace('"terms":[["Fall",6.0,10.0]]', '"given":0')
    db.session.commit()

    page = text_of(
        as_user(team.cast.director).get(f"/teams/{team.unit.id}/plan/{scenario.id}").text
    )

    assert scenario.report != now
    assert "Plan by person" in page
    assert "Fall 6" not in page
