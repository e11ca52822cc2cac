"""Why an offering is not in a plan, person by person, and at which price it would come in."""

import pytest

from pdplanner.extensions import db
from pdplanner.plans import tasks
from pdplanner.plans.models import Study
from pdplanner.plans.studies import asking, taking
from tests.plans.studies.test_studies import answers, build, page_of, team  # noqa: F401
from tests.support.html import text_of
from tests.support.planned_team import make_offering


@pytest.fixture
def director(as_user, team):  # noqa: F811
    return as_user(team.cast.director)


def page_for(client, scenario, offering, **more):
    address = f"{page_of(scenario)}/why-not?offering={offering.id}"
    return text_of(client.get(address, **more).text)


def ask(client, scenario, offering, person, **more):
    data = {"offering": offering.id, "person": person.id}
    return client.post(f"{page_of(scenario)}/why-not", data=data, **more)


def test_each_person_has_a_reason_of_their_own(team, director):  # noqa: F811
    ann = team.people[0]
    ann.hours = 1
    scenario = build(director, team, local="300")

    paid = page_for(director, scenario, team.paid)
    twin = page_for(director, scenario, team.twin)

    assert "Why not paid-security" in paid
    assert "Ann It takes 4 h, with 1 h before this plan: 3 h too few." in paid
    assert "Ben Takes it in this plan." in paid
    assert "Ben The plan brings the same levels already, by paid-security." in twin


def test_what_the_plan_leaves_too_little_of_is_counted(team, director):  # noqa: F811
    scenario = build(director, team, local="250")

    page = page_for(director, scenario, team.paid)

    lacking = "at $100 and 4 h: the funds that may pay for it are $50 short"
    assert page.count(f"Would add 4 points {lacking}; no plan with it closes more.") == 1


def test_the_page_of_a_plan_leads_to_the_reasons(team, director):  # noqa: F811
    scenario = build(director, team)

    page = director.get(page_of(scenario)).text

    assert f"{page_of(scenario)}/why-not?offering={team.twin.id}" in page


def test_any_offering_may_be_chosen_and_one_without_a_price_says_so(team, director):  # noqa: F811
    unpriced = make_offering(team, "unpriced", {"S.1": 3}, cents=None)
    db.session.commit()
    scenario = build(director, team)

    page = page_for(director, scenario, unpriced)

    assert "unpriced cannot be planned here." in page
    gone = text_of(director.get(f"{page_of(scenario)}/why-not?offering=999999").text)
    assert "That offering is no longer there." in gone


def test_price_of_entry_is_reckoned_for_whoever_it_is_asked_of(team, director):  # noqa: F811
    scenario = build(director, team)
    ann, _, _ = team.people
    waiting = [person for person in team.people if _may_ask(director, scenario, team.twin, person)]

    answer = ask(director, scenario, team.twin, ann, follow_redirects=True)

    assert ann in waiting
    assert [each.subject for each in answers(scenario, "entry")] == [f"{ann.id}/{team.twin.id}"]
    # $250 buy two places at $100; a plan with one of them and the twin at $150 is as good.
    assert "$150" in text_of(answer.text)
    assert not _may_ask(director, scenario, team.twin, ann)


def test_a_price_that_is_on_its_way_is_looked_for_again(team, director):  # noqa: F811
    scenario = build(director, team)
    ann, _, _ = team.people
    asking.begin_entry(scenario, ann.id, team.twin.id)
    db.session.commit()

    page = director.get(f"{page_of(scenario)}/why-not?offering={team.twin.id}").text

    assert "Being reckoned" in text_of(page)
    assert 'hx-trigger="every 1s"' in page
    tasks.study.function(scenario.id)
    page = director.get(f"{page_of(scenario)}/why-not?offering={team.twin.id}").text
    assert 'hx-trigger="every 1s"' not in page


def test_a_price_that_somebody_asks_for_comes_before_what_every_plan_is_asked(team, director):  # noqa: F811
    scenario = build(director, team)
    asking.begin(scenario)
    subjects = [f"{person.id}/{team.twin.id}" for person in team.people]
    asked = {each.subject for each in answers(scenario, "entry")}
    wanted = next(each for each in subjects if each not in asked)

    idle = asking.begin_entry(scenario, int(wanted.partition("/")[0]), team.twin.id)

    assert not idle
    assert taking.next_of(scenario.id).question.subject == wanted


def test_nothing_is_asked_twice_or_of_what_no_price_would_change(team, director):  # noqa: F811
    scenario = build(director, team)
    ann, _, _ = team.people

    for offering in (team.twin, team.twin, team.free):
        ask(director, scenario, offering, ann)
    refused = director.post(f"{page_of(scenario)}/why-not", data={"offering": team.twin.id})

    assert [each.subject for each in answers(scenario)] == [f"{ann.id}/{team.twin.id}"]
    assert db.session.query(Study).count() == 1
    assert refused.status_code == 400


def _may_ask(client, scenario, offering, person):
    address = f"{page_of(scenario)}/why-not?offering={offering.id}"
    return f'id="price-{person.id}"' in client.get(address).text
