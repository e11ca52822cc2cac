"""Needs of earlier years on the page of a team's plan, and on that of the person who asked."""

import pytest
from sqlalchemy import select

from pdplanner.catalog.models import Format
from pdplanner.extensions import db
from pdplanner.plans.models import PlanItem, Scenario, ScenarioLine, State
from tests.support.html import text_of
from tests.support.planned_team import ask, make_offering, make_planned_team, year_before

HEADING = "Asked for in earlier years, not funded"


@pytest.fixture
def team(cast):
    """Everybody is at 1 and should be at 3; each course costs 100 dollars and closes 2 points."""
    team = make_planned_team(cast)
    team.course = make_offering(team, "Course", {"P.1": 3}, cents=100_00)
    team.other = make_offering(team, "Other", {"S.1": 3, "S.2": 3}, cents=100_00)
    db.session.commit()
    return team


@pytest.fixture
def director(as_user, team):
    return as_user(team.cast.director)


def build(director, team, *, local):
    data = {f"fund_{team.local.id}": local}
    answer = director.post(f"/teams/{team.unit.id}/plan", data=data, follow_redirects=True)
    return text_of(answer.text)


def scenario():
    return db.session.scalars(select(Scenario).execution_options(populate_existing=True)).one()


def why_not(client, offering):
    address = f"/teams/{scenario().unit_id}/plan/{scenario().id}/why-not?offering={offering.id}"
    return text_of(client.get(address).text)


def test_needs_are_counted_with_the_oldest_and_what_this_plan_has_of_them(team, director):
    ann, ben, _ = team.people
    years = {ago: year_before(team, ago) for ago in (2, 1)}
    for year in years.values():
        ask(team, year, person=ann)
    ask(team, years[1], person=ben, offering=team.other)

    # The money buys the other course once: for Ben, who asked for it.
    page = build(director, team, local="100")

    old, last = years[2].title, years[1].title
    assert f"{HEADING} 2 needs, the oldest since {old}; 1 in this plan" in page
    assert f"Ann Course since {old}, 2 years $100 2 Not in this plan: why" in page
    assert "Ann Would add 2 points at $100" in why_not(director, team.course)
    assert "Must have Course for Ann" in page
    assert f"Ben Other since {last}, 1 year $100 4 ✓ In this plan Must have Other for Ben" in page
    assert (
        "Of plans that close as many points, the first build takes the one nearest to these."
        in page
    )


def test_lines_that_answer_a_need_say_since_when(team, director):
    last = year_before(team, 1)
    for person in team.people[:2]:
        ask(team, last, person=person)

    page = build(director, team, local="600")
    opened = director.get(
        f"/teams/{team.unit.id}/plan/{scenario().id}?people=1&person={team.people[0].id}"
    )

    assert f"Course Small College Asked for since {last.title} for Ann and Ben Closes 1 gap" in page
    assert f"Course, any time, asked for since {last.title}" in text_of(opened.text)
    assert page.count("Asked for since") == 1, "nobody asked for the other one"


def test_need_becomes_a_must_have_for_its_person(team, director):
    ask(team, year_before(team, 1), person=team.people[2])
    build(director, team, local="100")
    rules = f"/teams/{team.unit.id}/plan/{scenario().id}/rules"

    answer = director.post(
        rules,
        data={"pin": team.course.id, "person_id": team.people[2].id},
        follow_redirects=True,
    )

    lines = db.session.scalars(select(ScenarioLine)).all()
    assert [(line.person.name, line.offering.title) for line in lines] == [("Cleo", "Course")]
    page = text_of(answer.text)
    assert "1 in this plan" in page
    assert "✓ In this plan Must have ✓ Course for Cleo" in page


def test_each_need_leads_to_the_reason_of_its_own_person(team, director):
    team.people[0].hours = 1
    dear = make_offering(team, "Dear", {"P.2": 3}, cents=5_000_00)
    unpriced = make_offering(team, "Unpriced", {"P.2": 3}, cents=None)
    last = year_before(team, 1)
    ask(team, last, offering=dear)
    ask(team, last, offering=unpriced)

    page = build(director, team, local="5,000")

    missing = "2 Not in this plan:"
    unplanned = "it has no price or hours here."
    assert f"$5,000 {missing} why" in page
    assert "Ann It takes 4 h, with 1 h before this plan: 3 h too few." in why_not(director, dear)
    assert "Ben It costs $5,000, with " in why_not(director, dear)
    assert f"needs a quote {missing} {unplanned}" in page
    assert "Must have Unpriced" not in page


def test_before_a_plan_is_built_the_needs_stand_without_one(team, director):
    ask(team, year_before(team, 1))

    page = text_of(director.get(f"/teams/{team.unit.id}").text)

    assert f"{HEADING} 1 need, since" in page
    assert "in this plan" not in page.lower()
    assert "Must have Course" not in page


def test_without_needs_nothing_is_said(team, director):
    assert HEADING not in build(director, team, local="100")


@pytest.fixture
def ann(team):
    """Ann has an account now."""
    team.people[0].user = team.cast.staff
    team.cast.sam.user = None
    db.session.commit()
    return team.people[0]


def test_person_adds_what_they_asked_for_to_this_year(team, ann, as_user):
    last = year_before(team, 1)
    ask(team, last, person=ann)
    ask(team, last, person=team.people[1], offering=team.other)
    staff = as_user(team.cast.staff)

    page = staff.get("/plan")
    staff.post("/choose/items", data={"offering_id": team.course.id})

    said = f"1 need Course since {last.title}, 1 year · closes 2 points · $100 Add to this year"
    assert f"{HEADING} {said}" in text_of(page.text)
    item = db.session.scalars(select(PlanItem).order_by(PlanItem.id.desc())).first()
    assert (item.plan.fiscal_year_id, item.state) == (team.year.id, State.PROPOSED)
    assert HEADING not in staff.get("/plan").text


def test_director_sees_what_a_person_asked_for_and_adds_nothing(team, director):
    ask(team, year_before(team, 1))

    page = director.get(f"/plans/people/{team.people[0].id}").text

    assert f"{HEADING} 1 need Course" in text_of(page)
    assert "Add to this year" not in page


def test_an_exam_without_hours_to_prepare_can_be_no_must_have(team, director):
    exam = make_offering(team, "Exam", {"P.2": 3}, cents=100_00, hours=0)
    exam.format = Format.CERTIFICATION_EXAM
    ask(team, year_before(team, 1), offering=exam)

    page = build(director, team, local="500")

    assert "Exam since" in page
    assert "Must have Exam" not in page


def test_what_no_catalog_has_yet_is_told_to_the_person_the_team_and_finance(
    team, ann, director, as_user
):
    new = make_offering(team, "New", {}, cents=11_11)
    new.active, new.proposed_by_id = False, ann.user_id
    last = year_before(team, 1)
    ask(team, last, person=ann, offering=new)

    own = text_of(as_user(ann.user).get("/plan").text)
    page = build(director, team, local="100")
    listed = text_of(as_user(team.cast.finance).get(f"/budget/unfunded?year={team.year.id}").text)

    since = f"since {last.title}, 1 year"
    assert f"New {since} · closes no gap that is known · not in the catalog yet" in own
    assert "Add to this year" not in own
    assert f"{HEADING} 1 need, since {last.title}; 0 in this plan" in page
    assert f"Ann New {since} not in the catalog yet no known gap" in page
    assert "Not in this plan: it is not in the catalog yet." in page
    assert "Ann" in listed
    assert "New" in listed


def test_what_closes_nothing_has_a_reason_and_can_be_a_must_have(team, director):
    untagged = make_offering(team, "Untagged", {}, cents=100_00)
    ask(team, year_before(team, 1), offering=untagged)
    build(director, team, local="300")

    why = why_not(director, untagged)
    answer = director.post(
        f"/teams/{team.unit.id}/plan/{scenario().id}/rules",
        data={"pin": untagged.id, "person_id": team.people[0].id},
        follow_redirects=True,
    )

    assert "Ann Is short of nothing that it teaches." in why
    assert "✓ In this plan Must have ✓ Untagged for Ann" in text_of(answer.text)
