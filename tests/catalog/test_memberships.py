"""Memberships: a district holds one, or knows what one costs; members' prices follow."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from pdplanner import clock
from pdplanner.accounts import services as accounts
from pdplanner.catalog import queries, services
from pdplanner.catalog.models import Membership
from pdplanner.extensions import db
from tests.catalog.documents import document, entry
from tests.catalog.rows import titles
from tests.support.html import text_of


@pytest.fixture
def director(as_user, cast):
    return as_user(cast.director)


@pytest.fixture
def course(cast, framework):
    """$500, for members $350, 12 h."""
    facts = {"price_usd": 500, "member_price_usd": 350, "hours": 12}
    [course] = services.load_offerings(document(entry("course", **facts)))
    db.session.commit()
    return course


def form(unit, **changes):
    return {
        "unit_id": unit.id,
        "held": "no",
        "held_until": "",
        "price_cents": "900",
        "source": "https://example.org/join",
        "quoted_on": "2026-11-03",
    } | changes


def enter(cast, course, **facts):
    known = {"held": False, "price_cents": 900_00, "source": "Mail of Fern"} | facts
    membership = services.enter_membership(
        course.provider, unit=cast.alder, quoted_by=cast.director, **known
    )
    db.session.commit()
    return membership


def terms(cast, course, unit=None):
    return queries.terms_of((unit or cast.alder).id)[course.id]


def entered():
    return db.session.scalars(select(Membership).order_by(Membership.id)).all()


def test_a_member_pays_the_price_of_members_and_its_neighbour_does_not(cast, course):
    enter(cast, course, held=True)

    assert (terms(cast, course).price_cents, terms(cast, course).as_member) == (350_00, True)
    assert terms(cast, course).membership_id is None
    neighbour = terms(cast, course, cast.birch)
    assert (neighbour.price_cents, neighbour.as_member) == (500_00, False)


def test_a_membership_to_be_had_leaves_the_price_and_is_named(cast, course):
    membership = enter(cast, course)

    found = terms(cast, course)

    assert (found.price_cents, found.member_price_cents) == (500_00, 350_00)
    assert (found.as_member, found.membership_id) == (False, membership.id)


@pytest.mark.parametrize(("last_day_in", "cents"), [(-1, 500_00), (0, 350_00), (30, 350_00)])
def test_a_membership_counts_to_its_last_day(cast, course, last_day_in, cents):
    enter(cast, course, held=True, held_until=clock.today() + timedelta(days=last_day_in))

    assert terms(cast, course).price_cents == cents


def test_a_membership_that_ends_before_the_run_is_to_be_had_again(cast, course):
    run = clock.today() + timedelta(days=60)
    services.add_session(course, unit=cast.alder, starts_on=run)
    membership = enter(cast, course, held=True, held_until=run - timedelta(days=1))

    ends_before = terms(cast, course)
    membership.held_until = run
    db.session.commit()
    lasts = terms(cast, course)

    assert (ends_before.price_cents, ends_before.membership_id) == (500_00, membership.id)
    assert (lasts.price_cents, lasts.membership_id) == (350_00, None)


def test_the_page_says_that_a_run_begins_after_the_membership_ends(cast, course, director):
    today = clock.today()
    enter(cast, course, held=True, held_until=today + timedelta(days=30))
    undated = text_of(director.get(f"/catalog/{course.id}").text)
    services.add_session(course, unit=cast.alder, starts_on=today + timedelta(days=31))
    db.session.commit()

    later = text_of(director.get(f"/catalog/{course.id}").text)

    assert "The next run begins after that." not in undated
    assert "The next run begins after that." in later
    assert "$500 $350 for members" in later


def test_a_quoted_price_stands_whatever_the_membership(cast, course):
    enter(cast, course, held=True)
    services.quote(course, unit=cast.alder, quoted_by=None, price_cents=420_00)

    found = terms(cast, course)

    assert (found.price_cents, found.as_member, found.membership_id) == (420_00, False, None)


def test_what_has_no_price_of_members_costs_a_member_what_it_costs_everybody(cast, catalog):
    enter(cast, catalog.course, held=True)

    assert terms(cast, catalog.course).price_cents == 199_50
    assert not terms(cast, catalog.course).as_member


def test_what_only_members_get_has_a_price_for_a_member(cast, framework):
    facts = {"price_usd": None, "member_price_usd": 0, "hours": 2}
    [webinar] = services.load_offerings(document(entry("webinar", **facts)))

    before = terms(cast, webinar)
    enter(cast, webinar, held=True)

    assert not before.plannable
    assert terms(cast, webinar).price_cents == 0
    assert terms(cast, webinar).plannable


def test_filters_and_order_of_the_catalog_go_by_the_price_of_members(cast, course, director):
    services.load_offerings(
        document(entry("other", price_usd=400, hours=1), provider="Grove Institute")
    )
    db.session.commit()
    dearer = titles(director.get("/catalog/?sort=price"))
    enter(cast, course, held=True)

    cheaper = titles(director.get("/catalog/?sort=price"))

    assert (dearer, cheaper) == (["Other", "Course"], ["Course", "Other"])
    page = text_of(director.get("/catalog/").text)
    assert "$350" in page
    assert "$500" not in page


def test_a_director_enters_what_a_membership_costs_and_the_page_says_so(director, cast, course):
    invited = text_of(director.get(f"/catalog/{course.id}").text)

    answer = director.post(
        f"/catalog/{course.id}/membership", data=form(cast.alder), follow_redirects=True
    )

    [membership] = entered()
    assert (membership.held, membership.price_cents, membership.quoted_by) == (
        False, 900_00, cast.director,
    )  # fmt: skip
    assert (membership.unit, membership.quoted_on) == (cast.alder, date(2026, 11, 3))
    assert "Add what a membership costs" in invited
    page = text_of(answer.text)
    assert "Members pay $350. Alder is not a member." in page
    assert "A year costs $900 example.org . 3 November 2026, entered by Director" in page
    assert "Add what a membership costs" not in page


def test_a_member_says_until_when(director, cast, course):
    fields = form(cast.alder, held="yes", held_until="2027-06-30", price_cents="", source="")

    answer = director.post(f"/catalog/{course.id}/membership", data=fields, follow_redirects=True)

    page = text_of(answer.text)
    assert "Alder is a member until 30 June 2027." in page
    assert "A year costs Price unknown" in page
    assert "$350 as a member, others $500" in page


def test_the_form_comes_back_with_what_was_entered(director, cast, course):
    enter(cast, course, held=True, held_until=date(2027, 6, 30))

    page = director.get(f"/catalog/{course.id}/membership").text

    assert '<option selected value="yes">' in page
    for value in ("2027-06-30", "900", "Mail of Fern"):
        assert f'value="{value}"' in page


def test_what_is_entered_again_as_it_stands_keeps_its_person(cast, course):
    facts = {"held": False, "price_cents": 1_00, "source": "A", "unit": cast.alder}
    first = services.enter_membership(course.provider, quoted_by=cast.director, **facts)

    services.enter_membership(course.provider, quoted_by=cast.admin, **facts)
    kept = first.quoted_by
    services.enter_membership(course.provider, quoted_by=cast.admin, **(facts | {"source": "B"}))

    assert (kept, first.quoted_by) == (cast.director, cast.admin)
    assert entered() == [first]


def test_a_form_that_was_overtaken_shows_both_versions(director, cast, course):
    address = f"/catalog/{course.id}/membership"
    enter(cast, course)
    seen = director.get(address).text.partition('name="seen" type="hidden" value="')[2]
    enter(cast, course, price_cents=950_00)

    answer = director.post(address, data=form(cast.alder, price_cents="800", seen=seen[:16]))

    assert answer.status_code == 409
    assert "Price of a year 800 950" in text_of(answer.text)
    assert entered()[0].price_cents == 950_00


def test_a_membership_is_removed(director, cast, course):
    membership = enter(cast, course, held=True)

    answer = director.post(
        f"/catalog/{course.id}/memberships/{membership.id}/remove", follow_redirects=True
    )

    assert "Nothing is known any more" in answer.text
    assert entered() == []
    assert terms(cast, course).price_cents == 500_00


def test_a_membership_is_removed_on_a_page_of_its_provider_only(director, cast, course, catalog):
    membership = enter(cast, course)

    answer = director.post(f"/catalog/{catalog.alders.id}/memberships/{membership.id}/remove")

    assert answer.status_code == 404
    assert entered() == [membership]


def test_nobody_enters_or_sees_a_membership_of_a_district_out_of_reach(
    director, as_user, cast, course
):
    theirs = services.enter_membership(
        course.provider, unit=cast.birch, quoted_by=None, held=True, price_cents=7_00, source="X"
    )
    db.session.commit()
    refused = director.post(f"/catalog/{course.id}/membership", data=form(cast.birch))

    assert refused.status_code == 422
    removal = f"/catalog/{course.id}/memberships/{theirs.id}/remove"
    assert director.post(removal).status_code == 404
    assert "Birch" not in director.get(f"/catalog/{course.id}").text
    for who in (cast.staff, cast.finance, cast.hr, cast.reader, cast.admin):
        assert as_user(who).get(f"/catalog/{course.id}/membership").status_code == 404, who.name
    assert entered() == [theirs]


def test_a_grant_below_the_district_enters_none_for_it_but_sees_it(as_user, cast, course):
    accounts.grant(cast.staff, role="director", unit_id=cast.network.id)
    enter(cast, course)
    lead = as_user(cast.staff)

    page = lead.get(f"/catalog/{course.id}").text

    assert "Alder is not a member." in text_of(page)
    assert "/membership" not in page
    assert lead.get(f"/catalog/{course.id}/membership").status_code == 404


REFUSED = [
    ({"price_cents": "", "source": ""}, "Enter what a year costs, or say that it is a member."),
    ({"source": ""}, "Say where the price comes from."),
    ({"held_until": "2027-06-30"}, "Only a member has a last day"),
    ({"held": "perhaps"}, "Choose from the list"),
    ({"price_cents": "-1"}, "Enter an amount such as"),
    ({"price_cents": "9" * 10_000}, "from 0 to 100,000,000"),
    ({"held": "yes", "held_until": "2026-02-30"}, "Enter a day of the calendar"),
    ({"held": "yes", "held_until": "9999-01-01"}, "from the year 2000 to 2100"),
    ({"quoted_on": "2099-01-01"}, "This day is still to come."),
    ({"source": "x" * 501}, "Shorten it to 500"),
    ({"source": "a\0"}, "characters that cannot be stored"),
    ({"unit_id": "x"}, "Choose from the list"),
]


def test_what_cannot_hold_is_refused_beside_its_field(director, cast, course):
    for changes, complaint in REFUSED:
        answer = director.post(f"/catalog/{course.id}/membership", data=form(cast.alder, **changes))

        assert answer.status_code == 422, changes
        assert complaint in text_of(answer.text), changes
    assert entered() == []
