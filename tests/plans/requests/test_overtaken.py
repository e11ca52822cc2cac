"""What somebody typed about a request that somebody else answered first is said, never lost."""

import uuid

import pytest

from pdplanner.extensions import db
from pdplanner.plans.models import PlanItem, State
from pdplanner.plans.requests import steps
from tests.support.html import text_of
from tests.support.person_year import make_item, make_offering, sent
from tests.support.requesting import address, approved, asked, fund, key_on, registered

REASON = "A long considered reason."


def send(client, item, step, **typed):
    return client.post(address(item, step), data={"key": uuid.uuid4().hex, **typed})


@pytest.mark.parametrize(("step", "words"), [("return", REASON), ("decline", REASON)])
def test_an_answer_that_comes_second_is_said(as_user, cast, item, local, step, words):
    asked(cast, item)
    director = as_user(cast.director)
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))
    db.session.commit()

    late = send(director, item, step, comment=words)

    assert late.status_code == 409
    said = text_of(late.text)
    assert f"Wires is approved by now. Nothing was changed. You wrote: “{REASON}”" in said


def test_words_to_a_request_that_went_on_to_the_next_desk_are_said(
    as_user, cast, year, item, local
):
    year.finance_above_cents = 0
    asked(cast, item)
    director = as_user(cast.director)
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))
    db.session.commit()

    late = send(director, item, "decline", comment=REASON)

    assert late.status_code == 409
    said = text_of(late.text)
    assert f"Wires waits for the business office by now. You wrote: “{REASON}”" in said
    assert db.session.get_one(PlanItem, item.id).state == "requested"


@pytest.mark.parametrize("step", ["return", "decline"])
def test_words_of_the_business_office_to_what_is_at_the_director_again_are_said(
    as_user, cast, year, item, local, step
):
    """It was sent back while they wrote, and asked for once more."""
    year.finance_above_cents = 0
    asked(cast, item)
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))
    db.session.commit()
    finance = as_user(cast.finance)
    steps.send_back(item, sent=sent(cast.finance, "Which date?"))
    asked(cast, item)

    late = send(finance, item, step, comment=REASON)

    assert late.status_code == 409
    said = text_of(late.text)
    assert f"Wires waits for the director by now. You wrote: “{REASON}”" in said
    assert db.session.get_one(PlanItem, item.id).state == "requested"
    assert "Answer it" not in said


def test_a_comment_to_what_was_asked_for_again_is_said(as_user, cast, item):
    asked(cast, item)
    steps.send_back(item, sent=sent(cast.director, "Which date?"))
    asked(cast, item)

    late = send(as_user(cast.staff), item, "request", comment="In June.")

    assert late.status_code == 409
    assert "Wires is requested by now. Nothing was changed. You wrote: “In June.”" in text_of(
        late.text
    )


def test_words_too_long_for_a_request_that_moved_on_are_said(as_user, cast, item):
    asked(cast, item)
    item.state = State.DECLINED
    db.session.commit()

    late = send(as_user(cast.director), item, "return", comment="word " * 150)

    assert late.status_code == 409
    assert "Wires is declined by now. You wrote: “word word" in text_of(late.text)


def test_amounts_typed_for_what_was_completed_meanwhile_are_said(as_user, cast, item, local):
    registered(cast, item, local)
    finance = as_user(cast.finance)
    item.state = State.COMPLETED
    db.session.commit()

    late = send(finance, item, "complete", fee="180.50", travel="12", comment="")

    assert late.status_code == 409
    assert "You entered: Fee 180.50, Travel 12." in text_of(late.text)


def test_each_step_asks_its_own_question(as_user, cast, item, local):
    asked(cast, item)
    director, staff = as_user(cast.director), as_user(cast.staff)
    waiting, own = text_of(director.get(address(item)).text), text_of(staff.get(address(item)).text)
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))
    db.session.commit()
    aside = text_of(director.get(address(item)).text)

    assert "Send it back What should change The person revises" in waiting
    assert "Decline it Why it is declined It ends here" in waiting
    assert "Withdraw it Why you withdraw it It ends here. Nothing is set aside for it." in own
    assert "Cancel it Why you cancel it What was set aside is available again." in aside


def test_what_was_free_and_did_cost_says_how_a_fund_is_named(as_user, cast, year):
    free = make_item(
        cast.sam, year, make_offering("Air", {}), by=cast.staff, answered=True,
        state=State.REGISTERED,
    )  # fmt: skip
    db.session.commit()
    finance = as_user(cast.finance)

    more = {"fee": "25", "more": "2500", "comment": "A fee."}
    refused = text_of(send(finance, free, "complete", **more).text)
    free.state = State.COMPLETED
    db.session.commit()
    corrected = text_of(send(finance, free, "correct", **more).text)

    assert "it was approved as free. Cancel it, and let it be requested anew" in refused
    assert "it was approved as free. Let its person ask for the sum by itself" in corrected


def test_a_completion_that_an_empty_fund_refuses_says_what_would_help(as_user, cast, item, year):
    small = fund(cast, year, "P1", dollars=200)
    registered(cast, item, small)
    finance = as_user(cast.finance)

    more = {"fee": "201", "more": "100", "comment": "A fee."}
    refused = send(finance, item, "complete", **more)

    assert refused.status_code == 422
    said = text_of(refused.text)
    assert "P1 has $0 left, and this takes $1 of it. Before it can, the business office" in said
    assert 'value="201"' in refused.text
    assert key_on(refused)


def test_an_approval_that_comes_second_says_the_amounts(as_user, cast, item, local):
    approved(cast, item, local)

    late = send(as_user(cast.director), item, "approve", **{f"fund_{local.id}": "200"})

    assert late.status_code == 409
    assert "You entered: Local 200." in text_of(late.text)
