"""An adopted plan says what changed since it was built, without what it made itself."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pdplanner import clock
from pdplanner.assessments.models import CurrentLevel
from pdplanner.catalog.models import Quote, Session
from pdplanner.extensions import db
from pdplanner.organization import services as organization
from pdplanner.organization.models import Blackout
from pdplanner.plans.models import LearningPlan, PlanItem, Scenario, State
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.step_entries import Sent
from tests.plans.comparison.test_comparison import build, page_of
from tests.support.client import HTMX
from tests.support.html import text_of
from tests.support.planned_team import add_person, make_offering, make_team_with_a_choice
from tests.support.planning import commit_item
from tests.support.queries import count_queries

NOTHING = "Everything that it rests on is as it was on"


@pytest.fixture
def team(cast):
    """Everybody takes both courses: 600 dollars of the 5,000 that the fund has."""
    team = make_team_with_a_choice(cast)
    for each in team.people:
        each.allowance_cents, each.hours = 200_00, 8
    team.small.places = 5
    db.session.commit()
    return team


@pytest.fixture
def director(as_user, team):
    return as_user(team.cast.director)


@pytest.fixture
def plan(team, director):
    """Built and adopted by the director."""
    return adopted(team, director)


def adopted(team, director, dollars="600"):
    director.post(f"/teams/{team.unit.id}/plan", data={f"fund_{team.local.id}": dollars})
    plan = db.session.scalars(select(Scenario).where(~Scenario.saved)).one()
    page = director.get(address(plan, "/adopt")).text
    mark = page.split('name="mark" value="')[1].split('"')[0]
    director.post(address(plan, "/adopt"), data={"mark": mark})
    assert plan.adopted_at
    return plan


def address(scenario, page=""):
    return f"/teams/{scenario.unit_id}/plan/{scenario.id}{page}"


@pytest.fixture
def since(director, plan):
    """Commit, and return the page of what changed."""

    def read():
        db.session.commit()
        return text_of(director.get(address(plan, "/since")).text)

    return read


def items_of(person):
    rows = select(PlanItem).join(PlanItem.plan).where(LearningPlan.person_id == person.id)
    return db.session.scalars(rows.order_by(PlanItem.id)).all()


def accept_all(team):
    for person in team.people:
        for item in items_of(person):
            item.accepted_at = clock.now()
    db.session.commit()


def test_its_own_items_are_no_change(team, since):
    """Accepted they take all hours, the whole allowance and places, and bring the levels."""
    assert NOTHING in since()

    accept_all(team)

    page = since()
    assert NOTHING in page
    assert "Since it was built" not in page
    assert "Its own items, and the money that they take, are left aside." in page


@pytest.mark.parametrize("state", [State.REQUESTED, State.APPROVED, State.COMPLETED])
def test_nor_are_they_further_on_their_way(team, since, state):
    accept_all(team)
    for item in items_of(team.people[0]):
        item.state = state

    assert NOTHING in since()


def test_nor_is_the_money_that_is_set_aside_for_them(team, since, as_user):
    """Of 600 dollars nothing is left once all is approved."""
    team.local.allocated_cents = 600_00
    accept_all(team)
    assert NOTHING in since()
    ann = items_of(team.people[0])[0]
    steps.request(ann, sent=Sent(by=team.cast.staff, key="0" * 32))
    parts = {team.local.id: ann.price_cents}
    steps.approve(ann, parts=parts, sent=Sent(by=team.cast.director, key="1" * 32))
    assert team.local.available_cents == 500_00

    assert NOTHING in since()


def test_price_hours_and_retirement_are_said_as_of_a_draft(team, since):
    team.small.active = False
    db.session.add(
        Quote(
            offering=team.large, unit=team.cast.alder, price_cents=1_900_00, hours=30,
            price_source="Letter", hours_source="Letter", entered_at=clock.now(),
        )
    )  # fmt: skip

    page = since()

    assert "large Price of a place $100 $1,900" in page
    assert "large Hours 4 h 30 h" in page
    assert "small Can no longer be planned" in page


def test_tags_levels_and_targets_are_said(team, since):
    team.small.tags[0].level = 2
    team.role.targets[0].level = 2
    held = select(CurrentLevel).where(CurrentLevel.person_id == team.people[0].id)
    db.session.scalars(held).first().level = 2

    page = since()

    assert "small What it teaches" in page
    assert "Ann Levels" in page
    assert "Ben Targets" in page


def test_a_fund_that_lost_money_and_one_that_ends_sooner(team, director):
    day = clock.today() + timedelta(days=40)
    db.session.add(Session(offering=team.large, unit=team.cast.alder, starts_on=day, ends_on=day))
    plan = adopted(team, director)
    accept_all(team)
    team.local.allocated_cents = 400_00
    team.local.spend_by = clock.today() + timedelta(days=10)
    db.session.commit()

    page = text_of(director.get(address(plan, "/since")).text)

    assert "Local PD Available to plan $5,000 $400" in page
    assert "large Funds that may pay it" in page


def test_a_run_that_is_removed_or_blacked_out_is_said_and_one_that_began_is_not(team, director):
    begins = clock.today() + timedelta(days=20)
    run = Session(offering=team.large, unit=team.cast.alder, starts_on=begins, ends_on=begins)
    db.session.add(run)
    db.session.commit()
    plan = adopted(team, director)
    page = address(plan, "/since")
    assert NOTHING in text_of(director.get(page).text)

    db.session.add(Blackout(unit=team.cast.network, name="Tests", starts_on=begins, ends_on=begins))
    db.session.commit()
    assert "the runs of large" in text_of(director.get(page).text)

    db.session.delete(run)
    db.session.commit()
    assert "large Runs" in text_of(director.get(page).text)


def test_its_runs_are_those_of_the_day_on_which_it_was_built(team, director):
    begins = clock.today() + timedelta(days=20)
    db.session.add(
        Session(offering=team.large, unit=team.cast.alder, starts_on=begins, ends_on=begins)
    )
    db.session.commit()
    plan = adopted(team, director)
    # As if all of it had been thirty days ago: the run has begun since.
    plan.built_at -= timedelta(days=30)
    (run,) = db.session.scalars(select(Session))
    run.starts_on = run.ends_on = begins - timedelta(days=30)
    old, new = begins.isoformat(), run.starts_on.isoformat()
    plan.problem, plan.report = (text.replace(old, new) for text in (plan.problem, plan.report))
    db.session.commit()

    assert NOTHING in text_of(director.get(address(plan, "/since")).text)


def test_who_left_moved_or_has_no_ratings_is_told_apart(team, plan, since, director):
    ann, ben, cleo = team.people
    ann.active = False
    organization.move_person(ben, unit=team.cast.alder)
    for level in db.session.scalars(select(CurrentLevel).where(CurrentLevel.person_id == cleo.id)):
        db.session.delete(level)
    add_person(team, "Nell", team.cast.support)

    page = since()

    said = f"Ann left, Ben moved to {team.cast.alder.name}, Cleo has no ratings now"
    assert f"Since it was built, {said} and Nell joined or was rated." in page
    assert f"Ben Moved to {team.cast.alder.name}" in page
    assert "Whoever moved keeps their items" in page
    shown = text_of(director.get(address(plan)).text)
    assert f"Since it was built, Ann left, Ben moved to {team.cast.alder.name} and Nell" in shown


def test_who_left_and_came_back_is_named_with_what_to_do(team, plan, since, director):
    ann = team.people[0]
    organization.deactivate_person(ann)
    organization.reactivate_person(ann)

    page = since()

    assert "Since it was built, what it has for Ann was cancelled." in page
    assert "Ann Items of this plan 2 cancelled" in page
    assert "What was cancelled of Ann is proposed again where the new plan still has it." in page
    note = text_of(director.get(address(plan, "/since"), headers=HTMX).text)
    assert (
        "proposes what is new in it, and what was cancelled of Ann where it still has it." in note
    )
    assert "what it has for Ann was cancelled" in text_of(director.get(address(plan)).text)

    director.post(address(plan, "/again"))
    draft = db.session.scalars(select(Scenario).where(~Scenario.saved)).one()
    again = text_of(director.get(address(draft, "/adopt")).text)
    assert "2 items are proposed to 1 person" in again


def test_the_page_reads_it_after_itself_and_builds_it_again(team, plan, director):
    page = director.get(address(plan)).text
    since = address(plan, "/since")
    assert f'href="{since}" hx-get="{since}" hx-trigger="load"' in page
    assert f"Proven best on {clock.today():%-d %B %Y}, when it was built" in text_of(page)

    team.large.price_cents = 120_00
    db.session.commit()
    note = director.get(since, headers=HTMX).text

    assert "the price of large changed." in text_of(note)
    assert "adopting that proposes what is new in it. Build it again" in text_of(note)
    assert "Build it again" in text_of(note)
    assert ">What changed</a>" in note


def test_of_a_year_that_is_over_nothing_is_compared_and_nothing_built_again(team, plan, director):
    organization.deactivate_person(team.people[0])
    team.large.price_cents = 120_00
    db.session.commit()
    pages = [
        (address(plan), None),
        (address(plan, "/since"), None),
        (address(plan, "/since"), HTMX),
    ]
    for page, headers in pages:
        assert "Since it was built, Ann left" in text_of(director.get(page, headers=headers).text)
    team.year.starts_on -= timedelta(days=400)
    team.year.ends_on -= timedelta(days=400)
    db.session.commit()

    for page, headers in pages:
        shown = director.get(page, headers=headers).text
        for words in ("Since it was built", "What changed since", "Build it again", "not as on"):
            assert words not in text_of(shown)
        assert f'hx-get="{address(plan, "/since")}"' not in shown
    ended = f"Its year ended on {team.year.ends_on:%-d %B %Y}, so it is no longer compared"
    assert ended in text_of(director.get(pages[1][0]).text)


def test_a_saved_plan_of_a_year_that_is_over_asks_for_no_new_build(team, director):
    first, other = (build(director, team, name, local="600") for name in ("Lean", "Rich"))
    organization.deactivate_person(team.people[0])
    commit_item(
        team, team.people[1], make_offering(team, "More", {"S.2": 3}, hours=1), State.APPROVED
    )
    team.large.price_cents, team.local.allocated_cents = 120_00, 150_00
    db.session.commit()

    def read():
        pages = address(first), address(first, "/adopt")
        shown, adopt = (text_of(director.get(page).text) for page in pages)
        return shown, adopt, page_of(director, team, first, other)

    proven = f"Proven best on {clock.today():%-d %B %Y}, when it was built: no plan"
    below, again = "Set no more than is free below, and build it again.", "Build it again"
    to_use = "build the plan again to use the money and hours for others"
    shown, adopt, compared = read()
    assert all(words in shown for words in (proven, below))
    assert all(words in adopt for words in (again, to_use))
    assert "not compared" not in compared

    team.year.starts_on -= timedelta(days=400)
    team.year.ends_on -= timedelta(days=400)
    db.session.commit()
    shown, adopt, compared = read()
    assert proven in shown
    assert below not in shown
    assert all(words not in adopt for words in (again, to_use))
    assert "What happens" in adopt
    assert "Changed since it was built not compared not compared" in compared


IN_PLACE = "in place of the draft that you have"


def test_what_would_take_the_place_of_a_draft_says_so(team, plan, director):
    team.large.price_cents = 120_00
    db.session.commit()
    pages = [address(plan), address(plan, "/since")]
    for page in pages:
        assert IN_PLACE not in text_of(director.get(page).text)
    director.post(f"/teams/{team.unit.id}/plan", data={f"fund_{team.local.id}": "300"})
    draft = db.session.scalars(select(Scenario).where(~Scenario.saved)).one()

    for page, headers in [(pages[1], HTMX), (pages[1], None)]:
        said = text_of(director.get(page, headers=headers).text)
        assert f"a draft that rests on today, {IN_PLACE};" in said
        assert f"Build it again, {IN_PLACE}" in said
    shown = text_of(director.get(pages[0]).text)
    assert f"changes below make a new draft, {IN_PLACE}." in shown
    assert f"This makes a new draft, {IN_PLACE}. Build plan" in shown
    assert f"Pin and Exclude make a new draft, {IN_PLACE}." in shown
    team.small.price_cents = 110_00
    db.session.commit()
    for page in (address(draft), address(draft, "/since"), address(draft, "/adopt")):
        assert IN_PLACE not in text_of(director.get(page).text)


def test_a_saved_plan_that_is_asked_to_be_adopted_says_so_too(team, director):
    settings = {f"fund_{team.local.id}": "300"}
    director.post(f"/teams/{team.unit.id}/plan", data=settings)
    saved = db.session.scalars(select(Scenario)).one()
    director.post(address(saved, "/save"), data={"name": "First"})
    director.post(f"/teams/{team.unit.id}/plan", data=settings)
    team.large.price_cents = 120_00
    db.session.commit()

    assert f"Build it again, {IN_PLACE}" in text_of(director.get(address(saved, "/adopt")).text)


def test_no_more_queries_with_more_items(team, plan, director):
    page = address(plan, "/since")
    director.get(page)
    with count_queries() as before:
        director.get(page)
    accept_all(team)

    with count_queries() as after:
        director.get(page)

    assert len(after) == len(before)
