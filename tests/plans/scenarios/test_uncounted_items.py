"""What people choose after a plan was built is not in its figures, and the plan says so."""

import pytest
from sqlalchemy import select

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.plans.models import LearningPlan, PlanItem, Scenario, State
from tests.support.html import text_of
from tests.support.planned_team import make_offering, make_planned_team


@pytest.fixture
def team(cast):
    """Everybody has 40 hours; the plan of 100 dollars gives Ann 36 of them."""
    team = make_planned_team(cast)
    team.long = make_offering(team, "long", {"S.1": 3, "S.2": 3}, cents=100_00, hours=36)
    team.other = make_offering(team, "other", {"P.1": 3}, cents=50_00, hours=8)
    db.session.commit()
    return team


@pytest.fixture
def director(as_user, team):
    return as_user(team.cast.director)


@pytest.fixture
def plan(team, director):
    return build(team, director)


def build(team, director):
    asked = {f"fund_{team.local.id}": "100", "rule_kind": "pin"}
    asked |= {"rule_offering": team.long.id, "rule_person": team.people[0].id}
    director.post(f"/teams/{team.unit.id}/plan", data=asked)
    return db.session.scalars(select(Scenario)).one()


def choose(team, person, offering, **facts):
    item = PlanItem(
        offering=offering, state=State.PROPOSED, price_cents=offering.price_cents,
        hours=offering.hours, changed_at=clock.now(), **facts,
    )  # fmt: skip
    db.session.add(LearningPlan(person=person, fiscal_year=team.year, items=[item]))
    db.session.commit()
    return item


def address(scenario, page=""):
    return f"/teams/{scenario.unit_id}/plan/{scenario.id}{page}"


def test_plan_and_its_adoption_name_what_was_chosen_since(team, director, plan):
    choose(team, team.people[0], team.other)

    shown = text_of(director.get(address(plan)).text)
    confirmation = text_of(director.get(address(plan, "/adopt")).text)

    assert "Since it was built, Ann chose or accepted something." in shown
    assert "This plan does not count 1 item" in confirmation
    assert "Ann: other, 8 h, $50" in confirmation
    assert "the plan counts" not in confirmation.lower()


def test_building_again_counts_it_with_the_same_settings(team, director, plan):
    choose(team, team.people[1], team.other)

    again = director.post(address(plan, "/again"), follow_redirects=True)

    shown = text_of(again.text)
    assert "chose or accepted something" not in shown
    assert "Proven best: no plan within $100" in shown
    rule = db.session.scalars(select(Scenario)).one().rules[0]
    assert (rule.kind, rule.offering) == ("pin", team.long)
    assert "does not count" not in director.get(address(plan, "/adopt")).text


def test_building_a_saved_plan_again_leaves_it_as_it_is(team, director, plan):
    director.post(address(plan, "/save"), data={"name": "First"})
    built_at = plan.built_at

    director.post(address(plan, "/again"))

    saved, draft = db.session.scalars(select(Scenario).order_by(Scenario.id))
    assert (saved.name, saved.saved, saved.built_at) == ("First", True, built_at)
    assert not draft.saved
    assert draft.value == saved.value


def test_what_was_chosen_while_the_director_read_the_confirmation_is_shown_first(
    team, director, plan
):
    page = director.get(address(plan, "/adopt"))
    mark = page.text.partition('name="mark" value="')[2].partition('"')[0]
    choose(team, team.people[0], team.other)

    answer = director.post(address(plan, "/adopt"), data={"mark": mark})

    assert answer.status_code == 409
    assert "Ann: other, 8 h, $50" in text_of(answer.text)
    assert db.session.get_one(Scenario, plan.id).adopted_at is None


@pytest.mark.parametrize("state", [State.CANCELLED, State.DECLINED])
def test_what_is_off_again_is_not_named(team, director, plan, state):
    item = choose(team, team.people[0], team.other)
    item.state = state
    db.session.commit()

    assert "does not count" not in director.get(address(plan, "/adopt")).text


def test_what_somebody_chose_of_the_plan_itself_is_not_named(team, director, plan):
    choose(team, team.people[0], team.long)

    assert "does not count" not in director.get(address(plan, "/adopt")).text


def test_share_of_a_cohort_leaves_the_allowance_to_the_plan(team, director):
    ann = team.people[0]
    ann.allowance_cents, ann.hours = 100_00, 60
    choose(team, ann, team.other, mode="cohort", shared_cents=team.other.price_cents)

    plan = build(team, director)

    assert "Proven best" in director.get(address(plan)).text
