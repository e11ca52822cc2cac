"""Money pays a place only where its run begins by the last day of the fund."""

import json
from datetime import date, timedelta

import pytest

from pdplanner import clock, engine
from pdplanner.catalog.models import Quote, Session
from pdplanner.extensions import db
from pdplanner.organization.models import Blackout
from pdplanner.plans import planner
from pdplanner.plans.models import Scenario
from pdplanner.plans.plan_page.words import explain_left_out, explain_obstacles
from pdplanner.plans.planner import Question, Rule
from tests.support.html import text_of
from tests.support.planned_team import add_person, make_fund, make_offering, make_planned_team
from tests.support.planning import built, problem

EARLY, LATE = 10, 100
PRICE = 100_00


@pytest.fixture
def team(cast):
    """The local money ends between the two runs, that of the grant after them."""
    made = make_planned_team(cast)
    made.local.spend_by = clock.today() + timedelta(days=50)
    made.grant = make_fund(cast.alder, made.year, "Grant", 5_000_00)
    add_person(made, "Dan", cast.support)
    made.people.append(db.session.query(type(made.people[0])).filter_by(name="Dan").one())
    return made


def clinic(team, *, code="clinic", teaches=None, seats=2, later=None, **facts):
    """An offering with few seats soon, and a run with as many as one likes much later."""
    offering = make_offering(team, code, teaches or {"P.1": 3}, **{"cents": PRICE, **facts})
    for days, places in ((EARLY, seats), (LATE, later)):
        day = clock.today() + timedelta(days=days)
        db.session.add(Session(offering=offering, starts_on=day, ends_on=day, seats=places))
    db.session.flush()
    return offering


def money(team, local, grant):
    return {team.local.id: local, team.grant.id: grant}


def paid(plan):
    """By days until its run begins and fund id, the cents of all places."""
    begins = {(who, what): day for who, what, day in plan.report.runs}
    found = {}
    for line in plan.lines:
        day = begins[line.person_id, line.offering_id]
        in_days = day and (date.fromisoformat(day) - clock.today()).days
        for fund, cents in line.payments.items():
            found[in_days, fund] = found.get((in_days, fund), 0) + cents
    return found


def holds(plan):
    """What the engine checks and proves of any plan holds for the one that is kept."""
    proof = engine.prove(engine.read_problem(plan.problem), engine.read_result(plan.result))
    return (proof.broken, proof.complete) == ((), True)


def test_what_stays_open_lacks_money_where_only_money_ends(team):
    offering = clinic(team)

    poor, rich = (built(team, limits=money(team, 600_00, grant)) for grant in (0, 100_00))

    causes = [
        {
            each.cause
            for each in plan.report.open
            if each.indicator_id == offering.tags[0].indicator_id
        }
        for plan in (poor, rich)
    ]
    assert causes == [{"money"}, {"money"}]


def test_too_few_seats_are_not_called_money_that_ends(team):
    offering = clinic(team, later=1)
    for person in team.people:
        person.hours = 40

    plan = built(
        team, limits=money(team, 5_000_00, 5_000_00), rules=[Rule("pin", offering.id, None)]
    )

    assert [each.rule for each in plan.report.obstacles] == ["seats"]


def test_money_that_ends_before_the_later_run_pays_the_places_of_the_first(team):
    clinic(team)

    plan = built(team, limits=money(team, 600_00, 0))

    assert paid(plan) == {(EARLY, team.local.id): 2 * PRICE}
    assert (plan.value, plan.bound, plan.report.unpaid) == (40, 40, ())
    assert holds(plan)


def test_the_money_that_lasts_pays_the_later_run(team):
    clinic(team)

    plan = built(team, limits=money(team, 600_00, 150_00))

    assert paid(plan) == {(EARLY, team.local.id): 2 * PRICE, (LATE, team.grant.id): PRICE}
    assert (plan.value, plan.bound) == (60, 60)
    assert holds(plan)


def test_the_money_that_lasts_is_kept_for_the_later_run(team):
    """Whichever fund comes first, the early places are paid by what ends."""
    clinic(team)

    plan = built(team, limits=money(team, 200_00, 200_00))

    assert paid(plan) == {(EARLY, team.local.id): 2 * PRICE, (LATE, team.grant.id): 2 * PRICE}
    assert (plan.value, plan.bound) == (80, 80)


def test_two_offerings_share_what_lasts(team):
    """They meet on either day: each person is in one of them early, and one place is paid late."""
    clinic(team, code="one", seats=3)
    clinic(team, code="two", seats=3, teaches={"P.2": 3})

    plan = built(team, limits=money(team, 2_000_00, PRICE))

    spent = paid(plan)
    assert spent.pop((LATE, team.grant.id), 0) <= PRICE
    assert spent.keys() == {(EARLY, team.local.id)}
    assert (plan.value, plan.bound) == (100, 160)
    assert plan.report.unpaid != ()
    assert holds(plan)


def test_who_is_away_on_the_early_day_needs_money_that_lasts(team):
    """Ann's whole team is blacked out on the first day; the engine knows no runs."""
    course = clinic(team, seats=None)
    day = clock.today() + timedelta(days=EARLY)
    network = team.people[0].unit
    db.session.add(Blackout(unit=network, name="Testing", starts_on=day, ends_on=day))
    db.session.flush()

    plan = built(team, limits=money(team, 2_000_00, PRICE))

    ann, ben, *others = (each.id for each in team.people)
    taken = {line.person_id for line in plan.lines}
    assert paid(plan) == {(EARLY, team.local.id): 2 * PRICE, (LATE, team.grant.id): PRICE}
    assert (taken >= {*others}, len(taken & {ann, ben})) == (True, 1)
    assert plan.report.unpaid == (course.id,)
    assert holds(plan)


def test_a_cohort_that_is_taken_late_is_paid_by_what_lasts(team):
    offering = make_offering(team, "cohort", {"P.1": 3}, cents=900_00)
    db.session.add(
        Quote(
            offering=offering, unit=team.cast.alder, cohort_price_cents=300_00, cohort_seats=9,
            entered_at=clock.now(),
        )
    )  # fmt: skip
    for days, seats in ((EARLY, 2), (LATE, None)):
        day = clock.today() + timedelta(days=days)
        db.session.add(Session(offering=offering, starts_on=day, ends_on=day, seats=seats))
    db.session.flush()

    both = built(team, limits=money(team, 300_00, 300_00))
    ends = built(team, limits=money(team, 300_00, 299_00))

    assert {fund for _day, fund in paid(both)} == {team.grant.id}
    assert len(both.lines) == 4
    assert {day for day, _fund in paid(ends)} == {EARLY}
    assert len(ends.lines) == 2
    assert holds(both)
    assert holds(ends)


def test_what_costs_nothing_needs_no_fund_in_any_run(team):
    clinic(team, cents=0)

    assert len(built(team, limits=money(team, 600_00, 0)).lines) == 4


def test_a_must_have_for_more_than_can_be_paid_says_so(team):
    course = clinic(team)
    rules = (Rule("pin", course.id, None),)

    plan = built(team, limits=money(team, 600_00, 0), rules=rules)

    assert not plan.possible
    (said,) = explain_obstacles(plan.report.obstacles, {course.id: "Clinic"}, {})
    assert " ".join(said.because) == (
        "Clinic is a must-have for 4 people; in runs that begin while money lasts it can be paid "
        "for 2 people."
    )
    assert said.do == "Drop it for some of them, or enter money of a fund that lasts longer."


def test_what_money_does_not_pay_in_time_is_told(team):
    clinic(team)

    plan = built(team, limits=money(team, PRICE - 1, 0))

    (said,) = explain_left_out(plan.report.left_out, {}, {}, proven=True)
    assert said.because.startswith("No seats are left that money pays: what may pay for it ends")


def answer(plan, kind, subject=""):
    studied = planner.studied(plan.problem, plan.result, late=plan.report.late_runs)
    found = json.loads(planner.answer(studied, Question(kind, subject), {}))
    return found["value"], found["bound"]


def test_studies_of_money_reckon_with_the_runs_that_it_pays(team):
    clinic(team)

    plan = built(team, limits=money(team, 300_00, 0))

    # A thousand dollars more of what ends buys nothing; of what lasts, the later run for all.
    assert answer(plan, "more", str(team.local.id)) == (40, 40)
    assert answer(plan, "more", str(team.grant.id)) == (80, 80)
    assert answer(plan, "enough") == (80, 80)
    assert answer(plan, "curve", "150") == (40, 40)
    assert answer(plan, "rule", "seats/") == (60, 60)


def test_the_page_says_what_no_fund_pays_in_time(team, as_user):
    clinic(team, code="one", seats=3)
    clinic(team, code="two", seats=3, teaches={"P.2": 3})
    db.session.commit()

    page = as_user(team.cast.director).post(
        f"/teams/{team.unit.id}/plan",
        data={f"fund_{team.local.id}": "2000", f"fund_{team.grant.id}": "100"},
        follow_redirects=True,
    )

    said, scenario = text_of(page.text), db.session.query(Scenario).one()
    assert (scenario.value, scenario.bound) == (100, 160)
    assert "the 6 between are of places that no fund pays in time, and may be out of reach" in said
    assert "Fewer places, since no fund pays for more in time:" in said


def test_one_run_and_offerings_without_runs_know_no_late_money(team):
    single = make_offering(team, "single", {"P.1": 3}, cents=PRICE)
    day = clock.today() + timedelta(days=LATE)
    db.session.add(Session(offering=single, starts_on=day, ends_on=day))
    whenever = make_offering(team, "whenever", {"P.2": 3}, cents=PRICE)
    db.session.flush()

    found = problem(team, limits=money(team, 600_00, 600_00))

    assert found.offering(str(single.id)).funds == (str(team.grant.id),)
    assert set(found.offering(str(whenever.id)).funds) == {str(team.local.id), str(team.grant.id)}
    assert {one.seats for one in found.offerings} == {None}
