"""Adopting a plan: items are proposed, nothing is doubled, one scenario speaks for a person."""

import threading

import pytest
from sqlalchemy import func, select

from pdplanner import clock
from pdplanner.accounts.models import User
from pdplanner.extensions import db
from pdplanner.plans.models import LearningPlan, PlanItem, Scenario, State
from pdplanner.plans.scenarios import adoption
from pdplanner.plans.scenarios.adoption_changes import changes_of, mark_of
from pdplanner.web import transactions
from tests.support.html import text_of
from tests.support.planned_team import make_offering, make_planned_team, rate
from tests.support.planning import adopt, items, plan_for


@pytest.fixture
def team(cast):
    team = make_planned_team(cast)
    team.planning = make_offering(team, "planning", {"P.1": 3})
    team.security = make_offering(team, "security", {"S.1": 3}, cents=10_00)
    db.session.commit()
    return team


def test_adopted_plan_keeps_within_the_hours_beside_what_people_chose(team):
    ann = team.people[0]
    ann.hours = 6
    item = PlanItem(
        offering=team.security, state=State.PROPOSED, price_cents=10_00, hours=4,
        changed_at=clock.now(),
    )  # fmt: skip
    db.session.add(LearningPlan(person=ann, fiscal_year=team.year, items=[item]))
    db.session.commit()

    adopt(team, plan_for(team))

    taken = select(PlanItem).join(PlanItem.plan).where(LearningPlan.person_id == ann.id)
    assert [each.offering.code for each in db.session.scalars(taken)] == ["security"]


def add_sam(team):
    """Have the person behind an account take part, who can answer."""
    team.cast.sam.job_roles = [team.role]
    for indicator in team.indicators.values():
        rate(team.cast.sam, indicator, 1)
    db.session.commit()
    return team.cast.sam


def decline(as_user, user, item, reason):
    answer = as_user(user).post(f"/plan/items/{item.id}/decline", data={"reason": reason})
    assert answer.status_code == 303


def mark_on(page):
    return page.text.partition('name="mark" value="')[2].partition('"')[0]


def states_of(person, code):
    """The states of a person's items of an offering, the oldest first."""
    db.session.expire_all()
    rows = db.session.scalars(select(PlanItem).order_by(PlanItem.id))
    return [each.state for each in rows if (each.plan.person, each.offering.code) == (person, code)]


def test_lines_are_proposed_to_the_people_with_price_hours_and_fund(team):
    scenario = plan_for(team)

    adopt(team, scenario)

    proposed = items(team, State.PROPOSED)
    assert len(proposed) == 6
    item = proposed["Ann", "security"]
    assert (item.price_cents, item.hours, item.scenario_id) == (10_00, 4, scenario.id)
    assert [(each.fund, each.cents) for each in item.payments] == [(team.local, 10_00)]
    assert item.accepted_at is None
    assert scenario.adopted_at is not None
    assert {plan.scenario_id for plan in db.session.scalars(select(LearningPlan))} == {scenario.id}


def test_confirmation_says_what_will_happen_and_then_it_does(team, as_user):
    scenario = plan_for(team)
    director = as_user(team.cast.director)
    url = f"/teams/{team.unit.id}/plan/{scenario.id}/adopt"

    page = director.get(url)
    done = director.post(url, data={"mark": mark_on(page)}, follow_redirects=True)

    assert "6 items are proposed to 3 people; each of them accepts or declines." in text_of(
        page.text
    )
    assert "No money is reserved" in page.text
    assert "Adopted. 6 items are proposed" in done.text
    assert "changes below make a new draft" in done.text
    assert "Adopt this plan" not in done.text


def test_what_a_person_chose_or_accepted_stays_and_is_not_doubled(team):
    ann = team.people[0]
    own = PlanItem(
        offering=team.planning, state=State.REQUESTED, price_cents=0, hours=4,
        accepted_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip
    db.session.add(LearningPlan(person=ann, fiscal_year=team.year, items=[own]))
    db.session.commit()
    scenario = plan_for(team)

    changes = adopt(team, scenario)

    assert [item.id for item in changes.kept] == [own.id]
    of_ann = [item for key, item in items(team).items() if key == ("Ann", "planning")]
    assert of_ann == [own]
    assert own.state == State.REQUESTED


def test_a_new_adoption_withdraws_what_nobody_accepted_and_keeps_the_rest(team):
    first = plan_for(team, name="First")
    adopt(team, first)
    accepted = items(team)["Ann", "security"]
    accepted.accepted_at = clock.now()
    db.session.commit()
    second = plan_for(team, rules=[("exclude", team.security)], name="Second")

    changes = adopt(team, second)

    assert len(changes.updated) == 3
    assert {item.plan.person.name for item in changes.withdrawn} == {"Ben", "Cleo"}
    assert changes.replaced == {first.id}
    states = {key: item.state for key, item in items(team).items()}
    assert states["Ann", "security"] == State.PROPOSED
    assert states["Ben", "security"] == State.CANCELLED
    assert items(team)["Ann", "planning"].scenario_id == second.id
    db.session.refresh(first)
    assert first.adopted_at is None


def test_plan_of_a_team_takes_the_place_of_the_departments_for_its_people_only(team, as_user):
    whole = plan_for(team, name="Whole")
    adopt(team, whole)
    network = plan_for(team, unit=team.cast.network, name="Network")

    adopt(team, network)

    speaks = {
        plan.person.name: plan.scenario_id for plan in db.session.scalars(select(LearningPlan))
    }
    assert speaks == {"Ann": network.id, "Ben": network.id, "Cleo": whole.id}
    db.session.refresh(whole)
    assert whole.adopted_at is not None
    page = as_user(team.cast.director).get(f"/teams/{team.unit.id}/plan/{whole.id}")
    assert "Since it was built, another plan was adopted for Ann and Ben." in text_of(page.text)


def test_adopting_again_changes_nothing(team, as_user):
    scenario = plan_for(team)
    adopt(team, scenario)

    answer = as_user(team.cast.director).post(
        f"/teams/{team.unit.id}/plan/{scenario.id}/adopt", data={"mark": "anything"}
    )

    assert answer.status_code == 303
    assert len(items(team)) == 6


def test_confirmation_of_something_else_is_refused(team, as_user):
    scenario = plan_for(team)
    director = as_user(team.cast.director)
    url = f"/teams/{team.unit.id}/plan/{scenario.id}/adopt"

    answer = director.post(url, data={"mark": "1"})

    assert answer.status_code == 409
    assert "Read again what would be done." in answer.text
    assert items(team) == {}


def declined_by_sam(team, as_user, cast):
    """Sam, who said no to a planning course, and where a plan from before that is adopted."""
    sam = add_sam(team)
    adopt(team, plan_for(team, name="First"))
    second = plan_for(team, name="Second")
    item = items(team)["Sam Staff", "planning"]
    decline(as_user, cast.staff, item, "Did it elsewhere.")
    return sam, f"/teams/{team.unit.id}/plan/{second.id}/adopt"


def test_what_a_person_declined_is_not_proposed_again_by_another_plan(team, as_user, cast):
    sam, url = declined_by_sam(team, as_user, cast)
    director = as_user(team.cast.director)

    page = director.get(url)
    done = director.post(url, data={"mark": mark_on(page)}, follow_redirects=True)

    text = text_of(page.text)
    assert (
        "1 item in this plan was declined by its person this year and is not proposed again" in text
    )
    assert "Sam Staff: planning" in text
    assert "Propose again what was declined (1 more)" in text
    assert "Adopted." in done.text
    assert states_of(sam, "planning") == [State.DECLINED]


def test_what_was_declined_is_proposed_again_where_the_director_ticks_it(team, as_user, cast):
    sam, url = declined_by_sam(team, as_user, cast)
    director = as_user(team.cast.director)

    data = {"mark": mark_on(director.get(url)), "again": "1"}
    refused = director.post(url, data={**data, "mark": "old"})
    director.post(url, data=data)

    assert 'id="again" value="1" checked' in refused.text
    assert states_of(sam, "planning") == [State.DECLINED, State.PROPOSED]


def test_what_is_declined_while_the_page_is_open_is_shown_first(team, as_user, cast):
    sam = add_sam(team)
    adopt(team, plan_for(team, name="First"))
    second = plan_for(team, name="Second")
    url = f"/teams/{team.unit.id}/plan/{second.id}/adopt"
    director = as_user(team.cast.director)
    mark = mark_on(director.get(url))
    decline(as_user, cast.staff, items(team)["Sam Staff", "planning"], "No time.")

    answer = director.post(url, data={"mark": mark, "again": "1"})

    assert answer.status_code == 409
    assert "their answers or the adopted plan changed since" in text_of(answer.text)
    assert states_of(sam, "planning") == [State.DECLINED]


def test_a_request_that_was_turned_down_may_be_proposed_again(team):
    """Nobody declined it themselves: the person had said yes."""
    turned_down = PlanItem(
        offering=team.planning, state=State.DECLINED, price_cents=0, hours=4,
        accepted_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip
    db.session.add(LearningPlan(person=team.people[0], fiscal_year=team.year, items=[turned_down]))
    db.session.commit()

    changes = adopt(team, plan_for(team))

    assert len(changes.proposed) == 6
    assert changes.declined == []


def test_who_left_since_the_build_is_not_planned_for(team):
    scenario = plan_for(team)
    team.people[0].active = False
    db.session.commit()

    adopt(team, scenario)

    assert {name for name, _code in items(team)} == {"Ben", "Cleo"}


def test_adopted_plan_cannot_be_deleted(team, as_user):
    scenario = plan_for(team)
    adopt(team, scenario)

    answer = as_user(team.cast.director).post(f"/teams/{team.unit.id}/plan/{scenario.id}/delete")

    assert answer.status_code == 409
    assert "cannot be deleted" in answer.text


def test_two_adoptions_at_once_propose_each_item_once(team, app):
    """Both directors saw the same page; one wins, the other is told or finds it done."""
    first = plan_for(team, name="First")
    second = plan_for(team, name="Second")
    marks = {each.id: mark_of(each, changes_of(each)) for each in (first, second)}
    by = team.cast.director.id
    db.session.commit()
    barrier, outcomes = threading.Barrier(4), []

    def run(scenario_id):
        with app.app_context(), transactions.writing():
            barrier.wait()
            try:
                adoption.adopt(
                    db.session.get_one(Scenario, scenario_id),
                    by=db.session.get_one(User, by),
                    mark=marks[scenario_id],
                )
                db.session.commit()
                outcomes.append("done")
            except adoption.ChangedMeanwhileError:
                db.session.rollback()
                outcomes.append("told")

    threads = [threading.Thread(target=run, args=(each,)) for each in (*marks, *marks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # The winner's second try finds it done; both tries of the other are told.
    assert sorted(outcomes) == ["done", "done", "told", "told"]
    open_items = select(func.count(PlanItem.id)).where(PlanItem.state == State.PROPOSED)
    assert db.session.scalar(open_items) == 6
    speaking = set(db.session.scalars(select(LearningPlan.scenario_id)))
    assert len(speaking) == 1
    adopted = db.session.scalars(select(Scenario.id).where(Scenario.adopted_at.is_not(None)))
    assert set(adopted) == speaking
