from datetime import date, timedelta

from pdplanner import clock
from pdplanner.catalog import queries, services
from pdplanner.extensions import db
from pdplanner.organization.models import Blackout
from tests.catalog.documents import document, entry
from tests.support.queries import count_queries


def test_a_district_without_a_quote_gets_the_catalogs_facts(cast, catalog):
    terms = queries.terms_of(cast.alder.id)[catalog.course.id]

    assert (terms.price_cents, terms.hours, terms.quoted) == (199_50, 12, False)
    assert terms.price_source == "https://example.org/prices"
    assert terms.plannable


def test_a_district_sees_its_own_quote_and_no_other_district_does(cast, catalog):
    services.quote(
        catalog.exam, unit=cast.alder, quoted_by=cast.director,
        price_cents=300_00, price_source="Mail of Fern", hours=20, travel_cents=50_00,
    )  # fmt: skip
    db.session.commit()

    alder, birch = (queries.terms_of(d.id)[catalog.exam.id] for d in (cast.alder, cast.birch))

    assert (alder.price_cents, alder.hours, alder.travel_cents) == (300_00, 20, 50_00)
    assert alder.price_quoted
    assert alder.hours_quoted
    assert alder.price_source == "Mail of Fern"
    assert (birch.price_cents, birch.hours, birch.travel_cents) == (None, None, 0)
    assert not birch.plannable


def test_a_quoted_price_stands_without_the_catalogs_member_price(cast, framework):
    [course] = services.load_offerings(document(entry("a", price_usd=200, member_price_usd=150)))
    services.quote(course, unit=cast.alder, quoted_by=None, price_cents=180_00)

    quoted = queries.terms_of(cast.alder.id)[course.id]
    shipped = queries.terms_of(None)[course.id]

    assert (quoted.price_cents, quoted.member_price_cents) == (180_00, None)
    assert (shipped.price_cents, shipped.member_price_cents) == (200_00, 150_00)


def test_one_fact_may_be_quoted_and_the_other_the_catalogs(cast, catalog):
    services.quote(catalog.course, unit=cast.alder, quoted_by=None, hours=14.25)

    terms = queries.terms_of(cast.alder.id)[catalog.course.id]

    assert (terms.price_cents, terms.price_quoted) == (199_50, False)
    assert (terms.hours, terms.hours_quoted) == (14.25, True)


def test_taking_a_quote_back_brings_the_catalogs_facts_back(cast, catalog):
    quote = services.quote(catalog.course, unit=cast.alder, quoted_by=None, price_cents=1)

    services.take_back(quote)

    assert queries.terms_of(cast.alder.id)[catalog.course.id].price_cents == 199_50


def test_seats_are_those_of_the_runs_to_come_that_the_district_may_join(cast, catalog):
    soon, past = clock.today() + timedelta(days=9), date(2020, 1, 1)
    for unit, day, seats in (
        (cast.alder, soon, 12), (cast.alder, soon, 8), (cast.birch, soon, 5), (cast.alder, past, 3),
    ):  # fmt: skip
        services.add_session(catalog.course, unit=unit, starts_on=day, seats=seats)

    assert queries.terms_of(cast.alder.id)[catalog.course.id].seats == 20
    assert queries.terms_of(cast.birch.id)[catalog.course.id].seats == 5
    assert queries.terms_of(None)[catalog.course.id].seats is None


def test_one_run_without_a_limit_leaves_the_seats_open(cast, catalog):
    soon = clock.today() + timedelta(days=9)
    services.add_session(catalog.course, unit=cast.alder, starts_on=soon, seats=12)
    services.add_session(catalog.course, unit=cast.alder, starts_on=soon)

    assert queries.terms_of(cast.alder.id)[catalog.course.id].seats is None


def black_out(unit, day):
    db.session.add(Blackout(unit=unit, name="Testing", starts_on=day, ends_on=day))
    db.session.flush()


def test_seats_of_runs_that_touch_a_blackout_of_the_district_do_not_count(cast, catalog):
    first, last = (clock.today() + timedelta(days=days) for days in (9, 11))
    services.add_session(catalog.course, unit=None, starts_on=first, ends_on=last, seats=12)
    services.add_session(catalog.course, unit=None, starts_on=last + timedelta(days=1), seats=8)
    black_out(cast.alder, last)
    black_out(cast.network, last + timedelta(days=1))

    assert queries.terms_of(cast.alder.id)[catalog.course.id].seats == 8
    assert queries.terms_of(cast.birch.id)[catalog.course.id].seats == 20
    assert queries.listed(catalog.course, cast.alder.id).next_run == last + timedelta(days=1)


def test_an_offering_whose_runs_are_all_blacked_out_has_no_seat(cast, catalog):
    day = clock.today() + timedelta(days=9)
    services.add_session(catalog.course, unit=None, starts_on=day)
    black_out(cast.alder, day)

    assert queries.terms_of(cast.alder.id)[catalog.course.id].seats == 0
    assert queries.terms_of(cast.birch.id)[catalog.course.id].seats is None


def test_terms_take_one_query_and_can_be_kept_to_some_offerings(cast, catalog):
    district_id, course_id = cast.alder.id, catalog.course.id

    with count_queries() as statements:
        terms = queries.terms_of(district_id, offering_ids=[course_id])

    assert list(terms) == [course_id]
    assert len(statements) == 1
