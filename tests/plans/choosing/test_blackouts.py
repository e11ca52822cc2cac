"""Choosing what falls in a blackout: the next run that the person can go to, or why none."""

from datetime import timedelta

import pytest

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.organization.models import Blackout
from pdplanner.plans.models import PlanItem
from pdplanner.web.filters import day
from tests.support.framework import make_framework
from tests.support.html import text_of
from tests.support.person_year import (
    make_levels,
    make_offering,
    make_run,
    make_targets,
    make_year,
)


@pytest.fixture
def course(cast):
    """Sam of Network misses what it teaches; it runs in 10 and in 40 days."""
    make_framework()
    make_targets(cast.sam, {"I.A.1": (3, 5)})
    make_levels(cast.sam, {"I.A.1": 1})
    make_year(cast.alder)
    course = make_offering("Wiring", {"I.A.1": (3, 1)})
    for days in (10, 40):
        make_run(course, in_days=days, seats=5)
    db.session.commit()
    return course


def black_out(unit, *in_days):
    for days in in_days:
        on = clock.today() + timedelta(days=days)
        db.session.add(Blackout(unit=unit, name="Testing", starts_on=on, ends_on=on))
    db.session.commit()


def choose(as_user, user):
    return text_of(as_user(user).get("/choose").text)


def test_the_next_run_is_the_first_that_the_person_can_go_to(as_user, cast, course):
    black_out(cast.network, 10)

    page = choose(as_user, cast.staff)

    assert day(clock.today() + timedelta(days=40)) in page
    assert "It falls in" not in page


def test_a_run_in_a_blackout_of_the_persons_unit_says_so(as_user, cast, course):
    black_out(cast.network, 10, 40)

    page = choose(as_user, cast.staff)

    assert f"{day(clock.today() + timedelta(days=10))}. It falls in Testing." in page


def test_a_blackout_of_another_team_changes_nothing(as_user, cast, course):
    black_out(cast.support, 10, 40)

    page = choose(as_user, cast.staff)

    assert f"{day(clock.today() + timedelta(days=10))}." in page
    assert "It falls in" not in page


def test_what_is_blacked_out_in_the_whole_district_has_no_place(as_user, cast, course):
    black_out(cast.alder, 10, 40)

    page = choose(as_user, cast.staff)
    refused = as_user(cast.staff).post("/choose/items", data={"offering_id": course.id})

    assert "No place can be had: every run falls in a blackout." in page
    assert "Wiring has no place: every run of it falls in a blackout." in text_of(refused.text)
    assert db.session.query(PlanItem).count() == 0
