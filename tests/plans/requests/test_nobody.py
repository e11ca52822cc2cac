"""A request that nobody is there to answer: said on its page, and to whoever gives roles."""

from datetime import timedelta

import pytest

from pdplanner import clock
from pdplanner.accounts import services as accounts
from pdplanner.extensions import db
from pdplanner.notices.models import Notice
from pdplanner.organization import services as organization
from pdplanner.plans.requests import steps
from tests.support.html import text_of
from tests.support.person_year import make_item, make_offering, sent
from tests.support.requesting import address, approved, fund, post

NOBODY = (
    "Nobody is there who may answer it as director: nobody answers a request of their own, nor does"
    " whoever stands in for them."
)
HELP = "Admin can give the director’s role to somebody else, at Technology or above."


@pytest.fixture
def own(cast, year):
    """What the only director chose for $200."""
    fund(cast, year)
    offering = make_offering("Wires", {"I.A.1": (2, 0)}, dollars=200)
    made = make_item(cast.dana, year, offering, by=cast.director, answered=True)
    db.session.commit()
    return made


def told(user):
    notices = db.session.query(Notice).filter_by(user_id=user.id).order_by(Notice.id)
    return [(each.subject, each.said, each.path) for each in notices]


def test_the_only_director_reads_who_can_help_before_and_after_asking(as_user, cast, own):
    director = as_user(cast.director)

    before = text_of(director.get(address(own)).text)
    after = text_of(post(director, own, "request").text)

    for page in (before, after):
        assert f"{NOBODY} {HELP}" in page
    assert after.index("It waits for the director.") < after.index(NOBODY)


def test_whoever_gives_roles_is_told_and_not_what_it_is_for(as_user, cast, own):
    post(as_user(cast.director), own, "request")

    ((subject, said, page),) = told(cast.admin)
    assert subject == "A request that nobody may answer"
    asks = f"Dana Director asks for something, in {own.plan.fiscal_year.title}."
    assert said == f"{asks} {NOBODY} Give the role to somebody else, here or above."
    assert "Wires" not in subject + said
    assert as_user(cast.admin).get(page).status_code == 200
    assert told(cast.director) == []


def test_a_substitute_of_the_only_director_answers_for_nobody(as_user, cast, own):
    first = clock.today() - timedelta(days=1)
    organization.set_absence(
        cast.director.grants[0], substitute=cast.staff.email, first=first,
        last=first + timedelta(days=5),
    )  # fmt: skip
    db.session.commit()

    page = text_of(post(as_user(cast.director), own, "request").text)

    assert NOBODY in page
    assert "A request of Dana Director" not in [subject for subject, *_more in told(cast.staff)]


@pytest.mark.parametrize("place", ["alder", "state"])
def test_a_second_director_is_asked_wherever_above_they_are(as_user, cast, own, place):
    accounts.grant(cast.reader, role="director", unit_id=getattr(cast, place).id)
    db.session.commit()

    page = text_of(post(as_user(cast.director), own, "request").text)

    assert "Nobody is there" not in page
    assert [subject for subject, *_more in told(cast.reader)] == ["A request of Dana Director"]
    assert told(cast.admin) == []


def test_the_desk_after_the_next_is_said_too(as_user, cast, year, own):
    year.finance_above_cents = 0
    accounts.deactivate(cast.finance)
    accounts.grant(cast.reader, role="director", unit_id=cast.alder.id)
    db.session.commit()

    page = text_of(post(as_user(cast.director), own, "request").text)

    said = "Nobody is there who may answer it in the business office. Admin can give the role of"
    assert said in page
    assert NOBODY not in page


def approved_as_director(cast, year, local):
    waves = make_offering("Waves", {}, dollars=200)
    item = make_item(cast.sam, year, waves, by=cast.staff, answered=True)
    approved(cast, item, local)
    return item


def test_who_approved_as_director_is_nobody_at_the_next_desk(as_user, cast, year):
    year.finance_above_cents = 0
    local = fund(cast, year)
    accounts.deactivate(cast.finance)
    accounts.grant(cast.director, role="finance", unit_id=cast.alder.id)
    item = approved_as_director(cast, year, local)

    page = text_of(as_user(cast.staff).get(address(item)).text)

    assert "in the business office: nobody answers a request of their own, or approves one" in page
    assert [subject for subject, *_more in told(cast.admin)] == ["A request that nobody may answer"]


def test_who_approved_as_director_reads_that_somebody_else_approves_next(as_user, cast, year):
    """They keep the money too, and may still send it back."""
    year.finance_above_cents = 0
    local = fund(cast, year)
    accounts.grant(cast.director, role="finance", unit_id=cast.alder.id)
    item = approved_as_director(cast, year, local)

    page = text_of(as_user(cast.director).get(address(item)).text)

    said = "You approved it already; somebody else approves it for the business office."
    assert f"Answer it {said} Send it back" in page
    assert "No fund may pay for it" not in page


@pytest.mark.parametrize("by_director", [False, True], ids=["no role", "who approved it"])
def test_whoever_gives_roles_is_told_where_a_move_leaves_nobody_to_answer(cast, year, by_director):
    """Nobody there keeps money, or whoever approved it as director alone."""
    year.finance_above_cents = 0
    local = fund(cast, year)
    offering = make_offering("Waves", {}, dollars=100)
    item = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    accounts.grant(cast.admin, role="admin", unit_id=cast.birch.id)
    if by_director:
        accounts.grant(cast.director, role="finance", unit_id=cast.birch.id)
    db.session.commit()
    steps.request(item, sent=sent(cast.staff))
    steps.approve(item, parts={local.id: 100_00}, sent=sent(cast.director))
    before = told(cast.admin), told(cast.director)

    organization.move_person(cast.sam, unit=cast.birch_team)
    db.session.commit()

    ((subject, said, page),) = told(cast.admin)
    assert before[0] == []
    assert subject == "A request that nobody may answer"
    asks = f"Sam Staff asks for something, in {year.title}."
    assert said.startswith(f"{asks} Nobody is there who may answer it in the")
    assert page.endswith(f"/{cast.birch_team.id}#request-{item.id}")
    assert told(cast.director) == before[1]


def test_a_request_that_somebody_may_answer_says_nothing(as_user, cast, year):
    fund(cast, year)
    offering = make_offering("Waves", {}, dollars=100)
    item = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    db.session.commit()

    page = text_of(post(as_user(cast.staff), item, "request").text)

    assert "It waits for the director." in page
    assert "Nobody is there" not in page
    assert told(cast.admin) == []
