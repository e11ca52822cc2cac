"""Readiness for readers: groups of five or more, and none that follows by subtraction."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdplanner.accounts import services as accounts
from pdplanner.extensions import db
from pdplanner.plans.standing.disclosure import FEWEST, Groups
from tests.support.html import text_of
from tests.support.planned_team import add_person, make_planned_team
from tests.support.queries import count_queries

# A district with a department of three teams and a school.
PATHS = [(1,), (1, 2), (1, 2, 3), (1, 2, 4), (1, 2, 5), (1, 6)]


def shown(people_at):
    return Groups(PATHS, people_at).shown


def test_small_unit_is_hidden_and_so_is_the_sibling_that_would_give_it_away():
    groups = shown({(1, 2, 3): 9, (1, 2, 4): 6, (1, 2, 5): 2})

    # Both large teams shown would leave 2 of the department; the smaller one joins them.
    assert (1, 2, 3) in groups
    assert (1, 2, 4) not in groups
    assert (1, 2, 5) not in groups


def test_people_who_stand_at_the_unit_itself_are_a_group_too():
    assert shown({(1,): 1, (1, 2): 8}) == {(1,)}


def test_nothing_small_inside_hides_nothing():
    sizes = {(1, 2, 3): 5, (1, 2, 4): 5, (1, 2, 5): 5, (1, 6): 5}

    assert shown(sizes) == frozenset(PATHS)


def test_hiding_a_unit_does_not_give_away_what_is_left_beside_the_units_inside_it():
    # The department (11) would leave 2 at the district, so it is hidden; its teams stay.
    groups = shown({(1,): 2, (1, 2): 1, (1, 2, 3): 5, (1, 2, 4): 5})

    assert (1, 2) not in groups
    assert {(1,), (1, 2, 3)} & groups


@given(st.lists(st.integers(0, 9), min_size=len(PATHS), max_size=len(PATHS)))
@settings(max_examples=300, deadline=None)
def test_no_sum_or_difference_of_shown_units_is_a_small_group(people):
    people_at = dict(zip(PATHS, people, strict=True))
    groups = sorted(shown(people_at))

    for signs in itertools.product((-1, 0, 1), repeat=len(groups)):
        weight = {
            path: sum(
                sign
                for sign, group in zip(signs, groups, strict=True)
                if path[: len(group)] == group
            )
            for path in PATHS
        }
        if set(weight.values()) <= {0, 1}:
            left = sum(people_at[path] for path in PATHS if weight[path] == 1)
            assert left == 0 or left >= FEWEST


@pytest.fixture
def team(cast):
    return make_planned_team(cast)


def readiness(client, unit):
    return text_of(client.get(f"/teams/{unit.id}/readiness").text)


def test_reader_sees_areas_of_a_unit_of_five_and_no_smaller_team(team, as_user):
    for name in ("Dee", "Eve", "Fay"):
        add_person(team, name, team.cast.support, level=3)
    add_person(team, "Gus", team.cast.support, level=None)
    db.session.commit()

    page = readiness(as_user(team.cast.reader), team.unit)

    # Six rated: Ann, Ben and Cleo at 1, three at 3. Network has two rated, Support four.
    assert "Technology, all 2.0 , targets met 50% 2.0 , targets met 50%" in page
    assert "Network – not shown – not shown" in page
    assert "Support – not shown – not shown" in page
    assert "Ann" not in page


def test_team_of_five_stays_hidden_beside_one_of_two(team, as_user):
    for name in ("Dee", "Eve", "Fay", "Gia"):
        add_person(team, name, team.cast.support, level=3)
    db.session.commit()
    reader = as_user(team.cast.reader)

    page = readiness(reader, team.unit)
    own = readiness(reader, team.cast.support)

    assert "Technology, all 2.1" in page
    assert "Support – not shown – not shown" in page
    assert "Nothing can be shown for Support." in own


def test_too_few_rated_people_show_nothing(team, as_user):
    page = readiness(as_user(team.cast.reader), team.unit)

    assert "Nothing can be shown for Technology." in page


def test_readiness_is_for_readers_and_directors_of_the_unit_alone(team, as_user):
    answers = {
        who: as_user(getattr(team.cast, who)).get(f"/teams/{team.unit.id}/readiness").status_code
        for who in ("reader", "director", "finance", "hr", "admin", "staff", "other_director")
    }

    assert answers == {
        "reader": 200, "director": 200, "finance": 404, "hr": 404, "admin": 404, "staff": 404,
        "other_director": 404,
    }  # fmt: skip


def test_readiness_takes_as_many_queries_for_many_units_as_for_few(team, as_user):
    from pdplanner.organization.models import UnitKind
    from tests.support.cast import make_unit

    reader = as_user(team.cast.reader)
    with count_queries() as few:
        reader.get(f"/teams/{team.unit.id}/readiness")
    for number in range(20):
        unit = make_unit(f"Team {number}", UnitKind.TEAM, parent=team.unit)
        add_person(team, f"Person {number}", unit)
    db.session.commit()

    with count_queries() as many:
        reader.get(f"/teams/{team.unit.id}/readiness")

    assert len(many) == len(few)


def test_reader_of_one_unit_goes_straight_to_it_and_of_two_chooses(team, as_user):
    reader = as_user(team.cast.reader)
    one = reader.get("/teams/readiness")
    accounts.grant(team.cast.reader, role="reader", unit_id=team.cast.birch.id)
    db.session.commit()
    two = reader.get("/teams/readiness")

    assert one.location == f"/teams/{team.cast.alder.id}/readiness"
    assert "Birch" in two.text
