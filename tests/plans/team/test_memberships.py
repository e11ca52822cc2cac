"""Memberships in team plans: bought when they pay back, shared by their places, carried on.

A course costs $500, for members $350, and closes 8 points for each of three people: 150 saved a
place. A membership of $440 pays back from three places: 3 · 350 + 440 = 1,490 beside 1,500.
"""

import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from pdplanner import clock
from pdplanner.catalog import services as catalog
from pdplanner.extensions import db
from pdplanner.plans import planner
from pdplanner.plans.models import LearningPlan, PlanItem, Scenario, State
from pdplanner.plans.planner.team_inputs import team_inputs
from pdplanner.plans.studies.page import read_report
from tests.support.html import text_of
from tests.support.planned_team import add_person, make_fund, make_offering, make_planned_team, rate
from tests.support.planning import adopt, items, plan_for

ALL = {"P.1": 3, "P.2": 3, "S.1": 3, "S.2": 3}


@pytest.fixture
def team(cast):
    team = make_planned_team(cast)
    team.course = make_offering(team, "course", ALL, cents=500_00)
    team.course.member_price_cents = 350_00
    db.session.commit()
    return team


def join(team, **facts):
    known = {"held": False, "price_cents": 440_00, "source": "Their mail"} | facts
    membership = catalog.enter_membership(
        team.course.provider, unit=team.cast.alder, quoted_by=None, **known
    )
    db.session.commit()
    return membership


def built(team, **settings):
    db.session.commit()
    limits = settings.pop("limits", {team.local.id: 1_500_00})
    inputs = team_inputs(team.unit, team.year)
    return planner.build(planner.draft(inputs, planner.Settings(limits=limits, **settings)))


def figures(plan):
    [found] = plan.report.memberships
    return found.bought, found.places, found.pays_from


def test_a_membership_is_bought_when_it_pays_back(team):
    join(team)

    plan = built(team)

    assert [(line.mode, line.cents, line.shared_cents) for line in plan.lines] == [
        ("member", 496_67, 146_67),
        ("member", 496_67, 146_67),
        ("member", 496_66, 146_66),
    ]
    assert plan.cost_cents == sum(line.cents for line in plan.lines) == 1_490_00
    assert plan.spent == {team.local.id: 1_490_00}
    assert figures(plan) == (True, 3, 3)


def test_it_is_not_bought_for_one_place_fewer(team):
    join(team)
    team.people[2].active = False

    plan = built(team)

    assert [(line.mode, line.cents, line.shared_cents) for line in plan.lines] == [
        ("seat", 500_00, 0),
        ("seat", 500_00, 0),
    ]
    assert figures(plan) == (False, 2, 3)


def test_a_membership_that_is_held_costs_nothing(team):
    join(team, held=True)

    plan = built(team)

    assert [(line.mode, line.cents, line.shared_cents) for line in plan.lines] == [
        ("seat", 350_00, 0)
    ] * 3
    assert plan.cost_cents == 1_050_00
    assert plan.report.memberships == ()


def test_a_membership_without_a_price_is_no_way(team):
    join(team, held=True, held_until=clock.today() - timedelta(days=1), price_cents=None)

    plan = built(team)

    assert {line.mode for line in plan.lines} == {"seat"}
    assert plan.cost_cents == 1_500_00


def test_a_quoted_price_stands_alone(team):
    join(team)
    catalog.quote(team.course, unit=team.cast.alder, quoted_by=None, price_cents=450_00)

    plan = built(team)

    assert [(line.mode, line.cents) for line in plan.lines] == [("seat", 450_00)] * 3


def test_money_for_places_alone_buys_with_the_membership_what_it_could_not_without(team):
    join(team)

    plan = built(team, limits={team.local.id: 1_490_00})

    assert plan.value == plan.bound == 240
    assert plan.cost_cents == 1_490_00


def test_the_share_takes_nothing_of_an_allowance(team):
    join(team)
    for person in team.people:
        person.allowance_cents = 350_00

    plan = built(team)

    assert [line.mode for line in plan.lines] == ["member"] * 3


def test_only_funds_for_the_whole_unit_and_for_anything_pay_a_membership(team):
    join(team, price_cents=100_00)
    teams_own = make_fund(team.cast.network, team.year, "Network’s", 5_000_00)
    team.people[2].active = False

    whole = built(team, limits={team.local.id: 100_00, teams_own.id: 700_00})
    part = built(team, limits={team.local.id: 99_99, teams_own.id: 700_00})

    assert [(line.mode, line.cents) for line in whole.lines] == [("member", 400_00)] * 2
    assert whole.spent == {team.local.id: 100_00, teams_own.id: 700_00}
    assert [line.mode for line in part.lines] == ["seat"]
    for line in whole.lines:
        assert sum(line.payments.values()) == line.cents


def test_the_plan_page_names_membership_price_and_places(team, as_user):
    join(team)
    director, address = as_user(team.cast.director), f"/teams/{team.unit.id}/plan"
    fund = f"fund_{team.local.id}"

    three = text_of(director.post(address, data={fund: "1500"}, follow_redirects=True).text)
    team.people[2].active = False
    db.session.commit()
    two = text_of(director.post(address, data={fund: "1500"}, follow_redirects=True).text)

    provider = team.course.provider.name
    assert (
        f"Price structure Membership of {provider}, $440, pays back from 3 places: bought, and its"
        " price shared by the 3 member places of this plan." in three
    )
    assert "for $1,490." in three
    assert "3 people Ann, Ben, Cleo Member seat Local PD 24 12 $1,490" in three
    assert "Local PD 10-2580 · spend by" in three
    assert "3 $1,500 $1,490 $10" in three
    assert (
        f"Membership of {provider}, $440, pays back from 3 places: not bought, since 2 places in"
        " this plan would be cheaper with it." in two
    )


def test_an_adopted_plan_carries_the_membership_to_the_cent_into_budget_and_files(team, as_user):
    join(team)
    scenario = plan_for(team, cents=1_500_00)
    confirmation = as_user(team.cast.director).get(
        f"/teams/{team.unit.id}/plan/{scenario.id}/adopt"
    )

    adopt(team, scenario)

    proposed = items(team, State.PROPOSED).values()
    assert sum(item.price_cents for item in proposed) == 1_490_00
    assert sum(item.shared_cents for item in proposed) == 440_00
    assert sum(each.cents for item in proposed for each in item.payments) == 1_490_00
    assert {item.allowance_cents for item in proposed} == {350_00}
    assert "is bought for $440, shared by its 3 places" in text_of(confirmation.text)
    finance = as_user(team.cast.finance)
    for of in ("items", "team-plan"):
        assert "$1,490.00" in text_of(finance.get(f"/budget/?of={of}").text)
        data = finance.get(f"/budget/plan.xlsx?of={of}").data
        plan = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("Plan")
        head, *_rows, foot = plan.to_python()
        shared = head.index("Share of a group price or membership (USD)")
        assert (foot[shared], foot[head.index("Amount (USD)")]) == (440.0, 1490.0)


def test_a_person_reads_what_of_the_cost_is_a_share_and_takes_no_allowance(team, as_user):
    join(team)
    sam = team.cast.sam
    sam.job_roles, sam.allowance_cents = [team.role], 350_00
    for indicator in team.indicators.values():
        rate(sam, indicator, 1)
    team.people[0].active = False
    db.session.commit()
    adopt(team, plan_for(team, cents=1_500_00))
    staff = as_user(team.cast.staff)

    proposal = text_of(staff.get("/plan").text)
    item = items(team)["Sam Staff", "course"]
    staff.post(f"/plan/items/{item.id}/accept")
    accepted = text_of(staff.get("/plan").text)
    choosing = text_of(staff.get("/choose").text)

    share = item.shared_cents
    assert share in (146_66, 146_67)
    assert "are a share of a group price or membership, and take nothing of your allowance." in (
        proposal
    )
    assert "are a share of a group price or membership" in accepted
    assert "Allowance used $350 of $350" in choosing


def test_two_plans_are_compared_with_the_membership_in_their_costs(team, as_user):
    join(team)
    with_it = plan_for(team, name="Three", cents=1_500_00)
    without = plan_for(team, name="Two", cents=1_000_00)

    page = as_user(team.cast.director).get(
        f"/teams/{team.unit.id}/scenarios/compare?with={without.id}&with={with_it.id}"
    )

    assert "“Three” closes 8 more points than “Two” for $490 more." in text_of(page.text)


def test_a_membership_that_others_pay_is_not_bought_twice(team):
    """Ann and Ben accept with a share of 146.67 each: 146.66 of the 440 is left to pay."""
    join(team)
    adopt(team, plan_for(team, cents=1_500_00))
    for name in ("Ann", "Ben"):
        items(team)[name, "course"].accepted_at = clock.now()

    plan = built(team)

    assert [(line.person_id, line.mode, line.cents) for line in plan.lines] == [
        (team.people[2].id, "member", 496_66)
    ]
    [membership] = plan.report.memberships
    assert (membership.paid_cents, membership.left_cents) == (293_34, 146_66)
    assert membership.pays_from == 1


def test_what_of_a_membership_stands_in_no_plan_is_said(team, as_user):
    join(team)
    adopt(team, plan_for(team, cents=1_500_00))
    items(team)["Ann", "course"].accepted_at = clock.now()
    db.session.commit()
    director, fund = as_user(team.cast.director), f"fund_{team.local.id}"

    page = director.post(f"/teams/{team.unit.id}/plan", data={fund: "0"}, follow_redirects=True)

    assert "of which places that stay pay $146.67: $293.33 of it stand in no plan." in text_of(
        page.text
    )


def test_a_share_counts_for_the_plans_of_other_units(team):
    """Another unit of the district that takes the course pays nothing more of it."""
    join(team)
    dana = add_person(team, "Dan", team.cast.department)
    db.session.add(
        LearningPlan(
            person=dana,
            fiscal_year=team.year,
            items=[
                PlanItem(
                    offering=team.course, state=State.APPROVED, mode="member", hours=4,
                    price_cents=790_00, shared_cents=440_00, changed_at=clock.now(),
                )
            ],
        )
    )  # fmt: skip
    db.session.commit()

    inputs = team_inputs(team.cast.network, team.year)
    limits = {team.local.id: 700_00}
    plan = planner.build(planner.draft(inputs, planner.Settings(limits=limits)))

    assert [(line.mode, line.cents) for line in plan.lines] == [("member", 350_00)] * 2


def test_a_stored_report_reads_its_memberships_again(team):
    join(team)
    plan_for(team, cents=1_500_00)
    db.session.expire_all()

    scenario = db.session.scalars(select(Scenario)).one()

    [found] = read_report(scenario.report).memberships
    assert (found.provider, found.cents, found.bought) == ("Small College", 440_00, True)
