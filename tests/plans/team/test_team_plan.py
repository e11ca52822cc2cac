"""The director's journey, request by request: build, pin, exclude, save, compare, adopt."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from pdplanner import clock
from pdplanner.assessments.models import CurrentLevel
from pdplanner.catalog.models import Quote, Session
from pdplanner.extensions import db
from pdplanner.plans.models import (
    ItemPayment,
    LearningPlan,
    PlanItem,
    Scenario,
    ScenarioLine,
    State,
    Status,
)
from tests.support.html import text_of
from tests.support.planned_team import add_person, make_fund, make_offering, make_planned_team


@pytest.fixture
def team(cast):
    return make_planned_team(cast)


@pytest.fixture
def director(as_user, team):
    return as_user(team.cast.director)


def build(client, team, *, local="0", unit=None, **settings):
    """Send the settings form and follow it to the plan."""
    data = {f"fund_{team.local.id}": local, **settings}
    return client.post(f"/teams/{(unit or team.unit).id}/plan", data=data, follow_redirects=True)


def test_who_has_no_job_role_is_named_and_not_said_to_be_where_work_asks(team, director):
    make_offering(team, "paid-security", {"S.1": 3, "S.2": 3}, cents=100_00)
    for person in team.people:
        person.job_roles = []
    db.session.commit()

    before = text_of(director.get(f"/teams/{team.unit.id}").text)
    page = text_of(build(director, team, local="250").text)
    own = text_of(director.get(f"/plans/people/{team.people[0].id}").text)

    assert "No job role, so nothing is asked of them: Ann, Ben and Cleo." in before
    assert "Everybody who is rated is where their work asks" not in page
    assert "Nobody has a rated target, so there is nothing to plan." in page
    assert "3 people have no job role, so that nothing is asked of them: an" in page
    assert "No gap is known: no job role is entered." in own


def test_plan_says_what_stays_open_and_what_stands_in_the_way(team, director):
    make_offering(team, "paid-security", {"S.1": 3, "S.2": 3}, cents=100_00)

    page = text_of(build(director, team, local="250").text)

    # Nothing teaches planning; for one of three people the money is used up.
    assert "By skill area 16 points stay open, by the first thing in the way" in page
    assert "Planning P 2 indicators open P.1 Planning 1: 6 for 3 people, no offering" in page
    assert "S.2 Security 2: 2 for 1 person, money 12 8 66.7% 4 4" in page
    assert "All areas 24 8 33.3% 12 0 0 4 0 16" in page
    closed = "2 indicators closed, in part or whole S.1 Security 1: 4 S.2 Security 2: 4"
    assert f"Security S {closed}" in page


def test_plan_says_which_gaps_each_line_closes(team, director):
    make_offering(team, "paid-security", {"S.1": 3, "S.2": 2}, cents=100_00)

    page = text_of(build(director, team, local="250").text)

    # A level is a point: two people go from 1 to 3 in S.1 and to 2 in S.2.
    closes = "Closes 2 gaps S.1 Security 1: 4 for Ann and Ben S.2 Security 2: 2 for Ann and Ben"
    assert closes in page


def test_each_fund_opens_to_what_it_pays_a_place_that_two_pay_to_both(team, director):
    make_offering(team, "course", {"S.1": 3, "S.2": 3}, cents=100_00)
    federal = make_fund(team.cast.alder, team.year, "Federal", 1_000_00)
    db.session.commit()
    asked = {f"fund_{team.local.id}": "160", f"fund_{federal.id}": "40"}

    page = director.post(f"/teams/{team.unit.id}/plan", data=asked, follow_redirects=True).text

    said = text_of(page)
    assert "What it pays Ann: course, $40 of it 1 $40 $40 $0" in said
    assert "What it pays Ann: course, $60 of it Ben: course, $100 2 $160 $160 $0" in said
    assert "All funds 2 $200 $200 $0" in said
    assert "Local PD $160 Federal $40" in said, "beside the offering"


def test_what_a_person_takes_says_points_hours_and_who_pays(team, director):
    make_offering(team, "course", {"S.1": 3, "S.2": 3}, cents=100_00)
    build(director, team, local="250")
    scenario = db.session.scalars(select(Scenario)).one()
    ann = team.people[0]

    page = director.get(f"/teams/{team.unit.id}/plan/{scenario.id}?people=1&person={ann.id}").text

    assert "course, any time 4 points, 4 h, $100 of Local PD" in text_of(page)


def test_plan_says_from_how_many_people_a_cohort_pays(team, director):
    for code, indicator, cents in (("shared", "P.1", 100_00), ("cheap", "S.1", 10_00)):
        offering = make_offering(team, code, {indicator: 3})
        quote = Quote(
            offering=offering, unit=team.cast.alder, price_cents=cents, hours=4,
            cohort_price_cents=250_00, cohort_seats=10, entered_at=clock.now(),
        )  # fmt: skip
        db.session.add(quote)
    db.session.commit()

    three = text_of(build(director, team, local="300").text)
    one = text_of(build(director, team, local="130").text)

    assert "A cohort is $250, which pays from 3 people; a seat is $100 Closes" in three
    assert "A cohort is $250, never less than seats at $10 Closes" in three
    assert "Seats at $100; a cohort is $250 and pays from 3 people" in one


def test_no_more_of_a_team_are_away_than_the_director_allows(team, director):
    course = make_offering(team, "workshop", {"P.1": 3})
    day = clock.today() + timedelta(days=9)
    course.sessions = [Session(starts_on=day, ends_on=day)]
    db.session.commit()

    everybody = text_of(build(director, team).text)
    refused = build(director, team, away="1.5")
    one = text_of(build(director, team, away="1").text)

    assert "Closes 6 of 24 points" in everybody
    assert refused.status_code == 422
    assert "Enter a whole number of people from 0 to 1,000." in refused.text
    # Ann and Ben are one team, Cleo is another.
    assert "Closes 4 of 24 points" in one
    assert 'name="away" value="1"' in director.get(f"/teams/{team.unit.id}").text


def only_scenario():
    return db.session.scalars(select(Scenario).execution_options(populate_existing=True)).one()


def lines(scenario):
    rows = db.session.scalars(select(ScenarioLine).where(ScenarioLine.scenario_id == scenario.id))
    return {(line.person.name, line.offering.code) for line in rows}


def test_plan_says_what_it_closes_for_how_much_and_that_nothing_is_better(team, director):
    make_offering(team, "free-planning", {"P.1": 3, "P.2": 3})
    make_offering(team, "paid-security", {"S.1": 3, "S.2": 3}, cents=100_00)

    page = text_of(build(director, team, local="250").text)

    # Three people lack 8 points each; planning is free for all, security is bought for two.
    assert "Closes 20 of 24 points, 83.3% of the gap, for $200." in page
    assert "Proven best: no plan within $250 closes more than 20" in page
    free = text_of(build(director, team, local="0").text)
    assert "Proven best: no free plan closes more than 12" in free
    assert "12 points by 1 offering" in page
    assert "8 points by 1 offering" in page
    assert "Plan by offering 2 offerings, 5 places; free ones are credited first" in page
    assert "Fund Places Set Plan Left Available after" in page
    assert "All funds 2 $250 $200 $50" in page


def test_a_plan_that_can_be_adopted_has_that_as_its_one_primary_button(team, director):
    make_offering(team, "free-planning", {"P.1": 3, "P.2": 3})
    primary = re.compile(r'class="btn btn-primary[^>]*>([^<]*)<')

    before = director.get(f"/teams/{team.unit.id}").text
    page = build(director, team).text

    assert primary.findall(before) == ["Build plan"]
    assert primary.findall(page) == ["Adopt this plan"]
    assert page.index('id="build"') < page.index("Optional limits") < page.index('id="floor"')
    lines = text_of(page.partition('aria-label="Free offerings"')[2].partition("</thead>")[0])
    assert "Mode" not in lines
    assert "Per point" not in lines


def test_settings_say_what_each_fund_has_where_its_limit_is_typed(team, director):
    team.local.encumbered_cents = 1_000_00
    db.session.commit()

    page = text_of(director.get(f"/teams/{team.unit.id}").text)

    assert "Available to plan: Local PD $4,000." in page


def test_free_is_what_items_that_stay_do_not_ask_for(team, director):
    course = make_offering(team, "course", {"S.1": 3}, cents=100_00)
    build(director, team, local="300")
    scenario = only_scenario()
    chosen = add_item(team, 0, course, scenario_id=None)
    add_item(team, 1, course, scenario_id=scenario.id)
    accepted = add_item(team, 2, course, scenario_id=scenario.id, accepted_at=clock.now())
    db.session.commit()

    of_team = text_of(director.get(f"/teams/{team.unit.id}").text)
    of_plan = text_of(director.get(f"/teams/{team.unit.id}/plan/{scenario.id}").text)

    assert "Available to plan: Local PD $4,800." in of_team, (chosen, accepted)
    assert "Available to plan: Local PD $4,800." in of_plan
    said = "That includes what unanswered proposals of an adopted plan ask for, since a new plan"
    assert f"{said} takes them back: Local PD $100. Build plan" in of_team
    assert f"{said} takes them back: Local PD $100. Together" in of_plan


def test_adopted_plan_says_what_is_free_now_and_counts_nothing_twice(team, director):
    make_offering(team, "paid-security", {"S.1": 3, "S.2": 3}, cents=100_00)
    build(director, team, local="300")
    scenario = only_scenario()
    plan = f"/teams/{team.unit.id}/plan/{scenario.id}"
    before = text_of(director.get(plan).text)
    page = director.get(f"{plan}/adopt").text
    mark = page.split('name="mark" value="')[1].split('"')[0]
    director.post(f"{plan}/adopt", data={"mark": mark})
    accepted, approved, _ = db.session.scalars(select(PlanItem).order_by(PlanItem.id)).all()
    accepted.accepted_at = clock.now()
    approved.state, team.local.encumbered_cents = State.APPROVED, 100_00
    db.session.commit()

    after = text_of(director.get(plan).text)

    # $5,000 without the three: one accepted, one approved and set aside, one not answered.
    assert "Set Plan Left Available after" in before
    assert "$300 $300 $0 $4,700 All funds" in before
    assert "Set Plan Left Available now" in after
    assert "$300 $300 $0 $4,700 All funds" in after


def test_free_says_of_each_fund_what_unanswered_proposals_ask_for(team, director):
    course = make_offering(team, "course", {"S.1": 3}, cents=100_00)
    build(director, team, local="100")
    federal = make_fund(team.cast.alder, team.year, "Federal", 1_000_00)
    before = text_of(director.get(f"/teams/{team.unit.id}").text)
    for number, fund in enumerate((team.local, federal)):
        add_item(team, number, course, scenario_id=only_scenario().id, fund=fund)
    db.session.commit()

    after = text_of(director.get(f"/teams/{team.unit.id}").text)

    assert "unanswered proposals" not in before
    assert "a new plan takes them back: Federal $100, Local PD $100." in after


def add_item(team, number, offering, *, fund=None, **facts):
    """An item of one of the people that a fund would pay, the local one unless said otherwise."""
    paid = ItemPayment(fund_id=(fund or team.local).id, cents=offering.price_cents)
    plan = LearningPlan(person=team.people[number], fiscal_year=team.year)
    plan.items = [
        PlanItem(
            offering=offering, state=State.PROPOSED, price_cents=offering.price_cents,
            hours=offering.hours, changed_at=clock.now(),
            payments=[paid], **facts,
        )
    ]  # fmt: skip
    db.session.add(plan)
    db.session.flush()


def test_pinned_lines_stay_and_excluded_ones_go(team, director):
    make_offering(team, "cheap", {"S.1": 3}, cents=50_00)
    dear = make_offering(team, "dear", {"S.1": 3}, cents=60_00)
    build(director, team, local="60")
    scenario = only_scenario()
    assert {code for _name, code in lines(scenario)} == {"cheap"}

    url = f"/teams/{team.unit.id}/plan/{scenario.id}/rules"
    director.post(url, data={"pin": dear.id, "person_id": team.people[0].id})

    assert lines(only_scenario()) == {("Ann", "dear")}
    page = director.get(f"/teams/{team.unit.id}/plan/{scenario.id}")
    assert "Pinned ✓" in page.text
    assert "Must have: dear, for Ann" in text_of(page.text)

    director.post(url, data={"exclude": dear.id})

    assert {code for _name, code in lines(only_scenario())} == {"cheap"}


def test_a_line_is_pinned_for_the_people_who_have_it_and_released_again(team, director):
    course = make_offering(team, "course", {"S.1": 3}, cents=50_00)
    build(director, team, local="100")
    scenario = only_scenario()
    url = f"/teams/{team.unit.id}/plan/{scenario.id}/rules"

    director.post(url, data={"pin": course.id})
    pinned = {rule.person.name for rule in only_scenario().rules}
    director.post(url, data={"clear": course.id})

    assert len(pinned) == 2
    assert pinned == {name for name, _code in lines(scenario)}
    assert only_scenario().rules == []


def test_rule_of_the_settings_form_counts_and_goes_when_its_tick_is_taken_away(team, director):
    course = make_offering(team, "course", {"S.1": 3})
    build(director, team, rule_kind="exclude", rule_offering=course.id)
    scenario = only_scenario()
    assert lines(scenario) == set()

    build(director, team, basis=scenario.id)

    assert len(lines(only_scenario())) == 3


def test_hours_a_person_at_most_are_never_more_than_was_typed(team, director):
    page = build(director, team, hours="7.1")

    assert only_scenario().hours == 7
    assert "Nobody is given more than their own. Rounded down to a quarter." in text_of(page.text)


def test_impossible_rules_are_named_and_the_settings_kept(team, director):
    make_offering(team, "course", {"S.1": 3}, cents=100_00)

    page = build(director, team, local="100", floor="2", hours="12.5")

    assert "No plan fits these rules" in page.text
    assert "Your settings are kept" in page.text
    assert 'value="12.5"' in page.text
    assert only_scenario().status == Status.IMPOSSIBLE


def test_a_floor_out_of_reach_says_more_of_what_would_do(team, director):
    make_offering(team, "course", {"S.1": 3, "S.2": 3}, hours=9)
    for person in team.people[1:]:
        person.active = False
    db.session.commit()

    short = text_of(build(director, team, floor="4", hours="8").text)
    far = text_of(build(director, team, floor="6", hours="8").text)

    said = "The floor is 4 points; Ann can close 0 points at most."
    assert f"{said} Lower the floor, or give more hours." in short
    assert "Lower the floor: with what can be planned here, more hours or money would" in far


def test_what_stands_in_the_way_is_gathered_by_what_to_do(team, director):
    make_offering(team, "course", {"S.1": 3}, hours=9)
    level = select(CurrentLevel).where(CurrentLevel.person_id == team.people[0].id)
    for each in db.session.scalars(level):
        each.level = 2
    db.session.commit()

    page = build(director, team, floor="6", hours="8").text

    do = "Lower the floor: with what can be planned here, more hours or money would not reach it."
    assert page.count(do) == 1
    reasons = text_of(page.partition(do)[2].partition("</details>")[0])
    assert reasons.startswith("2 reasons The floor is ")
    assert "Ben and Cleo can close 0 points at most." in reasons


def test_a_must_have_that_leaves_no_hours_for_the_floor_is_named(team, director):
    make_offering(team, "course", {"S.1": 3}, hours=4)
    waste = make_offering(team, "waste", {"S.2": 1}, hours=6)
    small = make_offering(team, "small", {"S.2": 1}, hours=1)
    for person in team.people[1:]:
        person.active = False
    db.session.commit()
    build(director, team, hours="8", rule_kind="pin", rule_offering=small.id)
    rules = {"basis": only_scenario().id, "rule": [rule.id for rule in only_scenario().rules]}

    page = build(
        director, team, hours="8", floor="2", rule_kind="pin", rule_offering=waste.id, **rules
    )

    said = "The floor is 2 points; with their must-haves (waste) Ann can close 0 points at most."
    assert f"{said} Lower the floor, drop a must-have, or give more hours." in text_of(page.text)


def test_no_hours_are_not_taken_for_no_money(team, director):
    make_offering(team, "course", {"S.1": 3})

    page = text_of(build(director, team, hours="0").text)

    assert "Everybody’s hours are set to 0." in page
    assert "No money is set." not in page


def test_must_have_without_a_price_is_refused_by_name(team, director):
    course = make_offering(team, "unpriced", {"S.1": 3}, cents=None)

    page = text_of(build(director, team, rule_kind="pin", rule_offering=course.id).text)

    assert "unpriced is a must-have, but its price or hours are not known here." in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("hours", "3,1", "Enter hours such as 7.5."),
        ("allowance", "lots", "Enter an amount"),
        ("allowance", "99999999999999", "Enter an amount from 0 to 100,000,000"),
        ("floor", "-1", "Enter whole points from 0 to 1,000."),
        ("floor", "1001", "Enter whole points from 0 to 1,000."),
        ("floor", "many", "Enter whole points from 0 to 1,000."),
    ],
)
def test_wrong_settings_are_refused_and_kept(team, director, field, value, words):
    page = build(director, team, **{field: value})

    assert page.status_code == 422
    assert words in page.text
    assert "Not a valid" not in page.text
    assert f'value="{value}"' in page.text
    assert db.session.scalar(select(Scenario)) is None


def test_address_that_refused_settings_leave_behind_leads_to_the_team(team, director):
    refused = build(director, team, **{f"fund_{team.local.id}": "-5"})
    reloaded = director.get(refused.request.path, follow_redirects=True)

    assert refused.status_code == 422
    assert reloaded.status_code == 200
    assert reloaded.request.path == f"/teams/{team.unit.id}"


def test_offering_of_another_district_can_have_no_rule(team, director):
    foreign = make_offering(team, "foreign", {"S.1": 3}, unit=team.cast.birch)

    page = build(director, team, rule_kind="pin", rule_offering=foreign.id)

    assert page.status_code == 422
    assert "not part of the unit" in page.text


def test_without_money_the_plan_says_so_and_uses_what_is_free(team, director):
    make_offering(team, "free", {"S.1": 3})
    make_offering(team, "paid", {"S.2": 3}, cents=10_00)

    page = text_of(build(director, team).text)

    assert "No money is set. This plan uses only what is free: 6 of 24 points." in page


def test_without_offerings_the_plan_says_what_to_do(team, director):
    page = text_of(build(director, team, local="100").text)

    assert "No offering can be planned." in page
    assert "enter quotes" in page


def test_who_is_not_rated_is_named_beside_the_plan(team, director):
    add_person(team, "Nell", team.cast.support, level=None)
    db.session.commit()

    page = text_of(build(director, team).text)

    assert "not in it, since nobody has rated them" in page
    assert "Nell" in page


def test_left_out_offerings_are_explained(team, director):
    make_offering(team, "free", {"S.1": 3})
    make_offering(team, "longer", {"S.1": 3}, hours=30)
    make_offering(team, "too-dear", {"S.2": 3}, cents=2_000_00)

    page = text_of(build(director, team, local="3,000").text)

    most = "Ann has most before this plan, $900."
    assert f"$2,000 is more than anybody’s allowance leaves: {most}" in page
    assert "longer The plan brings everybody to the same levels already, Ann by free." in page


def test_what_stands_in_the_way_of_an_offering_is_named_with_what_is_missing(team, director):
    for person, hours in zip(team.people, (6, 5, 4), strict=True):
        person.hours = hours
    make_offering(team, "free", {"S.1": 3})
    make_offering(team, "other", {"S.2": 2}, hours=3)
    make_offering(team, "long", {"P.2": 3}, hours=72)

    page = text_of(build(director, team, local="100").text)

    assert "It takes 72 h. Ann has the most before this plan, 6 h: 66 h too few." in page
    lacking = "at no money and 3 h: the plan leaves Ann 2 h (1 h too few); no plan with it"
    assert f"It would add 1 point at most, for Ann, {lacking} closes more." in page


def test_totals_by_fund_reconcile_with_the_lines(team, director):
    make_offering(team, "one", {"S.1": 3}, cents=30_00)
    make_offering(team, "two", {"P.1": 3}, cents=20_00)
    grant = make_fund(team.cast.department, team.year, "Grant", 100_00)
    db.session.commit()

    page = build(director, team, local="80", **{f"fund_{grant.id}": "70"})

    scenario = only_scenario()
    spent = sum(each.spent_cents for each in scenario.budgets)
    assert spent == scenario.cost_cents == sum(line.price_cents for line in scenario.lines)
    assert "10-2580" in page.text
    assert "All funds" in page.text


def test_saved_plan_stays_when_the_settings_change(team, director):
    make_offering(team, "course", {"S.1": 3}, cents=10_00)
    build(director, team, local="10")
    first = only_scenario()

    director.post(f"/teams/{team.unit.id}/plan/{first.id}/save", data={"name": "Lean"})
    build(director, team, local="30", basis=first.id)

    db.session.refresh(first)
    kept, draft = db.session.scalars(select(Scenario).order_by(Scenario.id)).all()
    assert (kept.name, kept.saved, len(lines(kept))) == ("Lean", True, 1)
    assert (draft.saved, len(lines(draft))) == (False, 3)


def test_a_name_is_used_once(team, director):
    build(director, team)
    scenario = only_scenario()
    url = f"/teams/{team.unit.id}/plan/{scenario.id}/save"
    director.post(url, data={"name": "Lean"})
    build(director, team)
    draft = db.session.scalars(select(Scenario).where(~Scenario.saved)).one()

    answer = director.post(f"/teams/{team.unit.id}/plan/{draft.id}/save", data={"name": "Lean"})

    assert answer.status_code == 422
    assert "There is a plan “Lean” already." in answer.text


def test_a_saved_plan_is_renamed_and_says_so(team, director):
    build(director, team, local="10")
    scenario = only_scenario()
    here = f"/teams/{team.unit.id}/plan/{scenario.id}"
    first = director.post(f"{here}/save", data={"name": "Lean"}, follow_redirects=True)
    second = director.post(f"{here}/save", data={"name": "Leaner"}, follow_redirects=True)
    same = director.post(f"{here}/save", data={"name": "Leaner"}, follow_redirects=True)

    assert "Saved as “Lean”." in first.text
    assert "Rename this plan" in first.text
    assert "Renamed: “Lean” is now “Leaner”." in second.text
    assert "Saved as “Leaner”." in same.text


def test_two_plans_are_compared_in_money_points_people_and_offerings(team, director):
    make_offering(team, "course", {"S.1": 3}, cents=10_00)
    build(director, team, local="10")
    lean = only_scenario()
    director.post(f"/teams/{team.unit.id}/plan/{lean.id}/save", data={"name": "Lean"})
    build(director, team, local="30", basis=lean.id)
    draft = db.session.scalars(select(Scenario).where(~Scenario.saved)).one()

    page = text_of(
        director.get(f"/teams/{team.unit.id}/scenarios/compare?with={lean.id}&with={draft.id}").text
    )

    assert "“Draft” closes 4 more points than “Lean” for $20 more." in page
    others = {"Ann", "Ben", "Cleo"} - {name for name, _code in lines(lean)}
    assert f"course 1 2 $10 3 6 $30 2 people only in the second {', '.join(sorted(others))}" in page
    assert "second: " not in page
    assert "1 person has the same in both" in page
    assert "Receipt problem of Lean and result of Lean problem of Draft and result" in page


def test_three_plans_stand_side_by_side(team, director):
    make_offering(team, "course", {"S.1": 3}, cents=10_00)
    ids = []
    for name, local in (("None", "0"), ("Lean", "10"), ("All", "30")):
        build(director, team, local=local)
        draft = db.session.scalars(select(Scenario).where(~Scenario.saved)).one()
        director.post(f"/teams/{team.unit.id}/plan/{draft.id}/save", data={"name": name})
        ids.append(draft.id)
    (lucky,) = lines(db.session.get(Scenario, ids[1]))

    address = f"/teams/{team.unit.id}/scenarios/compare"
    page = text_of(director.get(address, query_string={"with": ids}).text)

    assert "Three plans side by side" in page
    assert "“All” closes the most, 6 points for $30. “None” costs the least, $0 for 0." in page
    assert "Points closed 0 2 6" in page
    assert "course 1 2 $10 3 6 $30 1 person in Lean" in page
    assert f"{lucky[0]} 0 8 0 $0 2 25.0% 6 4 $10 2 25.0% 6 4 $10" in page
    many = director.get(address, query_string={"with": [*ids, *(1001, 1002)]})
    assert "Choose two, three or four plans to compare." in many.text


def test_comparing_needs_two_plans_that_are_built(team, director):
    build(director, team)
    scenario = only_scenario()

    page = director.get(f"/teams/{team.unit.id}/scenarios/compare?with={scenario.id}")

    assert "Choose two, three or four plans to compare." in page.text


def test_unadopted_plan_can_be_deleted(team, director):
    build(director, team)
    scenario = only_scenario()

    page = director.post(f"/teams/{team.unit.id}/plan/{scenario.id}/delete", follow_redirects=True)

    assert "Nothing is planned yet." in page.text
    assert db.session.scalar(select(Scenario)) is None


def test_pages_of_other_directors_and_roles_do_not_exist(team, as_user, director):
    build(director, team)
    scenario = only_scenario()
    paths = [
        f"/teams/{team.unit.id}",
        f"/teams/{team.unit.id}/scenarios",
        f"/teams/{team.unit.id}/plan/{scenario.id}",
        f"/teams/{team.unit.id}/plan/{scenario.id}/adopt",
    ]
    others = ("other_director", "finance", "hr", "reader", "admin", "staff")

    answers = {
        (who, path): as_user(getattr(team.cast, who)).get(path).status_code
        for who in others
        for path in paths
    }

    assert set(answers.values()) == {404}


def test_scenario_is_found_at_its_own_unit_only(team, director):
    build(director, team)
    scenario = only_scenario()

    assert director.get(f"/teams/{team.cast.network.id}/plan/{scenario.id}").status_code == 404


def test_state_asks_for_one_district(team, as_user):
    from pdplanner.accounts import services as accounts

    accounts.grant(team.cast.director, role="director", unit_id=team.cast.state.id)
    db.session.commit()
    director = as_user(team.cast.director)

    page = director.get(f"/teams/{team.cast.state.id}")
    answer = director.post(f"/teams/{team.cast.state.id}/plan", data={})

    assert "A plan is made for one district." in page.text
    assert "Birch" in page.text
    assert "Build plan" not in page.text
    assert answer.status_code == 404


def test_district_without_a_fiscal_year_says_so(team, director):
    db.session.delete(team.local)
    db.session.delete(team.year)
    db.session.commit()

    page = text_of(director.get(f"/teams/{team.unit.id}").text)

    assert "Alder has no fiscal year that covers today." in page
