"""A fund whose cap only warns: what goes over it is said before an approval and after it."""

import pytest

from pdplanner.extensions import db
from pdplanner.plans.items.payers import payers_of
from pdplanner.plans.requests import steps
from tests.support.html import text_of
from tests.support.inbox import fields, inbox, send, states
from tests.support.person_year import make_item, make_offering, sent
from tests.support.requesting import asked, fund, post, registered


@pytest.fixture
def warns(cast, year):
    return fund(cast, year, "Local", dollars=150, cap="warn")


def page_of(client, item):
    return text_of(client.get(f"/requests/{item.id}").text)


def test_how_much_goes_over_is_said_before_and_after_the_approval(as_user, cast, item, warns):
    asked(cast, item)
    director = as_user(cast.director)

    before = director.get(f"/requests/{item.id}").text
    after = post(director, item, "approve", **{f"fund_{warns.id}": "200"})

    assert 'value="200"' in before
    assert (
        "Over by $50: Local would pay $200 and has $150 available. Its cap only warns, so you can"
        " approve it."
    ) in text_of(before)
    assert "Approve and set $200 aside, $50 over" in text_of(before)
    assert (
        "Wires is approved; its money is set aside. Local is over by $50 now; its cap only warns."
    ) in text_of(after.text)
    assert "Local is over by $50 already" in text_of(after.text)


def test_what_fits_is_not_said_to_go_over(as_user, cast, year, item):
    plenty = fund(cast, year, "Plenty", dollars=200, cap="warn")
    asked(cast, item)
    director = as_user(cast.director)

    before = page_of(director, item)
    after = text_of(post(director, item, "approve", **{f"fund_{plenty.id}": "200"}).text)

    assert "Approve and set $200 aside" in before
    assert "Over by" not in before
    assert "is over by" not in after


def test_what_others_have_left_is_paid_before_a_fund_goes_over(cast, year, item, warns):
    """Local comes first and has $150; Title II-A, which blocks, the next $20."""
    title = fund(cast, year, "Title II-A", dollars=20)
    asked(cast, item)

    assert payers_of(item).suggested() == {warns.id: 180_00, title.id: 20_00}


def test_a_batch_names_what_goes_over_and_approves_it(as_user, cast, item, warns):
    steps.request(item, sent=sent(cast.staff))
    db.session.commit()
    director = as_user(cast.director)

    page = inbox(director, item)
    done = send(director, page)

    assert fields(page)["part"] == [f"{item.id}:{warns.id}:20000"]
    assert "left out" not in text_of(page.text)
    assert "Over by $50.00; its cap only warns" in text_of(page.text)
    assert "1 request approved, $200 in all. Local is over by $50 now" in text_of(done.text)
    assert states(item) == ["approved"]


def test_a_batch_may_go_over_in_what_comes_second(as_user, cast, year, item, warns):
    second = make_item(
        cast.sam, year, make_offering("Waves", {"I.A.1": (2, 0)}, dollars=150), by=cast.staff,
        answered=True,
    )  # fmt: skip
    for each in (item, second):
        steps.request(each, sent=sent(cast.staff))
    db.session.commit()

    shown = text_of(inbox(as_user(cast.director), item, second).text)

    assert "$0 left" not in shown
    assert "Approve 2, set $350.00 aside" in shown
    assert "Over by $200.00; its cap only warns" in shown


def test_what_cost_more_than_there_is_is_said_at_the_end_too(as_user, cast, item, warns):
    registered(cast, item, warns)

    more = {"fee": "210", "more": "1000", "comment": "A late fee."}
    done = post(as_user(cast.finance), item, "complete", **more)

    assert "Wires is completed. Local is over by $60 now" in text_of(done.text)
