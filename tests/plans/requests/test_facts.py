"""What a request's page says of what is asked for: what it is, what it serves, what may pay."""

from datetime import timedelta

import pytest

from pdplanner import clock
from pdplanner.budgets.models import PurchasingThreshold
from pdplanner.budgets.rules import Rules
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from pdplanner.plans.models import CostKind, PlanItem, State
from pdplanner.plans.requests import steps
from tests.plans.unlisted.test_unlisted import FOUND
from tests.support.html import text_of
from tests.support.person_year import (
    make_item,
    make_offering,
    make_run,
    make_targets,
    sent,
)
from tests.support.requesting import approved, asked, fund, registered


@pytest.fixture
def item(cast, year):
    """What Sam chose for $200; it teaches one target of theirs, and something else."""
    make_targets(cast.sam, {"I.A.1": (3, 5), "I.B.1": (3, 5)})
    offering = make_offering(
        "Wires", {"I.A.1": (2, 0), "I.A.2": (2, 0)}, dollars=200,
        description="Two days on fiber.", url="https://wires.example/course",
    )  # fmt: skip
    made = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    db.session.commit()
    return made


def page_of(client, item):
    return client.get(f"/requests/{item.id}").text


def test_who_approves_sees_what_it_is_and_what_it_serves(as_user, cast, item):
    asked(cast, item)

    page = page_of(as_user(cast.director), item)

    assert "Two days on fiber." in page
    assert 'href="https://wires.example/course"' in page
    assert f'href="/catalog/{item.offering_id}"' in page
    aims = text_of(page).split("of what Sam Staff is to reach:")[1].split("Open its page")[0]
    assert "I.A.1" in aims
    assert "I.A.2" not in aims
    assert "I.B.1" not in aims


def test_what_serves_no_target_says_so(as_user, cast, year):
    other = make_offering("Waves", {"I.A.2": (2, 0)})
    untold = make_offering("Stones", {})
    made = [
        make_item(cast.sam, year, each, by=cast.staff, answered=True) for each in (other, untold)
    ]
    db.session.commit()
    first, second = (text_of(page_of(as_user(cast.director), each)) for each in made)

    assert "It aims at nothing that Sam Staff’s role asks for." in first
    assert "Nobody has entered yet which indicators it serves." in second


def test_what_somebody_entered_of_an_unlisted_offering_stands_there(as_user, cast, year):
    as_user(cast.staff).post("/choose/unlisted", data=FOUND)
    item, offering = db.session.query(PlanItem).one(), db.session.query(Offering).one()
    asked(cast, item)

    page = page_of(as_user(cast.director), item)

    assert "Two days on rural fiber." in page
    assert 'href="https://summit.example/"' in page
    assert "It is in no catalog so far." in text_of(page)
    assert f'href="/catalog/{offering.id}">The proposal for the catalog</a>' in page


@pytest.mark.parametrize("state", [State.PROPOSED, State.REQUESTED, State.RETURNED])
def test_who_asks_sees_what_the_funds_have_left_while_it_waits(as_user, cast, year, item, state):
    fund(cast, year, "Local", dollars=500)
    fund(cast, year, "Other", dollars=90, rules=Rules(refused_formats=["online-self-paced"]))
    item.state = state
    db.session.commit()

    page = text_of(page_of(as_user(cast.staff), item))

    assert "What may pay for it Local Alder, 007-1; spend by" in page
    assert "$500 available" in page
    assert "Other" not in page.split("What may pay for it")[1].split("Whoever approves")[0]


def test_who_asks_reads_where_no_fund_may_pay(as_user, cast, item):
    asked(cast, item)

    page = text_of(page_of(as_user(cast.staff), item))

    assert "No fund is named yet, and by their rules none may pay for it today." in page


def test_what_is_free_needs_no_fund(as_user, cast, year):
    free = make_item(cast.sam, year, make_offering("Air", {}), by=cast.staff, answered=True)
    fund(cast, year)

    assert "may pay for it" not in text_of(page_of(as_user(cast.staff), free))


def test_a_threshold_is_flagged_on_ones_own_plan(as_user, cast, year, item):
    threshold = PurchasingThreshold(
        unit_id=cast.alder.id, above_cents=199_00, requires="Three quotes"
    )
    db.session.add(threshold)
    proposed = make_item(
        cast.sam, year, make_offering("Waves", {"I.A.1": (2, 0)}, dollars=300), by=cast.director
    )
    db.session.commit()

    plan = text_of(as_user(cast.staff).get("/plan").text)
    of_person = text_of(as_user(cast.director).get(f"/plans/people/{cast.sam.id}").text)
    threshold.above_cents = 300_00
    db.session.commit()
    below = text_of(as_user(cast.staff).get("/plan").text)

    assert proposed.state == "proposed"
    assert plan.count("Above $199: Three quotes") == 3  # the question, and both lines
    assert of_person.count("Above $199: Three quotes") == 2
    assert "Three quotes" not in below


def said_of(as_user, cast, item):
    """What the page of an item and the lists say of the day of its money."""
    director = as_user(cast.director)
    listed = director.get(f"/requests/?state={item.state}")
    return text_of(page_of(director, item)), text_of(listed.text)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (30, "is to be spent by {}, 30 days from now."),
        (1, "is to be spent by {}, 1 day from now."),
        (0, "is to be spent by {}, today."),
        (-1, "could be spent until {}: past."),
    ],
)
def test_a_spend_by_day_that_is_near_or_past_is_said(as_user, cast, item, year, days, words):
    local = fund(cast, year)
    approved(cast, item, local)
    local.spend_by = clock.today() + timedelta(days=days)
    db.session.commit()

    for page in said_of(as_user, cast, item):
        assert words.format(f"{clock.today() + timedelta(days):%-d %B %Y}") in page


def test_a_spend_by_day_that_is_far_says_nothing(as_user, cast, item, year):
    local = fund(cast, year, spend_by=clock.today() + timedelta(days=31))
    make_run(item.offering, in_days=31)
    approved(cast, item, local)

    for page in said_of(as_user, cast, item):
        assert "is to be spent" not in page


def test_a_run_that_ends_after_the_money_is_said(as_user, cast, item, year):
    local = fund(cast, year, spend_by=clock.today() + timedelta(days=60))
    registered(cast, item, local)
    make_run(item.offering, in_days=61)
    make_run(item.offering, in_days=-1)
    db.session.commit()
    late = said_of(as_user, cast, item)
    make_run(item.offering, in_days=60)
    db.session.commit()
    early = said_of(as_user, cast, item)

    last, ends = (f"{clock.today() + timedelta(each):%-d %B %Y}" for each in (60, 61))
    for page in late:
        assert f"Local is to be spent by {last}, and this ends on {ends}." in page
    for page in early:
        assert "is to be spent" not in page


def test_what_is_spent_or_only_asked_for_has_no_day_to_watch(as_user, cast, item, year):
    local = fund(cast, year, spend_by=clock.today() + timedelta(days=5))
    asked(cast, item)
    before = text_of(page_of(as_user(cast.director), item))
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))
    item.state = State.COMPLETED
    db.session.commit()
    after = text_of(page_of(as_user(cast.director), item))

    assert "is to be spent" not in before + after


def over(year, *, closed=False):
    """Let a year lie in the past."""
    for name in ("starts_on", "ends_on"):
        setattr(year, name, getattr(year, name) - timedelta(400))
    year.closed_at = clock.now() if closed else None
    db.session.commit()


def stands(client, item):
    """What a request's page says of where it stands."""
    return text_of(page_of(client, item)).split("Where it stands")[1].split("What it is")[0]


@pytest.mark.parametrize("end", ["decline", "cancel"])
def test_what_ended_without_money_says_that_nothing_is_paid(as_user, cast, item, year, end):
    fund(cast, year)
    asked(cast, item)
    ends = {"decline": steps.turn_down, "cancel": steps.cancel}
    ends[end](item, sent=sent(cast.director if end == "decline" else cast.staff, "No."))
    db.session.commit()

    for user in (cast.staff, cast.director):
        said = stands(as_user(user), item)
        assert "Nothing is paid for it." in said
        assert "rules" not in said
        assert "whoever approves" not in said
        assert "Allowance left $900 of $900, this not counted" in said


def test_each_state_says_what_has_become_of_the_money(as_user, cast, item, year):
    local = fund(cast, year)
    year.finance_above_cents = 0
    asked(cast, item)
    client, said = as_user(cast.staff), {}
    steps.approve(item, parts={local.id: 200_00}, sent=sent(cast.director))
    db.session.commit()
    said["requested"] = stands(client, item)
    steps.send_back(item, sent=sent(cast.finance, "Which date?"))
    db.session.commit()
    said["returned"] = stands(client, item)
    asked(cast, item)
    for by in (cast.director, cast.finance):
        steps.approve(item, parts={local.id: 200_00}, sent=sent(by))
        db.session.commit()
    said["approved"] = stands(client, item)
    steps.cancel(item, sent=sent(cast.director, "Called off."))
    db.session.commit()
    said["cancelled"] = stands(client, item)

    waits = "To be paid from Local $200 (007-1). Nothing is set aside yet."
    assert waits in said["requested"]
    assert waits in said["returned"]
    assert "Set aside in Local $200 (007-1)." in said["approved"]
    assert "Nothing is paid for it. Named for it: Local $200 (007-1)." in said["cancelled"]
    assert "available" not in said["cancelled"]
    assert "this not counted" in said["cancelled"]
    assert not any("Paid from" in each for each in said.values())


@pytest.mark.parametrize("state", [State.PROPOSED, State.REQUESTED, State.RETURNED])
@pytest.mark.parametrize("closed", [False, True])
def test_a_year_that_is_over_is_said_with_what_that_means(as_user, cast, item, year, state, closed):
    fund(cast, year)
    item.state = state
    over(year, closed=closed)

    said = stands(as_user(cast.staff), item)

    ended = f"was closed on {clock.today():%-d %B %Y}" if closed else "has ended"
    assert f"{year.title} {ended}. What it did not fund is asked for anew" in said
    assert "It waits" not in said
    assert "whoever approves" not in said


def test_what_a_closed_year_paid_says_that_it_stays(as_user, cast, item, year):
    registered(cast, item, fund(cast, year))
    steps.complete(item, actual={CostKind.FEE: 200_00}, sent=sent(cast.finance))
    over(year, closed=True)

    assert "what this did cost stays as it is." in stands(as_user(cast.finance), item)
