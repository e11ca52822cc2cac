"""The steps below a target, on the page of a plan: what closes each, what stays open and why."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pdplanner import clock
from pdplanner.budgets.models import FiscalYear
from pdplanner.catalog.models import Session
from pdplanner.extensions import db
from pdplanner.plans.models import LearningPlan, PlanItem, Scenario, State
from pdplanner.plans.planner.report import read_report
from pdplanner.plans.planner.report_figures import PLANNED
from pdplanner.web.filters import day
from tests.support.html import text_of
from tests.support.planned_team import make_offering, make_planned_team
from tests.support.queries import count_queries


@pytest.fixture
def team(cast):
    """Each of three people lacks two levels in P.1, P.2, S.1 and S.2."""
    return make_planned_team(cast)


@pytest.fixture
def director(as_user, team):
    return as_user(team.cast.director)


def build(director, team, *, local="0"):
    data = {f"fund_{team.local.id}": local}
    director.post(f"/teams/{team.unit.id}/plan", data=data)
    return db.session.scalars(select(Scenario).execution_options(populate_existing=True)).one()


def address(scenario, person, **more):
    arguments = "".join(f"&{name}={value}" for name, value in more.items())
    return f"/teams/{scenario.unit_id}/plan/{scenario.id}?people=1&person={person.id}{arguments}"


def commit(team, person, offering, state, *, year=None):
    plan = LearningPlan(person=person, fiscal_year=year or team.year)
    plan.items = [
        PlanItem(offering=offering, state=state, price_cents=0, hours=4, changed_at=clock.now())
    ]
    db.session.add(plan)
    db.session.commit()


def test_each_step_says_what_closes_it_or_what_stands_in_its_way(team, director):
    make_offering(team, "Basics", {"P.1": 2})
    make_offering(team, "Dear course", {"P.1": 3}, cents=600_00)
    make_offering(team, "Both at once", {"P.2": 3})
    make_offering(team, "Awareness", {"S.1": 2})
    scenario = build(director, team)

    page = text_of(director.get(address(scenario, team.people[0])).text)

    assert "P.1 Planning 1: 1 held → then 2 Basics → then 3 open: money" in page
    assert "P.2 Planning 2: 1 held → then 2 Both at once → then 3 Both at once" in page
    assert "S.1 Security 1: 1 held → then 2 Awareness → then 3 open: no offering" in page


def test_what_a_committed_item_should_bring_is_named_as_expected(team, director):
    ann = team.people[0]
    commit(team, ann, make_offering(team, "Basics", {"P.1": 2}), State.APPROVED)
    make_offering(team, "Course", {"P.1": 3})
    scenario = build(director, team)

    page = text_of(director.get(address(scenario, ann)).text)

    assert "P.1 Planning 1: 1 held → then 2 expected of Basics → then 3 Course" in page


def test_offerings_stand_in_the_order_in_which_they_can_be_attended(team, director):
    today = clock.today()
    for title, indicator, days in (("Late", "P.1", 90), ("Soon", "P.2", 20), ("Free", "S.1", 0)):
        offering = make_offering(team, title, {indicator: 3})
        if days:
            on = today + timedelta(days)
            offering.sessions = [Session(starts_on=on, ends_on=on)]
    db.session.commit()
    scenario = build(director, team)

    page = text_of(director.get(address(scenario, team.people[0])).text)

    soon, late = (day(today + timedelta(days)) for days in (20, 90))
    each = "2 points, 4 h, free"
    order = f"Soon, from {soon} {each} Late, from {late} {each} Free, any time {each}"
    assert f"In this order {order}" in page


def test_steps_add_up_to_what_the_plan_closes_and_leaves(team, director):
    make_offering(team, "Basics", {"P.1": 2, "S.1": 3}, cents=100_00)
    make_offering(team, "Course", {"P.1": 3, "P.2": 2})
    commit(team, team.people[0], make_offering(team, "Held", {"S.2": 3}), State.REGISTERED)
    scenario = build(director, team, local="200")

    report = read_report(scenario.report)

    closed = sum(each.points for each in report.all_steps() if each.how == PLANNED)
    opened = sum(each.points for each in report.open)
    expected = sum(each.points for each in report.all_steps() if each.how == "expected")
    assert closed == scenario.value == 170
    assert closed + opened == scenario.total_gap
    assert sum(each.points for each in report.all_steps()) == scenario.total_gap + expected
    assert expected == report.covered == 20


def test_only_the_person_who_was_asked_for_is_open(team, director):
    make_offering(team, "Course", {"P.1": 3})
    scenario = build(director, team)
    ann = team.people[0]

    closed = director.get(f"/teams/{team.unit.id}/plan/{scenario.id}?people=1")
    opened = director.get(address(scenario, ann), headers={"HX-Request": "true"})
    nobody = director.get(address(scenario, team.cast.olga))

    assert "1 held" not in closed.text
    assert opened.text.count("In this order") == 1
    assert opened.text.count('aria-expanded="true"') == 1
    assert "1 held" not in nobody.text


def test_plan_from_before_steps_were_kept_says_so(team, director):
    scenario = build(director, team)
    scenario.report = scenario.report.partition(',"steps"')[0] + "}"
    db.session.commit()

    page = text_of(director.get(address(scenario, team.people[0])).text)

    assert "This plan was built before steps were kept: build it again to see them." in page


def test_steps_take_two_queries_however_many_they_are(team, director):
    for number in range(4):
        make_offering(team, f"Course {number}", {"P.1": 2 + number % 2, "S.1": 3})
    db.session.commit()
    scenario = build(director, team)
    asked = address(scenario, team.people[0])
    director.get(asked)

    with count_queries() as closed:
        director.get(asked.partition("&")[0])
    with count_queries() as opened:
        director.get(asked)

    assert len(opened) == len(closed) + 2, "names of indicators and of offerings"


def test_own_plan_shows_which_item_closes_each_step(team, as_user):
    ann = team.people[0]
    ann.user, team.cast.sam.user = team.cast.staff, None
    last = FiscalYear(
        unit=team.cast.alder,
        starts_on=team.year.starts_on - timedelta(days=365),
        ends_on=team.year.starts_on - timedelta(days=1),
    )
    db.session.add(last)
    commit(team, ann, make_offering(team, "Done", {"P.1": 2}), State.COMPLETED, year=last)
    commit(team, ann, make_offering(team, "Course", {"P.1": 3, "S.1": 2}), State.REQUESTED)

    own = text_of(as_user(team.cast.staff).get("/plan").text)
    directors = text_of(as_user(team.cast.director).get(f"/plans/people/{ann.id}").text)

    for page in (own, directors):
        assert "Step by step 4 indicators short of the target" in page
        assert "P.1 Planning 1: 1 held → then 2 expected of Done → then 3 Course" in page
        assert "S.1 Security 1: 1 held → then 2 Course → then 3 open" in page
        assert "S.2 Security 2: 1 held → then 2 open → then 3 open" in page
