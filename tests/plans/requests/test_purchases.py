"""How an approved request is bought: vendor, order, and what a person gets back."""

from datetime import timedelta
from io import BytesIO

import pytest

from pdplanner import clock
from pdplanner.accounts import services as accounts
from pdplanner.budgets.purchasing import add_vendor
from pdplanner.extensions import db
from pdplanner.plans.models import CostKind, ItemFile, ItemPurchase
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.errors import NotNowError, SplitError
from tests.support.html import text_of
from tests.support.person_year import sent
from tests.support.requesting import address, approved, asked


@pytest.fixture
def bought(cast, item, local):
    """Approved for $200, and its district knows one vendor."""
    approved(cast, item, local)
    add_vendor(cast.alder, name="Learning Works Inc.", number="00420")
    db.session.commit()
    return item


def enter(client, item, **data):
    where = address(item, "purchase")
    seen = client.get(where).text.split('name="seen" type="hidden" value="')[1].partition('"')[0]
    fields = {"seen": seen, "vendor_id": "0", "paid_by": "district"} | data
    return client.post(where, data=fields, follow_redirects=True)


def add_receipt(client, item):
    fields = {"kind": "receipt", "file": (BytesIO(b"%PDF-1.7"), "receipt.pdf")}
    client.post(address(item, "files"), data=fields)


def today():
    return clock.today().isoformat()


def test_an_order_is_entered_and_read_by_everybody_concerned(as_user, cast, bought):
    finance = as_user(cast.finance)

    saved = enter(finance, bought, vendor_id="1", order_number="PO-0077", ordered_on="2026-11-02")

    assert "The purchase is saved." in text_of(saved.text)
    for reader in (cast.finance, cast.director, cast.staff):
        shown = text_of(as_user(reader).get(address(bought)).text)
        assert "Order PO-0077 of 2 November 2026, Learning Works Inc. (00420)." in shown
    assert "Enter the purchase" not in as_user(cast.director).get(address(bought)).text


def test_what_a_person_paid_is_reimbursed_against_a_receipt(as_user, cast, bought):
    finance = as_user(cast.finance)
    asked_back = {"paid_by": "person", "reimbursed_cents": "180.25", "reimbursed_on": today()}

    early = enter(finance, bought, **asked_back)
    add_receipt(as_user(cast.staff), bought)
    saved = enter(finance, bought, **asked_back)

    assert early.status_code == 422
    assert "Add the receipt to the files first." in text_of(early.text)
    assert 'value="180.25"' in early.text
    assert "Paid by Sam Staff; $180.25 reimbursed on" in text_of(saved.text)


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ({"ordered_on": "2026-11-02"}, "Enter the order's number with its day."),
        ({"reimbursed_cents": "1"}, "Only what the person paid is reimbursed."),
        ({"paid_by": "person", "reimbursed_on": "2026-11-02"}, "Enter the amount with its day."),
        ({"paid_by": "person", "reimbursed_cents": "9"}, "Enter the day with the amount."),
        (
            {"paid_by": "person", "reimbursed_cents": "201", "reimbursed_on": "2026-11-02"},
            "It costs $200, and no more is reimbursed.",
        ),
        ({"vendor_id": "99"}, "Choose from the list."),
    ],
)
def test_entries_that_do_not_go_together_are_refused(as_user, cast, bought, entries, said):
    refused = enter(as_user(cast.finance), bought, **entries)

    assert refused.status_code == 422
    assert said in text_of(refused.text)
    assert db.session.query(ItemPurchase).count() == 0


def test_no_order_is_of_a_day_to_come(as_user, cast, bought):
    tomorrow = (clock.today() + timedelta(1)).isoformat()

    refused = enter(as_user(cast.finance), bought, order_number="7", ordered_on=tomorrow)

    assert "Enter a day that is not to come." in text_of(refused.text)


def test_two_people_who_enter_an_order_see_each_others_entries(as_user, cast, bought):
    finance = as_user(cast.finance)
    page = finance.get(address(bought, "purchase")).text
    late = page.split('name="seen" type="hidden" value="')[1].partition('"')[0]
    enter(finance, bought, order_number="PO-1")

    overtaken = enter(finance, bought, seen=late, order_number="PO-2")

    assert overtaken.status_code == 409
    assert "PO-2 PO-1" in text_of(overtaken.text)
    assert db.session.query(ItemPurchase).one().order_number == "PO-1"


def test_nothing_is_bought_before_it_is_approved_nor_by_others(as_user, cast, item, local):
    asked(cast, item)
    early = as_user(cast.finance).get(address(item, "purchase"))
    director = as_user(cast.director).get(address(item, "purchase"))

    assert early.status_code == director.status_code == 404


def test_vendors_are_kept_by_name_with_their_numbers(as_user, cast, year):
    finance, page = as_user(cast.finance), f"/budget/districts/{cast.alder.id}/vendors/new"

    finance.post(page, data={"name": "Learning Works", "number": "0042"})
    twice = finance.post(page, data={"name": "learning works", "number": ""})
    edit = finance.get("/budget/vendors/1").text
    seen = edit.split('name="seen" type="hidden" value="')[1].partition('"')[0]
    saved = finance.post(
        "/budget/vendors/1",
        data={"seen": seen, "name": "Learning Works", "number": "0043"},
        follow_redirects=True,
    )

    assert "learning works is there already." in text_of(twice.text)
    assert "Learning Works 0043" in text_of(saved.text)


def test_nobody_enters_what_they_are_paid_themselves(as_user, cast, year, bought):
    accounts.grant(cast.staff, role="finance", unit_id=cast.alder.id)
    db.session.commit()
    own = as_user(cast.staff)

    refused = enter(own, bought, order_number="PO-1")

    assert refused.status_code == 422
    assert "Somebody else enters what you are paid." in text_of(refused.text)
    assert "Enter the purchase" not in own.get(address(bought)).text


@pytest.fixture
def reimbursed(as_user, cast, bought):
    add_receipt(as_user(cast.staff), bought)
    back = {"paid_by": "person", "reimbursed_cents": "150", "reimbursed_on": today()}
    enter(as_user(cast.finance), bought, **back)
    return bought


def test_what_was_reimbursed_is_neither_called_off_nor_completed_for_less(cast, reimbursed):
    steps.register(reimbursed, sent=sent(cast.staff))
    with pytest.raises(NotNowError, match="Money was reimbursed for it"):
        steps.cancel(reimbursed, sent=sent(cast.director, "No."))
    with pytest.raises(SplitError, match=r"\$150 is reimbursed: it did cost that"):
        steps.complete(reimbursed, actual={CostKind.FEE: 149_99}, sent=sent(cast.finance))

    assert steps.complete(reimbursed, actual={CostKind.FEE: 150_00}, sent=sent(cast.finance))


def test_the_receipt_of_a_reimbursement_stays(as_user, cast, reimbursed):
    file = db.session.query(ItemFile).one()

    refused = as_user(cast.staff).post(address(reimbursed, f"files/{file.id}/remove"))

    assert refused.status_code == 409


def test_vendors_of_one_name_are_one_whatever_the_alphabet(as_user, cast, year):
    finance, page = as_user(cast.finance), f"/budget/districts/{cast.alder.id}/vendors/new"
    answers = [finance.post(page, data={"name": "ÉCOLE", "number": ""}) for _ in range(2)]

    assert [each.status_code for each in answers] == [303, 422]
