"""What is required first: in team plans, where people choose, and in their plans."""

from datetime import timedelta

import pytest

from pdplanner import clock
from pdplanner.budgets.models import FiscalYear
from pdplanner.catalog.models import Requirement, Session
from pdplanner.extensions import db
from pdplanner.plans import planner
from pdplanner.plans.models import LearningPlan, PlanItem, State
from pdplanner.plans.planner.team_inputs import team_inputs
from tests.support.html import text_of
from tests.support.planned_team import make_offering, make_planned_team, rate


@pytest.fixture
def team(cast):
    """Only `advanced` closes gaps: two points each in P.1 and P.2; it requires `basics`."""
    team = make_planned_team(cast)
    team.basics = make_offering(team, "basics", {}, cents=10_00, hours=3)
    team.advanced = make_offering(team, "advanced", {"P.1": 3, "P.2": 3}, hours=4)
    team.advanced.requires = [Requirement(required=team.basics)]
    db.session.commit()
    return team


def built(team, **settings):
    db.session.commit()
    limits = settings.pop("limits", {team.local.id: 1_000_00})
    inputs = team_inputs(team.unit, team.year)
    return planner.build(planner.draft(inputs, planner.Settings(limits=limits, **settings)))


def taken(plan):
    """(name of the person, code of the offering) by line."""
    people = {each.id: each.name for each in db.session.query(LearningPlan.person.mapper.class_)}
    offerings = {each.id: each.code for each in db.session.query(PlanItem.offering.mapper.class_)}
    return sorted((people[each.person_id], offerings[each.offering_id]) for each in plan.lines)


def complete(person, offering, year):
    item = PlanItem(
        offering=offering, state=State.COMPLETED, price_cents=0, hours=3, changed_at=clock.now()
    )
    db.session.add(LearningPlan(person=person, fiscal_year=year, items=[item]))
    db.session.commit()


def year_before(team):
    first = team.year.starts_on
    return FiscalYear(
        unit=team.cast.alder, starts_on=first - timedelta(365), ends_on=first - timedelta(1)
    )


def test_a_plan_takes_what_is_required_with_it_and_pays_it(team):
    plan = built(team, limits={team.local.id: 20_00})

    # Money for the basics of two.
    assert [code for _name, code in taken(plan)] == ["advanced", "basics"] * 2
    assert (plan.value, plan.cost_cents) == (80, 20_00)


def run(offering, *, in_days, days=2):
    starts_on = clock.today() + timedelta(days=in_days)
    ends_on = starts_on + timedelta(days=days - 1)
    db.session.add(Session(offering=offering, starts_on=starts_on, ends_on=ends_on))
    db.session.flush()


def test_what_is_required_comes_first_in_time(team):
    ann, ben, cleo = team.people
    run(team.basics, in_days=60)
    run(team.advanced, in_days=20)
    complete(ann, team.basics, year_before(team))

    early = built(team)
    reason = planner.why_not(planner.studied(early.problem, early.result), team.advanced.id)
    # Two days of the required one: the day after them is early enough, the last of them is not.
    run(team.advanced, in_days=61)
    same_day = built(team)
    run(team.advanced, in_days=62)
    later = built(team)

    assert taken(early) == taken(same_day) == [("Ann", "advanced")]
    assert {(each.rule, each.other_id) for each in reason if each.person_id != ann.id} == {
        ("required earlier", team.basics.id)
    }
    assert {name for name, _code in taken(later)} == {ann.name, ben.name, cleo.name}


def test_a_must_have_that_begins_before_what_it_requires_is_named(team):
    run(team.basics, in_days=60)
    run(team.advanced, in_days=20)

    plan = built(team, rules=(planner.Rule("pin", team.advanced.id, team.people[0].id),))

    assert [each.rule for each in plan.report.obstacles] == ["required earlier"]


def test_who_did_the_required_one_years_ago_needs_it_no_more_though_it_is_offered_no_more(team):
    ann = team.people[0]
    complete(ann, team.basics, year_before(team))
    team.basics.active = False

    plan = built(team)

    assert taken(plan) == [("Ann", "advanced")]


@pytest.mark.parametrize("lacking", ["price", "offer"])
def test_without_the_required_one_nobody_takes_it_and_the_plan_says_why(team, as_user, lacking):
    if lacking == "price":
        team.basics.price_cents = None
    else:
        team.basics.active = False
    db.session.commit()

    page = as_user(team.cast.director).post(
        f"/teams/{team.unit.id}/plan", data={f"fund_{team.local.id}": "100"}, follow_redirects=True
    )

    assert built(team).lines == ()
    assert "advanced It requires basics, which Ann has not done and cannot take here." in text_of(
        page.text
    )


def test_a_must_have_without_a_price_is_named_though_others_require_it(team):
    team.basics.price_cents = None

    plan = built(team, rules=(planner.Rule("pin", team.basics.id, None),))

    assert [(each.rule, each.offering_ids) for each in plan.report.obstacles] == [
        ("unpriced", (team.basics.id,))
    ]


def test_no_study_gives_away_what_nobody_can_take(team):
    team.basics.active = False

    plan = built(team)

    asked = planner.questions(
        planner.studied(plan.problem, plan.result), plan.report.left_out, holders=1
    )
    assert {each.subject for each in asked if each.kind == "rule"} == {"hours/", "cap/"}


def test_who_holds_the_level_that_waives_it_goes_on_without(team):
    team.advanced.requires[0].unless_indicator = team.indicators["S.1"]
    team.advanced.requires[0].unless_level = 1

    assert {code for _name, code in taken(built(team))} == {"advanced"}


@pytest.fixture
def sam(team):
    """The person behind the account `staff`, rated like the others."""
    sam = team.cast.sam
    sam.job_roles = [team.role]
    for indicator in team.indicators.values():
        rate(sam, indicator, 1)
    db.session.commit()
    return sam


@pytest.fixture
def staff(as_user, team, sam):
    return as_user(team.cast.staff)


def add(staff, offering):
    return staff.post("/choose/items", data={"offering_id": offering.id}, follow_redirects=True)


def test_choosing_says_what_comes_first_and_adds_it_then_the_other(team, staff):
    before = staff.get("/choose").text

    first = add(staff, team.basics)
    second = add(staff, team.advanced)

    assert "First: basics , which this requires." in text_of(before)
    assert f'href="/catalog/{team.basics.id}"' in before
    assert "Add that first basics" in text_of(before)
    assert "Add that first" not in text_of(first.text)
    assert "Added: advanced" in text_of(second.text)


def test_what_requires_another_is_refused_without_it(team, staff):
    answer = add(staff, team.advanced)

    assert answer.status_code == 422
    assert "advanced requires basics: add that first." in text_of(answer.text)
    assert db.session.query(PlanItem).count() == 0


def test_what_was_done_in_an_earlier_year_is_not_asked_for_again(team, sam, staff):
    complete(sam, team.basics, year_before(team))
    team.basics.active = False
    db.session.commit()

    page = text_of(staff.get("/choose").text)

    assert "First:" not in page
    assert add(staff, team.advanced).status_code == 200


def test_who_holds_the_level_may_choose_it_at_once(team, staff):
    team.advanced.requires[0].unless_indicator = team.indicators["S.1"]
    team.advanced.requires[0].unless_level = 1
    db.session.commit()

    assert "First:" not in text_of(staff.get("/choose").text)
    assert add(staff, team.advanced).status_code == 200


@pytest.mark.parametrize("lacking", ["price", "offer"])
def test_what_cannot_be_added_first_is_said(team, staff, lacking):
    if lacking == "price":
        team.basics.price_cents = None
    else:
        team.basics.active = False
    db.session.commit()

    page = text_of(staff.get("/choose").text)

    words = "needs a quote" if lacking == "price" else "is offered no more"
    assert f"First: basics , which this requires and which {words}." in page
    assert "Add that first" not in page


def test_a_free_one_that_requires_another_is_not_named_beside_a_paid_one(team, staff):
    make_offering(team, "paid", {"P.1": 3, "P.2": 3}, cents=50_00)
    db.session.commit()

    page = text_of(staff.get("/choose").text)

    assert "Free, and closes as much" not in page
    assert "Nothing free that you can still add" in page


def test_my_plan_lists_what_is_required_before_what_requires_it(team, sam, staff):
    items = [
        PlanItem(
            offering=each, state=State.PROPOSED, price_cents=0, hours=3, changed_at=clock.now(),
            proposed_by_id=team.cast.staff.id, accepted_at=clock.now(),
        )
        for each in (team.advanced, team.basics)
    ]  # fmt: skip
    db.session.add(LearningPlan(person=sam, fiscal_year=team.year, items=items))
    db.session.commit()

    page = text_of(staff.get("/plan").text)

    assert 0 < page.index("basics") < page.index("advanced")
