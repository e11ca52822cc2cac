"""A session that ended while somebody wrote about a request loses nothing of it."""

import uuid
from urllib.parse import parse_qs, urlsplit

import pytest

from pdplanner.accounts import services as accounts
from pdplanner.extensions import db
from pdplanner.plans.models import State
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.step_entries import Sent
from tests.support.client import HTMX
from tests.support.forms import forms_of, tree_of
from tests.support.html import text_of
from tests.support.person_year import (
    make_item,
    make_ledger_fund,
    make_offering,
    make_requests,
)

KEPT = "What you typed is kept"


@pytest.fixture
def both(cast):
    """Somebody who may answer, and register and complete what was approved."""
    accounts.grant(cast.finance, role="director", unit_id=cast.alder.id)
    db.session.commit()
    return cast.finance


def ended(client, address, page, **typed):
    """Send a form when the session has ended, and sign in again; what the sign-in page says."""
    client.delete_cookie("session")
    client.token = None
    answer = client.post(address, data=typed, headers={"Referer": f"http://localhost{page}"})
    assert answer.location.endswith(f"next={page}")
    return text_of(client.get(answer.location).text)


def typed_on(client, page):
    """What the forms of a page hold that people type into, by endpoint."""
    found = forms_of(client.application, tree_of(client.get(page)))
    return {
        each.endpoint: {name: each.fields[name][0] for name in each.typed if each.fields[name][0]}
        for each in found
        if each.method == "POST"
    }


FORMS = [
    (State.PROPOSED, "request", "requests.ask", {"comment": "In June."}),
    (State.PROPOSED, "costs", "requests.amend", {"fee": "210", "comment": "A new quote."}),
    (State.REQUESTED, "return", "requests.send_back", {"comment": "Which date?"}),
    (State.REQUESTED, "decline", "requests.turn_down", {"comment": "No money."}),
    (State.REQUESTED, "approve", "requests.approve", {"fund": "80 %"}),
    (State.REGISTERED, "complete", "requests.complete", {"fee": "180.50", "travel": "12"}),
    (State.REGISTERED, "cancel", "requests.cancel", {"comment": "Called off."}),
]


@pytest.mark.parametrize(("state", "step", "endpoint", "typed"), FORMS)
def test_what_was_typed_is_back_in_its_form_alone(
    as_user, cast, item, local, both, state, step, endpoint, typed
):
    item.state = state
    db.session.commit()
    user = cast.staff if state == State.PROPOSED else both
    client, page = as_user(user), f"/requests/{item.id}"
    typed = {f"fund_{local.id}" if name == "fund" else name: said for name, said in typed.items()}
    before = typed_on(client, page)

    said = ended(client, f"{page}/{step}", page, key=uuid.uuid4().hex, **typed)
    client.sign_in(user)
    back, again = typed_on(client, page), typed_on(client, page)

    assert KEPT in said
    assert typed != before.pop(endpoint)
    assert back.pop(endpoint) == typed
    assert back == before
    again.pop(endpoint)
    assert again == before
    assert item.state == state


def test_the_form_that_is_back_stands_open_and_can_be_sent(as_user, cast, item):
    steps.request(item, sent=Sent(by=cast.staff, key=uuid.uuid4().hex))
    db.session.commit()
    client, page = as_user(cast.director), f"/requests/{item.id}"
    ended(client, f"{page}/return", page, key=uuid.uuid4().hex, comment="Which date?")
    client.sign_in(cast.director)

    shown = client.get(page)
    form = next(
        each
        for each in forms_of(client.application, tree_of(shown))
        if each.endpoint == "requests.send_back"
    )
    answer = client.post(form.action, data=form.fields)

    assert shown.text.count('<details class="mt-3" open>') == 1
    assert answer.status_code == 303
    assert item.state == State.RETURNED


def test_what_was_written_about_a_request_that_went_on_meanwhile_is_said(as_user, cast, item):
    steps.request(item, sent=Sent(by=cast.staff, key=uuid.uuid4().hex))
    db.session.commit()
    client, page = as_user(cast.director), f"/requests/{item.id}"
    ended(client, f"{page}/return", page, key=uuid.uuid4().hex, comment="Which date?")
    item.state = State.DECLINED
    db.session.commit()
    client.sign_in(cast.director)

    assert "Wires is declined by now. You wrote: “Which date?”" in text_of(client.get(page).text)


def test_the_choice_of_an_inbox_is_back_with_its_words(as_user, cast, year, local):
    ids = make_requests(cast.sam, year, 3)
    client, page = as_user(cast.director), "/requests/"
    said = ended(
        client, "/requests/answers", page, r=ids[:2], key=uuid.uuid4().hex, answer="decline",
        comment="No money before June.",
    )  # fmt: skip
    client.sign_in(cast.director)

    shown = client.get(page)

    assert KEPT in said
    assert "No money before June." in shown.text
    assert "If you approve these 2" in text_of(shown.text)
    assert shown.text.count(" checked>") == 2


def test_a_box_ticked_after_the_session_ended_keeps_choice_and_words(as_user, cast, year, local):
    ids = make_requests(cast.sam, year, 3)
    client = as_user(cast.director)
    client.delete_cookie("session")
    client.token = None
    answer = client.get(
        "/requests/",
        query_string={"r": ids[:2], "comment": "No money before June."},
        headers={**HTMX, "HX-Current-URL": "http://localhost/requests/"},
    )
    client.sign_in(cast.director)
    back = parse_qs(urlsplit(answer.headers["HX-Redirect"]).query)["next"]

    shown = client.get(*back)

    assert shown.text.count(" checked>") == 2
    assert "No money before June.</textarea>" in shown.text


@pytest.fixture
def accepted(cast, year):
    """What Sam accepted, and two more that they were asked."""
    items = [
        make_item(cast.sam, year, make_offering(title, {}), by=cast.director, answered=title > "T")
        for title in ("Noise", "Signals", "Wires")
    ]
    db.session.commit()
    return items[-1]


def test_why_something_is_declined_is_back_in_the_plan(as_user, cast, accepted):
    item = accepted
    client = as_user(cast.staff)
    address = f"/plan/items/{item.id}/decline"
    said = ended(client, address, "/plan", reason="Took it last year.")
    client.sign_in(cast.staff)

    back, again = client.get("/plan").text, client.get("/plan").text

    assert KEPT in said
    assert back.count("Took it last year.") == 1
    assert f'id="reason-{item.id}"' in back.partition("Took it last year.")[0]
    assert back.count("<details open>") == again.count("<details open>") + 1
    assert "Took it last year." not in again


def test_why_something_was_declined_that_went_on_meanwhile_is_said(as_user, cast, accepted):
    client = as_user(cast.staff)
    ended(client, f"/plan/items/{accepted.id}/decline", "/plan", reason="Took it last year.")
    accepted.state = State.REQUESTED
    db.session.commit()
    client.sign_in(cast.staff)

    page = text_of(client.get("/plan").text)

    assert "Wires is requested by now. You wrote: “Took it last year.”" in page


def test_a_transfer_is_back_in_its_form(as_user, cast, year, local):
    second = make_ledger_fund(cast.alder, year, "Title II-A", cents=100_00)
    client, page = as_user(cast.finance), f"/budget/funds/{local.id}/transfer"
    said = ended(
        client, page, page, key=uuid.uuid4().hex, target=second.id, cents="75", note="The board."
    )
    client.sign_in(cast.finance)

    shown = client.get(page).text

    assert KEPT in said
    assert 'value="75"' in shown
    assert 'value="The board."' in shown
