"""The bridge to the engine: what the database holds as a problem, and the plan as lines."""

import sys
from datetime import timedelta

import pytest

from pdplanner import clock
from pdplanner.assessments.gap_queries import gaps_of
from pdplanner.budgets.models import FiscalYear, FundArea, FundRefusedFormat
from pdplanner.catalog.models import Format, Quote, Session
from pdplanner.engine import UnsafePlan
from pdplanner.extensions import db
from pdplanner.organization.models import Target
from pdplanner.plans import planner
from pdplanner.plans.models import Scenario, State
from pdplanner.plans.plan_page.words import explain_obstacles
from pdplanner.plans.planner import Rule
from pdplanner.plans.planner.report import read_report
from pdplanner.plans.planner.team_inputs import team_inputs
from tests.support.planned_team import (
    add_person,
    make_fund,
    make_offering,
    make_planned_team,
    rate,
)
from tests.support.planning import built, commit_item, person_in, problem
from tests.support.queries import count_queries


@pytest.fixture
def team(cast):
    return make_planned_team(cast)


def test_only_rated_people_and_rated_targets_enter(team):
    unrated = add_person(team, "Uma", team.cast.support, level=None)
    half = add_person(team, "Hal", team.cast.support, level=None)
    rate(half, team.indicators["P.1"], 1)
    rate(half, team.indicators["P.2"], None)

    found = problem(team)

    assert str(unrated.id) not in found.person_by_id
    assert list(person_in(found, half).targets) == [str(team.indicators["P.1"].id)]


def test_gap_is_that_of_the_assessments_with_and_without_a_good_enough_level(team):
    ann = team.people[0]
    target = db.session.get(Target, (team.role.id, team.indicators["S.2"].id))
    target.level, target.good_enough, target.weight = 2, 4, 3

    plan = built(team)

    figures = {each.person_id: each.gap for each in plan.report.people}
    assert figures[ann.id] == sum(gap.points for gap in gaps_of(ann)) == 3 * 20 + 3 * (10 + 2 * 5)


def test_the_same_settings_give_the_same_file(team):
    for code in ("zebra", "apple", "mango"):
        make_offering(team, code, {"P.1": 3}, cents=10_00)

    assert built(team).problem == built(team).problem


def test_approved_items_count_as_held_and_use_hours_money_and_a_place(team):
    ann = team.people[0]
    course = make_offering(team, "course", {"P.1": 3}, cents=100_00, hours=6, places=5)
    commit_item(team, ann, course, State.APPROVED, cents=100_00)

    found = problem(team)

    person = person_in(found, ann)
    assert person.levels[str(team.indicators["P.1"].id)] == 3
    assert person.done == (str(course.id),)
    assert (person.hours, person.cap) == (34, 800_00)
    assert found.offering(str(course.id)).seats == 4


@pytest.mark.parametrize("how", ["chosen", "accepted", "requested", "only proposed"])
def test_what_people_chose_or_accepted_counts_and_what_a_plan_only_proposed_does_not(team, how):
    ann = team.people[0]
    course = make_offering(team, "course", {"P.1": 3}, cents=100_00, hours=6)
    state = State.REQUESTED if how == "requested" else State.PROPOSED
    facts = {
        "scenario_id": None if how == "chosen" else scenario_id(team),
        "accepted_at": clock.now() if how == "accepted" else None,
    }
    commit_item(team, ann, course, state, cents=100_00, **facts)

    person = person_in(problem(team), ann)

    counted = (3, (str(course.id),), 34, 800_00)
    open_still = (1, (), 40, 900_00)
    expected = open_still if how == "only proposed" else counted
    level = person.levels[str(team.indicators["P.1"].id)]
    assert (level, person.done, person.hours, person.cap) == expected


def test_what_was_only_chosen_in_an_earlier_year_is_forgotten(team):
    ann = team.people[0]
    course = make_offering(team, "course", {"P.1": 3}, hours=6)
    first = team.year.starts_on
    earlier = FiscalYear(
        unit=team.cast.alder, starts_on=first - timedelta(365), ends_on=first - timedelta(1)
    )
    commit_item(team, ann, course, State.PROPOSED, year=earlier)

    person = person_in(problem(team), ann)

    assert (person.levels[str(team.indicators["P.1"].id)], person.hours) == (1, 40)


def scenario_id(team):
    scenario = Scenario(
        unit=team.unit, fiscal_year=team.year, name="Before", created_by_id=team.cast.director.id
    )
    db.session.add(scenario)
    db.session.flush()
    return scenario.id


@pytest.mark.parametrize(("days_ago", "level"), [(10, 3), (60, 1)])
def test_completion_is_expected_until_somebody_rates_again(team, days_ago, level):
    ann = team.people[0]  # rated 30 days ago
    course = make_offering(team, "course", {"P.1": 3})
    commit_item(team, ann, course, State.COMPLETED, days_ago=days_ago)

    person = person_in(problem(team), ann)

    assert person.levels[str(team.indicators["P.1"].id)] == level
    assert person.done == (str(course.id),)


def test_offerings_without_price_or_hours_are_left_out(team):
    make_offering(team, "no-price", {"P.1": 3}, cents=None)
    make_offering(team, "no-hours", {"P.1": 3}, hours=None)
    make_offering(team, "exam", {"P.1": 3}, hours=0, format=Format.CERTIFICATION_EXAM)
    make_offering(team, "mentor", {"P.1": 3}, format=Format.MENTORING, mentor=team.people[0])
    known = make_offering(team, "known", {"P.1": 3}, hours=0)

    assert [each.id for each in problem(team).offerings] == [str(known.id)]


def test_quote_of_the_district_brings_price_travel_and_cohort(team):
    course = make_offering(team, "course", {"P.1": 3}, cents=None, hours=None)
    db.session.add(
        Quote(
            offering=course, unit=team.cast.alder, price_cents=200_00, hours=8,
            travel_cents=50_00, cohort_price_cents=500_00, cohort_seats=10, entered_at=clock.now(),
        )
    )  # fmt: skip

    (found,) = problem(team).offerings

    assert (found.price, found.hours, found.place_costs) == (200_00, 8, 50_00)
    assert (found.cohort.price, found.cohort.seats) == (500_00, 10)


def test_funds_pay_only_what_their_rules_allow(team):
    exam = make_offering(team, "exam", {"P.1": 3}, format=Format.CERTIFICATION_EXAM)
    security = make_offering(team, "security", {"S.1": 3})
    planning = make_offering(team, "planning", {"P.1": 3})
    late = make_offering(team, "late", {"S.1": 3})
    run = team.year.ends_on
    late.sessions = [Session(starts_on=run, ends_on=run, seats=9)]
    grant = make_fund(team.cast.alder, team.year, "Grant", 100_00)
    grant.areas = [FundArea(area=team.areas["S"])]
    grant.spend_by = run - timedelta(days=1)
    no_exams = make_fund(team.cast.alder, team.year, "No exams", 100_00)
    no_exams.refused_formats = [FundRefusedFormat(format=Format.CERTIFICATION_EXAM)]
    unused = make_fund(team.cast.alder, team.year, "Unused", 100_00)

    found = problem(team, limits={grant.id: 1, no_exams.id: 1})

    names = {str(grant.id): "grant", str(no_exams.id): "no exams", str(unused.id): "unused"}
    paid = {
        each.title: {names[fund] for fund in found.offering(str(each.id)).funds}
        for each in (exam, security, planning, late)
    }
    assert paid == {
        "exam": set(),
        "security": {"grant", "no exams"},
        "planning": {"no exams"},
        "late": {"no exams"},
    }


def test_fund_of_a_team_pays_for_its_own_people(team):
    ann, _ben, cleo = team.people
    network = make_fund(team.cast.network, team.year, "Network", 100_00)

    found = problem(team, limits={network.id: 100_00})

    assert person_in(found, ann).funds == (str(network.id),)
    assert person_in(found, cleo).funds == ()


def test_mentor_gives_hours_for_the_places_that_are_taken_and_for_no_others(team):
    ann, ben, _ = team.people
    mentoring = make_offering(
        team, "mentoring", {"S.1": 3}, hours=3, places=4, format=Format.MENTORING, mentor=ann
    )
    before = problem(team)

    commit_item(team, ben, mentoring, State.APPROVED)

    after = problem(team)
    assert person_in(before, ann).hours == 40
    assert person_in(after, ann).hours == 40 - 3
    assert [each.mentor for each in after.offerings] == [str(ann.id)]


def test_plan_says_what_its_mentors_give(team):
    ann = team.people[0]
    make_offering(
        team, "mentoring", {"S.1": 3}, hours=3, places=4, format=Format.MENTORING, mentor=ann
    )

    figures = {each.person_id: each for each in built(team).report.people}

    assert (figures[ann.id].hours, figures[ann.id].given) == (0, 6)


def test_hours_and_allowance_are_the_lower_of_the_plans_and_the_persons(team):
    ann = team.people[0]

    found = person_in(problem(team, hours=12.5, allowance_cents=2_000_00), ann)

    assert (found.hours, found.cap) == (12.5, 900_00)


def test_floor_is_never_more_than_the_whole_gap(team):
    close = add_person(team, "Clo", team.cast.support, level=3)

    found = problem(team, floor=5)

    assert person_in(found, team.people[0]).floor == 50
    assert person_in(found, close).floor == 0


def test_one_short_run_keeps_a_person_away_on_its_days(team):
    today = clock.today()
    short = make_offering(team, "short", {"P.1": 3})
    short.sessions = [
        Session(starts_on=today + timedelta(1), ends_on=today + timedelta(2), seats=7)
    ]
    weeks = make_offering(team, "weeks", {"P.1": 3})
    weeks.sessions = [Session(starts_on=today + timedelta(1), ends_on=today + timedelta(40))]
    past = make_offering(team, "past", {"P.1": 3})
    past.sessions = [Session(starts_on=today - timedelta(9), ends_on=today - timedelta(9), seats=1)]

    found = problem(team)

    assert found.offering(str(short.id)).sessions == (
        (today + timedelta(1)).isoformat(),
        (today + timedelta(2)).isoformat(),
    )
    assert found.offering(str(short.id)).seats == 7
    assert found.offering(str(weeks.id)).sessions == ()
    assert found.offering(str(past.id)).seats is None


def test_only_so_many_of_a_team_are_away_on_a_day(team):
    day = clock.today() + timedelta(1)
    short = make_offering(team, "short", {"P.1": 3})
    short.sessions = [Session(starts_on=day, ends_on=day)]
    ann, ben, _cleo = team.people

    found = problem(team, away=1)

    # Cleo is alone in her team, so that no more than one of it can be away.
    (cover,) = found.cover
    assert cover.people == (str(ann.id), str(ben.id))
    assert (cover.session, cover.away) == (day.isoformat(), 1)
    assert problem(team).cover == ()


def test_minimum_cover_keeps_so_many_of_a_subtree_at_work(team):
    day = clock.today() + timedelta(1)
    short = make_offering(team, "short", {"P.1": 3})
    short.sessions = [Session(starts_on=day, ends_on=day)]
    ann, ben, cleo = team.people
    # Five people work there, and two of them have rated nothing.
    team.cast.department.cover = 4
    ann.unit.cover = 5
    db.session.flush()

    found = {cover.people: cover.away for cover in problem(team).cover}
    together = {cover.people: cover.away for cover in problem(team, away=1).cover}

    everybody, network = (str(ann.id), str(ben.id), str(cleo.id)), (str(ann.id), str(ben.id))
    assert found == {everybody: 1, network: 0}
    assert together == {everybody: 1, network: 0}


def test_whom_a_run_takes_away_already_is_missed_from_the_minimum_cover(team):
    day = clock.today() + timedelta(1)
    short, held = make_offering(team, "short", {"P.1": 3}), make_offering(team, "held", {"P.2": 3})
    for each in (short, held):
        each.sessions = [Session(starts_on=day, ends_on=day)]
    ann, _ben, _cleo = team.people
    commit_item(team, ann, held, State.REGISTERED)
    team.cast.department.cover = 3
    db.session.flush()

    (cover,) = problem(team).cover

    assert cover.away == 1


def test_a_rule_for_one_person_goes_before_one_for_all(team):
    ann, ben, _cleo = team.people
    course = make_offering(team, "course", {"P.1": 3})
    rules = (planner.Rule("exclude", course.id, None), planner.Rule("pin", course.id, ann.id))

    found = problem(team, rules=rules)

    assert person_in(found, ann).pinned == (str(course.id),)
    assert person_in(found, ann).excluded == ()
    assert person_in(found, ben).excluded == (str(course.id),)


def test_must_have_for_everybody_spares_those_who_have_done_it(team):
    ann, ben, _cleo = team.people
    course = make_offering(team, "course", {"P.1": 3})
    commit_item(team, ann, course, State.REGISTERED)

    found = problem(team, rules=(planner.Rule("pin", course.id, None),))

    assert person_in(found, ann).pinned == ()
    assert person_in(found, ben).pinned == (str(course.id),)


def test_lines_of_a_cohort_share_its_price_to_the_cent(team):
    course = make_offering(team, "course", {"P.1": 3, "P.2": 3}, cents=90_00)
    db.session.add(
        Quote(
            offering=course, unit=team.cast.alder, price_cents=90_00, travel_cents=0,
            cohort_price_cents=100_00, cohort_seats=5, entered_at=clock.now(),
        )
    )  # fmt: skip

    plan = built(team)

    assert [(line.mode, line.cents) for line in plan.lines] == [
        ("cohort", 33_34),
        ("cohort", 33_33),
        ("cohort", 33_33),
    ]
    assert plan.spent == {team.local.id: 100_00}
    assert plan.cost_cents == 100_00


def test_funds_pay_each_place_and_all_together_to_the_cent(team):
    """Neither fund pays a place alone, so both pay a part of one."""
    grant = make_fund(team.cast.alder, team.year, "Grant", 1_000_00)
    make_offering(team, "security", {"S.1": 3, "S.2": 3}, cents=100_00)
    workshop = make_offering(team, "workshop", {"P.1": 3, "P.2": 3}, cents=None)
    quote = Quote(
        offering=workshop, unit=team.cast.alder, price_cents=900_00, cohort_price_cents=100_01,
        cohort_seats=3, entered_at=clock.now(),
    )  # fmt: skip
    db.session.add(quote)

    plan = built(team, limits={team.local.id: 150_00, grant.id: 250_01})

    assert len(plan.lines) == 6
    assert all(sum(line.payments.values()) == line.cents for line in plan.lines)
    assert any(len(line.payments) == 2 for line in plan.lines)
    for fund in (team.local, grant):
        paid = sum(line.payments.get(fund.id, 0) for line in plan.lines)
        assert paid == plan.spent[fund.id]
    assert sum(plan.spent.values()) == plan.cost_cents == 400_01


def test_a_plan_stays_near_the_one_before_where_nothing_is_lost(team):
    for code in ("first", "second"):
        make_offering(team, code, {"P.1": 3, "P.2": 3, "S.1": 3, "S.2": 3}, hours=4)
    before = built(team).lines
    other = {line.offering_id for line in before}
    stay = next(each.id for each in team_inputs(team.unit, team.year).offerings
                if each.id not in other)  # fmt: skip

    again = built(team, previous=tuple((person.id, stay) for person in team.people))

    assert {line.offering_id for line in again.lines} == {stay}


def test_inputs_take_as_many_queries_for_many_people_and_offerings_as_for_few(team):
    make_offering(team, "one", {"P.1": 3})
    db.session.commit()
    with count_queries() as few:
        team_inputs(team.unit, team.year)
    for number in range(40):
        make_offering(team, f"more-{number}", {"P.1": 3, "S.1": 2})
        add_person(team, f"More {number}", team.cast.support)
    db.session.commit()

    with count_queries() as many:
        team_inputs(team.unit, team.year)

    assert len(many) == len(few)


def test_refused_plan_is_never_returned(team, monkeypatch):
    make_offering(team, "course", {"P.1": 3})
    solving = sys.modules["pdplanner.engine.solve"]
    monkeypatch.setattr(solving, "check", lambda *_: ["a rule is broken"])

    with pytest.raises(UnsafePlan, match="a rule is broken"):
        built(team)


def test_hours_that_do_not_suffice_say_what_takes_the_others(team):
    ann = team.people[0]
    before = make_offering(team, "before", {"P.1": 2}, hours=24)
    course = make_offering(team, "course", {"S.1": 3}, hours=30)
    commit_item(team, ann, before, State.APPROVED)

    plan = built(team, hours=20, rules=(Rule("pin", course.id, ann.id),))

    [obstacle] = read_report(plan.report.write()).obstacles
    [said] = explain_obstacles([obstacle], {course.id: "course"}, {ann.id: "Ann"})
    taken = "0 h left of 20 h: 24 h are taken by what is chosen or under way"
    assert said.because == [f"The must-haves of Ann (course) take 30 h; they have {taken}."]
