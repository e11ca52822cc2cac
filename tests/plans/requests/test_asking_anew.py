"""Requests that wait while roles are given and taken: others are asked, and who was is told so."""

import pytest

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.notices import mailing
from pdplanner.notices import services as notices
from pdplanner.notices.models import Mails, Notice
from pdplanner.organization import services as organization
from pdplanner.organization.signals import answering_changed
from pdplanner.plans.models import State
from pdplanner.plans.requests import steps
from tests.support.html import text_of
from tests.support.person_year import make_item, make_offering, make_year, sent
from tests.support.queries import count_queries
from tests.support.requesting import address, fund

NOBODY = "A request that nobody may answer"


@pytest.fixture
def item(cast, year):
    """What Sam asked the director for, for $200."""
    fund(cast, year)
    return waiting(cast, year, "Wires")


def waiting(cast, year, title):
    made = make_item(
        cast.sam, year, make_offering(title, {}, dollars=200), by=cast.staff, answered=True
    )
    db.session.commit()
    steps.request(made, sent=sent(cast.staff))
    db.session.commit()
    return made


def of(user):
    return db.session.query(Notice).filter_by(user_id=user.id).order_by(Notice.id).all()


def unread(user):
    return [each.said for each in of(user) if each.read_at is None]


def give(cast, user, role="director", unit=None):
    organization.give_grant(unit or cast.alder, email=user.email, role=role)
    db.session.commit()


def revoke(user, role="director"):
    [grant] = [each for each in user.grants if each.role == role]
    organization.revoke_grant(grant)
    db.session.commit()


def asks(item):
    return f"Sam Staff asks for {item.offering.title}, in {item.plan.fiscal_year.title}."


def test_a_second_director_is_told_once_of_what_waits(cast, item, as_user):
    notices.mark_read(of(cast.director)[0])
    give(cast, cast.hr)
    give(cast, cast.reader)
    give(cast, cast.finance, role="hr")

    assert unread(cast.hr) == [f"{asks(item)} It waits for your answer."]
    assert unread(cast.reader) == unread(cast.hr)
    assert [each.said for each in of(cast.director)] == unread(cast.hr)
    assert of(cast.finance) == []
    assert as_user(cast.hr).get(of(cast.hr)[0].path).status_code == 200


@pytest.mark.parametrize("role", ["hr", "reader"])
def test_a_role_that_answers_nothing_asks_nobody_anew(cast, item, role):
    heard = []

    def hear(_sender, **said):
        heard.append(said)

    with answering_changed.connected_to(hear):
        give(cast, cast.finance, role=role)
        revoke(cast.finance, role=role)
        assert heard == []
        give(cast, cast.hr, role="finance")
        assert len(heard) == 1


def test_a_role_that_kept_a_substitute_in_the_district_asks_anew(cast, item):
    """It answers nothing itself, but who stood in for the director had no other."""
    today = clock.today()
    organization.set_absence(
        cast.director.grants[0], substitute=cast.hr.email, first=today, last=today
    )
    give(cast, cast.reader)
    assert f"{asks(item)} It waits for your answer." in unread(cast.hr)

    revoke(cast.hr, role="hr")

    assert cast.director.grants[0].absence is None
    assert f"{asks(item)} Somebody else answers it now." in [each.said for each in of(cast.hr)]


def test_how_the_newly_asked_want_their_mails_is_read_once(cast, year, item):
    few = statements_of_giving(cast, cast.hr)
    for number in range(9):
        waiting(cast, year, f"Wires {number}")
    revoke(cast.hr)

    many = statements_of_giving(cast, cast.reader)

    assert len(unread(cast.reader)) == 10
    assert many == few


def statements_of_giving(cast, user):
    with count_queries() as counted:
        give(cast, user)
    return len([each for each in counted if "notice_setting" in each])


@pytest.mark.parametrize("leaves", ["revoked", "deactivated"])
def test_who_lost_the_role_reads_what_became_of_the_question(cast, item, as_user, leaves):
    give(cast, cast.hr)
    if leaves == "revoked":
        revoke(cast.director)
    else:
        organization.deactivate_person(cast.dana)
        db.session.commit()

    [settled] = of(cast.director)
    assert settled.said == f"{asks(item)} Somebody else answers it now."
    assert (settled.asks, settled.read_at is None, settled.mail_at) == (False, False, None)
    assert len(unread(cast.hr)) == 1
    if leaves == "revoked":
        page = as_user(cast.director).get("/notices/").text
        assert "Somebody else answers it now." in text_of(page)
        assert f'href="/requests/{item.id}"' not in page


def test_who_still_may_read_a_request_is_led_to_it(cast, item):
    """A director nearer to the person is asked now; the one above may still look."""
    give(cast, cast.hr, unit=cast.network)

    [settled] = of(cast.director)
    assert settled.said == f"{asks(item)} Somebody else answers it now."
    assert settled.path == address(item)
    assert len(unread(cast.hr)) == 1


@pytest.mark.parametrize("leaves", ["revoked", "deactivated"])
def test_without_the_last_director_admins_are_told_until_somebody_may_answer(cast, item, leaves):
    if leaves == "revoked":
        revoke(cast.director)
    else:
        organization.deactivate_person(cast.dana)
        db.session.commit()
    [told] = of(cast.admin)
    said, was_unread = told.said, told.read_at is None
    give(cast, cast.reader, role="finance")
    once = len(of(cast.admin))
    give(cast, cast.hr)

    assert (told.subject, was_unread, once) == (NOBODY, True, 1)
    assert "Nobody is there who may answer it as director." in said
    assert "Wires" not in said
    assert unread(cast.admin) == []
    assert told.said.endswith("It does not wait for a role any more.")
    assert len(unread(cast.hr)) == 1


def test_who_is_back_and_has_the_role_again_is_asked_again(cast, item):
    organization.deactivate_person(cast.dana)
    organization.reactivate_person(cast.dana)
    give(cast, cast.director)

    assert unread(cast.director) == [f"{asks(item)} It waits for your answer."]
    assert unread(cast.admin) == []


def test_an_answer_settles_what_admins_were_told(cast, item):
    revoke(cast.director)
    steps.cancel(item, sent=sent(cast.staff))
    db.session.commit()

    assert unread(cast.admin) == []


def test_a_new_admin_is_told_too_and_the_one_before_no_more(cast, item):
    revoke(cast.director)
    give(cast, cast.reader, role="admin", unit=cast.department)

    assert len(unread(cast.reader)) == 1
    assert unread(cast.admin) == []


def test_a_year_that_is_over_is_asked_of_nobody_again(cast, year, item):
    """Neither where a role is given, nor where its person moves, nor of who gives roles."""
    past = make_year(cast.alder, years_ago=1)
    old = make_item(cast.sam, past, make_offering("Waves", {}), by=cast.staff, answered=True)
    old.state = State.REQUESTED
    question = notices.Told("A request of Sam Staff", "Waves?", address(old), asks=True)
    notices.tell([cast.director], question)
    db.session.commit()
    give(cast, cast.hr)
    give(cast, cast.reader, unit=cast.support)
    organization.move_person(cast.sam, unit=cast.support)
    revoke(cast.reader)
    revoke(cast.hr)
    revoke(cast.director)

    assert {each.path for user in (cast.hr, cast.reader) for each in of(user)} == {
        address(item), "/notices/",
    }  # fmt: skip
    assert {each.asks for each in of(cast.director)} == {False}
    assert len(of(cast.admin)) == 1


def test_what_waits_comes_in_one_letter_as_its_reader_wants_it(cast, year, item, outbox):
    waiting(cast, year, "Waves")
    db.session.query(Notice).update({"mail_at": None})
    notices.choose_mails(cast.reader, Mails.DAILY)
    give(cast, cast.hr)
    give(cast, cast.reader)
    mailing.send_due.function()

    letters = [(each["To"], each["Subject"]) for each in outbox()]
    assert letters == [(cast.hr.email, "2 notices")]
    daily = of(cast.reader)
    assert len(daily) == 2
    assert all(each.mail_at > clock.now() for each in daily)


def test_taking_an_account_asks_whoever_is_no_longer_the_person(cast, year, item):
    """A director's own request is theirs no more once the account stands for somebody else."""
    own = make_item(cast.dana, year, make_offering("Waves", {}, dollars=1), answered=True)
    db.session.commit()
    steps.request(own, sent=sent(cast.admin))
    told = len(of(cast.admin))
    organization.take_account(cast.dana)
    db.session.commit()

    assert told == 0
    assert len(unread(cast.director)) == 2


def test_a_unit_that_moves_takes_its_requests_along(cast, item):
    organization.move_unit(cast.department, parent=cast.birch)
    db.session.commit()

    assert unread(cast.director) == []
    assert len(unread(cast.other_director)) == 1


def test_the_page_of_a_unit_tells_the_new_director_at_once(cast, item, as_user, outbox):
    admin = as_user(cast.admin)
    form = {"email": cast.hr.email, "role": "director"}

    given = admin.post(f"/units/{cast.alder.id}/grants", data=form)

    assert given.status_code == 303
    assert "A request of Sam Staff" in [
        each["Subject"] for each in outbox() if each["To"] == cast.hr.email
    ]


def test_what_nothing_changes_for_costs_no_statement_of_its_own(cast, year, item):
    def sent_by(user):
        db.session.expire_all()
        with count_queries() as statements:
            give(cast, user, role="hr")
        return len(statements)

    few = sent_by(cast.reader)
    for number in range(5):
        waiting(cast, year, f"More {number}")

    assert sent_by(cast.finance) <= few + 1
