"""What people asked for in earlier years and nobody funded: when it is a need, and since when."""

import pytest

from pdplanner import clock
from pdplanner.catalog.models import Quote
from pdplanner.extensions import db
from pdplanner.plans.models import Scenario, State
from pdplanner.plans.scenarios import builds, drafts
from pdplanner.plans.scenarios.queries import settings_of
from pdplanner.plans.unfunded.needs import unfunded_in
from tests.support.planned_team import ask, make_offering, make_planned_team, rate, year_before
from tests.support.queries import count_queries


@pytest.fixture
def team(cast):
    """Everybody is at 1 and should be at 3 in P.1, P.2, S.1 and S.2; the course teaches P.1."""
    team = make_planned_team(cast)
    team.course = make_offering(team, "Course", {"P.1": 3}, cents=100_00)
    return team


def needs(team, unit=None):
    return unfunded_in(unit or team.unit, team.year)


def test_what_was_asked_for_and_left_is_a_need_with_its_age_and_price(team):
    last = year_before(team, 1)
    ask(team, last)

    (need,) = needs(team)

    assert (need.name, need.title, need.since, need.years) == ("Ann", "Course", last.title, 1)
    assert (need.points, need.cents) == (20, 100_00)


@pytest.mark.parametrize(
    ("state", "own", "stands"),
    [
        (State.PROPOSED, True, True),
        (State.PROPOSED, False, True),
        (State.REQUESTED, True, True),
        (State.DECLINED, True, True),  # by somebody else: a person's own no takes their yes back
        (State.DECLINED, False, False),
        (State.CANCELLED, True, False),  # taken back
        (State.CANCELLED, False, False),  # withdrawn with a new team plan
        (State.APPROVED, True, False),
        (State.REGISTERED, True, False),
        (State.COMPLETED, True, False),
    ],
)
def test_only_what_was_neither_funded_nor_taken_back_is_a_need(team, state, own, stands):
    ask(team, year_before(team, 1), state=state, own=own)

    assert bool(needs(team)) == stands


@pytest.mark.parametrize("state", [State.APPROVED, State.COMPLETED])
def test_need_is_over_once_the_person_has_the_offering(team, state):
    ask(team, year_before(team, 2))
    ask(team, year_before(team, 1), state=state)

    assert needs(team) == []


@pytest.mark.parametrize(
    ("state", "own", "stands"),
    [
        (State.PROPOSED, True, False),  # chosen
        (State.REQUESTED, True, False),
        (State.DECLINED, False, False),
        (State.CANCELLED, True, False),
        (State.CANCELLED, False, True),
    ],
)
def test_what_became_of_it_this_year_counts(team, state, own, stands):
    ask(team, year_before(team, 1))
    ask(team, team.year, state=state, own=own)

    assert bool(needs(team)) == stands


def test_proposal_of_a_team_plan_that_waits_for_a_yes_leaves_the_need(team):
    ask(team, year_before(team, 1))
    scenario = Scenario(unit=team.unit, fiscal_year=team.year, name="Plan")
    db.session.add(scenario)
    db.session.flush()
    proposal = ask(team, team.year, state=State.PROPOSED, own=False, scenario_id=scenario.id)

    waiting = needs(team)
    proposal.accepted_at = clock.now()
    db.session.commit()

    assert len(waiting) == 1
    assert needs(team) == []


def test_own_no_of_a_later_year_ends_an_older_need(team):
    ask(team, year_before(team, 2))
    ask(team, year_before(team, 1), state=State.CANCELLED)

    assert needs(team) == []


def test_age_counts_from_the_first_of_an_unbroken_row(team):
    years = {ago: year_before(team, ago) for ago in (5, 4, 3, 2, 1)}
    for ago in (5, 3, 2):
        ask(team, years[ago])

    (need,) = needs(team)

    assert (need.since, need.years) == (years[3].title, 3)


def test_year_in_which_the_person_said_no_breaks_the_row(team):
    years = {ago: year_before(team, ago) for ago in (3, 2, 1)}
    ask(team, years[3])
    ask(team, years[2], state=State.DECLINED, own=False)
    ask(team, years[1])

    (need,) = needs(team)

    assert need.years == 1


def test_need_whose_gap_is_closed_by_now_stands_and_closes_nothing(team):
    last = year_before(team, 1)
    ann, ben, cleo = team.people
    for person in team.people:
        ask(team, last, person=person)
    db.session.execute(db.text("delete from current_level where person_id = :id"), {"id": ann.id})
    rate(ann, team.indicators["P.1"], 3)
    other = make_offering(team, "Another course", {"P.1": 3})
    ask(team, team.year, person=ben, offering=other, state=State.APPROVED)

    # Ann was rated at her target; what Ben was granted should bring him there.
    found = {need.name: need.points for need in needs(team)}
    assert found == {ann.name: 0, ben.name: 0, cleo.name: 20}


def test_need_below_the_level_that_the_offering_starts_from_closes_nothing(team):
    high = make_offering(team, "High", {"P.1": 3}, from_level=2)
    ask(team, year_before(team, 1), offering=high)

    assert [need.points for need in needs(team)] == [0]


@pytest.mark.parametrize(
    ("active", "proposed", "lacks"),
    [
        (True, False, ""),
        (False, True, "not in the catalog yet"),
        (False, False, "no longer offered"),
    ],
)
def test_what_nobody_tagged_yet_is_a_need_that_no_plan_reckons_with(team, active, proposed, lacks):
    new = make_offering(team, "New", {}, cents=11_11)
    new.active = active
    new.proposed_by_id = team.cast.staff.id if proposed else None
    ask(team, year_before(team, 1), offering=new)

    (need,) = needs(team)

    assert (need.title, need.points, need.lacks) == ("New", 0, lacks)
    assert need.cents == (None if lacks else 11_11)
    assert settings_of(draft(team, cents=100_00)).previous == ()


def test_only_people_who_still_work_in_the_unit_have_needs(team):
    last = year_before(team, 1)
    ann, ben, cleo = team.people
    for person in team.people:
        ask(team, last, person=person)
    ben.active = False
    db.session.commit()

    assert [need.name for need in needs(team)] == ["Ann", "Cleo"]
    assert [need.name for need in needs(team, team.cast.support)] == [cleo.name]
    assert [need.name for need in unfunded_in(team.unit, team.year, of=[ann.id])] == ["Ann"]


def test_oldest_needs_come_first(team):
    other = make_offering(team, "Another course", {"S.1": 3})
    ask(team, year_before(team, 1), person=team.people[0])
    ask(team, year_before(team, 2), person=team.people[2], offering=other)

    assert [(need.name, need.years) for need in needs(team)] == [("Cleo", 2), ("Ann", 1)]


@pytest.mark.parametrize("how", ["no price", "no longer offered"])
def test_what_cannot_be_planned_any_more_has_no_price(team, how):
    ask(team, year_before(team, 1))
    if how == "no price":
        team.course.price_cents = None
    else:
        team.course.active = False
    db.session.commit()

    (need,) = needs(team)

    assert need.cents is None


def test_price_today_is_the_districts_with_travel(team):
    ask(team, year_before(team, 1))
    quote = Quote(
        offering=team.course, unit=team.cast.alder, price_cents=150_00, hours=4,
        travel_cents=30_00, entered_at=clock.now(),
    )  # fmt: skip
    db.session.add(quote)
    db.session.commit()

    (need,) = needs(team)

    assert need.cents == 180_00


def test_needs_take_as_many_queries_however_many_they_are(team):
    last = year_before(team, 1)
    with count_queries() as without:
        needs(team)
    ask(team, last)
    with count_queries() as one:
        needs(team)
    for person in team.people[1:]:
        ask(team, last, person=person)
        ask(team, last, person=person, offering=make_offering(team, person.name, {"S.1": 3}))
    with count_queries() as many:
        needs(team)

    assert len(without) <= 2
    assert len(one) == len(many)


def draft(team, *, cents, basis=None):
    asked = drafts.Asked(limits={team.local.id: cents})
    return drafts.ask(team.unit, team.year, by=team.cast.director, asked=asked, basis=basis)


def build(scenario):
    version = builds.take_up(scenario.id)
    built = builds.planner.build(builds.draft_of(scenario.id))
    assert builds.finish(scenario.id, version, built)
    db.session.commit()
    db.session.refresh(scenario)
    return {(line.person.name, line.offering.title) for line in scenario.lines}


def test_first_plan_of_equally_good_ones_funds_what_was_asked_for(team):
    cleo = team.people[2]
    ask(team, year_before(team, 1), person=cleo)

    # The money pays one of three places that close as much.
    planned = build(draft(team, cents=100_00))

    assert planned == {("Cleo", "Course")}


def test_need_costs_no_point(team):
    better = make_offering(team, "Better", {"P.1": 3, "P.2": 3}, cents=100_00)
    ask(team, year_before(team, 1), person=team.people[2])

    planned = build(draft(team, cents=100_00))

    assert {title for _, title in planned} == {better.title}


def test_plan_before_goes_before_needs(team):
    scenario = draft(team, cents=100_00)
    ((name, _),) = build(scenario)
    other = next(person for person in team.people if person.name != name)
    ask(team, year_before(team, 1), person=other)
    lines = tuple((line.person_id, line.offering_id) for line in scenario.lines)

    again = draft(team, cents=100_00, basis=scenario)

    assert settings_of(again).previous == lines
    assert build(again) == {(name, "Course")}
