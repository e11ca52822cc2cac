"""A unit that was closed: its team page says so, and where its people are."""

import pytest
from sqlalchemy import select

from pdplanner.extensions import db
from pdplanner.organization import services as organization
from pdplanner.organization.queries import people_in
from pdplanner.plans.models import Scenario
from tests.support.html import text_of
from tests.support.planned_team import make_team_with_a_choice


@pytest.fixture
def closed(cast, as_user):
    """Network, planned for Ann and Ben, then closed: Ann moved to Support, Ben left."""
    team = make_team_with_a_choice(cast)
    unit, ann = cast.network, team.people[0]
    director = as_user(cast.director)
    director.post(f"/teams/{unit.id}/plan", data={f"fund_{team.local.id}": "100"})
    for person in people_in(unit):
        if person is not ann:
            organization.deactivate_person(person)
    organization.move_person(ann, unit=cast.support)
    organization.deactivate_unit(unit)
    db.session.commit()
    return unit

    return people_in(unit)


def test_its_page_says_that_it_is_closed_and_where_its_people_are(closed, cast, as_user):
    director = as_user(cast.director)

    page = director.get(f"/teams/{closed.id}")

    said = text_of(page.text)
    assert f"{closed.name} is closed" in said
    assert f"now in {cast.support.name} : Ann" in said
    assert f'href="/teams/{cast.support.id}"' in page.text
    assert "work here no more: Ben" in said
    assert "nobody to plan for yet" not in said
    assert 'id="heat-map"' not in page.text
    assert 'id="settings"' not in page.text
    assert "Build plan" not in said


def test_its_plan_can_be_read_and_not_built(closed, cast, as_user):
    scenario = db.session.scalars(select(Scenario)).one()

    page = as_user(cast.director).get(f"/teams/{closed.id}/plan/{scenario.id}")

    said = text_of(page.text)
    assert f"{closed.name} is closed" in said
    assert f"Ben left and Ann moved to {cast.support.name}" in said or (
        f"Ann moved to {cast.support.name} and Ben left" in said
    )
    for word in ("Build plan", "Build it again", "Adopt this plan"):
        assert word not in said


def test_without_a_plan_it_names_the_unit_above(cast, as_user):
    closed = organization.create_unit(name="Old", kind="team", parent=cast.department)
    organization.deactivate_unit(closed)
    db.session.commit()

    page = as_user(cast.director).get(f"/teams/{closed.id}")

    assert "Old is closed" in text_of(page.text)
    assert f"see {cast.department.name} ." in text_of(page.text)


def test_an_open_unit_says_nothing_of_it(cast, as_user):
    page = as_user(cast.director).get(f"/teams/{cast.network.id}")

    assert "is closed" not in text_of(page.text)
