"""What people answered to their proposals, where their director looks for it."""

import pytest

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.plans.items.proposal_answers import answers_in
from pdplanner.plans.models import PlanItem, Scenario, State
from tests.support.html import text_of
from tests.support.person_year import make_adopted, make_item
from tests.support.planned_team import add_person, make_offering, make_planned_team
from tests.support.queries import count_queries


@pytest.fixture
def team(cast):
    return make_planned_team(cast)


@pytest.fixture
def director(as_user, team):
    return as_user(team.cast.director)


def propose(team, person, code, **facts):
    offering = make_offering(team, code, {"S.1": 3})
    return make_item(person, team.year, offering, by=team.cast.director, **facts)


@pytest.fixture
def adopted(team):
    """Ann accepts one and declines one, Ben has two to answer, Cleo one."""
    ann, ben, cleo = team.people
    refused = propose(team, ann, "first aid", state=State.DECLINED)
    refused.comment = "Took it <last> year."
    items = [
        propose(team, ann, "cabling", answered=True),
        refused,
        propose(team, ben, "routing"),
        propose(team, ben, "switching"),
        propose(team, cleo, "backup"),
    ]
    scenario = make_adopted(team.unit, team.year, items)
    scenario.value = scenario.bound = scenario.total_gap = scenario.cost_cents = 0
    for item in items:
        item.scenario_id = scenario.id
    db.session.commit()
    return scenario


def test_team_page_and_adopted_plan_show_the_answers(team, director, adopted):
    pages = (f"/teams/{team.unit.id}", f"/teams/{team.unit.id}/plan/{adopted.id}")

    for address in pages:
        page = director.get(address)
        text = text_of(page.text)
        assert "Answers to 5 proposals this fiscal year" in text
        assert "Accepted 1 proposal Declined 1 proposal, with a reason" in text
        assert "Waiting 3 for an answer of 2 people" in text
        today = f"{clock.today().day} {clock.today():%B %Y}"
        assert f"Ann first aid Took it <last> year. {today}" in text
        assert "Who has not answered yet Ben (2), Cleo (1)." in text
        for person in team.people:
            assert f'<a href="/plans/people/{person.id}">{person.name}</a>' in page.text


def test_a_team_below_sees_the_answers_of_its_own_people(team, director, adopted):
    text = text_of(director.get(f"/teams/{team.cast.support.id}").text)

    assert "Answers to 1 proposal this fiscal year" in text
    assert "Waiting 1 for an answer of 1 person" in text


def test_without_a_proposal_and_on_a_draft_there_is_no_panel(team, director, adopted):
    draft = Scenario(unit=team.unit, fiscal_year=team.year, name="Draft", status="impossible")
    db.session.add(draft)
    db.session.commit()

    assert 'id="answers"' not in director.get(f"/teams/{team.unit.id}/plan/{draft.id}").text
    assert 'id="answers"' not in director.get(f"/teams/{team.cast.birch.id}").text


def test_only_the_newest_proposal_of_an_offering_counts(team, adopted):
    ann = team.people[0]
    refused = db.session.query(PlanItem).filter_by(state=State.DECLINED).one()
    make_item(ann, team.year, refused.offering, by=team.cast.director)
    db.session.commit()

    answers = answers_in(team.unit, team.year)

    assert (answers.accepted, answers.declined, answers.waiting) == (1, 0, 4)
    assert answers.refusals == ()


def test_what_people_chose_themselves_is_no_answer(team, adopted, cast):
    cast.sam.job_roles = [team.role]
    offering = make_offering(team, "own", {"S.1": 3})
    make_item(cast.sam, team.year, offering, by=cast.staff, answered=True)
    db.session.commit()

    assert answers_in(team.unit, team.year).proposals == 5


def test_who_declines_after_accepting_has_declined(team, as_user, cast):
    item = propose(team, cast.sam, "cabling")
    db.session.commit()
    staff = as_user(cast.staff)

    staff.post(f"/plan/items/{item.id}/accept")
    accepted = answers_in(team.unit, team.year)
    staff.post(f"/plan/items/{item.id}/decline", data={"reason": "No time."})
    declined = answers_in(team.unit, team.year)

    assert (accepted.accepted, accepted.declined) == (1, 0)
    assert (declined.accepted, declined.declined) == (0, 1)
    assert declined.refusals[0].reason == "No time."


def test_a_request_that_was_turned_down_was_accepted_by_its_person(team):
    propose(team, team.people[0], "cabling", answered=True, state=State.DECLINED)
    db.session.commit()

    assert answers_in(team.unit, team.year).declined == 0


def test_an_accepted_item_reads_accepted_for_both(team, director, as_user, cast):
    propose(team, cast.sam, "cabling", answered=True)
    propose(team, cast.sam, "routing")
    own = make_offering(team, "own", {"S.2": 3})
    make_item(cast.sam, team.year, own, by=cast.staff, answered=True)
    db.session.commit()

    mine = text_of(as_user(cast.staff).get("/plan").text)
    theirs = text_of(director.get(f"/plans/people/{cast.sam.id}").text)

    assert "cabling Small College · 4 h · Free Accepted" in mine
    assert "routing Small College · 4 h · Free Proposed to you" in mine
    assert "own Small College · 4 h · Free In my plan, not requested" in mine
    assert "cabling Small College · 4 h · Free Accepted" in theirs
    assert "routing Small College · 4 h · Free Proposed" in theirs


def test_more_answers_take_no_more_queries(team, director, adopted):
    counted = []
    for number in range(2):
        for each in range(12 * number):
            person = add_person(team, f"P {each}", team.cast.support)
            propose(team, person, f"yes {each}")
            propose(team, person, f"no {each}", state=State.DECLINED)
        db.session.commit()
        with count_queries() as statements:
            director.get(f"/teams/{team.unit.id}")
        counted.append(len(statements))

    assert counted[0] == counted[1]
