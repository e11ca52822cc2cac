"""What a plan rests on: asked once it is built, answered by the worker, shown as it comes."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from pdplanner import cli, clock, config
from pdplanner.assessments.models import CurrentLevel
from pdplanner.budgets.models import FundArea
from pdplanner.catalog.models import Session
from pdplanner.extensions import db, queue
from pdplanner.organization.models import Blackout
from pdplanner.plans import planner, tasks
from pdplanner.plans.models import Scenario, State, Study
from pdplanner.plans.planner import study_answers, study_questions
from pdplanner.plans.studies import asking, taking
from pdplanner.plans.studies.answers import STOPPED
from pdplanner.web import process_locks
from tests.support.html import text_of
from tests.support.person_year import make_item
from tests.support.planned_team import make_fund, make_offering, make_planned_team


@pytest.fixture
def team(cast):
    """Free planning for all three, security for $100 each: 8 points a person, 24 in all."""
    team = make_planned_team(cast)
    team.free = make_offering(team, "free-planning", {"P.1": 3, "P.2": 3})
    team.paid = make_offering(team, "paid-security", {"S.1": 3, "S.2": 3}, cents=100_00)
    team.twin = make_offering(team, "dear-twin", {"S.1": 3, "S.2": 3}, cents=300_00)
    db.session.commit()
    return team


@pytest.fixture
def director(as_user, team):
    return as_user(team.cast.director)


def build(client, team, *, local="250", **settings):
    data = {f"fund_{team.local.id}": local, **settings}
    client.post(f"/teams/{team.unit.id}/plan", data=data)
    return only_scenario()


def only_scenario():
    return db.session.scalars(select(Scenario).execution_options(populate_existing=True)).one()


def page_of(scenario):
    return f"/teams/{scenario.unit_id}/plan/{scenario.id}"


def study(client, scenario, **form):
    """Press the button; what was asked is answered at once, since no worker runs here."""
    answer = client.post(f"{page_of(scenario)}/studies", data=form, follow_redirects=True)
    return text_of(answer.text)


def answers(scenario, kind=None):
    rows = select(Study).where(Study.scenario_id == scenario.id).order_by(Study.number)
    found = db.session.scalars(rows.execution_options(populate_existing=True)).all()
    return [each for each in found if kind in (None, each.kind)]


def make_planning_fund(team):
    """A second fund, which may not pay for security."""
    federal = make_fund(team.cast.alder, team.year, "Federal", 1_000_00)
    federal.areas = [FundArea(area_id=team.areas["P"].id)]
    db.session.commit()
    return federal


def test_nothing_is_asked_until_somebody_asks(team, director):
    scenario = build(director, team)

    plan = text_of(director.get(page_of(scenario)).text)
    page = text_of(director.get(f"{page_of(scenario)}/studies").text)

    assert "What would more or less money do?" in plan
    assert "Nothing has been asked of this plan yet." in page
    assert answers(scenario) == []


def test_page_says_what_money_does(team, director):
    scenario = build(director, team)

    page = study(director, scenario)

    # 20 of 24 points for $200 of $250: the third person's security is what money still buys.
    assert "12 points for $0" in page
    assert "1 free offering closes 50.0% of the gap in 12 h of learning" in page
    assert "free-planning Ann, Ben, Cleo 12 points" in page
    assert "The next $1,000 in Local PD closes 4 points more." in page
    assert "Ten percent less ($225) costs no point." in page
    assert "Above $300 more money closes nothing more than 24 points" in page
    assert "$1,000 more in Local PD $1,250 $300 used 24 +4" in page
    assert "Closes 4 more points in 2 indicators Cleo, S.1" in page
    assert "20% less $200 $200 used 20 none" in page
    assert "$150 16 16" in page
    assert "Along the curve The plan behind each step" in page
    assert "$150 $150 $100 used 16 −4 1 place dropped paid-security:" in page
    assert "$300 $300 $300 used 24 +4 1 place added paid-security:" in page
    assert "$250 (this plan) 20 20" in page


def test_less_money_names_what_goes_and_which_gaps_fall_back(team, director):
    scenario = build(director, team, local="200")

    page = study(director, scenario)

    # A tenth less buys one place fewer.
    assert "10% less $180 $100 used 16 −4 1 place dropped paid-security:" in page
    assert "4 fewer points in 2 indicators" in page


def test_the_departure_test_goes_by_the_holders_wanted(team, director):
    # With money for all, everybody holds everything once the plan is done.
    two = study(director, build(director, team, local="300", holders="2"))
    three = study(director, build(director, team, local="300", holders="3"))

    assert "Whatever one person holds, at least 2 others hold too." in two
    assert "Indicators that fewer than 3 others would hold" in three
    assert "Ann 4 indicators; 4 cannot be restored" in three
    assert "level 3: nothing left brings enough people there" in three


def test_closed_by_person_is_said_in_points_and_percent(team, director):
    page = text_of(director.get(page_of(build(director, team, local="100"))).text)

    by_person = page[page.index("Plan by person") :]
    assert "Everybody 24 16 66.7% 8" in by_person
    assert "pdplanner check-plan problem.json result.json" in page


def test_the_departure_test_names_with_whom_nothing_is_lost(team, director):
    page = study(director, build(director, team, local="100", holders="1"))

    assert "Nothing is lost with 2 others Ben and Cleo" in page


@pytest.mark.parametrize("typed", ["0", "1.5", "-1", "1001"])
def test_holders_wanted_are_a_number_of_people(team, director, typed):
    data = {f"fund_{team.local.id}": "250", "holders": typed}
    refused = director.post(f"/teams/{team.unit.id}/plan", data=data)

    assert refused.status_code == 422
    assert "Enter a whole number of people from 1 to 1,000." in refused.text
    assert f'value="{typed}"' in refused.text


def test_what_is_free_says_who_mentors_whom_for_how_long(director, team):
    ann, ben, cleo = team.people
    ann.hours = 40
    make_offering(team, "by-ann", {"S.1": 3}, hours=3, mentor=ann, places=2)
    db.session.commit()

    page = study(director, build(director, team, local="0"))

    assert "6 h that colleagues give as mentors" in page
    assert "Ann gives 6 h." in page
    assert f"by-ann {ben.name}, {cleo.name} 4 points" in page


def test_what_is_free_is_shown_beside_must_haves_and_a_floor_that_cost_something(team, director):
    pin = {"rule_kind": "pin", "rule_offering": team.paid.id, "rule_person": team.people[0].id}

    pinned = study(director, build(director, team, **pin))

    assert "12 points for $0" in pinned
    left_out = "Left out here: must-haves that cost something (paid-security)"
    assert f"{left_out}. With them no plan is free." in pinned
    assert "best for $0" not in pinned

    both = study(director, build(director, team, local="300", floor="8", **pin))

    assert "12 points for $0" in both
    floor = "the floor, which is not reached for $0"
    assert f"{left_out} and {floor}. With them no plan is free." in both

    kept = [each.id for each in only_scenario().rules]
    team.paid.price_cents = 0
    db.session.commit()
    free = study(director, build(director, team, floor="8", keep=kept))

    assert "24 points for $0" in free
    assert "Left out here" not in free


def test_who_leaves_has_a_row_though_nothing_goes_along(team, director):
    ann = team.people[0]
    ann.leaving_on = clock.today() + timedelta(days=90)
    db.session.commit()

    page = study(director, build(director, team))

    assert "Ann leaves " in page
    assert "Nothing: others hold it all" in page


def test_a_repair_that_brings_too_few_says_how_many(team, director):
    """Only Ann holds P.1 at 3; of the others one can learn it, and two are wanted."""
    ann = team.people[0]
    team.free.active = False
    make_offering(team, "for-one", {"P.1": 3}, cents=10_00, places=1)
    held = select(CurrentLevel).where(
        CurrentLevel.person_id == ann.id, CurrentLevel.indicator_id == team.indicators["P.1"].id
    )
    db.session.scalars(held).one().level = 3
    db.session.commit()

    page = study(director, build(director, team, local="0", holders="2"))

    assert "P.1 Planning 1, level 3: 1 of 2 wanted, nothing left brings more people there" in page


def test_a_budget_below_the_must_haves_leaves_no_plan(team, director):
    scenario = build(
        director, team, local="300", rule_kind="pin", rule_offering=team.paid.id, rule_person=""
    )

    page = study(director, scenario)

    assert "10% less $270 No plan takes every must-have and meets the floor" in page
    assert "Ten percent less leaves no plan that keeps must-haves and floor." in page


def test_page_names_the_price_of_each_rule(team, director):
    scenario = build(
        director, team, allowance="50", rule_kind="exclude", rule_offering=team.free.id,
        rule_person="",
    )  # fmt: skip
    assert scenario.value == 0

    page = study(director, scenario)

    assert "Left out: free-planning 12 12 points $0 3 places added free-planning: Ann, Ben," in page
    assert "Allowances 8 8 points $200 2 places added paid-security: Ann, Ben" in page
    assert "Everybody’s hours 0 nothing $0 Nothing: the plan stays as it is." in page


def test_page_names_what_a_blackout_costs_as_a_blackout(team, director):
    on = clock.today() + timedelta(days=20)
    db.session.add_all(
        [
            Session(offering=team.free, starts_on=on, ends_on=on),
            Blackout(unit=team.cast.network, name="Testing", starts_on=on, ends_on=on),
        ]
    )
    db.session.commit()
    scenario = build(director, team)

    page = study(director, scenario)

    assert "That blackouts or last days leave some people no run of free-planning" in page
    assert "Left out: free-planning" not in page


def test_page_names_who_said_no_and_not_a_blackout(team, director):
    ann = team.people[0]
    make_item(ann, team.year, team.free, by=team.cast.director, state=State.DECLINED)
    db.session.commit()

    page = study(director, build(director, team))

    assert "That Ann said no to free-planning" in page
    assert "blackouts or last days" not in page


def test_page_names_what_a_fund_may_not_pay(team, director):
    federal = make_planning_fund(team)
    scenario = build(director, team, local="0", **{f"fund_{federal.id}": "300"})

    page = study(director, scenario)

    assert "What Federal may not pay for 24 12 points $300" in page
    assert "$1,000 more in Federal $1,300 $0 used 12 none Nothing: the plan stays as it is." in page


def test_plan_says_at_which_price_an_offering_comes_in(team, director):
    scenario = build(director, team)

    study(director, scenario)

    page = text_of(director.get(page_of(scenario)).text)
    # $250 buy two places at $100; a plan with one of them and the twin at $150 is as good.
    assert "$300 is more than the funds that may pay for it hold. $150, for " in page


def test_page_says_who_would_be_missed_and_the_cheapest_repair(team, director):
    held = select(CurrentLevel).where(CurrentLevel.person_id == team.people[0].id)
    for each in db.session.scalars(held):
        each.level = 3
    db.session.commit()
    scenario = build(director, team, local="0", rule_kind="exclude", rule_offering=team.free.id)

    page = study(director, scenario)

    # Ann alone holds everything; planning is ruled out, security costs $100.
    assert "Ann 4 indicators; 2 cannot be restored P.1 Planning 1, level 3: nothing left" in page
    assert "S.2 Security 2, level 3: restored paid-security: Cleo 4 $100" in page


def test_draws_say_which_places_and_ratings_to_doubt(team, director, monkeypatch):
    monkeypatch.setattr(study_questions, "DRAWS", 12)
    scenario = build(director, team)
    study(director, scenario)

    page = study(director, scenario, draws="1")

    assert len(answers(scenario, "draw")) == 12
    assert "Of 12 variations with a quarter of the ratings one lower or one higher" in page
    assert "Ratings worth verifying" in page
    assert "paid-security Ann" in page or "paid-security Ben" in page
    # Asked once more, nothing is drawn again.
    study(director, scenario, draws="1")
    assert len(answers(scenario, "draw")) == 12


def test_a_new_build_makes_the_answers_void(team, director):
    scenario = build(director, team)
    study(director, scenario)
    assert "Points closed against money" in director.get(page_of(scenario)).text

    build(director, team, local="100", basis=scenario.id)

    assert "Points closed against money" not in director.get(page_of(scenario)).text
    assert "Nothing has been asked" in director.get(f"{page_of(scenario)}/studies").text


def test_answers_of_an_older_build_are_not_taken_up(team, director):
    scenario = build(director, team)
    asking.begin(scenario)
    scenario.version += 1
    db.session.commit()

    tasks.study.function(scenario.id)

    assert all(each.answer is None for each in answers(scenario))


def test_search_ends_once_nobody_wants_its_answer(team, director, monkeypatch):
    scenario = build(director, team)
    asking.begin(scenario)
    db.session.commit()
    monkeypatch.setattr(tasks, "ASKED_EACH", 0)
    told = []

    def answer_while_the_plan_changes(plan, _question, _drawn):
        told.append(plan.limits.watch(None))
        only_scenario().version += 1
        db.session.commit()
        told.append(plan.limits.watch(None))
        return '"of half a search"'

    monkeypatch.setattr(planner, "answer", answer_while_the_plan_changes)

    tasks.study.function(scenario.id)

    assert told == [False, True]
    assert all(each.answer is None for each in answers(scenario))


def test_stopping_keeps_what_is_answered(team, director):
    scenario = build(director, team)
    asking.begin(scenario)
    db.session.commit()
    tasks._answer_next(scenario.id)
    asked = len(answers(scenario))
    waiting = text_of(director.get(f"{page_of(scenario)}/studies").text)

    page = director.post(f"{page_of(scenario)}/studies/stop", follow_redirects=True)

    assert f"1 of {asked} calculations are done" in waiting
    assert "Stop and keep 1" in waiting
    text = text_of(page.text)
    assert "12 points for $0" in text
    assert f"1 of {asked} calculations are done; the others were stopped." in text
    assert "Not answered: it was stopped." in text
    assert "somebody else holds too" not in text
    tasks.study.function(scenario.id)
    assert sum(each.answer == STOPPED for each in answers(scenario)) == asked - 1

    again = study(director, scenario)

    assert "stopped" not in again
    assert all(each.answer not in (None, STOPPED) for each in answers(scenario))


def test_an_answer_that_fails_leaves_the_others_alone(team, director, monkeypatch, caplog):
    def fail(*_arguments):
        raise RuntimeError("broken")

    monkeypatch.setattr(study_answers, "ANSWERS", {**study_answers.ANSWERS, "enough": fail})
    scenario = build(director, team)

    page = study(director, scenario)

    assert [each.answer for each in answers(scenario, "enough")] == ["null"]
    assert "has no answer" in caplog.text
    assert "more money closes nothing" not in page
    assert "12 points for $0" in page


def test_studies_follow_a_build_where_settings_say_so(team, director, app, monkeypatch):
    monkeypatch.setitem(app.config, "STUDY_PLANS", True)

    scenario = build(director, team)

    assert answers(scenario)
    assert all(each.answer for each in answers(scenario))


def test_a_plan_that_took_long_is_studied_when_somebody_asks(team, director, app, monkeypatch):
    monkeypatch.setitem(app.config, "STUDY_PLANS", True)
    monkeypatch.setattr(asking, "LONGEST_BUILD", -1)

    scenario = build(director, team)

    assert answers(scenario) == []


def test_work_that_others_wait_for_goes_between_two_answers(team, director, monkeypatch):
    scenario = build(director, team)
    asking.begin(scenario)
    db.session.commit()
    handed_on = []
    monkeypatch.setattr(queue, "others_wait", lambda: True)
    monkeypatch.setattr(tasks.study, "later", handed_on.append)

    tasks.study.function(scenario.id)

    assert sum(each.answer is not None for each in answers(scenario)) == 1
    assert handed_on == [scenario.id]


def test_studies_that_a_killed_worker_left_are_taken_up(team, director):
    scenario = build(director, team)
    asking.begin(scenario)
    db.session.commit()
    with process_locks.alone(taking.held_as(scenario.id)):
        assert tasks.sweep() == 0
        tasks.study.function(scenario.id)
        assert not any(each.answer for each in answers(scenario))

    assert tasks.sweep() == 1

    assert all(each.answer for each in answers(scenario))
    assert tasks.sweep() == 0


def test_a_plan_that_is_not_built_is_waited_for_on_its_page(team, director):
    scenario = build(director, team)
    scenario.status = "waiting"
    db.session.commit()

    for answer in (
        director.get(f"{page_of(scenario)}/studies"),
        director.post(f"{page_of(scenario)}/studies"),
        director.post(f"{page_of(scenario)}/studies/stop"),
    ):
        assert answer.headers["Location"] == page_of(scenario)
    assert answers(scenario) == []


def test_receipt_is_proved_by_whoever_has_its_files(team, director, tmp_path):
    scenario = build(director, team)
    page = director.get(page_of(scenario)).text
    paths = []

    for part in ("problem", "result"):
        assert f"{page_of(scenario)}/{part}.json" in page
        answer = director.get(f"{page_of(scenario)}/{part}.json")
        assert f"plan-{scenario.id}-{part}.json" in answer.headers["Content-Disposition"]
        paths.append(str(tmp_path / part))
        (tmp_path / part).write_text(answer.text, encoding="utf-8")

    proved = CliRunner().invoke(cli.main, ["check-plan", *paths])
    assert proved.exit_code == 0
    assert "Every rule is kept." in proved.output
    assert "Ann" not in (tmp_path / "problem").read_text()


def test_answer_that_comes_after_the_stop_is_not_taken_for_another(team, director):
    scenario = build(director, team)
    asking.begin(scenario)
    taken = taking.next_of(scenario.id)
    asking.stop(scenario)
    asking.begin_draws(scenario)

    taking.write(taken, '{"late": 1}')

    db.session.commit()
    assert '{"late": 1}' not in [each.answer for each in answers(scenario)]


def test_asking_twice_drops_no_answer_and_starts_no_second_chain(team, director):
    scenario = build(director, team)
    assert asking.begin(scenario)
    db.session.commit()
    tasks._answer_next(scenario.id)

    assert not asking.begin(scenario)

    assert sum(each.answer is not None for each in answers(scenario)) == 1


def test_a_plan_without_money_is_asked_what_money_would_do(team, director):
    scenario = build(director, team, local="0")

    page = study(director, scenario)

    assert "The next $1,000 in Local PD closes 12 points more." in page
    assert "Above $300 more money closes nothing" in page
    assert "There is nothing to ask: no money is set, or no fund." in page


def test_money_in_the_wrong_fund_is_not_said_to_be_enough(team, director):
    federal = make_planning_fund(team)
    scenario = build(director, team, local="0", **{f"fund_{federal.id}": "500"})

    page = study(director, scenario)

    assert "Money does not limit this plan" not in page
    assert "Above $300 in the right funds more money closes nothing more than 24" in page


def test_a_look_at_a_plan_that_is_built_anew_leads_to_its_page(team, director):
    scenario = build(director, team)
    scenario.status = "waiting"
    db.session.commit()

    answer = director.get(f"{page_of(scenario)}/studies?curve=1", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, page_of(scenario))


def test_answers_of_an_earlier_release_are_asked_again(team, director):
    scenario = build(director, team)
    study(director, scenario)
    for each in answers(scenario, "free"):
        each.answer = '{"value": 12}'
    db.session.commit()

    page = text_of(director.get(f"{page_of(scenario)}/studies").text)
    assert "Ask the rest" in page
    assert "12 points for $0" not in page

    assert "12 points for $0" in study(director, scenario)


def test_setting_keeps_studies_away():
    environment = {
        "SECRET_KEY": "kT3-qLw9_zXvB7nM2pRs5tUyA8dFgHjK",
        "MAIL_URL": "outbox",
        "BASE_URL": "https://pd.example.org",
    }

    assert config.from_environment(environment).STUDY_PLANS
    assert not config.from_environment({**environment, "STUDY_PLANS": "0"}).STUDY_PLANS


def test_what_blackouts_take_away_hinders_no_build_and_no_study(director, team, app, monkeypatch):
    monkeypatch.setitem(app.config, "STUDY_PLANS", True)
    day = clock.today() + timedelta(days=20)
    best = make_offering(team, "best", dict.fromkeys(team.indicators, 3))
    days = {"starts_on": day, "ends_on": day}
    db.session.add(Session(offering=best, unit=team.cast.alder, **days))
    db.session.add(Blackout(unit=team.cast.alder, name="Tests", **days))
    db.session.commit()

    scenario = build(director, team)

    assert scenario.status == "built"
    assert answers(scenario)
    assert f"/{best.id}" not in {each.subject for each in answers(scenario, "entry")}


def test_a_plan_is_there_whatever_goes_wrong_with_its_studies(director, team, monkeypatch, caplog):
    def broken(_scenario_id):
        raise ZeroDivisionError

    monkeypatch.setattr(asking, "begin_after", broken)

    scenario = build(director, team)

    assert scenario.status == "built"
    assert "cannot be studied" in caplog.text


def test_the_price_of_entry_names_whomever_it_may_cost_most(director, team):
    ann, ben, _cleo = team.people
    ann.allowance_cents, ben.allowance_cents = 50_00, 240_00
    _cleo.allowance_cents = 100_00
    db.session.commit()
    scenario = build(director, team, local="240")
    study(director, scenario)

    asked = answers(scenario, "entry")
    assert [each.subject for each in asked] == [f"/{team.twin.id}"]
    page = text_of(director.get(page_of(scenario)).text)
    assert "$140, for Ben" in page
