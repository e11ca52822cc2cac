"""Links for the board: money without names and levels, for whoever has one, until it expires."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from pdplanner import clock
from pdplanner.accounts import services as accounts
from pdplanner.budgets import ledger
from pdplanner.budgets.ledger import Act
from pdplanner.extensions import db
from pdplanner.reports.models import BoardLink
from tests.support.cast import make_person
from tests.support.framework import make_framework
from tests.support.html import text_of
from tests.support.person_year import make_item, make_ledger_fund, make_offering, make_year


@pytest.fixture
def year(cast):
    """$100 set aside for Sam, $20 planned for Ann, of $1,000."""
    make_framework()
    year = make_year(cast.alder)
    local = make_ledger_fund(cast.alder, year, "Local", cents=1_000_00)
    ann = make_person("Ann Able", cast.support)
    wires = make_item(cast.sam, year, make_offering("Wires", {}, dollars=100), state="approved")
    make_item(ann, year, make_offering("Waves", {}, dollars=20), fund=local)
    ledger.encumber(wires.id, {local.id: 100_00}, act=Act(key="a", by_id=None))
    db.session.commit()
    return year


def make(client, year, unit, *, days=30, name="The board", key=None):
    data = {"name": name, "unit": unit.id, "days": days, "key": key or uuid4().hex}
    answer = client.post(f"/budget/years/{year.id}/board", data=data)
    page = client.get(answer.location).text
    return text_of(page).partition("not shown again: ")[2].split()[0]


def path_of(link):
    return "/budget" + link.partition("/budget")[2]


def test_whoever_has_a_link_reads_the_money_without_an_account(cast, year, as_user, client):
    link = make(as_user(cast.finance), year, cast.alder)
    answer = client.get(path_of(link))
    page = text_of(answer.text)

    assert answer.status_code == 200
    assert link.startswith("http")
    assert "$0.00 spent and $100.00 set aside of $1,000.00." in page
    assert "the year comes to $120.00" in page
    assert "Wires" in page
    assert "Waves" in page
    assert "Sign out" not in page


def test_a_link_shows_no_names_and_no_levels(cast, year, as_user, client):
    page = client.get(path_of(make(as_user(cast.finance), year, cast.alder))).text

    for name in ("Sam Staff", "Ann Able", "Dana", "Level", "level", "/people/", "/requests/"):
        assert name not in page


def test_a_title_that_names_somebody_is_not_shown(cast, year, as_user, client):
    mentoring = make_offering("Mentoring in Networks, with Dana Director", {}, dollars=10)
    mentoring.mentor_id = cast.dana.id
    typed = make_offering("The course that Sam Staff wants", {}, dollars=15)
    typed.proposed_by_id = cast.staff.id
    free = make_offering("Free for all", {}, dollars=0)
    for offering in (mentoring, typed, free):
        make_item(cast.sam, year, offering)
    db.session.commit()
    page = text_of(client.get(path_of(make(as_user(cast.finance), year, cast.alder))).text)

    assert "Dana" not in page
    assert "Sam Staff" not in page
    assert "Mentoring by colleagues 1 $10.00" in page
    assert "What no catalog has 1 $15.00" in page
    assert "Free for all" not in page


def test_a_link_opens_nothing_once_it_expires_or_is_ended(cast, year, as_user, client, monkeypatch):
    finance = as_user(cast.finance)
    week, ended = (path_of(make(finance, year, cast.alder, days=days)) for days in (7, 90))
    [_, newest] = db.session.query(BoardLink).order_by(BoardLink.id)
    finance.post(f"/budget/board-links/{newest.id}/end")
    now = clock.now()
    before = client.get(week).status_code
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=8))

    assert before == 200
    for path in (week, ended, week[:-1], "/budget/board/x"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "This link opens nothing" in answer.text
    assert "Ended" in text_of(finance.get(f"/budget/years/{year.id}/board").text)


def test_a_link_asked_for_twice_is_one_and_another_one_is_another(cast, year, as_user):
    finance, other = as_user(cast.finance), as_user(cast.director)
    twice = [make(finance, year, cast.alder, key="a" * 32) for _ in range(2)]
    named = make(finance, year, cast.alder, key="a" * 32, name="The other board")
    shown = [finance.get(f"/budget/years/{year.id}/board").text for _ in range(2)]

    assert twice[0] == twice[1]
    assert len({*twice, named, make(other, year, cast.alder, key="a" * 32)}) == 3
    assert db.session.query(BoardLink).count() == 3
    assert len({re.search('name="key"[^>]*value="([0-9a-f]{32})"', each)[1] for each in shown}) == 2


def test_a_link_that_was_ended_is_not_opened_again_by_its_form(cast, year, as_user, client):
    finance = as_user(cast.finance)
    data = {"name": "The board", "unit": cast.alder.id, "days": 30, "key": "a" * 32}
    link = path_of(make(finance, year, cast.alder, key=data["key"]))
    [made] = db.session.query(BoardLink)
    finance.post(f"/budget/board-links/{made.id}/end")

    again = finance.post(f"/budget/years/{year.id}/board", data=data, follow_redirects=True)

    assert client.get(link).status_code == 404
    assert "That link has ended and is not opened again. Make another one." in text_of(again.text)
    assert "not shown again" not in again.text
    assert db.session.query(BoardLink).count() == 1


def test_a_link_opens_nothing_once_its_maker_has_no_account(cast, year, as_user, client):
    link = path_of(make(as_user(cast.director), year, cast.alder))
    before = client.get(link).status_code
    cast.director.active = False
    db.session.commit()

    assert before == 200
    assert client.get(link).status_code == 404
    page = text_of(as_user(cast.finance).get(f"/budget/years/{year.id}/board").text)
    assert "Opens nothing: the account of who made it is closed" in page


def test_a_link_answers_as_long_as_its_maker_may_make_it(cast, year, as_user, client):
    link = path_of(make(as_user(cast.director), year, cast.alder))
    before = client.get(link).status_code
    [held] = cast.director.grants
    accounts.revoke(held)
    accounts.grant(cast.director, role="director", unit_id=cast.support.id)
    accounts.grant(cast.director, role="reader", unit_id=cast.alder.id)
    db.session.commit()
    page = text_of(as_user(cast.finance).get(f"/budget/years/{year.id}/board").text)
    without = client.get(link).status_code
    accounts.grant(cast.director, role="finance", unit_id=cast.alder.id)
    db.session.commit()

    assert (before, without) == (200, 404)
    assert "Opens nothing: who made it may not read this budget any more" in page
    assert client.get(link).status_code == 200


def test_a_link_reaches_no_further_than_who_made_it(cast, year, as_user, client):
    accounts.grant(cast.hr, role="director", unit_id=cast.support.id)
    make_ledger_fund(cast.network, year, "Network's own", cents=7_00)
    db.session.commit()
    client_of_support = as_user(cast.hr)
    refused = client_of_support.post(
        f"/budget/years/{year.id}/board",
        data={"name": "All", "unit": cast.alder.id, "days": 7, "key": "a" * 32},
    )
    page = text_of(client.get(path_of(make(client_of_support, year, cast.support))).text)

    assert refused.status_code == 422
    assert "Waves" in page
    assert "Wires" not in page
    assert "Network's own" not in page
    # The district's fund pays for them, and is not theirs to publish.
    assert "No fund is entered yet." in page
    assert "$1,000" not in page


def test_only_the_digest_of_a_link_is_kept(cast, year, as_user, caplog, client):
    link = make(as_user(cast.finance), year, cast.alder)
    token = link.rpartition("/")[2]
    client.get(path_of(link))
    [kept] = db.session.query(BoardLink)

    assert token not in (kept.digest, kept.name)
    assert "/budget/board/..." in caplog.text
    assert token not in caplog.text


def test_others_see_no_link_and_end_none(cast, year, as_user):
    make(as_user(cast.finance), year, cast.alder)
    [link] = db.session.query(BoardLink)

    for user in (cast.staff, cast.other_director, cast.reader, cast.hr, cast.admin):
        client = as_user(user)
        assert client.get(f"/budget/years/{year.id}/board").status_code == 404
        assert client.post(f"/budget/board-links/{link.id}/end").status_code == 404
    assert db.session.query(BoardLink).count() == 1


def test_an_empty_year_is_shown_as_such(cast, as_user, client):
    year = make_year(cast.alder)
    db.session.commit()
    page = text_of(client.get(path_of(make(as_user(cast.finance), year, cast.alder))).text)

    assert "No fund is entered yet." in page
    assert "Nothing is planned yet." in page


def test_many_offerings_are_cut_to_the_dearest(cast, year, as_user, client):
    for number in range(20):
        offering = make_offering(f"Offering {number}", {}, dollars=200 + number)
        make_item(cast.sam, year, offering)
    db.session.commit()
    page = text_of(client.get(path_of(make(as_user(cast.finance), year, cast.alder))).text)

    assert "Offering 19" in page
    assert "Offering 4" not in page
    assert "And 7 others that cost less." in page
