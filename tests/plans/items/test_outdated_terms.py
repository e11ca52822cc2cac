"""A price or hours that changed after an item was chosen are said, up to its approval."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from pdplanner import clock
from pdplanner.audit.models import AuditEvent
from pdplanner.catalog.models import Quote
from pdplanner.extensions import db
from pdplanner.notices.models import Notice
from pdplanner.plans.items.costs import set_costs
from pdplanner.plans.items.outdated_terms import terms_now
from pdplanner.plans.models import CostKind, PlanItem, RequestStep, State
from pdplanner.plans.requests import steps
from tests.support.html import text_of
from tests.support.person_year import (
    make_item,
    make_ledger_fund,
    make_levels,
    make_offering,
    make_targets,
    sent,
)
from tests.support.queries import count_queries

SAID = "Was $195 and 10 h when it was chosen, $1,900 and 30 h now."


@pytest.fixture
def offering(cast, year):
    make_targets(cast.sam, {"I.A.1": (3, 3)})
    make_levels(cast.sam, {"I.A.1": 1})
    return make_offering("Wires", {"I.A.1": (2, 0)}, dollars=195, hours=10)


@pytest.fixture
def item(cast, year, offering):
    """Chosen by Sam at $195 and 10 h; the district's quote is $1,900 and 30 h by now."""
    item = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    dearer(cast, offering)
    return item


def dearer(cast, offering, *, cents=1_900_00, hours=30, travel=0):
    quote = db.session.scalar(select(Quote).where(Quote.offering_id == offering.id))
    quote = quote or Quote(offering=offering, unit=cast.alder)
    quote.price_cents, quote.hours, quote.travel_cents = cents, hours, travel
    quote.price_source = quote.hours_source = "Letter"
    quote.price_quoted_on = clock.today()
    quote.entered_at = clock.now()
    db.session.add(quote)
    db.session.commit()


def take_over(client, item, *, page=None, **data):
    """Send the form that takes over what is so today, as the page shows it."""
    page = page or client.get(f"/requests/{item.id}").text
    form = page.split('id="today"')[1].partition("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    return client.post(f"/requests/{item.id}/costs", data=fields | data)


def page_of(client, address):
    return text_of(client.get(address).text)


def test_my_plan_and_the_request_say_it(as_user, cast, item):
    staff, director = as_user(cast.staff), as_user(cast.director)

    assert SAID in page_of(staff, "/plan")
    assert f'href="/requests/{item.id}#today"' in staff.get("/plan").text
    assert SAID in page_of(director, f"/plans/people/{cast.sam.id}")
    request = page_of(staff, f"/requests/{item.id}")
    assert f"{SAID} Nothing changes until you take it over." in request
    assert "Take over $1,900 and 30 h" in request


def test_a_proposal_says_it_on_its_card_and_in_the_plan(as_user, cast, year, offering):
    make_item(cast.sam, year, offering, by=cast.director)
    dearer(cast, offering)
    staff = as_user(cast.staff)
    said = "Was $195 and 10 h when it was proposed, $1,900 and 30 h now."

    assert said in page_of(staff, "/choose")
    plan = page_of(staff, "/plan")
    assert f"{said} Accept it, and you can take that over before you request it." in plan


def test_its_person_takes_it_over_before_asking(as_user, cast, item):
    answer = take_over(as_user(cast.staff), item)

    assert answer.status_code == 303
    db.session.refresh(item)
    assert (item.price_cents, item.hours, item.state) == (1_900_00, 30, State.PROPOSED)
    assert {each.kind: each.cents for each in item.costs} == {CostKind.FEE: 1_900_00}
    step = db.session.scalars(select(RequestStep)).one()
    assert step.comment == "From $195 to $1,900. From 10 h to 30 h."
    page = page_of(as_user(cast.staff), f"/requests/{item.id}")
    assert "now." not in page
    assert "Take over" not in page


def test_hours_alone_are_taken_over_too(as_user, cast, item, offering):
    dearer(cast, offering, cents=195_00, hours=12)

    page = page_of(as_user(cast.staff), f"/requests/{item.id}")
    assert "Was 10 h when it was chosen, 12 h now." in page
    take_over(as_user(cast.staff), item)

    db.session.refresh(item)
    assert (item.price_cents, item.hours) == (195_00, 12)
    assert db.session.scalars(select(RequestStep)).one().comment == "From 10 h to 12 h."


@pytest.mark.parametrize(
    ("terms", "what", "kind"),
    [
        ({"cents": 195_00, "hours": 12}, "hours", "hours changed"),
        ({"cents": 200_00, "hours": 10}, "cost", "cost changed"),
        ({"cents": 200_00, "hours": 12}, "cost and hours", "cost changed"),
    ],
)
def test_the_person_and_the_trail_read_what_was_taken_over(
    as_user, cast, item, offering, terms, what, kind
):
    dearer(cast, offering, **terms)
    steps.request(item, sent=sent(cast.staff))
    db.session.commit()

    take_over(as_user(cast.director), item)

    told = db.session.scalars(select(Notice).where(Notice.user_id == cast.staff.id)).one()
    assert told.said.startswith(f"Director changed the {what} in your request for Wires.")
    newest = select(AuditEvent).order_by(AuditEvent.id.desc()).where(AuditEvent.area == "money")
    assert db.session.scalars(newest).first().kind == kind


@pytest.mark.parametrize(
    "meanwhile",
    [
        {"hours": 29},
        {"cents": 195_00},
        {"cents": 2_000_00},
        {"cents": 1_800_00, "travel": 100_00},
        {"cents": 195_00, "hours": 10},
    ],
)
def test_terms_that_changed_again_meanwhile_are_not_taken(as_user, cast, item, offering, meanwhile):
    staff = as_user(cast.staff)

    page = staff.get(f"/requests/{item.id}")
    dearer(cast, offering, **meanwhile)
    answer = take_over(staff, item, page=page.text)

    assert answer.status_code == 409
    assert "Its price or hours changed once more." in text_of(answer.text)
    db.session.refresh(item)
    assert (item.price_cents, item.hours) == (195_00, 10)


def test_the_director_reads_it_above_approve_and_may_take_it_over(as_user, cast, year, item):
    fund = make_ledger_fund(cast.alder, year, cents=5_000_00)
    steps.request(item, sent=sent(cast.staff))
    db.session.commit()
    director = as_user(cast.director)

    page = page_of(director, f"/requests/{item.id}")
    assert f"{SAID} You approve what stands in the request, $195 and 10 h." in page
    assert "Approve and set $195 aside" in page
    theirs = page_of(as_user(cast.staff), f"/requests/{item.id}")
    assert f"{SAID} Whoever answers it can take that over, or send it back." in theirs
    assert "Take over" not in theirs

    assert take_over(director, item).status_code == 303
    page = page_of(director, f"/requests/{item.id}")
    assert "Approve and set $1,900 aside" in page
    assert SAID not in page
    assert fund.available_cents == 5_000_00


def test_the_preview_of_several_says_it(as_user, cast, year, item):
    make_ledger_fund(cast.alder, year, cents=5_000_00)
    steps.request(item, sent=sent(cast.staff))
    db.session.commit()

    page = page_of(as_user(cast.director), f"/requests/?r={item.id}")

    assert "1 request is not at what it costs today You approve the sums of then." in page
    assert f"Wires for {cast.sam.name} : {SAID}" in page


@pytest.mark.parametrize("state", [State.APPROVED, State.REGISTERED, State.COMPLETED])
def test_what_somebody_approved_stays_as_it_is(as_user, cast, item, state):
    item.state = state
    db.session.commit()

    assert SAID not in page_of(as_user(cast.staff), f"/requests/{item.id}")
    assert terms_now([item]) == {}


def test_of_what_somebody_entered_the_fee_alone_is_compared(as_user, cast, year, offering):
    item = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    lodging = {CostKind.FEE: 195_00, CostKind.LODGING: 80_00}
    steps.amend(item, costs=lodging, sent=sent(cast.staff))
    db.session.commit()
    assert terms_now([item]) == {}
    dearer(cast, offering, travel=40_00)

    page = page_of(as_user(cast.staff), f"/requests/{item.id}")
    said = "Its fee is put at $195 and 10 h here; by the catalog of today at $1,900 and 30 h."
    assert said in page
    assert "Take over $1,980 and 30 h" in page
    take_over(as_user(cast.staff), item)

    db.session.refresh(item)
    costs = {each.kind: each.cents for each in item.costs}
    assert costs == {CostKind.FEE: 1_900_00, CostKind.LODGING: 80_00}


def test_a_fee_that_somebody_entered_is_not_what_changed(as_user, cast, year, offering):
    make_ledger_fund(cast.alder, year, cents=5_000_00)
    dearer(cast, offering, cents=195_00, hours=10)
    quote = db.session.scalars(select(Quote)).one()
    item = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    steps.amend(item, costs={CostKind.FEE: 150_00}, sent=sent(cast.staff))
    steps.request(item, sent=sent(cast.staff))
    db.session.commit()
    director = as_user(cast.director)

    assert terms_now([item]) == {}
    assert "by the catalog of today" not in page_of(director, f"/requests/{item.id}")
    assert "costs today" not in page_of(director, f"/requests/?r={item.id}")

    offering.hours, quote.hours = 12, None
    db.session.commit()
    now = terms_now([item])[item.id]
    assert now.said == "It is put at 10 h here; by the catalog of today at 12 h."
    assert now.costs == {CostKind.FEE: 150_00}


def test_hours_that_were_taken_over_are_no_fee_that_somebody_entered(as_user, cast, year, offering):
    make_ledger_fund(cast.alder, year, cents=5_000_00)
    item = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    offering.hours = 12
    db.session.commit()
    assert take_over(as_user(cast.staff), item).status_code == 303
    offering.price_cents = 1_900_00
    steps.request(item, sent=sent(cast.staff))
    db.session.commit()

    page = page_of(as_user(cast.director), f"/requests/{item.id}")

    assert "Was $195 when it was chosen, $1,900 now. You approve what stands in" in page


def test_a_price_that_changes_once_more_is_said_after_it_was_taken_over(
    as_user, cast, item, offering
):
    staff = as_user(cast.staff)
    assert take_over(staff, item).status_code == 303
    dearer(cast, offering, cents=2_000_00)
    assert terms_now([item])[item.id].said == "Was $1,900 when it was chosen, $2,000 now."

    steps.amend(item, costs={CostKind.FEE: 1_800_00}, sent=sent(cast.staff))
    dearer(cast, offering, cents=2_100_00)
    assert take_over(staff, item).status_code == 303
    db.session.refresh(item)
    assert (item.price_cents, terms_now([item])) == (2_100_00, {})
    dearer(cast, offering, cents=2_000_00)

    said = "Its fee is put at $2,100 here; by the catalog of today at $2,000."
    assert terms_now([item])[item.id].said == said


@pytest.fixture
def entered(cast, year, offering):
    """Quoted at $195 a month ago; $200 was entered since."""
    dearer(cast, offering, cents=195_00, hours=10)
    quote = db.session.scalars(select(Quote)).one()
    quote.price_quoted_on -= timedelta(days=30)
    item = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    steps.amend(item, costs={CostKind.FEE: 200_00}, sent=sent(cast.staff))
    db.session.commit()
    assert terms_now([item]) == {}
    return item


def in_the_quote_form(client, offering, **typed):
    """Change a district's quote as its form shows it."""
    address = f"/catalog/{offering.id}/quote"
    form = client.get(address).text.partition("<main")[2]
    fields = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', form))
    unit = re.search(r'<option selected value="(\d+)"', form)
    held = {"unit_id": unit[1]} if unit else {}
    assert client.post(address, data=held | fields | typed).status_code == 303


def test_a_price_changed_in_its_quote_of_the_same_day_is_said(as_user, cast, offering, entered):
    in_the_quote_form(as_user(cast.director), offering, price_cents="1900.00")

    said = "Its fee is put at $200 here; by the catalog of today at $1,900."
    assert terms_now([entered])[entered.id].said == said


def test_a_group_price_beside_it_is_no_other_price(as_user, cast, offering, entered):
    group = {"cohort_price_cents": "5000.00", "cohort_seats": "20"}
    in_the_quote_form(as_user(cast.director), offering, **group, price_quoted_on=f"{clock.today()}")

    assert db.session.scalars(select(Quote)).one().cohort_seats == 20
    assert terms_now([entered]) == {}


def test_a_price_of_the_catalog_itself_is_said_of_a_fee_that_was_entered(
    cast, year, offering, entered
):
    offering.price_cents = 1_900_00
    assert terms_now([entered]) == {}

    db.session.delete(db.session.scalars(select(Quote)).one())
    db.session.commit()

    said = "Its fee is put at $200 here; by the catalog of today at $1,900."
    assert terms_now([entered])[entered.id].said == said


def test_a_fee_that_was_left_as_it_is_was_entered_by_nobody(as_user, cast, item):
    lodging = {CostKind.FEE: 195_00, CostKind.LODGING: 80_00}
    steps.amend(item, costs=lodging, sent=sent(cast.staff))
    db.session.commit()

    said = "Its fee is put at $195 and 10 h here; by the catalog of today at $1,900 and 30 h."
    assert said in page_of(as_user(cast.staff), f"/requests/{item.id}")


def test_hours_taken_over_leave_the_costs_of_a_cohort_place(as_user, cast, year, offering):
    item = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    item.mode = "cohort"
    before = {CostKind.FEE: 400_00, CostKind.TRAVEL: 100_00}
    set_costs(item, before)
    dearer(cast, offering, cents=50_00, hours=12, travel=450_00)

    assert take_over(as_user(cast.staff), item).status_code == 303

    db.session.refresh(item)
    assert ({each.kind: each.cents for each in item.costs}, item.hours) == (before, 12)


def test_choose_and_my_plan_say_the_same_of_a_proposal(as_user, cast, year, offering):
    item = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    steps.amend(item, costs={CostKind.FEE: 150_00}, sent=sent(cast.staff))
    item.proposed_by_id, item.accepted_at = cast.director.id, None
    dearer(cast, offering)
    said = "Its fee is put at $150 and 10 h here; by the catalog of today at $1,900 and 30 h."
    staff = as_user(cast.staff)

    assert said in page_of(staff, "/plan")
    assert said in page_of(staff, "/choose")


def test_the_request_says_who_may_take_it_over(as_user, cast, year, item):
    def says(client=None):
        db.session.commit()
        page = page_of(client or as_user(cast.director), f"/requests/{item.id}")
        return page.split(SAID)[1].split(". ")[0].strip()

    theirs = "Its person can take that over"
    assert says() == theirs
    item.accepted_at = None
    assert says() == "Once it is accepted, its person can take that over"
    item.accepted_at, item.state = clock.now(), State.RETURNED
    assert says() == theirs
    assert says(as_user(cast.finance)) == theirs


def test_travel_counts_and_a_share_of_a_group_price_is_not_compared(cast, year, offering):
    seat = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    dearer(cast, offering, cents=195_00, hours=10, travel=50_00)

    now = terms_now([seat])[seat.id]
    assert (now.was_cents, now.now_cents, now.was_hours) == (195_00, 245_00, None)
    assert now.costs == {CostKind.FEE: 195_00, CostKind.TRAVEL: 50_00}

    seat.mode = "cohort"
    assert terms_now([seat]) == {}


def test_no_more_queries_with_more_funds_that_end_about_now(as_user, cast, year, item):
    staff, counted = as_user(cast.staff), []
    for size in (2, 20):
        for number in range(size):
            fund = make_ledger_fund(cast.alder, year, cents=100_00, name=f"Fund {size} {number}")
            fund.spend_by = clock.today()
        db.session.commit()
        with count_queries() as statements:
            page = text_of(staff.get(f"/requests/{item.id}").text)
        assert "Fund 2 1" in page
        counted.append(len(statements))

    assert counted[0] == counted[1]


def test_no_more_queries_with_more_items(as_user, cast, year):
    staff, counted = as_user(cast.staff), []
    for size in (2, 20):
        for number in range(size):
            offering = make_offering(f"Course {size} {number}", {"I.A.1": (3, 1)}, hours=0.25)
            made = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
            steps.amend(made, costs={CostKind.FEE: 100}, sent=sent(cast.staff))
            dearer(cast, offering, cents=10_00, hours=0.25)
        db.session.commit()
        with count_queries() as statements:
            page = text_of(staff.get("/plan").text)
        counted.append(len(statements))
        assert page.count("by the catalog of today at $10.") == len(
            db.session.scalars(select(PlanItem)).all()
        )

    assert counted[0] == counted[1]
