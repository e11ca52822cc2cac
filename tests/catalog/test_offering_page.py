from datetime import date

from pdplanner.catalog import services
from pdplanner.extensions import db
from tests.catalog.documents import document, entry
from tests.support.html import text_of

DRILL_WEEK = entry(
    "a", title="Drill week", price_usd=400, member_price_usd=350, price_note="Early bird.",
    hours=30, hours_note="Of five days.", credits=30, credit_note="CEU 3.0",
    prerequisites="Two years of work", description="Five days of drills.",
    as_of="2024-06", teaches=[{"indicator": "I.B.1", "level": 3, "from": 1}],
)  # fmt: skip


def test_the_page_tells_all_that_is_known_with_source_and_date(as_user, cast, framework):
    [offering] = services.load_offerings(document(DRILL_WEEK))
    db.session.commit()

    response = as_user(cast.staff).get(f"/catalog/{offering.id}")

    page = text_of(response.text)
    for fact in (
        "Drill week", "Fern Academy", "Online, own pace", "For technology staff", "$400",
        "$350 for members", "Early bird.", "30 h", "Of five days.", "CEU 3.0",
        "Asks for: Two years of work", "Five days of drills.", "I.B.1 Incident drills",
        "Price of June 2024: check before booking", "In the shipped catalog", "June 2024",
    ):  # fmt: skip
        assert fact in page, fact
    assert '<span class="lv lv3">3</span>' in response.text
    assert '<span class="lv lv1">1</span>' in response.text
    assert '<a href="https://example.org/prices" rel="noopener noreferrer">example.org</a>' in (
        response.text
    )


def test_only_web_addresses_become_links(as_user, cast, catalog):
    catalog.course.url = "javascript:alert(1)"
    catalog.course.source = "data:text/html,<script>alert(1)</script>"
    db.session.commit()

    page = as_user(cast.staff).get(f"/catalog/{catalog.course.id}").text

    assert 'href="javascript' not in page
    assert 'href="data:text' not in page
    assert "It has no page of its own." in page
    assert "data:text/html,&lt;script&gt;" in page


def test_an_offering_is_seen_in_the_owners_subtree_alone(as_user, cast, catalog):
    address = f"/catalog/{catalog.alders.id}"

    assert as_user(cast.staff).get(address).status_code == 200
    assert as_user(cast.director).get(address).status_code == 200
    assert as_user(cast.other_staff).get(address).status_code == 404
    assert as_user(cast.other_director).get(address).status_code == 404


def test_the_districts_terms_stand_apart_with_source_day_and_person(as_user, cast, catalog):
    services.quote(
        catalog.course, unit=cast.alder, quoted_by=cast.director, price_cents=150_00,
        price_source="Letter of Fern", price_quoted_on=date(2026, 11, 3), travel_cents=80_00,
        cohort_price_cents=2_000_00, cohort_seats=20,
    )  # fmt: skip
    db.session.commit()

    alder = text_of(as_user(cast.staff).get(f"/catalog/{catalog.course.id}").text)
    birch = text_of(as_user(cast.other_staff).get(f"/catalog/{catalog.course.id}").text)

    assert "Price and hours in Alder Price of a place $150 Letter of Fern. 3 November 2026" in alder
    assert "entered by Director" in alder
    assert "for up to 20 people" in alder
    assert "In the shipped catalog Price of a place $199.50" in alder
    assert "What a place costs in Alder Price $150 district quote" in alder
    for private in ("Letter of Fern", "$150", "$80", "Price and hours in Alder"):
        assert private not in birch


def test_runs_of_other_districts_are_not_shown(as_user, cast, catalog):
    for unit, place in (
        (None, "Online room"),
        (cast.alder, "Alder High"),
        (cast.birch, "Birch High"),
    ):
        services.add_session(
            catalog.course, unit=unit, starts_on=date(2030, 1, 2), seats=9, place=place
        )
    db.session.commit()

    page = text_of(as_user(cast.staff).get(f"/catalog/{catalog.course.id}").text)

    assert "2 January 2030 9 seats, Online room. Given by the provider." in page
    assert "Alder High. Arranged by Alder." in page
    assert "Birch High" not in page


def test_staff_see_no_buttons_that_change_anything(as_user, cast, catalog):
    staff = as_user(cast.staff)

    for offering in (catalog.course, catalog.alders):
        page = staff.get(f"/catalog/{offering.id}").text
        for part in ("/edit", "/quote", "/sessions", "/retire", "take-back"):
            assert part not in page


def test_an_offering_without_indicators_says_what_that_means(as_user, cast, catalog):
    page = as_user(cast.staff).get(f"/catalog/{catalog.alders.id}").text

    assert "It closes no gap in a plan until somebody says what it teaches." in page


def test_an_offering_that_does_not_exist_is_not_found(as_user, cast):
    for offering_id in (0, 99999999, 2**31 - 1, 10**30):
        assert as_user(cast.staff).get(f"/catalog/{offering_id}").status_code == 404
