"""What an item costs by kind: estimated, changed, actual; and what is flagged before approval."""

import uuid

import pytest

from pdplanner import clock
from pdplanner.accounts import services as accounts
from pdplanner.budgets import ledger_queries, purchasing
from pdplanner.catalog.models import Quote
from pdplanner.extensions import db
from pdplanner.plans.items import costs
from pdplanner.plans.models import CostKind, PlanItem, RequestStep
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.errors import NotNowError
from tests.support.html import text_of
from tests.support.person_year import make_item, make_ledger_fund, make_offering, sent

FEE, TRAVEL, MEALS = CostKind.FEE, CostKind.TRAVEL, CostKind.MEALS
MATERIALS, SUBSTITUTE = CostKind.MATERIALS, CostKind.SUBSTITUTE


@pytest.fixture
def item(cast, year):
    return place(cast, year, "Wires")


def place(cast, year, title, *, dollars=200, person=None, offering=None):
    offering = offering or make_offering(title, {"I.A.1": (2, 0)}, dollars=dollars)
    person = person or cast.sam
    made = make_item(person, year, offering, by=person.user, answered=True, dollars=dollars)
    db.session.commit()
    return made


def address(item, step=""):
    return f"/requests/{item.id}" + (f"/{step}" if step else "")


def form_of(page, step):
    """The fields of one of the forms of a page."""
    form = page.text.split(f'/{step}"')[1].partition("</form>")[0]
    pairs = (
        [each.partition(f'{one}="')[2].partition('"')[0] for one in ("name", "value")]
        for each in form.split("<input ")[1:]
    )
    return dict(pairs) | {"__": (form and "") or ""}


def post(client, item, step, **data):
    fields = form_of(client.get(address(item)), step) | data
    return client.post(address(item, step), data=fields, follow_redirects=True)


def test_a_place_costs_fee_and_travel_when_it_is_chosen(as_user, cast, year):
    offering = make_offering("Wires", {"I.A.1": (2, 0)}, dollars=120)
    quote = Quote(offering_id=offering.id, unit_id=cast.alder.id, travel_cents=30_00)
    quote.entered_at = clock.now()
    db.session.add(quote)
    db.session.commit()

    as_user(cast.staff).post("/choose/items", data={"offering_id": offering.id})

    item = db.session.query(PlanItem).one()
    assert costs.costs_of(item) == {FEE: 120_00, TRAVEL: 30_00}
    assert item.price_cents == item.allowance_cents == 150_00


def test_materials_and_substitutes_use_no_allowance(item):
    costs.set_costs(item, {FEE: 100_00, MEALS: 10_00, MATERIALS: 25_00, SUBSTITUTE: 140_00})
    db.session.commit()

    counted = db.session.query(PlanItem.allowance_cents).scalar()
    assert (item.price_cents, item.allowance_cents, counted) == (275_00, 110_00, 110_00)


def test_funds_that_are_named_pay_a_changed_cost_in_the_same_proportion(cast, year, item, local):
    second = make_ledger_fund(cast.alder, year, "Title II-A", cents=500_00)
    costs.set_payments(item, {local.id: 150_00, second.id: 50_00})

    costs.set_costs(item, {FEE: 100_01})

    assert {each.fund_id: each.cents for each in item.payments} == {
        local.id: 75_01,
        second.id: 25_00,
    }


def test_what_it_did_cost_stands_beside_what_it_was_to_cost(cast, item, local):
    costs.set_costs(item, {FEE: 200_00, TRAVEL: 50_00})
    steps.request(item, sent=sent(cast.staff))
    steps.approve(item, parts={local.id: 250_00}, sent=sent(cast.director))
    steps.register(item, sent=sent(cast.staff))
    steps.complete(item, actual={FEE: 180_00, MEALS: 12_50}, sent=sent(cast.finance))

    rows = {each.kind: (each.estimated_cents, each.cents) for each in item.costs}
    assert rows == {"fee": (200_00, 180_00), "travel": (50_00, 0), "meals": (0, 12_50)}
    assert (item.estimated_cents, item.price_cents, local.spent_cents) == (250_00, 192_50, 192_50)
    assert ledger_queries.faults() == []


def test_a_person_says_what_it_is_to_cost_before_they_ask(as_user, cast, item):
    staff = as_user(cast.staff)

    changed = text_of(post(staff, item, "costs", travel="45", lodging="$120.50").text)
    broken = post(staff, item, "costs", travel="(12.00)", meals="9")

    assert "What Wires costs or takes is changed." in changed
    assert "Fee $200.00 Travel $45.00 Lodging $120.50" in changed
    assert "Cost or hours changed by Staff From $200 to $365.50." in changed
    assert broken.status_code == 422
    assert "Enter an amount such as 1,250.00." in text_of(broken.text)
    assert 'value="(12.00)"' in broken.text
    assert db.session.get_one(PlanItem, item.id).price_cents == 365_50


def test_two_people_who_change_a_cost_see_each_others_entries(as_user, cast, item):
    steps.request(item, sent=sent(cast.staff))
    db.session.commit()
    director = as_user(cast.director)
    late = form_of(director.get(address(item)), "costs")
    post(director, item, "costs", travel="45")

    overtaken = director.post(address(item, "costs"), data=late | {"travel": "60"})
    shown = text_of(overtaken.text)

    assert overtaken.status_code == 409
    assert "Not saved: it was changed while this page was open" in shown
    assert "Travel 60 45" in shown
    assert db.session.get_one(PlanItem, item.id).price_cents == 245_00


def test_once_the_director_approved_a_sum_it_is_sent_back_to_be_changed(cast, year, item, local):
    year.finance_above_cents = 0
    steps.request(item, sent=sent(cast.staff))
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))

    with pytest.raises(NotNowError, match="Send it back to change the cost"):
        steps.amend(item, costs={FEE: 900_00}, sent=sent(cast.director))

    assert item.price_cents == 200_00


def test_a_cost_sent_twice_is_changed_once(cast, item):
    once = sent(cast.staff)

    assert steps.amend(item, costs={FEE: 1_00}, sent=once)
    assert not steps.amend(item, costs={FEE: 1_00, MEALS: 0}, sent=once)

    assert db.session.query(RequestStep).filter_by(action="amend").count() == 1


def test_the_person_reads_who_changed_the_cost(as_user, cast, item, outbox):
    steps.request(item, sent=sent(cast.staff))
    db.session.commit()

    post(as_user(cast.director), item, "costs", travel="45")

    [letter] = [each for each in outbox() if each["To"] == cast.staff.email]
    assert "Director changed the cost" in letter.get_payload(decode=True).decode()


def test_the_requester_sees_what_is_left_of_the_allowance_and_of_the_fund(
    as_user, cast, item, local
):
    cast.sam.allowance_cents = 150_00
    costs.set_payments(item, {local.id: 200_00})
    db.session.commit()

    shown = text_of(as_user(cast.staff).get(address(item)).text)

    assert "Allowance left −$50 of $150, this counted" in shown
    assert "Local has $500 available." in shown


def threshold(cast, dollars, requires="Three written quotes"):
    purchasing.add_threshold(cast.alder, above_cents=dollars * 100, requires=requires)
    db.session.commit()


@pytest.mark.parametrize(("dollars", "flagged"), [(199, True), (200, False)])
def test_above_a_threshold_a_request_is_flagged(as_user, cast, item, dollars, flagged):
    threshold(cast, dollars)
    steps.request(item, sent=sent(cast.staff))
    db.session.commit()
    director = as_user(cast.director)

    request = text_of(director.get(address(item)).text)
    listed = text_of(director.get("/requests/").text)

    assert ("a purchase needs: Three written quotes" in request) is flagged
    assert (f"above ${dollars}" in listed) is flagged


def test_places_of_one_offering_are_one_purchase_without_what_is_spent_on_the_way(
    as_user, cast, year, item
):
    threshold(cast, 399)
    threshold(cast, 5_000, "A bid")
    other = place(cast, year, "", person=cast.dana, offering=item.offering)
    costs.set_costs(other, {FEE: 200_00, TRAVEL: 9_000_00})
    db.session.commit()

    shown = text_of(as_user(cast.staff).get(address(item)).text)

    assert "Above $399 a purchase needs: Three written quotes" in shown
    assert "part of $400 for 2 places" in shown


def test_finance_enters_thresholds_and_removes_them(as_user, cast, year):
    finance = as_user(cast.finance)
    page = f"/budget/districts/{cast.alder.id}/purchasing"
    data = {"above_cents": "3,500", "requires": "Three written quotes"}

    added = text_of(finance.post(page, data=data, follow_redirects=True).text)
    twice = finance.post(page, data=data)
    empty = finance.post(page, data={"above_cents": "x", "requires": ""})
    removed = finance.post("/budget/thresholds/1/remove", follow_redirects=True)

    assert "$3,500 Three written quotes" in added
    assert twice.status_code == empty.status_code == 422
    assert "There is a threshold at $3,500 already" in text_of(twice.text)
    assert "Yes, remove $3,500" in added
    assert empty.text.count('<li><a href="#') == 2, "each fault stands on a line of its own"
    assert "None is entered" in text_of(removed.text)


def test_nobody_changes_the_cost_of_their_own_request_while_it_waits(as_user, cast, year):
    accounts.grant(cast.staff, role="director", unit_id=cast.alder.id)
    own = place(cast, year, "Own")
    steps.request(own, sent=sent(cast.staff))
    db.session.commit()

    refused = as_user(cast.staff).post(
        address(own, "costs"), data={"key": uuid.uuid4().hex, "fee": "777"}
    )

    assert refused.status_code == 422
    assert "Nobody answers a request of their own." in text_of(refused.text)
    assert db.session.get_one(PlanItem, own.id).price_cents == 200_00


def test_a_director_does_not_complete_it_above_what_the_business_office_approves(
    as_user, cast, year, item, local
):
    year.finance_above_cents = 250_00
    steps.request(item, sent=sent(cast.staff))
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))
    steps.register(item, sent=sent(cast.staff))
    db.session.commit()

    director = as_user(cast.director)
    more = {"fee": "251", "more": "5100", "comment": "A late fee."}
    above = post(director, item, "complete", **more)
    finance = post(as_user(cast.finance), item, "complete", **more)

    assert above.status_code == 422
    assert "At this cost only the business office completes it." in text_of(above.text)
    assert "Wires is completed." in text_of(finance.text)


def test_a_share_takes_nothing_of_the_allowance_whatever_the_fee_was_meanwhile(item):
    item.shared_cents = 200_00
    costs.set_costs(item, {FEE: 10_00})
    less = item.allowance_cents
    costs.set_costs(item, {FEE: 200_00, TRAVEL: 30_00})
    db.session.commit()

    counted = db.session.query(PlanItem.allowance_cents).scalar()
    assert (less, item.allowance_cents, counted) == (0, 30_00, 30_00)


def test_what_was_declined_is_part_of_no_purchase(as_user, cast, year, item):
    threshold(cast, 100)
    place(cast, year, "", person=cast.dana, offering=item.offering)
    steps.request(item, sent=sent(cast.staff))
    steps.turn_down(item, sent=sent(cast.director))
    db.session.commit()

    assert "a purchase needs" not in text_of(as_user(cast.staff).get(address(item)).text)


def test_what_finance_approved_is_completed_by_a_director_up_to_that(
    as_user, cast, year, item, local
):
    year.finance_above_cents = 100_00
    steps.request(item, sent=sent(cast.staff))
    for approver in (cast.director, cast.finance):
        steps.approve(item, parts={local.id: 200_00}, sent=sent(approver))
    steps.register(item, sent=sent(cast.staff))
    db.session.commit()
    director = as_user(cast.director)

    above = post(director, item, "complete", fee="200.01")
    within = post(director, item, "complete", fee="200")

    assert above.status_code == 422
    assert "Wires is completed." in text_of(within.text)


def test_why_a_cost_changes_is_asked_for_and_stands_among_the_steps(as_user, cast, item, local):
    client = as_user(cast.staff)
    shown = client.get(address(item)).text
    post(client, item, "costs", fee="220", comment="A new quote.")

    assert "Why it changes" in text_of(shown)
    assert "From $200 to $220. A new quote." in text_of(client.get(address(item)).text)


def test_a_reason_may_be_as_long_as_its_form_says_beside_the_largest_sums(cast, year, as_user):
    most = {each.value: 100_000_000 for each in CostKind}
    wide = make_ledger_fund(cast.alder, year, "Wide", cents=10, cap="warn")
    item = place(cast, year, "Wires", dollars=99_999_999)
    finance, staff = as_user(cast.finance), as_user(cast.staff)

    changed = say_at_length(staff, item, "costs", **most)
    steps.request(item, sent=sent(cast.staff))
    steps.approve(item, parts={wide.id: item.price_cents}, sent=sent(cast.director))
    steps.register(item, sent=sent(cast.staff))
    steps.complete(item, actual={FEE: 99_999_999_99}, sent=sent(cast.finance))
    db.session.commit()
    corrected = say_at_length(finance, item, "correct", **most)

    assert changed == corrected == (422, 303)
    said = [step.comment for step in db.session.query(RequestStep).order_by(RequestStep.id)]
    assert {len(comment) > 400 for comment in (said[0], said[-1])} == {True}


def say_at_length(client, item, step, **amounts):
    """The status where the reason is a letter too long, and where it is as long as it may be."""
    page = client.get(address(item)).text
    form = page.split(f'/{step}"')[1].partition("</form>")[0]
    area = form.partition("<textarea")[2]
    longest = int(area.partition('maxlength="')[2].partition('"')[0])
    fields = form_of(client.get(address(item)), step) | amounts
    refused = client.post(address(item, step), data=fields | {"comment": "x" * (longest + 1)})
    assert "x" * (longest + 1) in refused.text
    taken = client.post(address(item, step), data=fields | {"comment": "x" * longest})
    return refused.status_code, taken.status_code
