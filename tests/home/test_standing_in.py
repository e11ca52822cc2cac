"""The start page of who stands in for somebody: what waits for their answer comes first."""

from datetime import timedelta

import pytest

from pdplanner import clock
from pdplanner.accounts import services as accounts
from pdplanner.extensions import db
from pdplanner.organization import services as organization
from tests.support.cast import make_person
from tests.support.framework import make_framework
from tests.support.html import text_of
from tests.support.person_year import (
    make_item,
    make_ledger_fund,
    make_offering,
    make_requests,
    make_year,
)
from tests.support.queries import count_queries

TELLS = "You stand in for Director. People asked for what is in their plans, and cannot register"


@pytest.fixture
def year(cast):
    """Sam planned $40 without a fund."""
    make_framework()
    year = make_year(cast.alder)
    make_ledger_fund(cast.alder, year, "Local", cents=1_000_00)
    make_item(cast.sam, year, make_offering("Wires", {}, dollars=40), answered=True)
    db.session.commit()
    return year


def stand_in(cast, user):
    today = clock.today()
    organization.set_absence(
        cast.director.grants[0], substitute=user.email, first=today, last=today + timedelta(7)
    )
    db.session.commit()


def home(client):
    return text_of(client.get("/").text)


@pytest.mark.parametrize("role", ["finance", "ann"])
def test_what_waits_in_the_place_of_the_absent_comes_first(as_user, cast, year, role):
    user = cast.finance
    if role == "ann":
        user = accounts.create_user(email="ann@example.org", name="Ann Able")
        make_person("Ann Able", cast.support, user=user)
        db.session.commit()
    make_requests(cast.sam, year, 4)
    client = as_user(user)
    before = home(client)

    stand_in(cast, user)
    after = home(client)
    inbox = text_of(client.get("/requests/").text)

    assert "request" not in before.partition("Next: ")[2][:100]
    assert f"Next: answer 4 requests {TELLS}" in after
    assert after.count("Next: ") == 1
    assert "4 requests wait for your answer" in inbox


def test_what_waits_for_ones_own_desk_is_counted_with_it_once(as_user, cast, year):
    """Who directs a part of the district in their own right stands in for the rest."""
    accounts.grant(cast.finance, role="director", unit_id=cast.network.id)
    db.session.commit()
    make_requests(cast.sam, year, 2)
    stand_in(cast, cast.finance)

    text = home(as_user(cast.finance))

    assert f"Next: answer 2 requests {TELLS}" in text
    assert text.lower().count("answer 2 requests") == 1


def test_without_a_request_the_page_is_the_usual_one(as_user, cast, year):
    stand_in(cast, cast.finance)

    text = home(as_user(cast.finance))

    assert "Next: look at who plans without a fund" in text
    assert "stand in" not in text


def test_who_stands_in_for_nobody_pays_no_query_for_it(as_user, cast, year):
    make_requests(cast.sam, year, 2)
    client, counted = as_user(cast.finance), []
    client.get("/")
    for _ in range(2):
        with count_queries() as statements:
            client.get("/")
        counted.append(len(statements))
        stand_in(cast, cast.finance)

    assert counted[1] == counted[0] + 2
