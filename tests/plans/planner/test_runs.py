"""Offerings with several runs: what cannot go together, and which run a place is in."""

from datetime import date, timedelta

import pytest

from pdplanner import clock, engine
from pdplanner.catalog.models import Requirement, Session
from pdplanner.extensions import db
from pdplanner.organization.models import Blackout
from pdplanner.plans.models import Scenario, State
from pdplanner.plans.planner import Rule
from tests.support.html import text_of
from tests.support.planned_team import make_offering, make_planned_team
from tests.support.planning import built, commit_item


@pytest.fixture
def team(cast):
    return make_planned_team(cast)


def dated(team, code, teaches, *in_days, days=1, seats=None):
    """An offering with a run on each of these days from today."""
    offering = make_offering(team, code, teaches)
    for each in in_days:
        first = clock.today() + timedelta(days=each)
        db.session.add(
            Session(
                offering=offering, seats=seats,
                starts_on=first, ends_on=first + timedelta(days=days - 1),
            )
        )  # fmt: skip
    db.session.flush()
    return offering


def runs(plan):
    """In how many days each place of a plan begins, by person and offering id; None nowhere."""
    today = clock.today()
    return {
        (person, offering): day and (date.fromisoformat(day) - today).days
        for person, offering, day in plan.report.runs
    }


def test_places_are_in_the_earliest_run_that_meets_no_other(team):
    one = dated(team, "one", {"P.1": 3}, 10)
    two = dated(team, "two", {"P.2": 3}, 10, 30)

    found = runs(built(team))

    for person in team.people:
        assert (found[person.id, one.id], found[person.id, two.id]) == (10, 30)


def test_offerings_whose_runs_all_meet_are_not_planned_together(team):
    dated(team, "one", {"P.1": 3}, 10, 11, days=2)
    dated(team, "two", {"P.2": 3}, 11)
    third = dated(team, "three", {"S.1": 3}, 10)

    plan = built(team)

    # One and two share the eleventh day in either run; three meets the first run of one alone.
    taken = {(line.person_id, line.offering_id) for line in plan.lines}
    assert plan.value == 3 * 2 * 20
    assert {offering for _person, offering in taken} >= {third.id}
    assert None not in runs(plan).values()


def test_who_is_elsewhere_on_the_days_of_every_run_takes_it_not(team):
    ann, ben, _cleo = team.people
    held = dated(team, "held", {"S.1": 1}, 10, days=3)
    course = dated(team, "course", {"P.1": 3}, 10, 12)
    commit_item(team, ann, held, State.REGISTERED)

    plan = built(team)

    assert (ann.id, course.id) not in runs(plan)
    assert runs(plan)[ben.id, course.id] == 10


def test_seats_of_each_run_are_kept(team):
    course = dated(team, "course", {"P.1": 3}, 10, 20, seats=2)

    found = runs(built(team))

    days = sorted(day for (_person, offering), day in found.items() if offering == course.id)
    assert days == [10, 10, 20]


def test_cover_spreads_people_over_the_runs(team):
    course = dated(team, "course", {"P.1": 3}, 10, 20)

    found = runs(built(team, away=1))

    ann, ben, cleo = (found[person.id, course.id] for person in team.people)
    # Ann and Ben are one team; Cleo goes when she likes.
    assert {ann, ben} == {10, 20}
    assert cleo == 10


def test_what_is_required_is_in_an_earlier_run(team):
    basics = dated(team, "basics", {}, 15, 40)
    advanced = dated(team, "advanced", {"P.1": 3}, 10, 20)
    advanced.requires = [Requirement(required=basics)]

    found = runs(built(team))

    ann = team.people[0]
    assert (found[ann.id, basics.id], found[ann.id, advanced.id]) == (15, 20)


def test_a_run_of_ones_own_blackout_is_not_chosen(team):
    course = dated(team, "course", {"P.1": 3}, 10, 20)
    day = clock.today() + timedelta(days=10)
    network = team.people[0].unit
    db.session.add(Blackout(unit=network, name="Testing", starts_on=day, ends_on=day))
    db.session.flush()

    found = runs(built(team))

    assert [found[person.id, course.id] for person in team.people] == [20, 20, 10]


def test_a_place_that_no_run_fits_is_left_out_and_named(team, as_user):
    # Any two of the three fit; together they want three days and have two.
    for code, indicator in (("one", "P.1"), ("two", "P.2"), ("three", "S.1")):
        dated(team, code, {indicator: 3}, 10, 20)
    team.people[1].active = team.people[2].active = False
    db.session.commit()

    page = as_user(team.cast.director).post(
        f"/teams/{team.unit.id}/plan", data={}, follow_redirects=True
    )

    said, scenario = text_of(page.text), db.session.query(Scenario).one()
    assert (scenario.value, scenario.bound) == (40, 60)
    assert len(scenario.lines) == 2
    assert "Closes 4 of 8 points" in said
    assert "No free plan closes more than 6; the 2 between are of places that no run" in said
    assert "Left out, since no run fits beside the rest:" in said
    assert sum(f"{code} for Ann" in said for code in ("one", "two", "three")) == 1


def test_a_plan_whose_places_were_left_out_is_what_the_engine_checks(team):
    for code, indicator in (("one", "P.1"), ("two", "P.2"), ("three", "S.1")):
        dated(team, code, {indicator: 3}, 10, 20)

    plan = built(team)
    problem, result = engine.read_problem(plan.problem), engine.read_result(plan.result)

    assert engine.check(problem, result) == []
    assert (plan.value, plan.bound, result.status) == (3 * 40, 3 * 60, "feasible")
    assert result.certificate.bound == pytest.approx(180)
    assert len(plan.report.barred) == 3
    assert None not in runs(plan).values()


def test_a_must_have_that_no_run_fits_stays_and_is_named(team):
    offerings = [
        dated(team, code, {indicator: 3}, 10, 20)
        for code, indicator in (("one", "P.1"), ("two", "P.2"), ("three", "S.1"))
    ]
    ann = team.people[0]
    pins = [Rule("pin", each.id, ann.id) for each in offerings]

    plan = built(team, rules=tuple(pins))

    assert list(runs(plan).values()).count(None) == 1
    assert {one for person, one in plan.report.unplaced if person == ann.id} <= {
        each.id for each in offerings
    }


def test_nobody_is_planned_for_runs_on_days_when_nobody_may_be_away(team):
    dated(team, "course", {"P.1": 3}, 10, 20)

    plan = built(team, away=0)

    assert (plan.value, plan.bound) == (0, 0)
    assert plan.lines == ()


def test_a_team_takes_as_many_places_as_its_cover_leaves_over_all_runs(team):
    course = dated(team, "course", {"P.1": 3}, 10)
    one_run = built(team, away=1)
    db.session.add(Session(offering=course, **on_day(20)))
    db.session.flush()

    # Ann and Ben are one team, Cleo is another.
    assert (one_run.value, built(team, away=1).value) == (2 * 20, 3 * 20)


def on_day(in_days):
    day = clock.today() + timedelta(days=in_days)
    return {"starts_on": day, "ends_on": day}


def test_lines_say_when_their_places_begin(team, as_user):
    dated(team, "course", {"P.1": 3}, 10, 20, seats=2)
    db.session.commit()

    page = as_user(team.cast.director).post(
        f"/teams/{team.unit.id}/plan", data={}, follow_redirects=True
    )

    first, second = (clock.today() + timedelta(days=each) for each in (10, 20))
    words = f"from {first.day} {first:%B %Y} and {second.day} {second:%B %Y}"
    assert words in text_of(page.text)
