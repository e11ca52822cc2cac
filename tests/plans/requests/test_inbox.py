"""Requests as lists, and several of them answered in one step."""

import csv
import io
import uuid
from datetime import timedelta

import pytest

from pdplanner import clock
from pdplanner.accounts import services as accounts
from pdplanner.budgets import ledger_queries
from pdplanner.budgets.purchasing import add_vendor
from pdplanner.extensions import db
from pdplanner.plans.items import costs
from pdplanner.plans.items.payers import payers_of
from pdplanner.plans.models import CostKind, RequestStep
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.purchase import enter
from pdplanner.web.filters import day
from tests.support.html import text_of
from tests.support.inbox import inbox, send, states
from tests.support.person_year import (
    make_item,
    make_ledger_fund,
    make_offering,
    make_run,
    make_targets,
    make_year,
    sent,
)


@pytest.fixture
def year(cast, year):
    make_targets(cast.sam, {"I.A.1": (3, 5)})
    db.session.commit()
    return year


def asked(cast, year, title, *, dollars=100):
    """What Sam asked for."""
    offering = make_offering(title, {"I.A.1": (2, 0), "I.A.2": (2, 0)}, dollars=dollars)
    item = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    steps.request(item, sent=sent(cast.staff))
    db.session.commit()
    return item


def test_a_preview_says_what_approving_does_to_each_fund(as_user, cast, year, local):
    wires, waves = asked(cast, year, "Wires"), asked(cast, year, "Waves", dollars=150)
    director = as_user(cast.director)

    listed = text_of(inbox(director).text)
    shown = text_of(inbox(director, wires, waves).text)

    assert "2 requests wait for your answer, $250 in all." in listed
    assert "Choose requests to see" in listed
    assert "I.A.1" in listed
    assert "I.A.2" not in listed  # no target of Sam's
    assert "If you approve these 2" in shown
    assert "Local 007-1 $500.00 $250.00 $250.00 Within the cap" in shown
    assert "Approve 2, set $250.00 aside" in shown
    assert states(wires, waves) == ["requested", "requested"]


def test_the_business_office_reads_sums_to_the_cent(as_user, cast, year, local):
    asked(cast, year, "Wires")

    listed = text_of(as_user(cast.finance).get("/requests/?state=requested").text)

    assert "1 item requested, $100.00 in all." in listed
    assert listed.count("$100.00") == 2  # the sum and the row


def test_what_is_chosen_is_approved_as_previewed(as_user, cast, year, local):
    wires, waves = asked(cast, year, "Wires"), asked(cast, year, "Waves", dollars=150)
    director = as_user(cast.director)
    page = inbox(director, wires, waves)

    done = send(director, page)
    again = send(director, page)

    assert "2 requests approved, $250 in all." in text_of(done.text)
    assert "2 requests approved, $250 in all." in text_of(again.text)
    assert states(wires, waves) == ["approved", "approved"]
    assert local.encumbered_cents == 250_00
    assert db.session.query(RequestStep).filter_by(action="approve").count() == 2
    assert ledger_queries.faults() == []


def test_one_that_cannot_be_paid_stops_all_of_them(as_user, cast, year, local):
    wires, waves = asked(cast, year, "Wires"), asked(cast, year, "Waves", dollars=450)
    director = as_user(cast.director)
    before = inbox(director, wires)
    steps.approve(waves, parts={local.id: 450_00}, sent=sent(cast.director))
    db.session.commit()

    refused = send(director, before)

    assert refused.status_code == 422
    assert "Wires for Sam Staff: Local has $50 left, and this takes $100" in text_of(refused.text)
    assert "The funds that may pay for it have $50 left." in text_of(refused.text)
    assert states(wires) == ["requested"]


def test_the_second_of_two_that_do_not_fit_together_is_left_out(as_user, cast, year, local):
    wires, waves = asked(cast, year, "Wires", dollars=300), asked(cast, year, "Waves", dollars=300)

    shown = text_of(inbox(as_user(cast.director), wires, waves).text)

    assert "1 request is left out" in shown
    assert "Waves for Sam Staff : The funds that may pay for it have $200 left." in shown
    assert "Approve 1, set $300.00 aside" in shown


def test_what_goes_on_to_the_business_office_sets_nothing_aside_yet(as_user, cast, year, local):
    year.finance_above_cents = 99_99
    wires = asked(cast, year, "Wires")
    director, finance = as_user(cast.director), as_user(cast.finance)

    early = text_of(inbox(finance, wires).text)
    page = inbox(director, wires)
    send(director, page)
    for_finance = inbox(finance, wires)
    send(finance, for_finance)

    assert "It waits for the director." in early
    assert "1 request goes on to the business office" in text_of(page.text)
    assert "Approve 1, set $100.00 aside" in text_of(for_finance.text)
    assert states(wires) == ["approved"]
    assert local.encumbered_cents == 100_00


def test_money_of_a_fund_goes_on_to_the_business_office_once(as_user, cast, year, local):
    year.finance_above_cents = 99_99
    make_ledger_fund(cast.alder, year, "Title D", cents=350_00, spend_by=clock.today())
    wires, waves = asked(cast, year, "Wires", dollars=350), asked(cast, year, "Waves", dollars=350)

    send(as_user(cast.director), inbox(as_user(cast.director), wires, waves))

    named = [[(each.fund.name, each.cents) for each in item.payments] for item in (wires, waves)]
    assert named == [[("Title D", 350_00)], [("Local", 350_00)]]


def test_what_two_were_named_for_goes_to_the_first_and_another_fund_pays_the_second(
    as_user, cast, year, local
):
    year.finance_above_cents = 99_99
    title = make_ledger_fund(cast.alder, year, "Title D", cents=350_00)
    wires, waves = asked(cast, year, "Wires", dollars=350), asked(cast, year, "Waves", dollars=350)
    for item in (wires, waves):
        steps.approve(item, parts={title.id: 350_00}, sent=sent(cast.director))
    db.session.commit()
    finance = as_user(cast.finance)

    page = inbox(finance, wires, waves)
    send(finance, page)

    said = "Waves for Sam Staff : Title D was to pay $350 and has $0 left. Who pays now: Local $350"
    assert said in text_of(page.text)
    assert "Wires for Sam Staff :" not in text_of(page.text)
    assert states(wires, waves) == ["approved", "approved"]
    assert (title.encumbered_cents, local.encumbered_cents) == (350_00, 350_00)
    assert ledger_queries.faults() == []


def test_nobody_approves_at_another_desk_by_a_form_of_their_own(as_user, cast, year, local):
    wires = asked(cast, year, "Wires")
    form = {"key": uuid.uuid4().hex, "r": wires.id, "part": f"{wires.id}:{local.id}:10000"}

    refused = as_user(cast.finance).post("/requests/answers", data=form | {"answer": "approve"})

    assert refused.status_code == 409
    assert "Wires for Sam Staff: It waits for the director." in text_of(refused.text)
    assert states(wires) == ["requested"]


def test_ones_own_request_is_not_for_oneself(as_user, cast, year, local):
    accounts.grant(cast.staff, role="director", unit_id=cast.alder.id)
    wires = asked(cast, year, "Wires")
    own = as_user(cast.staff)

    shown = text_of(inbox(own, wires).text)
    requested = text_of(inbox(own, state="requested").text)

    assert "No request waits for your answer." in shown
    assert "1 item requested, $100 in all." in requested


def test_what_cannot_be_paid_is_declined_with_the_others(as_user, cast, year, local):
    wires, waves = asked(cast, year, "Wires"), asked(cast, year, "Waves", dollars=900)
    director = as_user(cast.director)
    page = inbox(director, wires, waves)

    send(director, page, "decline", comment="No money.")

    assert "Approve 1" in text_of(page.text)
    assert "Decline 2" in text_of(page.text)
    assert states(wires, waves) == ["declined", "declined"]


@pytest.mark.parametrize(("answer", "state"), [("return", "returned"), ("decline", "declined")])
def test_several_are_sent_back_or_declined_with_words_only(as_user, cast, year, answer, state):
    make_ledger_fund(cast.alder, year, cents=500_00)
    wires, waves = asked(cast, year, "Wires"), asked(cast, year, "Waves")
    director = as_user(cast.director)
    page = inbox(director, wires, waves)

    silent = send(director, page, answer)
    done = send(director, page, answer, comment="Which date?")

    assert silent.status_code == 422
    assert "Say why in a few words" in text_of(silent.text)
    assert "If you approve these 2" in text_of(silent.text)
    assert done.status_code == 200
    assert states(wires, waves) == [state, state]


def test_a_request_out_of_reach_is_not_there(as_user, cast, year, local):
    wires = asked(cast, year, "Wires")
    form = {"key": uuid.uuid4().hex, "r": wires.id, "answer": "approve"}

    answer = as_user(cast.other_director).post("/requests/answers", data=form)

    assert answer.status_code == 404


@pytest.mark.parametrize("changed", [{"part": "1:2"}, {"r": "x"}, {"r": []}, {"r": 2**40}])
def test_a_form_that_no_page_has_made_is_refused(as_user, cast, year, local, changed):
    wires = asked(cast, year, "Wires")
    director = as_user(cast.director)

    refused = send(director, inbox(director, wires), **changed)

    assert refused.status_code == 422
    assert states(wires) == ["requested"]


@pytest.mark.parametrize(
    ("search", "found"),
    [("wir", 1), ("sam wires", 1), ("network", 1), ("learning", 1), ("local", 0), ("100%", 0)],
)
def test_a_list_is_searched_by_words(as_user, cast, year, local, search, found):
    asked(cast, year, "Wires")

    shown = text_of(inbox(as_user(cast.director), q=search).text)

    assert ("1 request waits for your answer" in shown) is bool(found)


def test_what_is_approved_has_a_day_to_register_by(as_user, cast, year, local):
    wires, waves = asked(cast, year, "Wires"), asked(cast, year, "Waves")
    run = make_run(waves.offering, in_days=20)
    for item in (wires, waves):
        steps.approve(item, parts={local.id: 100_00}, sent=sent(cast.director))
    local.spend_by = clock.today() + timedelta(30)
    db.session.commit()

    shown = text_of(inbox(as_user(cast.director), state="approved").text)

    assert f"{run.starts_on.day} {run.starts_on:%B %Y}" in shown
    assert f"{local.spend_by.day} {local.spend_by:%B %Y}" in shown
    assert shown.index("Waves") < shown.index("Wires")  # due first


def test_a_list_is_taken_out_as_csv_with_costs_by_kind(as_user, cast, year, local):
    wires = asked(cast, year, "=Wires")
    costs.set_costs(wires, {CostKind.FEE: 100_00, CostKind.TRAVEL: 25_50})
    steps.approve(wires, parts={local.id: 125_50}, sent=sent(cast.director))
    enter(
        wires, by=cast.finance, vendor_id=None, order_number="0077",
        ordered_on=clock.today(),
        paid_by="district",
        reimbursed_cents=None, reimbursed_on=None,
    )  # fmt: skip
    asked(cast, year, "Waves")

    text = as_user(cast.finance).get("/budget/requests.csv?state=approved").text
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))

    (row,) = (dict(zip(head, each, strict=True)) for each in rows)
    assert row["Offering"] == "'=Wires"
    assert [row[f"{kind} (USD)"] for kind in ("Fee", "Travel", "Meals", "Cost")] == [
        "100.00", "25.50", "0.00", "125.50",
    ]  # fmt: skip
    assert (row["Funds"], row["Account codes"], row["Order"]) == ("Local", "007-1", "0077")
    assert (row["State"], row["Request"], row["Units of funds"]) == (
        "Approved", str(wires.id), "Alder",
    )  # fmt: skip
    assert (row["Estimated cost (USD)"], row["Actual cost (USD)"]) == ("125.50", "")
    assert row["Register by"] == local.spend_by.isoformat()


@pytest.fixture
def paid(cast, year, local):
    """Done for $90.25 of an estimated $100, and ordered."""
    wires = asked(cast, year, "Wires")
    steps.approve(wires, parts={local.id: 100_00}, sent=sent(cast.director))
    steps.register(wires, sent=sent(cast.staff))
    steps.complete(
        wires, actual={CostKind.FEE: 80_25, CostKind.MEALS: 10_00}, sent=sent(cast.finance)
    )
    vendor = add_vendor(cast.alder, name="Learning Works", number="42")
    enter(
        wires, by=cast.finance, vendor_id=vendor.id, order_number="0077",
        ordered_on=clock.today(), paid_by="district", reimbursed_cents=None, reimbursed_on=None,
    )  # fmt: skip
    db.session.commit()
    return wires


def test_what_was_paid_has_its_list(as_user, cast, year, paid):
    asked(cast, year, "Waves")
    finance = as_user(cast.finance)

    listed = text_of(inbox(finance, state="completed").text)

    assert "1 item completed, $90.25 paid." in listed
    assert "Completed (1)" in listed
    assert "$90.25 estimated $100.00" in listed
    assert "Waves" not in listed
    assert "Wires" in text_of(inbox(finance, state="completed", q="wires").text)
    assert "Nothing here is about" in text_of(inbox(finance, state="completed", q="waves").text)
    assert inbox(as_user(cast.staff), state="completed").status_code == 404


def test_what_was_paid_is_listed_also_for_who_left_until_its_year_is_closed(
    as_user, cast, year, paid
):
    cast.sam.active = False
    db.session.commit()
    left = text_of(inbox(as_user(cast.finance), state="completed").text)
    year.starts_on, year.ends_on = (clock.today() - timedelta(days) for days in (365, 1))
    db.session.commit()

    finance = as_user(cast.finance)
    over = text_of(inbox(finance, state="completed").text)
    file = finance.get("/budget/requests.csv?state=completed").text
    year.closed_at = clock.now()
    db.session.commit()
    closed = text_of(inbox(finance, state="completed").text)

    for page in (left, over):
        assert "1 item completed, $90.25 paid." in page
    assert "Wires" in file
    assert "Nothing of a fiscal year that is not closed is completed yet." in closed


def test_what_was_paid_years_ago_is_listed_until_its_year_is_closed(as_user, cast, year, paid):
    year.starts_on, year.ends_on = (clock.today() - timedelta(days) for days in (1580, 1216))
    finance = as_user(cast.finance)

    for days in (1600, 1300, 1150):
        paid.changed_at = clock.now() - timedelta(days)
        db.session.commit()
        listed = text_of(inbox(finance, state="completed").text)
        assert "1 item completed, $90.25 paid." in listed

    make_year(cast.alder)
    year.closed_at = clock.now()
    db.session.commit()
    closed = text_of(inbox(finance, state="completed").text)
    assert "Nothing of a fiscal year that is not closed is completed yet." in closed


def test_a_file_helps_whoever_is_to_answer(as_user, cast, year, local, paid):
    waves = asked(cast, year, "Waves")
    finance = as_user(cast.finance)

    waits, done = (text_of(finance.get(f"/requests/{each.id}").text) for each in (waves, paid))

    assert "No file yet. A quote or a flyer helps whoever answers." in waits
    assert "No file yet." in done
    assert "A quote or a flyer" not in done


def test_what_was_paid_is_taken_out_with_its_order_and_its_cost_by_kind(as_user, cast, year, paid):
    answer = as_user(cast.finance).get("/budget/requests.csv?state=completed")
    head, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"), newline=""))

    assert "requests-completed.csv" in answer.headers["Content-Disposition"]
    (row,) = (dict(zip(head, each, strict=True)) for each in rows)
    assert [row[each] for each in ("State", "Vendor", "Order", "Ordered on", "Paid by")] == [
        "Completed", "Learning Works", "0077", clock.today().isoformat(), "The district",
    ]  # fmt: skip
    assert [row[f"{kind} (USD)"] for kind in ("Fee", "Meals", "Cost", "Actual cost")] == [
        "80.25", "10.00", "90.25", "90.25",
    ]  # fmt: skip
    estimated = ("Fee estimated", "Meals estimated", "Estimated cost")
    assert [row[f"{kind} (USD)"] for kind in estimated] == ["100.00", "0.00", "100.00"]


def test_a_list_that_there_is_not_is_no_other_list(as_user, cast, year):
    finance = as_user(cast.finance)

    assert finance.get("/requests/?state=paid").status_code == 404
    assert finance.get("/budget/requests.csv?state=paid").status_code == 404
    assert finance.get("/requests/?state=").status_code == 200


def test_funds_of_one_name_whose_last_day_is_past_stand_with_their_units(
    as_user, cast, year, local
):
    own = make_ledger_fund(cast.network, year, "Local", cents=500_00)
    wires = asked(cast, year, "Wires")
    local.spend_by = own.spend_by = clock.today() - timedelta(3)
    db.session.commit()
    last = f"could be spent until {day(own.spend_by)}"
    shown = text_of(inbox(as_user(cast.director), wires).text)
    fault = payers_of(wires).fault_of({own.id: wires.price_cents})

    assert f"No fund may pay for it today: Local {last}, Local (Network) {last}." in shown
    assert fault == f"Local (Network) {last}: past."


def test_funds_of_one_name_stand_with_their_units(as_user, cast, year, local):
    own = make_ledger_fund(cast.network, year, "Local", cents=500_00, account_code="009")
    wires = asked(cast, year, "Wires")
    director = as_user(cast.director)
    form = text_of(director.get(f"/requests/{wires.id}").text)
    may_pay = text_of(as_user(cast.staff).get(f"/requests/{wires.id}").text)
    steps.approve(wires, parts={local.id: 60_00, own.id: 40_00}, sent=sent(cast.director))
    db.session.commit()

    for said in (form, may_pay):
        assert "Local Alder, 007-1; " in said
        assert "Local Network, 009; " in said
    assert "Set aside in Local $60 (007-1) and Local (Network) $40 (009)." in text_of(
        director.get(f"/requests/{wires.id}").text
    )
    assert "Local 007-1 Local (Network) 009" in text_of(inbox(director, state="approved").text)
    assert "$100.00: Local $60.00, Local (Network) $40.00." in text_of(
        as_user(cast.finance).get("/audit/?kind=approved").text
    )


def test_the_ledger_of_a_fund_is_taken_out_as_csv(as_user, cast, year, local):
    wires = asked(cast, year, "Wires")
    steps.approve(wires, parts={local.id: 100_00}, sent=sent(cast.director))
    db.session.commit()

    answer = as_user(cast.finance).get(f"/budget/funds/{local.id}/ledger.csv")
    head, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"), newline=""))

    amounts = [(row[2], row[5], row[11]) for row in rows]
    assert head[11:] == ["Amount (USD)", "When", "Request", "Unit of fund"]
    assert amounts == [
        ("Allocated", "available", "500.00"),
        ("Allocated", "source", "-500.00"),
        ("Set aside", "available", "-100.00"),
        ("Set aside", "encumbered", "100.00"),
    ]
    assert [row[13:] for row in rows] == [["", "Alder"]] * 2 + [[str(wires.id), "Alder"]] * 2
    assert {row[12][:10] for row in rows} == {row[1] for row in rows}


def test_a_batch_that_went_on_and_comes_again_gets_the_same_answer(as_user, cast, year, local):
    year.finance_above_cents = 99_99
    wires = asked(cast, year, "Wires")
    director = as_user(cast.director)
    page = inbox(director, wires)

    answers = [text_of(send(director, page).text) for _ in range(2)]

    assert all("1 request sent on to the business office." in each for each in answers)
    assert db.session.query(RequestStep).filter_by(action="approve").count() == 1


@pytest.mark.parametrize("more", ["item", "comment"])
def test_the_key_of_a_batch_is_good_for_what_it_was_sent_with(as_user, cast, year, local, more):
    wires, waves = asked(cast, year, "Wires"), asked(cast, year, "Waves")
    director = as_user(cast.director)
    page = inbox(director, wires)
    send(director, page, "return", comment="Which date?")

    changed = {"r": [wires.id, waves.id]} if more == "item" else {}
    again = send(director, page, "return", comment="Which date?" + more * (not changed), **changed)

    assert again.status_code == 409
    assert states(waves) == ["requested"]


def test_what_was_typed_for_a_batch_stays(as_user, cast, year, local):
    wires = asked(cast, year, "Wires")
    director = as_user(cast.director)
    page = inbox(director, wires)
    steps.turn_down(wires, sent=sent(cast.director))
    db.session.commit()

    late = send(director, page, comment="Be quick.")
    chosen = inbox(director, wires, comment="Be quick.")
    nothing = director.post("/requests/answers", data={"comment": "Be quick."})

    assert (late.status_code, nothing.status_code) == (409, 422)
    for each in (late, chosen, nothing):
        assert "Be quick.</textarea>" in each.text


def test_what_is_set_aside_for_somebody_who_left_still_waits_for_somebody(
    as_user, cast, year, local
):
    wires, waves = asked(cast, year, "Wires"), asked(cast, year, "Waves")
    steps.approve(wires, parts={local.id: 100_00}, sent=sent(cast.director))
    cast.sam.active = False
    db.session.commit()
    finance = as_user(cast.finance)

    assert "Wires" in text_of(inbox(finance, state="approved").text)
    assert waves.offering.title not in text_of(inbox(finance, state="requested").text)


def test_nothing_is_registered_after_its_year(as_user, cast, year, local):
    wires = asked(cast, year, "Wires")
    steps.approve(wires, parts={local.id: 100_00}, sent=sent(cast.director))
    local.spend_by = year.ends_on + timedelta(90)
    db.session.commit()

    shown = text_of(inbox(as_user(cast.director), state="approved").text)

    assert f"{year.ends_on.day} {year.ends_on:%B %Y}" in shown
