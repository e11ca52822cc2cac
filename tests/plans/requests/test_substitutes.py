"""Whoever stands in for an absent director or finance officer answers requests, and no more."""

from datetime import date, datetime

import pytest

from pdplanner import clock
from pdplanner.accounts import services as accounts
from pdplanner.accounts.access import Place
from pdplanner.accounts.models import Absence
from pdplanner.budgets.models import UnitApproval
from pdplanner.extensions import db
from pdplanner.notices import mailing
from pdplanner.notices.models import Notice
from pdplanner.organization import services as organization
from pdplanner.plans.models import RequestStep
from pdplanner.plans.requests import desks, lists, steps
from pdplanner.plans.requests.conditions import Reader, RequestList
from pdplanner.reports.papers.request import _steps
from tests.support.cast import make_person
from tests.support.html import text_of
from tests.support.person_year import make_item, make_offering, sent
from tests.support.requesting import actions, address, asked, post

NOW = datetime.fromisoformat("2026-11-10T12:00")


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def ann(cast):
    """Who works in Support, and has no role."""
    user = accounts.create_user(email="ann@example.org", name="Ann Able")
    make_person("Ann Able", cast.support, user=user)
    db.session.commit()
    return user


def away(grant, user, first="2026-11-09", last="2026-11-13"):
    days = {"first": date.fromisoformat(first), "last": date.fromisoformat(last)}
    organization.set_absence(grant, substitute=user.email, **days)
    db.session.commit()


def test_a_substitute_answers_and_both_names_are_kept(cast, item, local, ann, as_user):
    away(cast.director.grants[0], ann)
    asked(cast, item)
    client = as_user(ann)
    tabs = client.get("/").text
    inbox = text_of(client.get("/requests/").text)
    post(client, item, "approve", **{f"fund_{local.id}": "200"})
    page = text_of(client.get(address(item)).text)

    assert "/requests/" in tabs
    assert "1 request waits for your answer" in inbox
    assert item.state == "approved"
    assert actions(item)[-1] == ("approve", "director", ann.id)
    assert "Approved by Ann Able for Director" in page
    assert _steps(item)[-1][2] == "Ann Able for Director"


def test_a_batch_keeps_both_names_too(cast, item, local, ann, as_user):
    away(cast.director.grants[0], ann)
    asked(cast, item)
    data = {"key": "a" * 32, "r": item.id, "part": f"{item.id}:{local.id}:20000"}
    as_user(ann).post("/requests/answers", data={**data, "answer": "approve"})

    step = db.session.query(RequestStep).order_by(RequestStep.id.desc()).first()
    assert (step.action, step.by_id, step.for_id) == ("approve", ann.id, cast.director.id)


def test_who_answers_in_their_own_right_answers_for_nobody(cast, item, local, as_user):
    accounts.grant(cast.finance, role="director", unit_id=cast.alder.id)
    away(cast.director.grants[0], cast.finance)
    asked(cast, item)
    post(as_user(cast.finance), item, "approve", **{f"fund_{local.id}": "200"})

    step = db.session.query(RequestStep).order_by(RequestStep.id.desc()).first()
    assert (step.by_id, step.for_id) == (cast.finance.id, None)


def test_a_substitute_sees_requests_and_nothing_else(cast, item, ann, as_user):
    """No level, no plan, no team, no money of others."""
    away(cast.director.grants[0], ann)
    asked(cast, item)
    client = as_user(ann)
    seen = {
        path: client.get(path).status_code
        for path in (
            address(item), f"/people/{cast.sam.id}/levels", f"/people/{cast.sam.id}/plan", "/team/",
            "/budget/", "/readiness/", f"/people/{cast.sam.id}",
        )
    }  # fmt: skip

    assert seen.pop(address(item)) == 200
    assert set(seen.values()) == {404}


def test_a_substitute_answers_nothing_of_their_own(cast, year, local, ann, as_user):
    away(cast.director.grants[0], ann)
    person = next(each for each in db.session.query(type(cast.sam)) if each.user_id == ann.id)
    own = make_item(person, year, make_offering("Own", {}, dollars=20), by=ann, answered=True)
    steps.request(own, sent=sent(ann))
    db.session.commit()
    client = as_user(ann)

    assert "No request waits for your answer." in text_of(client.get("/requests/").text)
    refused = client.post(address(own, "approve"), data={"key": "b" * 32, f"fund_{local.id}": "20"})
    assert refused.status_code == 422
    assert own.state == "requested"


@pytest.mark.parametrize(
    ("instant", "answers"),
    [
        ("2026-11-09T05:59", 0),  # still Sunday in Chicago
        ("2026-11-09T06:00", 1),
        ("2026-11-14T05:59", 1),
        ("2026-11-14T06:00", 0),
    ],
)
def test_it_lasts_from_the_first_to_the_last_local_day(
    cast, item, ann, as_user, monkeypatch, instant, answers
):
    cast.alder.time_zone = "America/Chicago"
    away(cast.director.grants[0], ann)
    asked(cast, item)
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(instant))

    assert as_user(ann).get(address(item)).status_code == (200 if answers else 404)


def test_an_order_that_a_substitute_enters_bears_both_names(cast, item, local, ann, as_user):
    away(cast.finance.grants[0], ann)
    asked(cast, item)
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))
    db.session.commit()
    data = {"vendor_id": 0, "order_number": "PO-7", "paid_by": "district"}
    saved = as_user(ann).post(address(item, "purchase"), data=data)

    assert saved.status_code == 303
    assert _steps(item)[-1][1:] == ("Purchase entered", "Ann Able for Finance", "Order PO-7.")


def test_it_ends_when_it_is_ended_and_with_the_role(cast, item, ann, as_user):
    grant = cast.director.grants[0]
    away(grant, ann)
    asked(cast, item)
    client, director = as_user(ann), as_user(cast.director)
    director.post(f"/grants/{grant.id}/absence/end")
    ended = client.get(address(item)).status_code
    away(grant, ann)
    again = client.get(address(item)).status_code
    accounts.revoke(grant)
    db.session.commit()

    assert (ended, again) == (404, 200)
    assert client.get(address(item)).status_code == 404
    assert db.session.query(Absence).count() == 0


def test_a_holder_names_a_substitute_who_is_told(cast, ann, as_user, outbox):
    grant = cast.director.grants[0]
    client = as_user(cast.director)
    account = text_of(client.get("/roles/").text)
    days = {"first": "2026-11-09", "last": "2026-11-13"}
    saved = client.post(f"/grants/{grant.id}/absence", data={"substitute": ann.email, **days})
    after = text_of(client.get("/roles/").text)

    assert "Director of Alder" in account
    assert saved.location == "/roles/"
    assert "/roles/" in client.get("/account/").text
    assert "Ann Able stands in" in after
    [notice] = db.session.query(Notice).filter_by(user_id=ann.id)
    assert notice.said == (
        "Director is away, 9 November to 13 November 2026. "
        "You answer the requests that wait for the director of Alder."
    )
    assert [each["To"] for each in outbox()] == [ann.email]


def test_an_admin_names_one_for_somebody_who_is_ill(cast, ann, as_user):
    grant = cast.finance.grants[0]
    client = as_user(cast.admin)
    days = {"first": "2026-11-10", "last": "2026-11-10"}
    saved = client.post(f"/grants/{grant.id}/absence", data={"substitute": ann.email, **days})

    assert saved.location == f"/units/{cast.alder.id}"
    assert grant.absence.substitute_id == ann.id


@pytest.mark.parametrize(
    ("who", "days", "said"),
    [
        ("nobody@example.org", ("2026-11-09", "2026-11-13"), "Nobody of this district has"),
        ("other_staff@example.org", ("2026-11-09", "2026-11-13"), "Nobody of this district has"),
        ("deactivated@example.org", ("2026-11-09", "2026-11-13"), "Nobody of this district has"),
        ("director@example.org", ("2026-11-09", "2026-11-13"), "Name somebody else."),
        ("staff@example.org", ("2026-11-13", "2026-11-09"), "The last day is before the first."),
        ("staff@example.org", ("2026-11-01", "2026-11-09"), "This day is over already."),
        ("staff@example.org", ("2026-11-01", "2028-11-09"), "Enter a year at most"),
    ],
)
def test_a_substitute_who_cannot_be_is_refused(cast, as_user, who, days, said):
    grant = cast.director.grants[0]
    first, last = days
    refused = as_user(cast.director).post(
        f"/grants/{grant.id}/absence", data={"substitute": who, "first": first, "last": last}
    )

    assert refused.status_code == 422
    assert said in text_of(refused.text)
    assert f'value="{who}"' in refused.text
    assert grant.absence is None


def test_only_roles_that_answer_have_substitutes(cast, as_user):
    for role in ("hr", "reader", "admin"):
        grant = getattr(cast, role).grants[0]
        assert as_user(cast.admin).get(f"/grants/{grant.id}/absence").status_code == 404


def test_those_who_wait_are_told_to_the_substitute_too(cast, item, ann):
    away(cast.director.grants[0], ann)
    asked(cast, item)

    told = db.session.query(Notice).filter(Notice.asks)
    assert {each.user_id for each in told} == {cast.director.id, ann.id}


def test_the_absents_own_request_is_not_the_substitutes_to_answer(cast, year, local, ann, as_user):
    """Nobody has theirs approved by whom they named."""
    away(cast.director.grants[0], ann)
    own = make_item(
        cast.dana, year, make_offering("Own", {}, dollars=20), by=cast.director, answered=True
    )
    steps.request(own, sent=sent(cast.director))
    db.session.commit()
    client = as_user(ann)
    data = {"key": "c" * 32, f"fund_{local.id}": "20"}

    assert db.session.query(Notice).filter_by(user_id=ann.id, asks=True).count() == 0
    assert "No request waits for your answer." in text_of(client.get("/requests/").text)
    assert "Own" not in text_of(client.get("/requests/?state=requested").text)
    assert client.post(address(own, "approve"), data=data).status_code == 404
    batch = {"key": "d" * 32, "r": own.id, "part": f"{own.id}:{local.id}:2000", "answer": "approve"}
    assert client.post("/requests/answers", data=batch).status_code in (404, 409)
    assert own.state == "requested"


def test_what_the_absent_asked_for_on_somebodys_behalf_is_not_theirs_either(
    cast, year, item, local, ann, as_user
):
    away(cast.director.grants[0], ann)
    steps.request(item, sent=sent(cast.director))
    db.session.commit()
    data = {"key": "e" * 32, f"fund_{local.id}": "200"}
    refused = as_user(ann).post(address(item, "approve"), data=data)

    assert refused.status_code == 422
    assert "Nobody answers a request of their own." in text_of(refused.text)
    assert item.state == "requested"


def test_a_substitute_of_both_desks_passes_one_of_them(cast, year, item, local, ann, as_user):
    year.finance_above_cents = 0
    away(cast.director.grants[0], ann)
    away(cast.finance.grants[0], ann)
    asked(cast, item)
    client = as_user(ann)
    first = post(client, item, "approve", **{f"fund_{local.id}": "200"})
    second = post(client, item, "approve", **{f"fund_{local.id}": "200"})

    assert "goes on to the business office" in text_of(first.text)
    assert "You approved it at the desk before." in text_of(second.text)
    assert item.state == "requested"


@pytest.mark.parametrize("leaves", ["moved", "closed"])
def test_a_substitute_who_leaves_the_district_answers_no_more(cast, item, ann, as_user, leaves):
    away(cast.director.grants[0], ann)
    asked(cast, item)
    person = next(each for each in db.session.query(type(cast.sam)) if each.user_id == ann.id)
    if leaves == "moved":
        organization.move_person(person, unit=cast.birch_team)
    else:
        organization.deactivate_person(person)
    db.session.commit()

    assert db.session.query(Absence).count() == 0
    if leaves == "moved":
        assert as_user(ann).get(address(item)).status_code == 404


def test_a_request_follows_its_person_to_another_director(cast, item):
    """Who answered for them before is asked no more; who still answers is not told twice."""
    accounts.grant(cast.hr, role="director", unit_id=cast.network.id)
    accounts.grant(cast.reader, role="director", unit_id=cast.support.id)
    db.session.commit()
    asked(cast, item)

    def open_questions():
        told = db.session.query(Notice).filter(Notice.asks, Notice.read_at.is_(None))
        return [each.user_id for each in told]

    first = open_questions()
    organization.move_person(cast.sam, unit=cast.support)
    then = open_questions()
    organization.move_person(cast.sam, unit=cast.support)

    assert (first, then, open_questions()) == ([cast.hr.id], [cast.reader.id], [cast.reader.id])


def test_no_mail_asks_whom_the_question_is_not_for_any_more(cast, item, ann, outbox):
    """The absence ended, and the person works for another director, before the mail was sent."""
    grant = cast.director.grants[0]
    away(grant, ann)
    asked(cast, item)
    organization.end_absence(grant)
    organization.move_person(cast.sam, unit=cast.birch_team)
    db.session.commit()
    mailing.send_due.function()

    letters = sorted((each["To"], each["Subject"]) for each in outbox())
    assert letters == [
        (ann.email, "You stand in for Director"),
        (cast.other_director.email, "A request of Sam Staff"),
    ]


# Above which cost the business office approves, by unit.


def test_a_unit_has_a_sum_of_its_own(cast, year, item):
    year.finance_above_cents = 1_000_00
    year.unit_approvals = [
        UnitApproval(unit=cast.department, finance_above_cents=100_00),
        UnitApproval(unit=cast.network, finance_above_cents=199_99),
        UnitApproval(unit=cast.support, finance_above_cents=None),
    ]
    asked(cast, item)
    two = [desk.value for desk in desks.stand_of(item).desks]
    cast.sam.unit = cast.support
    db.session.commit()

    assert two == ["director", "finance"]
    assert [desk.value for desk in desks.stand_of(item).desks] == ["director"]


@pytest.mark.parametrize(
    ("sums", "at_finance"),
    [
        ({}, True),
        ({"network": 200_00}, False),
        ({"network": None}, False),
        ({"department": 50_00, "network": 200_00}, False),
        ({"department": 200_00, "network": 50_00}, True),
        ({"support": 200_00}, True),
    ],
)
def test_lists_know_the_sums_of_units(cast, year, item, local, sums, at_finance):
    year.finance_above_cents = 100_00
    year.unit_approvals = [
        UnitApproval(unit=getattr(cast, name), finance_above_cents=cents)
        for name, cents in sums.items()
    ]
    db.session.commit()
    asked(cast, item)
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))
    db.session.commit()
    here = (Place(cast.alder.path),)
    reader = Reader(cast.finance.id, clock.today(), here, ((desks.Desk.FINANCE, here),))
    waiting = lists.listed(reader, RequestList.FOR_YOU).rows

    assert item.state == ("requested" if at_finance else "approved")
    assert [row.item.id for row in waiting] == ([item.id] if at_finance else [])


def test_finance_gives_a_unit_its_own_sum_and_takes_it_away(cast, year, as_user):
    client = as_user(cast.finance)
    page = f"/budget/years/{year.id}/approval"
    client.post(f"{page}/units", data={"unit": cast.network.id, "above_cents": "50"})
    again = client.post(f"{page}/units", data={"unit": cast.network.id, "above_cents": "60"})
    client.post(f"{page}/units", data={"unit": cast.support.id, "above_cents": ""})
    shown = text_of(client.get(page).text)
    client.post(f"{page}/units/{cast.network.id}/remove")
    client.post(f"{page}/units/{cast.network.id}/remove")
    after = text_of(client.get(page).text)
    elsewhere = client.post(f"{page}/units", data={"unit": cast.birch.id, "above_cents": "1"})

    assert again.status_code == 422
    assert "Network has a sum of its own already: remove it first." in text_of(again.text)
    assert "Network: above $50" in shown
    assert "Support: never" in shown
    assert "Network: above" not in after
    assert elsewhere.status_code == 422
