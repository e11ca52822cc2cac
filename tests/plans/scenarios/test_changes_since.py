"""What a plan rests on is compared with today: the plan says what changed since it was built."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from pdplanner import clock
from pdplanner.assessments.models import CurrentLevel
from pdplanner.catalog.models import Session
from pdplanner.extensions import db
from pdplanner.organization.models import Blackout
from pdplanner.plans.models import LearningPlan, PlanItem, Scenario, State
from pdplanner.plans.planner import Change
from pdplanner.plans.planner.report import read_report
from pdplanner.plans.scenarios.change_words import WORDS, in_short, sentence
from tests.support.client import HTMX
from tests.support.html import text_of
from tests.support.planned_team import add_person, make_offering


@pytest.fixture
def plan(team, director):
    director.post(f"/teams/{team.unit.id}/plan", data={f"fund_{team.local.id}": "100"})
    return db.session.scalars(select(Scenario)).one()


@pytest.fixture
def since(director, plan):
    """Commit, and return the page of what changed."""

    def read():
        db.session.commit()
        return text_of(director.get(address(plan)).text)

    return read


def address(scenario):
    return f"/teams/{scenario.unit_id}/plan/{scenario.id}/since"


def test_nothing_changed(since):
    page = since()

    assert "Everything that it rests on is as it was on" in page
    assert "Since it was built" not in page


def test_a_price_says_what_it_was_and_is(team, since):
    team.large.price_cents = 120_00

    page = since()

    assert "Since it was built, the price of large changed." in page
    assert "1 thing that it rests on is not as on" in page
    assert "large Price of a place $100 $120" in page


def test_several_of_one_kind_are_counted(team, since):
    team.large.price_cents = team.small.price_cents = 90_00
    team.large.hours = 6

    page = since()

    assert "the prices of 2 offerings and the hours of large changed." in page
    assert "large Hours 4 h 6 h" in page


def test_an_offering_that_came_or_went(team, since):
    team.large.active = False
    make_offering(team, "new", {"P.2": 3})

    page = since()

    assert "whether 2 offerings can be planned changed." in page
    assert "large Can no longer be planned" in page
    assert "new Can be planned now" in page


def test_runs_and_what_is_taught(team, since):
    day = clock.today() + timedelta(days=20)
    db.session.add(Session(offering=team.large, unit=team.cast.alder, starts_on=day, ends_on=day))
    team.small.tags[0].level = 2

    page = since()

    assert "the runs of large" in page
    assert "what small teaches" in page


def test_levels_targets_and_room_of_people(team, since):
    ann, ben, _cleo = team.people
    held = select(CurrentLevel).where(CurrentLevel.person_id == ann.id)
    db.session.scalars(held).first().level = 2
    ben.hours, ben.allowance_cents = 12, 50_00

    page = since()

    assert "Since it was built, the levels of Ann, the hours of Ben" in page
    assert "the allowance of Ben changed." in page
    assert "Ben Hours left 40 h 12 h" in page
    assert "Ben Allowance left $900 $50" in page


def test_who_left_came_or_chose_is_said_by_name(team, since):
    ann, ben, _cleo = team.people
    ben.active = False
    add_person(team, "Nell", team.cast.support)
    item = PlanItem(
        offering=team.small, state=State.PROPOSED, price_cents=100_00, hours=4,
        changed_at=clock.now(),
    )  # fmt: skip
    db.session.add(LearningPlan(person=ann, fiscal_year=team.year, items=[item]))
    team.large.price_cents = 90_00

    page = since()

    gone, new = "Ben left", "Nell joined or was rated"
    said = f"{gone}, {new} and Ann chose or accepted something."
    assert f"Since it was built, {said} The price of large changed." in page
    assert "Nell Joined, or was rated" in page
    assert "Ann Hours left 40 h 36 h" in page, "the rows say all"


def test_a_blackout_that_takes_a_run_away(team, director):
    day = clock.today() + timedelta(days=20)
    db.session.add(Session(offering=team.large, unit=team.cast.alder, starts_on=day, ends_on=day))
    db.session.commit()
    director.post(f"/teams/{team.unit.id}/plan", data={f"fund_{team.local.id}": "100"})
    plan = db.session.scalars(select(Scenario)).one()
    db.session.add(Blackout(unit=team.cast.network, name="Tests", starts_on=day, ends_on=day))
    db.session.commit()

    page = text_of(director.get(address(plan)).text)

    assert "what 2 people can take and the runs of large changed." in page


def two_runs(team, *days):
    for number in days:
        day = clock.today() + timedelta(days=number)
        db.session.add(
            Session(offering=team.large, unit=team.cast.alder, starts_on=day, ends_on=day)
        )
    db.session.commit()


def rebuilt(team, director, dollars="300"):
    director.post(f"/teams/{team.unit.id}/plan", data={f"fund_{team.local.id}": dollars})
    return db.session.scalars(select(Scenario)).one()


@pytest.mark.parametrize("what", ["moved", "blacked out", "leaves"])
def test_of_several_runs_the_one_that_was_chosen_is_gone(team, director, what):
    two_runs(team, 20, 40)
    plan = rebuilt(team, director)
    runs = db.session.scalars(select(Session).order_by(Session.starts_on)).all()
    if what == "moved":
        for run in runs:
            run.starts_on = run.ends_on = run.starts_on + timedelta(days=7)
    elif what == "blacked out":
        day = runs[0].starts_on
        db.session.add(Blackout(unit=team.unit, name="Tests", starts_on=day, ends_on=day))
    else:
        team.people[0].leaving_on = clock.today() + timedelta(days=10)
    db.session.commit()

    page = text_of(director.get(address(plan)).text)

    assert ("what Ann can take" if what == "leaves" else "the runs of large") in page


def test_a_fund_that_ends_before_a_run_now(team, director):
    """Its places and price are as they were: only who may pay which of its runs is not."""
    team.local.spend_by = clock.today() + timedelta(days=150)
    two_runs(team, 20, 90)
    plan = rebuilt(team, director)
    before = text_of(director.get(address(plan)).text)
    team.local.spend_by = clock.today() + timedelta(days=50)
    db.session.commit()

    after = text_of(director.get(address(plan)).text)

    assert "Since it was built" not in before
    assert "Since it was built, who may pay large changed." in after


def test_a_level_that_only_waives_a_requirement(team, director):
    """Ann's level of an indicator that her role asks nothing of."""
    ann = team.people[0]
    target = next(each for each in team.role.targets if each.indicator.code == "P.2")
    target.weight = 0
    db.session.commit()
    plan = rebuilt(team, director)
    held = select(CurrentLevel).where(
        CurrentLevel.person_id == ann.id, CurrentLevel.indicator_id == target.indicator_id
    )
    db.session.scalars(held).one().level = 3
    db.session.commit()

    assert "the levels of Ann changed." in text_of(director.get(address(plan)).text)


def test_a_target_alone_changes_no_level(team, since):
    team.role.targets[0].level = 2

    page = since()

    assert "the targets of 3 people changed." in page
    assert "levels" not in page.partition("What changed")[2]


def test_a_fund_that_has_less_than_the_plan_spends(team, since):
    team.local.allocated_cents = 60_00

    page = since()

    assert "Since it was built, what Local PD has available changed." in page
    assert "Local PD Available to plan $5,000 $60" in page


def test_a_fund_that_has_less_free_but_enough(team, since):
    team.local.allocated_cents = 150_00

    assert "Since it was built" not in since()


def test_what_is_set_above_what_is_free_did_not_change(team, director, plan):
    team.local.allocated_cents = 60_00
    db.session.commit()
    rebuilt(team, director, dollars="100")

    here = text_of(director.get(f"/teams/{plan.unit_id}/plan/{plan.id}").text)
    since, adopt = (
        text_of(director.get(f"/teams/{plan.unit_id}/plan/{plan.id}/{page}").text)
        for page in ("since", "adopt")
    )

    said = "Local PD has only $60 free. The plan spends $40 more."
    assert here.index(said) < here.index("Proven best"), "before anything else of the result"
    assert said in adopt
    assert "This plan spends more than is free" in adopt
    assert "Everything that it rests on is as it was on" in since
    assert "Since it was built" not in since + adopt


def test_a_plan_that_does_not_know_what_was_free_blames_no_change(team, since, plan):
    plan.report = replace(read_report(plan.report), free={}).write()
    team.local.allocated_cents = 60_00

    assert "Since it was built" not in since()


def test_a_fund_with_nothing_free(team, director, plan):
    team.local.allocated_cents = 0
    db.session.commit()

    page = text_of(director.get(f"/teams/{plan.unit_id}/plan/{plan.id}").text)

    assert "Local PD has nothing free. The plan spends $100 of it." in page


@pytest.mark.parametrize("text", ["{}", '{"format": 99}'])
def test_a_plan_that_cannot_be_read_any_more_is_built_again(team, director, plan, text):
    plan.problem = text
    db.session.commit()

    for page in (address(plan), f"/teams/{plan.unit_id}/plan/{plan.id}/adopt"):
        said = text_of(director.get(page).text)
        assert "Since it was built, the form in which plans are kept changed." in said


def test_the_plan_reads_it_after_itself(team, director, plan):
    here = f"/teams/{plan.unit_id}/plan/{plan.id}"
    before = director.get(here).text
    assert f'href="{address(plan)}" hx-get="{address(plan)}" hx-trigger="load"' in before
    assert ">What changed since it was built</a>" in before

    quiet = director.get(address(plan), headers=HTMX).text
    assert text_of(quiet) == ""
    assert "hx-get" not in quiet

    team.large.price_cents = 120_00
    db.session.commit()
    note = director.get(address(plan), headers=HTMX).text
    assert "the price of large changed." in text_of(note)
    assert "Build it again" in note
    assert "<h1>" not in note


def test_who_adopts_reads_it_first(team, director, plan):
    adopt = f"/teams/{plan.unit_id}/plan/{plan.id}/adopt"
    assert "Since it was built" not in text_of(director.get(adopt).text)
    team.large.price_cents = 120_00
    db.session.commit()

    page = text_of(director.get(adopt).text)

    assert "Since it was built, the price of large changed." in page
    assert "What is adopted is what was planned then, at the prices of then:" in page


def test_plans_side_by_side_say_which_is_of_another_day(team, director, plan):
    director.post(f"/teams/{plan.unit_id}/plan/{plan.id}/save", data={"name": "Old"})
    team.large.price_cents = 90_00
    db.session.commit()
    draft = {f"fund_{team.local.id}": "100", "basis": plan.id, "rule_kind": "exclude"}
    draft |= {"rule_offering": team.small.id, "rule_person": team.people[0].id}
    director.post(f"/teams/{plan.unit_id}/plan", data=draft)
    both = [each.id for each in db.session.scalars(select(Scenario).order_by(Scenario.id))]

    page = director.get(f"/teams/{plan.unit_id}/scenarios/compare?with={both[0]}&with={both[1]}")

    said = text_of(page.text)
    assert "Changed since it was built 1 thing of Old nothing" in said
    assert "Must have nothing nothing" in said
    assert "Left out nothing small for Ann" in said


def test_an_adopted_plan_is_not_compared_with_its_own_items(team, director, plan):
    page = director.get(f"/teams/{plan.unit_id}/plan/{plan.id}/adopt").text
    mark = page.split('name="mark" value="')[1].split('"')[0]
    director.post(f"/teams/{plan.unit_id}/plan/{plan.id}/adopt", data={"mark": mark})
    assert plan.adopted_at

    assert address(plan) in director.get(f"/teams/{plan.unit_id}/plan/{plan.id}").text
    assert "Since it was built" not in text_of(director.get(address(plan)).text)


def test_nobody_else_reads_it(team, plan, as_user):
    for user in (team.cast.staff, team.cast.finance, team.cast.other_director):
        assert as_user(user).get(address(plan)).status_code == 404


@pytest.mark.parametrize("what", WORDS)
def test_every_change_has_words(what):
    one, several = [(Change(what, 1), "Wires")], [(Change(what, each), "Wires") for each in (1, 2)]

    for named in (one, several):
        said = in_short(named, unsaid=())
        assert "{" not in said
        assert bool(said) == bool(WORDS[what].one)


def test_a_sentence_has_only_what_there_is():
    assert sentence([], [], [], "") == ""
    assert sentence([], [], [], "who may pay Wires") == (
        "Since it was built, who may pay Wires changed."
    )
    assert sentence(["Ben left"], [], [], "") == "Since it was built, Ben left."
