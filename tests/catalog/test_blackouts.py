"""An offering's page says which of its runs fall in a blackout, and for whom."""

from datetime import timedelta

from pdplanner import clock
from pdplanner.catalog import services
from pdplanner.extensions import db
from pdplanner.organization.models import Blackout
from pdplanner.web.filters import day
from tests.support.html import text_of


def test_a_run_in_a_blackout_says_so_and_for_whom(as_user, cast, catalog):
    first = clock.today() + timedelta(days=9)
    later = first + timedelta(days=30)
    for starts_on in (first, later, later + timedelta(days=30)):
        services.add_session(catalog.course, unit=None, starts_on=starts_on, seats=5)
    db.session.add_all(
        [
            Blackout(unit=cast.alder, name="Spring testing", starts_on=first, ends_on=first),
            Blackout(unit=cast.network, name="Server move", starts_on=later, ends_on=later),
            Blackout(unit=cast.birch, name="Birch week", starts_on=first, ends_on=later),
        ]
    )
    db.session.commit()

    page = text_of(as_user(cast.staff).get(f"/catalog/{catalog.course.id}").text)

    run_of = "{} 5 seats. Given by the provider. Falls in {} can go."
    assert run_of.format(day(first), "Spring testing: nobody") in page
    assert run_of.format(day(later), "Server move: nobody of Network") in page
    assert page.count("Falls in") == 2
    assert "Places 10 in the runs to come" in page


def test_a_run_that_is_over_is_in_no_blackout(as_user, cast, catalog):
    past = clock.today() - timedelta(days=9)
    services.add_session(catalog.course, unit=None, starts_on=past)
    db.session.add(Blackout(unit=cast.alder, name="Testing", starts_on=past, ends_on=past))
    db.session.commit()

    page = text_of(as_user(cast.staff).get(f"/catalog/{catalog.course.id}").text)

    assert "(over)" in page
    assert "Testing" not in page
