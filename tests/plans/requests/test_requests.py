"""A request from the first step to the last, and every step that leads nowhere."""

import uuid
from datetime import timedelta
from itertools import product

import pytest

from pdplanner import clock
from pdplanner.accounts import services as accounts
from pdplanner.budgets import ledger_queries
from pdplanner.budgets.ledger import NotEnoughError
from pdplanner.budgets.rules import Rules
from pdplanner.budgets.splitting import split
from pdplanner.extensions import db
from pdplanner.organization import services as organization
from pdplanner.plans.models import Action, CostKind, PlanItem, RequestStep, State
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.errors import (
    CostsMoreError,
    NotNowError,
    OwnRequestError,
    SentBeforeError,
    SplitError,
)
from pdplanner.plans.requests.step_entries import FROM
from tests.support.html import text_of
from tests.support.person_year import make_item, make_offering, sent
from tests.support.requesting import (
    actions,
    address,
    approved,
    asked,
    columns,
    fund,
    key_on,
    post,
    registered,
)


def test_money_is_set_aside_with_the_approval_and_spent_with_the_completion(cast, item, local):
    registered(cast, item, local)
    aside = columns(local)
    steps.complete(item, actual={CostKind.FEE: 180_50}, sent=sent(cast.finance))

    assert aside == (500_00, 200_00, 0)
    assert columns(local) == (500_00, 0, 180_50)
    assert (item.state, item.price_cents, item.estimated_cents) == ("completed", 180_50, 200_00)
    assert [(each.fund_id, each.cents) for each in item.payments] == [(local.id, 180_50)]
    assert actions(item) == [
        ("request", "", cast.staff.id),
        ("approve", "director", cast.director.id),
        ("register", "", cast.staff.id),
        ("complete", "", cast.finance.id),
    ]
    assert ledger_queries.faults() == []


def test_what_costs_more_takes_more_where_the_fund_has_it(cast, item, local):
    registered(cast, item, local)

    why = sent(cast.finance, "The late fee.")
    with pytest.raises(NotEnoughError, match=r"Local has \$300 left"):
        steps.complete(item, actual={CostKind.FEE: 500_01}, sent=why, more=300_01)
    db.session.rollback()
    steps.complete(item, actual={CostKind.FEE: 500_00}, sent=why, more=300_00)

    assert columns(local) == (500_00, 0, 500_00)


@pytest.mark.parametrize(("more", "comment"), [(0, "Why."), (99_99, "Why."), (100_00, "")])
def test_what_costs_more_is_asked_about_first(cast, item, local, more, comment):
    registered(cast, item, local)

    with pytest.raises(CostsMoreError, match=r"That is \$100 more than was approved\."):
        steps.complete(
            item, actual={CostKind.FEE: 300_00}, sent=sent(cast.finance, comment), more=more
        )


def test_the_page_asks_for_the_difference_and_for_the_reason(as_user, cast, item, local):
    registered(cast, item, local)
    finance = as_user(cast.finance)
    form = {"key": "b" * 32, "fee": "230.50"}

    asked = finance.post(f"/requests/{item.id}/complete", data=form)
    said = text_of(asked.text)
    assert asked.status_code == 422
    assert "That is $30.50 more than the $200 that were approved." in said
    assert "Local has $300 left beside what is set aside." in said
    assert 'name="more" value="3050">' in asked.text
    assert item.state == "registered"

    answer = finance.post(
        f"/requests/{item.id}/complete", data=form | {"more": "3050", "comment": "A late fee."}
    )
    assert answer.status_code == 303
    assert columns(local) == (500_00, 0, 230_50)
    assert "A late fee." in text_of(finance.get(answer.location).text)


def test_what_was_entered_wrongly_is_corrected_from_the_same_funds(cast, year, item, local):
    second = fund(cast, year, "Title II-A")
    asked(cast, item)
    steps.approve(item, parts={local.id: 150_00, second.id: 50_00}, sent=sent(cast.director))
    steps.register(item, sent=sent(cast.staff))
    steps.complete(item, actual={CostKind.FEE: 20_00}, sent=sent(cast.finance))

    for cents, paid in ((200_00, (150_00, 50_00)), (0, (0, 0)), (100_01, (75_01, 25_00))):
        steps.correct(
            item, actual={CostKind.FEE: cents}, sent=sent(cast.finance, "A slip of typing.")
        )
        assert (local.spent_cents, second.spent_cents) == paid
        assert (item.state, item.price_cents, item.estimated_cents) == ("completed", cents, 200_00)
        assert ledger_queries.faults() == []

    last = db.session.query(RequestStep).order_by(RequestStep.id.desc()).first()
    assert (last.action, last.comment) == ("correct", "From $0 to $100.01. A slip of typing.")


def test_only_the_business_office_corrects_and_says_why(as_user, cast, item, local):
    registered(cast, item, local)
    steps.complete(item, actual={CostKind.FEE: 20_00}, sent=sent(cast.finance))
    db.session.commit()
    director, finance = as_user(cast.director), as_user(cast.finance)
    address, form = f"/requests/{item.id}/correct", {"key": "c" * 32, "fee": "200"}

    assert "Correct what it did cost" not in director.get(f"/requests/{item.id}").text
    assert "Correct what it did cost" in finance.get(f"/requests/{item.id}").text
    refused = finance.post(address, data=form)
    assert refused.status_code == 422
    assert "Say why in a few words" in refused.text
    assert finance.post(address, data=form | {"comment": "A slip."}).status_code == 303
    assert columns(local) == (500_00, 0, 200_00)


def test_what_a_closed_year_paid_is_corrected_no_more(as_user, cast, year, item, local):
    registered(cast, item, local)
    steps.complete(item, actual={CostKind.FEE: 20_00}, sent=sent(cast.finance))
    year.closed_at = clock.now()
    db.session.commit()
    finance = as_user(cast.finance)
    form = {"key": "d" * 32, "fee": "200", "comment": "A slip."}

    assert "Correct what it did cost" not in finance.get(f"/requests/{item.id}").text
    refused = finance.post(f"/requests/{item.id}/correct", data=form)
    assert refused.status_code == 422
    assert "is closed: nothing is entered in its ledger any more." in text_of(refused.text)


def test_who_gets_the_role_of_the_other_desk_instead_is_still_who_approved(cast, year, item, local):
    year.finance_above_cents = 0
    cast.director.password = "opened"
    asked(cast, item)
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))
    organization.take_account(cast.dana)
    organization.revoke_grant(cast.director.grants[0])
    db.session.commit()
    given, _ = organization.give_grant(cast.alder, email=cast.director.email, role="finance")

    with pytest.raises(OwnRequestError, match="You approved it at the desk before"):
        steps.approve(item, parts={local.id: 200_00}, sent=sent(given.user))


def test_two_desks_are_two_people(as_user, cast, year, item, local):
    accounts.grant(cast.director, role="finance", unit_id=cast.alder.id)
    year.finance_above_cents = 10_00
    asked(cast, item)
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))
    db.session.commit()

    with pytest.raises(OwnRequestError, match="You approved it at the desk before"):
        steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))
    db.session.rollback()
    both, finance = as_user(cast.director), as_user(cast.finance)
    assert "Approve and set" not in both.get(f"/requests/{item.id}").text
    assert "Wires" not in both.get("/requests/?state=for-you").text
    assert "Wires" in finance.get("/requests/?state=for-you").text


def test_a_split_is_spent_in_its_proportion(cast, year, item, local):
    second = fund(cast, year, "Title II-A")
    asked(cast, item)
    parts = {local.id: 150_00, second.id: 50_00}
    steps.approve(item, parts=parts, sent=sent(cast.director))
    steps.register(item, sent=sent(cast.staff))

    steps.complete(item, actual={CostKind.FEE: 100_01}, sent=sent(cast.finance))

    assert (local.spent_cents, second.spent_cents) == (75_01, 25_00)
    assert ledger_queries.faults() == []


def test_a_request_that_is_sent_back_is_asked_for_again_and_approved(cast, item, local):
    asked(cast, item)
    steps.send_back(item, sent=sent(cast.director, "Which date?"))
    returned = item.state
    steps.request(item, sent=sent(cast.staff, "In June."))
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))

    assert (returned, item.state) == ("returned", "approved")


@pytest.mark.parametrize("until", [asked, approved, registered])
def test_what_is_cancelled_gives_its_money_back(cast, item, local, until):
    until(cast, item, local) if until is not asked else asked(cast, item)

    steps.cancel(item, sent=sent(cast.director, "Provider called it off."))

    assert (item.state, item.comment) == ("cancelled", "Provider called it off.")
    assert columns(local) == (500_00, 0, 0)
    assert ledger_queries.faults() == []


def test_finance_approves_after_the_director_above_the_set_sum(cast, year, item, local):
    year.finance_above_cents = 199_99
    asked(cast, item)
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))
    half = (item.state, columns(local))
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.finance))

    assert half == ("requested", (500_00, 0, 0))
    assert (item.state, columns(local)) == ("approved", (500_00, 200_00, 0))
    assert [desk for _action, desk, _by in actions(item)] == ["", "director", "finance"]


def test_who_sends_back_after_the_director_asks_both_again(cast, year, item, local):
    year.finance_above_cents = 0
    asked(cast, item)
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))
    steps.send_back(item, sent=sent(cast.finance, "No quote."))
    steps.request(item, sent=sent(cast.staff))
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))

    assert (item.state, columns(local)) == ("requested", (500_00, 0, 0))


@pytest.mark.parametrize("answer", ["approve", "send_back", "turn_down"])
def test_nobody_answers_their_own_request(cast, item, local, answer):
    asked(cast, item)
    more = {"parts": {local.id: 200_00}} if answer == "approve" else {}

    with pytest.raises(OwnRequestError):
        getattr(steps, answer)(item, **more, sent=sent(cast.staff))


def test_nobody_says_what_their_own_item_did_cost(cast, item, local):
    registered(cast, item, local)

    with pytest.raises(OwnRequestError):
        steps.complete(item, actual={CostKind.FEE: 500_00}, sent=sent(cast.staff))

    assert columns(local) == (500_00, 200_00, 0)


def test_who_is_turned_down_reads_why_in_their_plan(as_user, cast, item):
    asked(cast, item)
    steps.turn_down(item, sent=sent(cast.director, "No money before June."))
    db.session.commit()

    assert "No money before June." in text_of(as_user(cast.staff).get("/plan").text)


@pytest.mark.parametrize(
    ("dollars", "words"),
    [((199,), "The funds pay $199 of $200."), ((150, 51), "The funds pay $201 of $200.")],
)
def test_funds_add_up_to_the_cost(cast, year, item, local, dollars, words):
    second = fund(cast, year, "Title II-A")
    asked(cast, item)
    parts = dict(zip((local.id, second.id), (each * 100 for each in dollars), strict=False))

    with pytest.raises(SplitError) as refused:
        steps.approve(item, parts=parts, sent=sent(cast.director))

    assert str(refused.value) == words


@pytest.mark.parametrize("rule", ["format", "unit"])
def test_a_fund_whose_rules_do_not_allow_it_pays_nothing(cast, year, item, rule):
    refused = ["online-self-paced"] if rule == "format" else []
    unit = cast.support if rule == "unit" else None
    other = fund(cast, year, "Other", unit=unit, rules=Rules(refused_formats=refused))
    asked(cast, item)

    with pytest.raises(SplitError, match="may not pay"):
        steps.approve(item, parts={other.id: 200_00}, sent=sent(cast.director))


def test_the_same_form_is_done_once_and_with_another_amount_refused(cast, item, local):
    asked(cast, item)
    form = sent(cast.director)
    steps.approve(item, parts={local.id: 200_00}, sent=form)
    steps.approve(item, parts={local.id: 200_00}, sent=form)

    with pytest.raises(SentBeforeError):
        steps.approve(item, parts={local.id: 199_00}, sent=form)

    assert columns(local) == (500_00, 200_00, 0)
    assert len(actions(item)) == 2


def test_what_was_proposed_is_accepted_before_it_is_asked_for(cast, year):
    offering = make_offering("Wires", {"I.A.1": (2, 0)}, dollars=200)
    proposed = make_item(cast.sam, year, offering, by=cast.director)

    with pytest.raises(NotNowError, match="not accepted yet"):
        steps.request(proposed, sent=sent(cast.staff))


STEPS = {
    Action.AMEND: lambda item, cast, local: steps.amend(
        item, costs={CostKind.FEE: 1_00}, sent=sent(cast.staff)
    ),
    Action.REQUEST: lambda item, cast, local: steps.request(item, sent=sent(cast.staff)),
    Action.RETURN: lambda item, cast, local: steps.send_back(item, sent=sent(cast.director)),
    Action.APPROVE: lambda item, cast, local: steps.approve(
        item, parts={local.id: 200_00}, sent=sent(cast.director)
    ),
    Action.DECLINE: lambda item, cast, local: steps.turn_down(item, sent=sent(cast.director)),
    Action.CANCEL: lambda item, cast, local: steps.cancel(item, sent=sent(cast.director)),
    Action.REGISTER: lambda item, cast, local: steps.register(item, sent=sent(cast.staff)),
    Action.COMPLETE: lambda item, cast, local: steps.complete(
        item, actual={CostKind.FEE: 0}, sent=sent(cast.finance)
    ),
    Action.CORRECT: lambda item, cast, local: steps.correct(
        item, actual={CostKind.FEE: 0}, sent=sent(cast.finance)
    ),
}


def test_every_step_that_leads_nowhere_changes_nothing(cast, item, local):
    for state, action in product(State, FROM):
        if state in FROM[action]:
            continue
        item.state = state
        db.session.commit()

        with pytest.raises(NotNowError, match=f"Wires is {state} by now. Nothing was changed."):
            STEPS[action](item, cast, local)

        db.session.rollback()
        assert (item.state, actions(item), columns(local)) == (state, [], (500_00, 0, 0))


@pytest.mark.parametrize(
    ("cents", "weights", "parts"),
    [
        (100, {1: 1, 2: 1, 3: 1}, {1: 34, 2: 33, 3: 33}),
        (10_001, {7: 150_00, 9: 50_00}, {7: 7501, 9: 2500}),
        (0, {1: 5}, {}),
        (5, {}, {}),
    ],
)
def test_a_split_adds_up_to_the_cent(cents, weights, parts):
    assert split(cents, weights) == parts


# What its people see.


def test_a_person_asks_a_director_approves_and_finance_completes(as_user, cast, item, local):
    staff, director, finance = (as_user(each) for each in (cast.staff, cast.director, cast.finance))
    plan = staff.get("/plan").text
    asked_for = text_of(post(staff, item, "request").text)
    waiting = text_of(director.get("/requests/").text)
    page = director.get(address(item))
    approved_page = post(director, item, "approve", **{f"fund_{local.id}": "200"})
    post(staff, item, "register")
    done = text_of(post(finance, item, "complete", fee="180.50").text)

    assert address(item) in plan
    assert "Wires is requested. The director answers it next." in asked_for
    assert "It waits for the director." in asked_for
    assert "1 request waits for your answer, $200 in all." in waiting
    assert f'name="fund_{local.id}"' in page.text
    assert 'value="200"' in page.text
    assert "Wires is approved; its money is set aside." in text_of(approved_page.text)
    assert "Set aside in Local $200 (007-1)." in text_of(approved_page.text)
    assert "Wires is completed." in done
    assert "Cost $180.50 estimated $200" in done
    assert columns(local) == (500_00, 0, 180_50)


def test_a_refused_approval_says_what_is_left_and_keeps_the_amounts(as_user, cast, year, item):
    small = fund(cast, year, "Small", dollars=150)
    asked(cast, item)

    refused = post(as_user(cast.director), item, "approve", **{f"fund_{small.id}": "200"})

    assert refused.status_code == 422
    assert "Small has $150 left, and this takes $200 of it." in text_of(refused.text)
    assert 'value="200"' in refused.text
    assert db.session.get_one(PlanItem, item.id).state == "requested"


def test_a_request_is_sent_back_with_words_only(as_user, cast, item):
    asked(cast, item)
    director = as_user(cast.director)

    silent = post(director, item, "return", comment=" ")
    back = post(director, item, "return", comment="Which date?")

    assert silent.status_code == 422
    assert "Say in a few words what should change" in text_of(silent.text)
    assert "Wires is sent back to Sam Staff." in text_of(back.text)
    assert "Which date?" in text_of(as_user(cast.staff).get(address(item)).text)


def test_a_director_cannot_answer_their_own_request(as_user, cast, item, local):
    accounts.grant(cast.staff, role="director", unit_id=cast.alder.id)
    asked(cast, item)
    client = as_user(cast.staff)

    page = client.get(address(item))
    refused = client.post(
        address(item, "approve"), data={"key": uuid.uuid4().hex, f"fund_{local.id}": "200"}
    )

    stands = page.text.split('id="stands"')[1].partition("</section>")[0]
    assert "You cannot answer your own request." in stands
    assert refused.status_code == 422
    assert "Nobody answers a request of their own." in text_of(refused.text)


def test_what_is_to_be_done_stands_right_after_where_it_stands(as_user, cast, item, local):
    own = as_user(cast.staff).get(address(item)).text
    asked(cast, item)
    answered, mine = as_user(cast.director).get(address(item)).text, as_user(cast.staff)

    for page, panel in ((own, "next"), (answered, "answer")):
        order = [page.index(f'<h2 id="{each}"') for each in ("stands", panel, "steps", "what")]
        assert order == sorted(order)
    assert 'aria-current="page">Choose<' in mine.get(address(item)).text


def test_what_is_not_approved_yet_is_withdrawn(as_user, cast, item):
    asked(cast, item)

    gone = post(as_user(cast.staff), item, "cancel", comment="No time.")

    assert "Wires is withdrawn." in text_of(gone.text)


def test_an_approval_without_a_name_says_by_which_desk(as_user, cast, item, year):
    year.finance_above_cents = 100_00
    asked(cast, item)
    step = {"item_id": item.id, "action": "approve", "desk": "director", "digest": ""}
    db.session.add(RequestStep(**step, at=clock.now(), key=uuid.uuid4().hex))
    db.session.commit()

    page = text_of(as_user(cast.finance).get(address(item)).text)

    assert "Approved by the director. It waits for the business office." in page
    assert "Approved by the director " in page.split("Steps so far")[1]


def test_what_came_too_late_says_so(as_user, cast, item, local):
    asked(cast, item)
    director = as_user(cast.director)
    key = key_on(director.get(address(item)))
    post(director, item, "decline", comment="No money.")

    late = director.post(
        address(item, "approve"), data={"key": uuid.UUID(key).hex[::-1], f"fund_{local.id}": "200"}
    )

    assert late.status_code == 409
    assert "Wires is declined by now. Nothing was changed." in text_of(late.text)


def test_a_year_that_has_ended_funds_nothing_more(as_user, cast, year, item, local):
    asked(cast, item)
    for name in ("starts_on", "ends_on"):
        setattr(year, name, getattr(year, name) - timedelta(400))
    db.session.commit()
    director = as_user(cast.director)

    waiting = text_of(director.get("/requests/").text)
    page = text_of(director.get(address(item)).text)
    late = director.post(
        address(item, "approve"), data={"key": uuid.uuid4().hex, f"fund_{local.id}": "200"}
    )

    assert "No request waits for your answer." in waiting
    assert "has ended. What it did not fund is asked for anew" in page
    assert "Approve" not in page
    assert late.status_code == 409
    assert columns(local) == (500_00, 0, 0)


def test_a_step_without_its_key_is_no_step(as_user, cast, item):
    asked(cast, item)

    answer = as_user(cast.director).post(address(item, "decline"), data={"comment": "No."})

    assert answer.status_code == 422
    assert db.session.get_one(PlanItem, item.id).state == "requested"


def test_a_comment_that_is_too_long_is_kept_and_the_form_can_be_sent_again(as_user, cast, item):
    client, long = as_user(cast.staff), "word " * 150
    refused = post(client, item, "request", comment=long)
    unknown = client.post(address(item, "request"), data={"key": "x", "comment": "In June."})
    again = client.post(
        address(item, "request"), data={"key": key_on(unknown), "comment": "In June."}
    )

    assert refused.status_code == unknown.status_code == 422
    assert "Use at most 500 characters." in text_of(refused.text)
    assert long.strip() in refused.text
    assert "In June." in unknown.text
    assert again.status_code == 303
    assert "In June." in text_of(as_user(cast.director).get(address(item)).text)


def test_finance_answers_only_at_its_desk(as_user, cast, year, item, local):
    asked(cast, item)
    finance = as_user(cast.finance)

    early = finance.post(
        address(item, "approve"), data={"key": uuid.uuid4().hex, f"fund_{local.id}": "200"}
    )
    year.finance_above_cents = 100_00
    post(as_user(cast.director), item, "approve", **{f"fund_{local.id}": "200"})
    in_time = post(finance, item, "approve", **{f"fund_{local.id}": "200"})

    assert early.status_code == 404
    assert "Wires is approved" in text_of(in_time.text)


def told(outbox):
    """Who was told what, the oldest letter first."""
    return [
        (mail["To"], mail["Subject"], mail.get_payload(decode=True).decode()) for mail in outbox()
    ]


def test_each_step_tells_those_concerned_and_nobody_what_they_did(
    as_user, cast, item, local, outbox
):
    staff, director = as_user(cast.staff), as_user(cast.director)
    post(staff, item, "request")
    post(director, item, "return", comment="Which date?")
    post(staff, item, "request")
    post(director, item, "approve", **{f"fund_{local.id}": "200"})
    post(staff, item, "register")

    (first, back, _again, approved_letter) = told(outbox)
    assert first[:2] == (cast.director.email, "A request of Sam Staff")
    assert f"/requests/{item.id}" in first[2]
    assert back[:2] == (cast.staff.email, "Wires: returned")
    assert "Director sent your request for Wires back." in back[2]
    assert "Which date?" in back[2]
    assert approved_letter[:2] == (cast.staff.email, "Wires: approved")


def test_above_the_set_sum_the_business_office_is_told_next(
    as_user, cast, year, item, local, outbox
):
    year.finance_above_cents = 0
    asked(cast, item)

    post(as_user(cast.director), item, "approve", **{f"fund_{local.id}": "200"})

    assert [to for to, *_rest in told(outbox)] == [cast.finance.email]


def test_a_form_that_is_sent_twice_tells_once(as_user, cast, item, outbox):
    asked(cast, item)
    director = as_user(cast.director)
    data = {"key": key_on(director.get(address(item))), "comment": "No money."}

    for _ in range(2):
        director.post(address(item, "decline"), data=data)

    assert [to for to, *_rest in told(outbox)] == [cast.staff.email]


def test_the_start_page_leads_to_what_waits_at_each_desk(as_user, cast, year, item, local):
    def starts():
        pages = (as_user(each).get("/").text for each in (cast.director, cast.finance))
        return ["Next: answer 1 request" in text_of(each) for each in pages]

    before = starts()
    year.finance_above_cents = 0
    asked(cast, item)
    at_director = starts()
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))
    db.session.commit()
    at_finance = starts()
    steps.send_back(item, sent=sent(cast.finance, "No quote."))
    asked(cast, item)
    again = starts()

    year.finance_above_cents = None
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))
    db.session.commit()
    answered = starts()

    assert before == answered == [False, False]
    assert (at_director, at_finance, again) == ([True, False], [False, True], [True, False])
