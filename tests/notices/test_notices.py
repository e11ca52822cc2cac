"""Notices: written with what they tell of, read on their page, mailed as their reader wants."""

import uuid
from datetime import datetime

import pytest

from pdplanner import clock
from pdplanner.accounts import services as accounts
from pdplanner.extensions import db
from pdplanner.notices import mailing, queries, services
from pdplanner.notices.models import Mails, Notice
from pdplanner.notices.services import Told
from pdplanner.plans.models import CostKind, PlanItem
from pdplanner.plans.requests import steps
from pdplanner.web import mail
from tests.support.framework import make_framework
from tests.support.html import text_of
from tests.support.person_year import make_item, make_offering, make_year, sent


@pytest.fixture
def item(cast):
    """What Sam chose, for nothing."""
    make_framework()
    year = make_year(cast.alder)
    offering = make_offering("Wires", {"I.A.1": (2, 0)}, dollars=0)
    made = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    db.session.commit()
    return made


@pytest.fixture
def now(monkeypatch):
    """Let it be some instant; the hour is that of UTC."""

    def set_to(text):
        instant = datetime.fromisoformat(text)
        monkeypatch.setattr(clock, "now", lambda: instant)
        return instant

    return set_to


def asked(cast, item):
    steps.request(item, sent=sent(cast.staff))
    db.session.commit()


def of(user):
    return db.session.query(Notice).filter_by(user_id=user.id).order_by(Notice.id).all()


def told(user, subject="News", **facts):
    services.tell([user], Told(subject, f"{subject} said.", "/notices/", **facts))
    db.session.commit()
    return of(user)[-1]


def mail_due():
    mailing.send_due.function()
    db.session.rollback()


def mail_due_while_the_server_is_away(monkeypatch):
    def refuse(*_letter):
        raise OSError("The mail server is away.")

    with monkeypatch.context() as away:
        away.setattr(mail, "send", refuse)
        mail_due()


def test_who_is_asked_is_told_and_who_asks_is_answered(cast, item):
    asked(cast, item)
    [asks] = of(cast.director)
    year = item.plan.fiscal_year.title
    assert (asks.said, asks.asks, asks.path) == (
        f"Sam Staff asks for Wires, in {year}. It waits for your answer.",
        True,
        f"/requests/{item.id}",
    )
    steps.send_back(item, sent=sent(cast.director, "Which run?"))
    db.session.commit()

    assert not asks.asks
    [answer] = of(cast.staff)
    assert (answer.said, answer.comment) == (
        "Director sent your request for Wires back.", "Which run?",
    )  # fmt: skip


def test_a_step_that_is_not_committed_tells_nobody(cast, item):
    steps.request(item, sent=sent(cast.staff))
    db.session.rollback()

    assert of(cast.director) == []


def test_what_somebody_else_answered_is_nobodys_to_read(cast, item):
    """The other director of the unit need not open it, nor gets a mail about it."""
    accounts.grant(cast.hr, role="director", unit_id=cast.alder.id)
    asked(cast, item)
    steps.turn_down(item, sent=sent(cast.director, "Not this year."))
    db.session.commit()

    [other] = of(cast.hr)
    assert other.read_at is not None
    assert other.mail_at is None


def test_the_page_lists_what_is_new_and_opens_it(cast, item, as_user):
    asked(cast, item)
    director = as_user(cast.director)
    before, start = director.get("/notices/").text, text_of(director.get("/").text)
    [notice] = of(cast.director)
    opened = director.post(f"/notices/{notice.id}/open")
    after = text_of(director.get("/notices/").text)

    assert "1 new" in start
    assert "Sam Staff asks for Wires" in text_of(before)
    assert "1 new notice." in text_of(before)
    assert opened.location == f"/requests/{item.id}"
    assert "Nothing new." in after
    assert "Sam Staff asks for Wires" in after


def test_all_is_read_up_to_what_the_page_showed(cast, as_user):
    first = told(cast.staff, "First")
    page = as_user(cast.staff)
    late = told(cast.staff, "Late")
    page.post("/notices/read", data={"up_to": first.id})

    assert (first.read_at is None, late.read_at is None) == (False, True)


def test_nobody_opens_the_notices_of_others(cast, as_user):
    notice = told(cast.staff)

    assert as_user(cast.director).post(f"/notices/{notice.id}/open").status_code == 404
    assert notice.read_at is None
    assert "News" not in as_user(cast.director).get("/notices/").text


def test_long_lists_have_pages(cast, as_user):
    for number in range(27):
        told(cast.staff, f"News {number}")
    client = as_user(cast.staff)
    first, second = client.get("/notices/").text, client.get("/notices/?page=2").text

    assert "News 26 said" in first
    assert "News 1 said" not in first
    assert "News 1 said" in second


def test_each_notice_is_mailed_as_it_comes(cast, item, as_user, outbox):
    as_user(cast.staff).post(f"/requests/{item.id}/request", data={"key": uuid.uuid4().hex})

    [letter] = outbox()
    body = letter.get_payload(decode=True).decode()
    assert (letter["To"], letter["Subject"]) == (cast.director.email, "A request of Sam Staff")
    assert f"/requests/{item.id}\n" in body
    assert "Hello Director," in body


def test_several_that_are_due_go_in_one_letter(cast, outbox):
    told(cast.staff, "First", comment="Mind the step.")
    told(cast.staff, "Second")
    told(cast.director, "Third")
    mail_due()
    mail_due()

    letters = {each["To"]: each for each in outbox()}
    assert len(outbox()) == 2
    assert letters[cast.staff.email]["Subject"] == "2 notices"
    body = letters[cast.staff.email].get_payload(decode=True).decode()
    assert "First said.\n\nMind the step.\n" in body
    assert "Second said." in body


@pytest.mark.parametrize(
    ("said_at", "due_at"),
    [
        ("2026-03-06T11:00", "2026-03-06T12:00"),
        ("2026-03-06T12:00", "2026-03-07T12:00"),
        # The night in which daylight saving begins.
        ("2026-03-07T20:00", "2026-03-08T11:00"),
    ],
)
def test_a_day_is_mailed_at_six_in_the_morning(cast, now, outbox, said_at, due_at):
    cast.alder.time_zone = "America/Chicago"
    services.choose_mails(cast.staff, Mails.DAILY)
    now(said_at)
    told(cast.staff, "First")
    told(cast.staff, "Second")
    mail_due()
    early = len(outbox())
    now(due_at)
    mail_due()

    assert (early, len(outbox())) == (0, 1)


def test_who_wants_no_mail_gets_none(cast, outbox):
    services.choose_mails(cast.staff, Mails.NONE)
    notice = told(cast.staff)
    mail_due()

    assert outbox() == []
    assert notice.read_at is None


def test_what_waits_follows_another_choice(cast, as_user, outbox):
    services.choose_mails(cast.staff, Mails.DAILY)
    told(cast.staff)
    as_user(cast.staff).post("/notices/mails", data={"mails": "each"})

    assert len(outbox()) == 1
    assert queries.mails_of([cast.staff.id]) == {cast.staff.id: Mails.EACH}


def test_what_cannot_be_mailed_is_tried_again_and_given_up_at_last(
    cast, now, monkeypatch, outbox, caplog
):
    now("2026-03-06T12:00")
    told(cast.staff)
    mail_due_while_the_server_is_away(monkeypatch)
    assert "could not be mailed" in caplog.text
    now("2026-03-06T12:09")
    mail_due()
    too_soon = len(outbox())
    now("2026-03-06T12:10")
    mail_due()
    told(cast.staff, "Old")
    now("2026-03-10T12:00")
    mail_due()

    assert (too_soon, len(outbox())) == (0, 1)
    assert [each.mail_at for each in of(cast.staff)] == [None, None]


def test_who_wants_no_mail_any_more_gets_none_that_failed_before(cast, now, monkeypatch, outbox):
    now("2026-03-06T12:00")
    told(cast.staff)
    mail_due_while_the_server_is_away(monkeypatch)
    services.choose_mails(cast.staff, Mails.NONE)
    db.session.commit()
    now("2026-03-06T12:30")
    mail_due()

    assert outbox() == []


def test_a_letter_lost_with_its_process_is_sent_by_the_next_chore(cast, item, outbox, app):
    """What is committed and never handed over is found each minute."""
    asked(cast, item)
    before = len(outbox())
    mailing.send_later()

    assert (before, len(outbox())) == (0, 1)


def test_two_workers_send_no_letter_twice(cast, now, monkeypatch, outbox):
    """Each takes up one reader at a time: a slow server keeps no other reader's lease running."""
    now("2026-03-06T12:00")
    for user in (cast.staff, cast.director, cast.finance):
        told(user)
    sent_so_far, send = [], mail.send

    def slow(*letter):
        sent_so_far.append(letter[0])
        if len(sent_so_far) == 1:
            mailing.send_due.function()
        send(*letter)

    monkeypatch.setattr(mail, "send", slow)
    mail_due()

    assert sorted(each["To"] for each in outbox()) == sorted(
        user.email for user in (cast.staff, cast.director, cast.finance)
    )


def test_a_choice_leaves_alone_what_is_being_mailed(cast, now, outbox):
    now("2026-03-06T12:00")
    notice = told(cast.staff)
    notice.taken_up, notice.mail_at = True, now("2026-03-06T12:10")
    db.session.commit()
    now("2026-03-06T12:01")
    services.choose_mails(cast.staff, Mails.EACH)
    db.session.commit()
    mail_due()

    assert outbox() == []


def test_one_letter_that_breaks_keeps_no_other(cast, monkeypatch, outbox, caplog):
    told(cast.staff)
    told(cast.director)
    send = mail.send

    def breaks(recipient, *letter):
        if recipient == cast.staff.email:
            raise ValueError("No such letter.")
        send(recipient, *letter)

    monkeypatch.setattr(mail, "send", breaks)
    mail_due()

    assert [each["To"] for each in outbox()] == [cast.director.email]


def test_a_closed_account_gets_no_mail(cast, outbox):
    told(cast.staff)
    cast.staff.active = False
    db.session.commit()
    mail_due()

    assert outbox() == []


def test_a_batch_sends_one_letter_to_each_person(cast, item, as_user, outbox):
    second = make_item(
        cast.sam, item.plan.fiscal_year, make_offering("Waves", {"I.A.2": (2, 0)}, dollars=0),
        by=cast.staff, answered=True,
    )  # fmt: skip
    for each in (item, second):
        asked(cast, each)
    mail_due()
    data = {"key": uuid.uuid4().hex, "r": [item.id, second.id], "answer": "approve"}
    answered = as_user(cast.director).post("/requests/answers", data=data)

    assert answered.status_code == 303
    letters = [each for each in outbox() if each["To"] == cast.staff.email]
    assert [each["Subject"] for each in letters] == ["2 notices"]


def test_a_changed_cost_leaves_the_question_open(cast, item):
    asked(cast, item)
    steps.amend(item, costs={CostKind.FEE: 0, CostKind.TRAVEL: 20_00}, sent=sent(cast.director))
    db.session.commit()

    assert [each.read_at for each in of(cast.director)] == [None]
    assert [each.comment for each in of(cast.staff)] == ["From $0 to $20."]
    assert db.session.get(PlanItem, item.id).state == "requested"
