"""Who stops working here: what nobody approved is cancelled, and no plan brings it back."""

import threading

import pytest
from sqlalchemy import select

from pdplanner.accounts.models import User
from pdplanner.extensions import db
from pdplanner.organization import services as organization
from pdplanner.organization.models import Person
from pdplanner.plans import tasks
from pdplanner.plans.models import PLANNED_STATES, PlanItem, Scenario, State
from pdplanner.plans.scenarios import adoption, drafts
from pdplanner.plans.scenarios.adoption_changes import changes_of, mark_of
from pdplanner.web import transactions
from tests.support.html import text_of
from tests.support.person_year import make_item
from tests.support.planned_team import make_offering, make_planned_team


@pytest.fixture
def team(cast):
    return make_planned_team(cast)


@pytest.fixture
def cleo(team):
    return team.people[2]


@pytest.fixture
def admin(as_user, cast):
    return as_user(cast.admin)


def states():
    db.session.expire_all()
    return {item.offering.code: item.state for item in db.session.scalars(select(PlanItem))}


def adopt(team, scenario):
    adoption.adopt(scenario, by=team.cast.director, mark=mark_of(scenario, changes_of(scenario)))
    db.session.commit()


def plan_for(team):
    asked = drafts.Asked(limits={team.local.id: 30_00})
    scenario = drafts.ask(team.unit, team.year, by=team.cast.director, asked=asked, basis=None)
    db.session.commit()
    tasks.build.function(scenario.id)
    db.session.rollback()
    return scenario


def test_open_items_are_cancelled_and_stay_so_when_the_person_comes_back(
    team, cleo, admin, as_user
):
    for state in State:
        item = make_item(cleo, team.year, make_offering(team, state, {"S.1": 3}), state=state)
        item.comment = "As it was."
    make_item(team.people[0], team.year, make_offering(team, "other", {"S.1": 3}))
    db.session.commit()

    admin.post(f"/people/{cleo.id}/deactivate")
    after = states()
    admin.post(f"/people/{cleo.id}/reactivate")

    changed = dict.fromkeys(PLANNED_STATES, State.CANCELLED)
    assert after == {**{each: changed.get(each, each) for each in State}, "other": "proposed"}
    assert states() == after
    cancelled = db.session.query(PlanItem).join(PlanItem.offering).filter_by(code="requested")
    assert cancelled.one().comment == "Cancelled when Cleo stopped working here."
    page = text_of(as_user(team.cast.director).get(f"/plans/people/{cleo.id}").text)
    assert "Taken out proposed" in page
    assert "Cancelled when Cleo stopped working here." in page


def test_planned_money_is_free_again(team, cleo, admin, as_user):
    course = make_offering(team, "course", {"S.1": 3}, cents=70_00)
    make_item(cleo, team.year, course, fund=team.local)
    db.session.commit()
    finance = as_user(team.cast.finance)

    before = finance.get("/budget/").text
    admin.post(f"/people/{cleo.id}/deactivate")

    assert "$70.00" in before
    assert "$70.00" not in finance.get("/budget/").text


def test_adoption_page_of_before_is_shown_anew_and_says_who_left(team, cleo, admin, as_user):
    make_offering(team, "planning", {"P.1": 3})
    make_offering(team, "security", {"S.1": 3})
    db.session.commit()
    scenario = plan_for(team)
    director = as_user(team.cast.director)
    url = f"/teams/{team.unit.id}/plan/{scenario.id}/adopt"

    def mark_on(page):
        return page.text.partition('name="mark" value="')[2].partition('"')[0]

    before = director.get(url)
    admin.post(f"/people/{cleo.id}/deactivate")
    refused = director.post(url, data={"mark": mark_on(before)})
    nothing_yet = states()
    adopted = director.post(url, data={"mark": mark_on(refused)}, follow_redirects=True)

    assert refused.status_code == 409
    text = text_of(refused.text)
    assert "Not adopted. Since this page was opened, Cleo left Technology." in text
    assert "4 items are proposed to 2 people" in text
    assert "2 items for Cleo, who no longer works here, are left out." in text
    assert nothing_yet == {}
    assert "Adopted. 4 items are proposed" in text_of(adopted.text)


def test_a_plan_whose_last_person_left_is_over_once_another_is_adopted(team, cleo, admin):
    make_offering(team, "planning", {"P.1": 3})
    db.session.commit()
    first = plan_for(team)
    adopt(team, first)

    admin.post(f"/people/{cleo.id}/deactivate")
    second = plan_for(team)
    adopt(team, second)

    db.session.expire_all()
    assert first.adopted_at is None
    assert second.adopted_at is not None


def test_an_adoption_in_the_same_moment_leaves_nothing_open(team, cleo, app):
    make_offering(team, "planning", {"P.1": 3})
    db.session.commit()
    scenario = plan_for(team)
    mark = mark_of(scenario, changes_of(scenario))
    scenario_id, person_id, by = scenario.id, cleo.id, team.cast.director.id
    db.session.commit()
    barrier, adopted = threading.Barrier(2), []

    def adopt():
        with app.app_context(), transactions.writing():
            barrier.wait()
            try:
                found = db.session.get_one(Scenario, scenario_id)
                adoption.adopt(found, by=db.session.get_one(User, by), mark=mark)
                db.session.commit()
                adopted.append(True)
            except adoption.ChangedMeanwhileError:
                db.session.rollback()
                adopted.append(False)

    def leave():
        with app.app_context(), transactions.writing():
            barrier.wait()
            organization.deactivate_person(db.session.get_one(Person, person_id))
            db.session.commit()

    threads = [threading.Thread(target=each) for each in (adopt, leave)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    db.session.expire_all()
    of_cleo = [each for each in db.session.scalars(select(PlanItem)) if each.plan.person is cleo]
    assert not cleo.active
    assert [bool(of_cleo)] == adopted
    assert all(item.state == State.CANCELLED for item in of_cleo)
