"""What finance prints: a purchase request and the budget, read back from the PDF."""

import pytest

from pdplanner import clock
from pdplanner.budgets.purchasing import add_threshold, add_vendor
from pdplanner.extensions import db
from pdplanner.plans.items import costs
from pdplanner.plans.models import CostKind, State
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.purchase import enter
from tests.support.framework import make_framework
from tests.support.papers import text_of
from tests.support.person_year import make_item, make_ledger_fund, make_offering, make_year, sent

MARKUP = '#panic("x") *bold* $1$ <label> @ref [a]'


@pytest.fixture
def database(sqlite_template):
    """What stands on paper is read by queries that other tests compare between the engines."""
    return sqlite_template.emptied()


@pytest.fixture
def item(cast):
    """Approved for $250.50 from two funds, above a threshold, and ordered."""
    make_framework()
    year = make_year(cast.alder)
    local = make_ledger_fund(cast.alder, year, "Local", cents=500_00)
    grant = make_ledger_fund(cast.alder, year, "Grant", cents=500_00)
    add_threshold(cast.alder, above_cents=100_00, requires="Three written quotes")
    vendor = add_vendor(cast.alder, name="Learning Works", number="0042")
    offering = make_offering(MARKUP, {"I.A.1": (2, 0)}, dollars=200)
    item = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    costs.set_costs(item, {CostKind.FEE: 200_00, CostKind.TRAVEL: 50_50})
    db.session.commit()
    steps.request(item, sent=sent(cast.staff, "In June."))
    parts = {local.id: 200_00, grant.id: 50_50}
    steps.approve(item, parts=parts, sent=sent(cast.director))
    enter(
        item, by=cast.finance, vendor_id=vendor.id, order_number="PO-0077",
        ordered_on=clock.today(),
        paid_by="district", reimbursed_cents=None, reimbursed_on=None,
    )  # fmt: skip
    db.session.commit()
    return item


def test_a_purchase_request_says_what_whom_and_who_pays(as_user, cast, item):
    answer = as_user(cast.finance).get(f"/budget/requests/{item.id}.pdf")
    text = text_of(answer.data)

    assert answer.headers["Content-Disposition"] == f"attachment; filename=request-{item.id}.pdf"
    for line in (
        "Alder", "Purchase request", "Sam Staff, Network", "Fee $200.00", "Travel $50.50",
        "Total $250.50", "Local 007-1 $200.00", "Grant 007-1 $50.50",
        "Above $100 a purchase needs: Three written quotes. This is part of $200 for 1 place",
        "Requested Staff In June.", "Approved Director", "Vendor Learning Works 0042",
        "Purchase order PO-0077", "Page 1 of 1",
    ):  # fmt: skip
        assert line in text


def test_no_text_is_taken_for_markup(as_user, cast, item):
    text = text_of(as_user(cast.finance).get(f"/budget/requests/{item.id}.pdf").data)

    assert MARKUP in text


def test_what_it_did_cost_stands_beside_the_estimate(as_user, cast, item):
    steps.register(item, sent=sent(cast.staff))
    steps.complete(item, actual={CostKind.FEE: 190_00}, sent=sent(cast.finance))
    db.session.commit()

    text = text_of(as_user(cast.finance).get(f"/budget/requests/{item.id}.pdf").data)

    assert "Fee $200.00 $190.00" in text
    assert "Total $250.50 $190.00" in text


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.REQUESTED, "To be paid from these funds. Nothing is set aside yet."),
        (State.APPROVED, "Set aside in these funds."),
        (State.COMPLETED, "Paid from these funds."),
        (State.CANCELLED, "Nothing is paid for it. These funds were named."),
    ],
)
def test_a_paper_says_what_became_of_the_money(as_user, cast, item, state, said):
    item.state = state
    db.session.commit()

    text = text_of(as_user(cast.finance).get(f"/budget/requests/{item.id}.pdf").data)

    assert said in text


def test_the_budget_stands_on_paper_to_the_cent(as_user, cast, item):
    answer = as_user(cast.finance).get("/budget/plan.pdf")
    text = text_of(answer.data)

    assert "$749.50 available, $0.00 of it planned: $749.50 would be left." in text
    assert "Local 007-1 $500.00 $0.00 $200.00 $300.00 $0.00 $300.00" in text
    assert "Total $1,000.00 $0.00 $250.50 $749.50 $0.00 $749.50" in text
    assert "Sam Staff Network 1 4 $0.00 $250.50 $250.50" in text
    assert b"pdfuaid" in answer.data  # says that it keeps to the standard for accessible files


@pytest.mark.parametrize("paper", ["plan.pdf", "requests/{item}.pdf"])
def test_letters_that_no_font_has_stand_as_their_numbers(as_user, cast, item, paper):
    cast.sam.name = "Łukasz 李小 and \U0001f600\a"
    db.session.commit()

    answer = as_user(cast.finance).get(f"/budget/{paper.format(item=item.id)}")
    text = text_of(answer.data)

    assert "Łukasz" in text
    assert "[U+674E U+5C0F]" in text
    assert "[U+1F600 U+0007]" in text
    assert "Some letters are not in the fonts of this paper. Each stands as its Unicode" in text
    assert "such as [U+674E U+5C0F]." in text
    assert b"pdfuaid" in answer.data, "nothing is left that the standard refuses"


def test_a_paper_whose_letters_are_all_known_says_nothing_of_them(as_user, cast, item):
    cast.sam.name = "Zoë Łukasz-Żak Ñandú"
    db.session.commit()

    text = text_of(as_user(cast.finance).get("/budget/plan.pdf").data)

    assert "Zoë Łukasz-Żak Ñandú" in text
    assert "Some letters" not in text


def test_a_year_without_anything_has_a_paper_too(as_user, cast):
    make_framework()
    make_year(cast.alder)
    db.session.commit()

    text = text_of(as_user(cast.finance).get("/budget/plan.pdf").data)

    assert "No fund is entered in this fiscal year yet." in text
    assert "Nothing is planned yet." in text
