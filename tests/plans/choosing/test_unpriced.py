"""Needs a quote: what a director should ask the price of first."""

import re

import pytest

from pdplanner.accounts import services as accounts
from pdplanner.extensions import db
from tests.support import html
from tests.support.cast import make_person
from tests.support.framework import make_framework
from tests.support.person_year import make_levels, make_offering, make_targets
from tests.support.queries import count_queries

ADDRESS = "/catalog/needs-a-quote"


@pytest.fixture
def people(cast):
    """Two network people at level 1 of 3, one in Birch who must not count."""
    make_framework()
    role = make_targets(cast.sam, {"I.A.1": (3, 5), "I.A.2": (3, 1)})
    pat = make_person("Pat", cast.network)
    pat.job_roles.append(role)
    cast.olga.job_roles.append(role)
    for person in (cast.sam, pat, cast.olga):
        make_levels(person, {"I.A.1": 1, "I.A.2": 0})
    db.session.commit()
    return [cast.sam, pat]


def test_what_could_close_most_for_the_director_s_people_comes_first(as_user, cast, people):
    make_offering("Waves", {"I.A.2": (3, 0)}, hours=None)
    make_offering("Wires", {"I.A.1": (3, 1)}, dollars=None)
    make_offering("For experts", {"I.A.1": (4, 3)}, dollars=None, hours=None)
    make_offering("Known", {"I.A.1": (3, 1)})
    team_s_own = make_offering("Ours", {"I.A.1": (2, 1)}, dollars=None, unit=cast.network)
    make_offering("Theirs", {"I.A.1": (2, 1)}, dollars=None, unit=cast.birch)

    response = as_user(cast.director).get(ADDRESS)

    text = html.text_of(response.text)
    assert "4 offerings cannot be planned" in text
    assert "Wires Learning Works price 20 points" in text
    assert "Waves Learning Works hours 6 points" in text
    assert "For experts Learning Works price and hours 0 points" in text
    assert "Theirs" not in text
    assert text.index("Wires") < text.index("Ours") < text.index("Waves")
    assert f"/catalog/{team_s_own.id}/quote" in response.text


def test_the_order_is_named_for_what_it_is_where_nobody_is_rated(as_user, cast):
    make_framework()
    make_targets(cast.sam, {"I.A.1": (3, 5)})
    make_offering("Wires", {"I.A.1": (3, 1)}, dollars=None)
    make_offering("Aerials", {"I.A.2": (3, 0)}, dollars=None)
    db.session.commit()
    director = as_user(cast.director)

    unrated = html.text_of(director.get(ADDRESS).text)
    make_levels(cast.sam, {"I.A.1": 3})
    db.session.commit()
    closed = html.text_of(director.get(ADDRESS).text)

    known_once = "which could close the most is known once people in Alder have a job role"
    assert f"They stand by title: {known_once} and have rated themselves. Offering" in unrated
    assert "Aerials Learning Works price not known" in unrated
    assert "come first" not in unrated + closed
    assert "by title: none would close a point for those in Alder who are rated." in closed
    assert "Aerials Learning Works price 0 points" in closed


def test_where_nothing_needs_a_quote_no_order_is_promised(as_user, cast):
    page = html.text_of(as_user(cast.director).get(ADDRESS).text)

    assert "0 offerings cannot be planned: the price or the hours are unknown. Nothing" in page


def test_the_page_is_the_director_s(as_user, cast, people):
    for user in (cast.staff, cast.finance, cast.reader, cast.admin):
        assert as_user(user).get(ADDRESS).status_code == 404
    beyond = as_user(cast.director).get(f"{ADDRESS}?unit={cast.birch.id}")
    assert beyond.status_code == 404


def test_a_director_of_a_part_is_told_who_quotes_and_meets_no_dead_link(as_user, cast, people):
    shipped = make_offering("Wires", {"I.A.1": (3, 1)}, dollars=None)
    own = make_offering("Ours", {"I.A.1": (2, 1)}, dollars=None, unit=cast.network)
    head = accounts.create_user(email="head@example.org", name="Head of Networks")
    accounts.grant(head, role="director", unit_id=cast.network.id)
    db.session.commit()
    client = as_user(head)

    response = client.get(ADDRESS)

    text = html.text_of(response.text)
    assert "Wires Learning Works price 20 points" in text
    assert "entered for all of Alder, by a director at the district: Director." in text
    assert f"/catalog/{shipped.id}/quote" not in response.text
    assert f"/catalog/{own.id}/edit" in response.text
    for address in set(re.findall(r'href="(/catalog/\d+[^"]*)"', response.text)):
        assert client.get(address).status_code == 200, address
    assert "by a director at the district: Director." in client.get(f"/catalog/{shipped.id}").text
    assert "by a director at the district" not in client.get(f"/catalog/{own.id}").text
    assert "by a director at" not in as_user(cast.director).get(f"/catalog/{shipped.id}").text
    assert "by a director at" not in as_user(cast.staff).get(f"/catalog/{shipped.id}").text


def test_a_district_without_a_director_is_told_who_grants_the_role(as_user, cast, people):
    make_offering("Wires", {"I.A.1": (3, 1)}, dollars=None)
    head = accounts.create_user(email="head@example.org", name="Head")
    accounts.grant(head, role="director", unit_id=cast.network.id)
    accounts.deactivate(cast.director)
    db.session.commit()

    text = html.text_of(as_user(head).get(ADDRESS).text)

    assert "Nobody has that role yet; an administrator grants it." in text


def test_the_number_of_queries_does_not_grow_with_the_people(as_user, cast, people):
    director, counted = as_user(cast.director), []
    make_offering("Wires", {"I.A.1": (3, 1)}, dollars=None)
    for size in (10, 200):
        for number in range(size):
            person = make_person(f"P{size}-{number}", cast.support)
            person.job_roles.append(cast.sam.job_roles[0])
            make_levels(person, {"I.A.1": 1})
        db.session.commit()
        with count_queries() as statements:
            assert director.get(ADDRESS).status_code == 200
        counted.append(len(statements))

    assert counted[0] == counted[1]
