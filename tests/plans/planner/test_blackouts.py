"""Blackouts in the bridge: which runs count, who is barred, and what the plan says of it."""

from datetime import timedelta

import pytest

from pdplanner import clock
from pdplanner.budgets.models import FiscalYear
from pdplanner.catalog.models import Session
from pdplanner.extensions import db
from pdplanner.organization.models import Blackout, Unit
from pdplanner.plans import planner
from pdplanner.plans.plan_page.words import explain_left_out, explain_obstacles
from pdplanner.plans.planner import Rule
from pdplanner.plans.planner.report import read_report
from pdplanner.plans.planner.team_inputs import team_inputs
from pdplanner.web.filters import span
from tests.support.planned_team import make_offering, make_planned_team
from tests.support.planning import built, commit_item, problem
from tests.support.queries import count_queries


@pytest.fixture
def team(cast):
    return make_planned_team(cast)


def run(offering, *, in_days, days=2, seats=None):
    starts_on = clock.today() + timedelta(days=in_days)
    session = Session(
        offering=offering, seats=seats,
        starts_on=starts_on, ends_on=starts_on + timedelta(days=days - 1),
    )  # fmt: skip
    db.session.add(session)
    db.session.flush()
    return session


def black_out(unit, session, name="Spring testing"):
    """The last day of a run."""
    on = session.ends_on
    db.session.add(Blackout(unit=unit, name=name, starts_on=on, ends_on=on + timedelta(days=3)))
    db.session.flush()


def because(plan, offering):
    report = read_report(plan.report.write())
    said = explain_left_out(report.left_out, {offering.id: offering.code}, {}, proven=True)
    return {each.title: each.because for each in said}.get(offering.code)


def test_an_offering_whose_only_run_is_blacked_out_is_left_out_with_its_days(team):
    course = make_offering(team, "course", {"P.1": 3})
    only = run(course, in_days=20)
    black_out(team.cast.alder, only)

    plan = built(team)

    days = span(only.starts_on, only.ends_on)
    assert plan.lines == ()
    assert plan.report.offerings == 0
    assert because(plan, course) == f"Its only run, {days}, falls in Spring testing."


def test_each_lost_run_is_named_with_its_blackout(team):
    course = make_offering(team, "course", {"P.1": 3})
    first, second = run(course, in_days=20, days=1), run(course, in_days=60, days=1)
    black_out(team.cast.alder, first)
    black_out(team.cast.department, second, name="Server move")

    said = because(built(team), course)

    one, other = (span(each.starts_on, each.ends_on) for each in (first, second))
    assert said == (f"All its runs fall away: {one} in Spring testing, {other} in Server move.")


def test_what_nobody_is_short_of_is_not_listed_for_its_blackout(team):
    useless = make_offering(team, "useless", {"P.1": 1})
    black_out(team.cast.alder, run(useless, in_days=20))

    assert because(built(team), useless) is None


def test_one_run_that_is_left_gives_its_seats_and_its_days(team):
    course = make_offering(team, "course", {"P.1": 3})
    left = run(course, in_days=20, seats=2)
    black_out(team.cast.alder, run(course, in_days=60, seats=8))

    offering = problem(team).offering(str(course.id))

    assert offering.seats == 2
    assert offering.sessions == (left.starts_on.isoformat(), left.ends_on.isoformat())


def test_a_blackout_of_a_team_bars_its_people_and_nobody_else(team):
    ann, ben, cleo = team.people
    course = make_offering(team, "course", {"P.1": 3})
    black_out(team.cast.network, run(course, in_days=20, seats=3))

    found = problem(team)
    plan = built(team)

    excluded = [found.person_by_id[str(each.id)].excluded for each in (ann, ben, cleo)]
    assert excluded == [(str(course.id),), (str(course.id),), ()]
    assert found.offering(str(course.id)).seats == 3
    assert [line.person_id for line in plan.lines] == [cleo.id]


def test_a_team_that_has_one_run_left_is_not_barred(team):
    course = make_offering(team, "course", {"P.1": 3})
    black_out(team.cast.network, run(course, in_days=20))
    run(course, in_days=60)

    assert {one.excluded for one in problem(team).people} == {()}


def test_a_blackout_is_not_told_as_an_exclusion_of_the_directors(team):
    course = make_offering(team, "course", {"P.1": 3})
    seminar = make_offering(team, "seminar", {"P.1": 3})
    only = run(course, in_days=20)
    black_out(team.cast.network, only)
    black_out(team.cast.support, only, name="Inventory")

    plan = built(team, rules=(Rule("exclude", seminar.id, None),))

    days = span(only.starts_on, only.ends_on)
    assert because(plan, course) == f"Its only run, {days}, falls in Spring testing."
    assert because(plan, seminar) == "You excluded it."


def test_a_blackout_next_door_changes_nothing(team):
    course = make_offering(team, "course", {"P.1": 3})
    black_out(team.cast.birch, run(course, in_days=20))

    assert len(built(team).lines) == 3


@pytest.mark.parametrize("who", ["everybody", "a team", "one person"])
def test_a_must_have_that_is_blacked_out_is_an_obstacle_by_name(team, who):
    ann = team.people[0]
    course = make_offering(team, "course", {"P.1": 3})
    unit = team.cast.alder if who == "everybody" else team.cast.network
    black_out(unit, run(course, in_days=20))
    pinned_for = ann.id if who == "one person" else None

    plan = built(team, rules=(Rule("pin", course.id, pinned_for),))

    names = {each.id: each.name for each in team.people}
    (said,) = explain_obstacles(plan.report.obstacles, {course.id: "course"}, names)
    people = {"everybody": "everybody", "a team": "Ann and Ben", "one person": "Ann"}[who]
    assert not plan.possible
    assert said.because == [
        f"course is a must-have for {people}, and blackouts leave no run of it."
    ]
    assert said.do == "Drop the must-have, or change the calendar."


def test_who_took_a_must_have_already_is_not_held_up_by_a_blackout(team):
    ann = team.people[0]
    course = make_offering(team, "course", {"P.1": 3})
    black_out(team.cast.alder, run(course, in_days=20))
    commit_item(team, ann, course, "approved")

    assert built(team, rules=(Rule("pin", course.id, ann.id),)).possible


def test_the_number_of_queries_does_not_grow_with_blackouts(team):
    course = make_offering(team, "course", {"P.1": 3})
    network, support = team.cast.network, team.cast.support
    black_out(network, run(course, in_days=20))
    few = queries_of_a_draft(team)
    for number in range(5):
        black_out(network, run(course, in_days=30 + number))
        black_out(support, run(course, in_days=30 + number))

    assert queries_of_a_draft(team) == few


def queries_of_a_draft(team):
    db.session.commit()
    year_id, unit_id = team.year.id, team.unit.id
    db.session.expire_all()
    with count_queries() as statements:
        inputs = team_inputs(db.session.get(Unit, unit_id), db.session.get(FiscalYear, year_id))
        planner.draft(inputs, planner.Settings())
    return len(statements)


def test_a_course_beside_the_work_goes_on_through_a_blackout(team):
    course = make_offering(team, "course", {"P.1": 3})
    black_out(team.cast.alder, run(course, in_days=20, days=6, seats=9))

    plan = built(team)

    assert {line.offering_id for line in plan.lines} == {course.id}


def test_seats_of_a_run_that_is_barred_for_the_unit_do_not_count(team):
    course = make_offering(team, "course", {"P.1": 3})
    black_out(team.cast.department, run(course, in_days=20, seats=10))
    run(course, in_days=60, seats=1)

    assert problem(team).offering(str(course.id)).seats == 1
    assert len(built(team).lines) == 1


def test_who_is_registered_for_a_run_is_planned_for_nothing_on_its_days(team):
    registered = make_offering(team, "registered", {"S.1": 1})
    clash = make_offering(team, "clash", {"P.1": 3})
    run(registered, in_days=20, days=2)
    run(clash, in_days=21, days=1)
    commit_item(team, team.people[0], registered, state="registered")

    plan = built(team)

    taken = {(line.person_id, line.offering_id) for line in plan.lines}
    assert (team.people[0].id, clash.id) not in taken
    assert (team.people[1].id, clash.id) in taken


def test_who_is_away_for_a_run_that_stays_counts_for_the_cover(team):
    registered = make_offering(team, "registered", {"S.1": 1})
    clash = make_offering(team, "clash", {"P.1": 3})
    run(registered, in_days=20, days=1)
    run(clash, in_days=20, days=1)
    commit_item(team, team.people[0], registered, state="registered")

    plan = built(team, away=1)

    # Ann of Network is away already; of her team nobody else may be, of Support Cleo may.
    taken = {line.person_id for line in plan.lines if line.offering_id == clash.id}
    assert taken == {team.people[2].id}
