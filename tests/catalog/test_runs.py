from datetime import date

import pytest
from sqlalchemy import select

from pdplanner.catalog import services
from pdplanner.catalog.models import Session
from pdplanner.extensions import db
from tests.support.html import text_of


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
