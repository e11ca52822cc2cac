"""Asking for an offering that no catalog has: into one's plan, and into the catalog's proposals."""

import pytest

from pdplanner import clock
from pdplanner.accounts import services as accounts
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.notices import mailing
from pdplanner.notices import services as notices
from pdplanner.notices.models import Mails, Notice
from pdplanner.plans.items.costs import costs_of
from pdplanner.plans.models import CostKind, PlanItem
from tests.support.framework import make_framework
from tests.support.html import text_of
from tests.support.person_year import make_offering, make_year

FOUND = {
    "title": "Rural network summit",
    "provider": "Prairie Net",
    "format": "conference",
    "hours": "12",
    "url": "https://summit.example/",
    "description": "Two days on rural fiber.",
    "fee": "150",
    "travel": "80",
}


@pytest.fixture
def year(cast):
    make_framework()
    year = make_year(cast.alder)
    cast.sam.hours, cast.sam.allowance_cents = 20, 500_00
    db.session.commit()
    return year


def ask(as_user, cast, **changed):
    return as_user(cast.staff).post("/choose/unlisted", data=FOUND | changed, follow_redirects=True)


def test_what_no_catalog_has_comes_into_the_plan_and_can_be_requested(as_user, cast, year):
    page = ask(as_user, cast)

    item = db.session.query(PlanItem).one()
    assert "Rural network summit is in your plan." in text_of(page.text)
    assert "Request it" in text_of(page.text)
    assert (item.state, item.hours, item.price_cents) == ("proposed", 12, 230_00)
    assert costs_of(item) == {CostKind.FEE: 150_00, CostKind.TRAVEL: 80_00}
    assert item.accepted_at is not None


def test_what_is_missing_is_listed_in_the_order_of_the_form(as_user, cast, year):
    page = ask(as_user, cast, title="", provider="", hours="", fee="", travel="")

    links = page.text.split("Not saved: 4")[1].partition("</ul>")[0].split("<li>")[1:]
    assert page.status_code == 422
    assert [each.split('href="#')[1].partition('"')[0] for each in links] == [
        "title", "provider", "hours", "cost-fee",
    ]  # fmt: skip
    assert "0 if it is free. Leave the others empty if there is no such cost" in page.text


def test_it_is_a_proposal_that_only_a_director_offers_to_others(as_user, cast, year):
    ask(as_user, cast)
    offering = db.session.query(Offering).one()
    staff, director = as_user(cast.staff), as_user(cast.director)

    hidden = text_of(staff.get("/catalog/").text)
    waiting = text_of(director.get("/catalog/").text)
    listed = text_of(director.get("/catalog/?retired=1").text)
    shown = text_of(director.get(f"/catalog/{offering.id}").text)
    director.post(f"/catalog/{offering.id}/restore")

    assert (offering.is_proposal, offering.unit_id) == (False, cast.network.id)
    assert "Rural network summit" not in hidden
    assert "1 offering that people asked for waits" in waiting
    assert "Rural network summit" in listed
    assert "Proposed by Staff, and not in the catalog." in shown
    assert "As Sam Staff entered it on" in shown
    assert "Rural network summit" in text_of(staff.get("/catalog/").text)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": " "}, "Enter its title."),
        ({"fee": ""}, "Enter the amount, 0 for nothing."),
        ({"hours": "3,1"}, "Enter hours such as 7.5."),
        ({"url": "javascript:alert(1)"}, "Enter an address that begins with https://"),
        ({"hours": "21"}, "Rural network summit takes 21 h, and 20 h of your 20 h are left."),
        ({"fee": "421"}, "costs $501, and $500 of your $500 are left."),
        ({"format": "mentoring"}, "Choose from the list."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(as_user, cast, year, changed, said):
    refused = ask(as_user, cast, **changed)

    assert refused.status_code == 422
    assert said in text_of(refused.text)
    assert "Two days on rural fiber." in refused.text
    assert db.session.query(PlanItem).count() == db.session.query(Offering).count() == 0


def test_materials_use_none_of_the_allowance(as_user, cast, year):
    page = ask(as_user, cast, fee="420", materials="900")

    assert page.status_code == 200


def test_what_the_unit_offers_already_is_not_proposed_again(as_user, cast, year):
    make_offering(FOUND["title"], {}, unit=cast.network, provider=FOUND["provider"])
    db.session.commit()

    refused = ask(as_user, cast)

    assert refused.status_code == 422
    assert "offers “Rural network summit” by Prairie Net already." in text_of(refused.text)


def test_the_same_find_sent_twice_is_in_the_plan_once(as_user, cast, year):
    ask(as_user, cast)
    ask(as_user, cast)

    assert db.session.query(PlanItem).count() == db.session.query(Offering).count() == 1


def test_a_proposal_that_is_not_for_others_waits_no_more(as_user, cast, year):
    ask(as_user, cast)
    director, offering = as_user(cast.director), db.session.query(Offering).one()

    director.post(f"/catalog/{offering.id}/retire")

    assert "that people asked for" not in text_of(director.get("/catalog/").text)


def told(*users):
    """What each of some users was told, and whether they have read it."""
    found = db.session.query(Notice).order_by(Notice.id)
    return [
        [(each.path, each.read_at is not None) for each in found.filter_by(user_id=user.id)]
        for user in users
    ]


def test_the_nearest_directors_are_told_once_and_led_to_the_proposal(as_user, cast, year, outbox):
    accounts.grant(cast.reader, role="director", unit_id=cast.department.id)
    db.session.commit()
    ask(as_user, cast)
    ask(as_user, cast)
    page = f"/catalog/{db.session.query(Offering).one().id}"
    client = as_user(cast.reader)

    assert told(cast.reader, cast.director, cast.other_director, cast.staff) == (
        [[(page, False)], [], [], []]
    )
    assert [mail["To"] for mail in outbox()] == [cast.reader.email]
    assert "Sam Staff asks for Rural network summit" in text_of(client.get("/notices/").text)
    assert "Offer it to others" in text_of(client.get(page).text)


@pytest.mark.parametrize("answer", ["restore", "retire"])
def test_what_was_decided_asks_no_director_any_more(as_user, cast, year, answer):
    ask(as_user, cast)
    page = f"/catalog/{db.session.query(Offering).one().id}"
    before = told(cast.director)

    as_user(cast.director).post(f"{page}/{answer}")

    assert (before, told(cast.director)) == ([[(page, False)]], [[(page, True)]])


def test_who_leads_themselves_is_not_told_what_they_propose(as_user, cast, year):
    accounts.grant(cast.staff, role="director", unit_id=cast.network.id)
    db.session.commit()

    ask(as_user, cast)

    assert told(cast.staff) == [[]]


def test_a_proposal_that_was_decided_about_is_not_mailed(as_user, cast, year, outbox):
    notices.choose_mails(cast.director, Mails.DAILY)
    db.session.commit()
    ask(as_user, cast)
    offering = db.session.query(Offering).one()
    offering.active = True
    db.session.query(Notice).update({"mail_at": clock.now()})
    db.session.commit()

    mailing.send_due.function()

    assert list(outbox()) == []
