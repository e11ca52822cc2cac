from datetime import date, timedelta

import pytest
from sqlalchemy import select

from pdplanner import clock
from pdplanner.catalog import services
from pdplanner.catalog.models import Session
from pdplanner.extensions import db
from pdplanner.organization.models import Blackout
from tests.support.client import end_session, return_after_signing_in
from tests.support.html import text_of
from tests.support.person_year import make_item, make_year
from tests.support.queries import count_queries


def form(unit, **changes):
    fields = {"starts_on": "2030-03-04", "ends_on": "", "seats": "12", "place": "Alder High"}
    return {"unit_id": unit.id, "source": "Calendar", **fields, **changes}


@pytest.fixture
def director(as_user, cast):
    return as_user(cast.director)


def runs():
    return db.session.scalars(select(Session).order_by(Session.id)).all()


def test_a_director_adds_and_removes_a_run_of_a_shipped_offering(director, cast, catalog):
    page = director.post(
        f"/catalog/{catalog.course.id}/sessions", data=form(cast.alder), follow_redirects=True
    )
    [run] = runs()
    assert (run.unit, run.starts_on, run.ends_on) == (
        cast.alder,
        date(2030, 3, 4),
        date(2030, 3, 4),
    )
    assert "4 March 2030 12 seats, Alder High. Arranged by Alder. Calendar." in text_of(page.text)

    page = director.post(f"/catalog/sessions/{run.id}/remove", follow_redirects=True)
    assert runs() == []
    assert "No dated run is known." in page.text


def test_what_was_typed_of_a_run_is_back_where_a_session_had_ended(director, cast, catalog):
    page = f"/catalog/{catalog.course.id}"
    end_session(director)
    director.post(f"{page}/sessions", data=form(cast.alder), headers={"Referer": page})

    return_after_signing_in(director, cast.director)
    back = director.get(page).text

    assert '<details id="add-run" open>' in back
    assert 'value="2030-03-04"' in back
    assert 'value="Alder High"' in back


def test_the_next_run_stands_in_the_list(director, as_user, cast, catalog):
    director.post(f"/catalog/{catalog.course.id}/sessions", data=form(cast.alder))

    assert "Next run 4 March 2030." in as_user(cast.staff).get("/catalog/").text
    assert "Next run" not in as_user(cast.other_staff).get("/catalog/").text


REFUSED = [
    ({"starts_on": ""}, "Enter the first day."),
    ({"starts_on": "1e309"}, "Enter a day of the calendar"),
    ({"ends_on": "2030-03-03"}, "The last day is before the first."),
    ({"ends_on": "9999-01-01"}, "from the year 2000 to 2100"),
    ({"seats": "0"}, "from 1 to 10,000"),
    ({"seats": "-1"}, "from 1 to 10,000"),
    ({"seats": "many"}, "Enter a whole number"),
    ({"place": "x" * 10_000}, "Shorten it to 160"),
    ({"place": "a\0"}, "characters that cannot be stored"),
    ({"source": "x" * 501}, "Shorten it to 500"),
    ({"unit_id": "0"}, "Choose from the list"),
]


def test_a_run_that_cannot_be_is_refused_and_comes_back_as_typed(director, cast, catalog):
    address = f"/catalog/{catalog.course.id}/sessions"
    for changes, complaint in REFUSED:
        response = director.post(address, data=form(cast.alder, **changes))

        assert response.status_code == 422, changes
        assert complaint in text_of(response.text), changes
        assert '<details id="add-run" open>' in response.text
    assert runs() == []


def test_runs_are_added_and_removed_within_reach_alone(director, as_user, cast, catalog):
    others = services.add_session(catalog.course, unit=cast.birch, starts_on=date(2030, 1, 1))
    shipped = services.add_session(catalog.course, unit=None, starts_on=date(2030, 1, 1))
    db.session.commit()
    address = f"/catalog/{catalog.course.id}/sessions"

    assert director.post(address, data=form(cast.birch)).status_code == 422
    assert as_user(cast.staff).post(address, data=form(cast.alder)).status_code == 404
    for run in (others, shipped):
        assert director.post(f"/catalog/sessions/{run.id}/remove").status_code == 404
    assert runs() == [others, shipped]


def test_a_run_does_not_end_before_it_starts(cast, catalog):
    with pytest.raises(ValueError, match="expected 2030-01-02 or later"):
        services.add_session(
            catalog.course, unit=None, starts_on=date(2030, 1, 2), ends_on=date(2030, 1, 1)
        )


@pytest.fixture
def run(cast, catalog):
    """The only run of what Alder owns, in a month; Sam and the director have it in their plans."""
    year = make_year(cast.alder)
    first = clock.today() + timedelta(30)
    run = services.add_session(catalog.alders, unit=cast.alder, starts_on=first)
    make_item(cast.sam, year, catalog.alders, by=cast.director)
    db.session.commit()
    return run


def test_without_a_price_no_plan_goes_on_with_the_other_run(director, catalog, run):
    services.add_session(catalog.alders, unit=run.unit, starts_on=run.starts_on + timedelta(7))
    catalog.alders.price_cents = None
    db.session.commit()

    page = text_of(director.get(f"/catalog/{catalog.alders.id}").text)

    said = "1 other run of the year is to come; without a price and hours no plan takes it."
    assert page.count(said) == 2
    assert "plans go on with" not in page


def test_before_and_after_a_run_is_removed_its_page_says_what_that_means(
    director, cast, catalog, run
):
    day = f"{run.starts_on.day} {run.starts_on:%B %Y}"
    page = director.get(f"/catalog/{catalog.alders.id}")
    meaning = (
        "No other run of the year is to come. It can still be planned, without a date."
        " In the plan of Sam Staff (proposed): theirs stays as it is, so tell them."
    )
    assert f"Remove the run of {day} {meaning} Remove the run of {day}" in text_of(page.text)
    assert "Remove the run and offer this no more" in text_of(page.text)

    after = director.post(f"/catalog/sessions/{run.id}/remove", follow_redirects=True)

    assert f"✓ The run of {day} is removed. {meaning}" in text_of(after.text)
    assert f'href="/plans/people/{cast.sam.id}"' in after.text
    assert "To keep it out of new plans this year, offer it no more" in text_of(after.text)


def test_that_a_run_is_removed_is_said_once_and_by_no_address(director, cast, catalog, run):
    address = f"/catalog/{catalog.alders.id}"
    page = director.get(f"{address}?removed=2020-01-01&of={cast.alder.id}")
    assert "is removed" not in text_of(page.text)
    director.post(f"/catalog/sessions/{run.id}/remove")

    assert "is removed" not in text_of(director.get(f"/catalog/{catalog.course.id}").text)
    assert "is removed" in text_of(director.get(address).text)
    assert "is removed" not in text_of(director.get(address).text)


def test_a_run_is_removed_with_what_it_is_a_run_of(director, catalog, run):
    after = director.post(
        f"/catalog/sessions/{run.id}/remove", data={"retire": "1"}, follow_redirects=True
    )

    assert "It is offered no more, so that no new plan takes it." in text_of(after.text)
    db.session.expire_all()
    assert not catalog.alders.active
    assert runs() == []


def test_where_other_runs_are_to_come_plans_go_on_with_them(director, cast, catalog, run):
    services.add_session(catalog.alders, unit=cast.alder, starts_on=run.starts_on + timedelta(7))
    db.session.commit()

    page = text_of(director.get(f"/catalog/{catalog.alders.id}").text)

    assert page.count("1 other run of the year is to come, and plans go on with that.") == 2


@pytest.fixture
def blackout_in_a_week(cast, catalog, run):
    """Another run, a week after the first, on which nobody of the district can go."""
    first = run.starts_on + timedelta(7)
    services.add_session(catalog.alders, unit=cast.alder, starts_on=first)
    db.session.add(Blackout(unit=cast.alder, name="Tests", starts_on=first, ends_on=first))
    db.session.commit()


def test_plans_do_not_go_on_with_a_run_that_is_blacked_out(
    director, catalog, run, blackout_in_a_week
):
    said = (
        "The only other run of the year to come falls in a blackout, so that nobody can go:"
        " no new plan takes it."
    )
    page = text_of(director.get(f"/catalog/{catalog.alders.id}").text)
    assert page.count(said) == 1
    assert page.count("1 other run of the year is to come, and plans go on with that.") == 1

    after = director.post(f"/catalog/sessions/{run.id}/remove", follow_redirects=True)

    assert f"is removed. {said}" in text_of(after.text)


def test_runs_that_are_blacked_out_are_told_beside_those_that_plans_go_on_with(
    director, cast, catalog, run, blackout_in_a_week
):
    services.add_session(catalog.alders, unit=cast.alder, starts_on=run.starts_on + timedelta(9))
    db.session.commit()

    page = text_of(director.get(f"/catalog/{catalog.alders.id}").text)

    one = "1 other run of the year is to come, and plans go on with that."
    assert page.count(f"{one} 1 more falls in a blackout, so that nobody can go.") == 2
    assert page.count("2 other runs of the year are to come, and plans go on with those.") == 1


def test_no_plan_goes_on_with_the_runs_of_what_is_offered_no_more(
    director, cast, catalog, run, blackout_in_a_week
):
    catalog.alders.active = False
    db.session.commit()

    page = text_of(director.get(f"/catalog/{catalog.alders.id}").text)

    assert page.count("It is offered no more, so that no new plan takes it.") == 2
    assert "plans go on" not in page


def test_what_a_director_may_not_change_is_not_retired_with_its_run(director, cast, catalog):
    run = services.add_session(catalog.course, unit=cast.alder, starts_on=date(2030, 3, 4))
    db.session.commit()
    page = text_of(director.get(f"/catalog/{catalog.course.id}").text)
    assert "No plan counts on it: it is in no fiscal year." in page
    assert "To keep the offering out of a team’s plan, exclude it there." in page

    director.post(f"/catalog/sessions/{run.id}/remove", data={"retire": "1"})

    db.session.expire_all()
    assert catalog.course.active
    assert runs() == []


def test_nobody_is_told_who_has_what_in_units_of_others(as_user, cast, catalog, run):
    page = as_user(cast.staff).get(f"/catalog/{catalog.alders.id}")

    assert "Sam Staff (proposed)" not in text_of(page.text)


def test_no_more_queries_with_more_runs(director, cast, catalog, run):
    address = f"/catalog/{catalog.alders.id}"
    db.session.expire_all()
    with count_queries() as before:
        director.get(address)
    for week in range(1, 12):
        first = run.starts_on + timedelta(7 * week)
        services.add_session(catalog.alders, unit=cast.alder, starts_on=first)
    db.session.commit()
    db.session.expire_all()

    with count_queries() as after:
        page = director.get(address)

    assert page.text.count("other runs of the year are to come") == 12
    assert len(after) == len(before)
