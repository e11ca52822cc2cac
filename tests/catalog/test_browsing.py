import re
from datetime import date

from pdplanner import clock
from pdplanner.catalog import services
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from tests.catalog.documents import document, entry
from tests.catalog.rows import mark_of, titles
from tests.support.client import HTMX
from tests.support.html import text_of
from tests.support.queries import count_queries

ALL = ["Apples", "Berries", "Cherries", "Drills", "Elders", "Figs_and more"]


def test_htmx_gets_filters_and_rows_and_a_short_address(staff, shelf):
    address = "/catalog/?q=&indicator=&price=&upto=&hours=&provider=&sort=&area=I.B"

    response = staff.get(address, headers=HTMX)

    assert titles(response) == ["Drills"]
    assert "<header" not in response.text
    assert 'id="facets"' in response.text
    assert response.headers["HX-Push-Url"] == "/catalog/?area=I.B"


def test_an_address_names_the_same_search_again(staff, shelf):
    asked = "/catalog/?q=g&area=I.A&format=book&price=upto&upto=99.50&hours=8&needs_quote=1"

    address = staff.get(asked, headers=HTMX).headers["HX-Push-Url"]

    assert staff.get(address, headers=HTMX).headers["HX-Push-Url"] == address
    assert "upto=99.50" in address


def test_what_the_filters_are_set_to_stays_chosen_even_where_it_shows_nothing(staff, shelf):
    page = staff.get("/catalog/?indicator=IX.Z.9&area=Q&provider=Nobody&format=book").text

    assert '<option value="IX.Z.9" selected>' in page
    assert '<option value="Nobody" selected>' in page
    assert re.search(r'name="area" value="Q" id="area-\d+" checked', page)
    assert re.search(r'name="format" value="book" id="format-\d+" checked', page)
    assert "Nothing matches all of this." in page


def test_pages_of_25_lead_to_each_other_and_keep_the_search(staff, framework):
    services.load_offerings(document(*(entry(f"course-{n:02}", hours=1) for n in range(60))))
    db.session.commit()

    first, last = staff.get("/catalog/?hours=2"), staff.get("/catalog/?hours=2&page=3")

    assert len(titles(first)) == 25
    assert 'href="/catalog/?hours=2&amp;page=2"' in first.text
    assert titles(last) == [f"Course {n}" for n in range(50, 60)]
    assert "Previous Page 3 of 3" in text_of(last.text)
    assert 'href="/catalog/?hours=2&amp;page=2"' in last.text


def test_a_page_that_does_not_exist_shows_the_nearest(staff, shelf):
    for number in ("0", "-3", "99", "9" * 5000, "²", "x", "", "%00"):
        assert titles(staff.get(f"/catalog/?page={number}")) == ALL, number


def test_an_amount_that_cannot_be_read_is_told_and_not_used(staff, shelf):
    page = staff.get("/catalog/?price=upto&upto=lots")

    assert titles(page) == ALL
    assert "Enter an amount such as 1,250.00." in page.text
    assert 'value="lots"' in page.text


def test_a_quote_of_the_district_is_what_its_people_see(as_user, cast, catalog):
    services.quote(
        catalog.exam, unit=cast.alder, quoted_by=cast.director, price_cents=0,
        price_source="Letter", hours=3,
    )  # fmt: skip
    db.session.commit()

    alder, birch = (
        as_user(user).get("/catalog/?price=free") for user in (cast.staff, cast.other_staff)
    )

    assert titles(alder) == ["Alder's drill".replace("'", "&#39;"), "Drill Exam"]
    assert "District quote" in alder.text
    assert titles(birch) == ["Birch's drill".replace("'", "&#39;")]
    assert "District quote" not in birch.text


def test_unknown_price_or_hours_need_a_quote(staff, catalog):
    page = text_of(staff.get("/catalog/?q=exam").text)

    assert "Price unknown" in page
    assert "Needs a quote: price and hours unknown." in page


MARKS = {
    "2024": "Price of 2024: check before booking.",
    "2025": "",
    "2025-02": "Price of February 2025: check before booking.",
    "2025-03": "",
    "2025-03-09": "Price of 9 March 2025: check before booking.",
    "2025-03-10": "",
    "": "Price undated.",
}


def test_a_price_older_than_two_years_is_marked(staff, framework, monkeypatch):
    priced = [entry(f"of-{day}", price_usd=1, hours=1, as_of=day or None) for day in MARKS]
    services.load_offerings(document(*priced))
    db.session.commit()
    monkeypatch.setattr(clock, "today", lambda: date(2027, 3, 10))

    rows = staff.get("/catalog/").text.split("<article")[1:]

    marks = {day: mark_of(row) for day, row in zip(sorted(MARKS), rows, strict=True)}
    assert marks == MARKS


def test_what_is_not_offered_any_more_is_shown_to_directors_alone(as_user, cast, catalog):
    services.retire(catalog.alders)
    db.session.commit()

    assert titles(as_user(cast.director).get("/catalog/?retired=1")) == ["Alder&#39;s drill"]
    assert titles(as_user(cast.staff).get("/catalog/?retired=1")) == ["Drill Exam", "Vision Course"]


def test_an_empty_catalog_says_what_to_do(staff):
    assert "No offerings are in the catalog." in staff.get("/catalog/").text


HOSTILE = [
    "\0",
    "a\0b",
    "x" * 10_000,
    "-1",
    "1e309",
    "NaN",
    "javascript:alert(1)",
    "%_\\/'\"",
    "’",
    "９",
]


NAMES = ["q", "area", "indicator", "format", "price", "upto", "hours", "provider", "sort"]


def test_no_filter_takes_harm_from_what_people_put_into_it(staff, shelf):
    for value in HOSTILE:
        response = staff.get("/catalog/", query_string={name: [value, value] for name in NAMES})
        assert response.status_code == 200, value


def test_a_list_takes_eight_queries_at_10_and_at_1000_offerings(staff, framework):
    services.load_offerings(document(*(entry(f"course-{n}") for n in range(10))))
    db.session.commit()
    with count_queries() as few:
        staff.get("/catalog/?q=course&area=I.A")
    for provider in range(10):
        batch = (entry(f"more-{provider}-{n}") for n in range(99))
        services.load_offerings(document(*batch, provider=f"Provider {provider}"))
    db.session.commit()

    with count_queries() as many:
        page = staff.get("/catalog/?q=course&area=I.A")

    assert len(titles(page)) > 9
    assert db.session.query(Offering).count() == 1000
    assert len(few) == len(many) <= 8
