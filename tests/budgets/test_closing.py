"""Closing a fiscal year: what it takes, what goes on, and that nothing is entered after it."""

from datetime import timedelta

import pytest

from pdplanner import clock
from pdplanner.audit.models import AuditEvent
from pdplanner.budgets import account_codes, closing, ledger, ledger_queries
from pdplanner.budgets.account_codes import Segment
from pdplanner.budgets.errors import BudgetError
from pdplanner.budgets.ledger import Act, LedgerError
from pdplanner.budgets.models import FiscalYear, Fund, LedgerAction
from pdplanner.extensions import db
from pdplanner.organization.models import UnitKind
from pdplanner.plans.models import CostKind
from pdplanner.plans.requests import steps
from pdplanner.web.filters import day
from tests.support import forms
from tests.support.cast import make_unit
from tests.support.framework import make_framework
from tests.support.html import text_of
from tests.support.person_year import make_item, make_ledger_fund, make_offering, sent
from tests.support.processes import at_once
from tests.support.queries import count_queries


@pytest.fixture
def years(cast):
    """One that runs, and the one that follows it."""
    make_framework()
    today = clock.today()
    first = FiscalYear(
        unit=cast.alder, starts_on=today - timedelta(300), ends_on=today + timedelta(5)
    )
    second = FiscalYear(
        unit=cast.alder, starts_on=today + timedelta(6), ends_on=today + timedelta(371)
    )
    db.session.add_all([first, second])
    db.session.commit()
    return first, second


def end(*years):
    """Let the years be over, as if so much time had passed."""
    for year in years:
        year.starts_on, year.ends_on = (
            day - timedelta(400) for day in (year.starts_on, year.ends_on)
        )
    db.session.commit()


def let_last_into(following, *, days):
    """Let a year be over for 36 days, and say the day so many days from today."""
    year = db.session.query(FiscalYear).filter(FiscalYear.id != following.id).one()
    year.starts_on, year.ends_on = clock.today() - timedelta(400), clock.today() - timedelta(36)
    following.starts_on = year.ends_on + timedelta(1)
    return clock.today() + timedelta(days)


def close(year, cast):
    closing.close(year, by_id=cast.finance.id)
    db.session.commit()


def columns(fund):
    return fund.allocated_cents, fund.encumbered_cents, fund.spent_cents


def paid(cast, year, fund, *, complete=True):
    """What Sam did for $100."""
    offering = make_offering("Wires", {"I.A.1": (2, 0)}, dollars=100)
    item = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    steps.request(item, sent=sent(cast.staff))
    steps.approve(item, parts={fund.id: 100_00}, sent=sent(cast.director))
    steps.register(item, sent=sent(cast.staff))
    if complete:
        steps.complete(item, actual={CostKind.FEE: 90_00}, sent=sent(cast.finance))
    db.session.commit()
    return item


def test_what_is_left_goes_on_where_the_rules_of_a_fund_allow(cast, years):
    year, following = years
    local = make_ledger_fund(cast.alder, year, "Local", cents=500_00)
    grant = make_ledger_fund(
        cast.alder, year, "Grant", cents=300_00, carries_over=True, account_code="0042"
    )
    paid(cast, year, grant)
    end(year, following)

    close(year, cast)

    (new,) = db.session.query(Fund).filter_by(fiscal_year_id=following.id)
    assert (columns(local), columns(grant)) == ((500_00, 0, 0), (90_00, 0, 90_00))
    assert (new.name, new.account_code, new.cap, columns(new)) == (
        "Grant", "0042", "block", (210_00, 0, 0),
    )  # fmt: skip
    note = db.session.query(LedgerAction).order_by(LedgerAction.id.desc()).first().note
    assert note == f"Carried over from {year.title}"
    assert ledger_queries.faults() == []


def test_money_whose_last_day_was_before_the_years_does_not_go_on(as_user, cast, years):
    year, following = years
    grant = make_ledger_fund(cast.alder, year, "Grant", cents=300_00, carries_over=True)
    end(year, following)
    grant.spend_by = year.ends_on - timedelta(1)
    db.session.commit()
    page = text_of(as_user(cast.finance).get(f"/budget/years/{year.id}/closing").text)

    close(year, cast)

    assert "Ends with the year, since its last day was before" in page
    assert columns(grant) == (300_00, 0, 0)
    assert db.session.query(Fund).filter_by(fiscal_year_id=following.id).count() == 0


def test_it_goes_into_the_fund_that_is_there(cast, years):
    year, following = years
    grant = make_ledger_fund(cast.alder, year, "Grant", cents=300_00, carries_over=True)
    there = make_ledger_fund(cast.alder, following, "Grant", cents=50_00)
    let_last_into(following, days=0)
    grant.spend_by = year.ends_on
    db.session.commit()

    close(year, cast)

    assert columns(there) == (350_00, 0, 0)


def test_a_second_closing_changes_nothing(cast, years):
    year, following = years
    make_ledger_fund(cast.alder, year, "Grant", cents=300_00, carries_over=True)
    end(year, following)
    close(year, cast)
    before = db.session.query(LedgerAction).count()

    close(year, cast)

    assert db.session.query(LedgerAction).count() == before


def test_after_it_the_ledger_takes_nothing_until_the_year_is_open_again(cast, years):
    year, following = years
    local = make_ledger_fund(cast.alder, year, "Local", cents=500_00)
    other = make_ledger_fund(cast.alder, following, "Local", cents=500_00)
    end(year, following)
    close(year, cast)

    for deed in (
        lambda: ledger.amend(local, 1, act=Act("a", None)),
        lambda: ledger.transfer(local, other, 1, act=Act("b", None)),
        lambda: ledger.transfer(other, local, 1, act=Act("c", None)),
    ):
        with pytest.raises(LedgerError, match="is closed: nothing is entered"):
            deed()
        db.session.rollback()
    closing.reopen(year, by_id=cast.finance.id)
    ledger.amend(local, 1, act=Act("a", None))

    assert columns(local) == (500_01, 0, 0)


def test_a_year_is_not_closed_before_its_end_nor_with_money_set_aside(cast, years):
    year, following = years
    local = make_ledger_fund(cast.alder, year, "Local", cents=500_00)
    item = paid(cast, year, local, complete=False)

    with pytest.raises(BudgetError, match=r"lasts until .* It is closed after that"):
        closing.close(year, by_id=cast.finance.id)
    db.session.rollback()
    end(year, following)
    with pytest.raises(BudgetError, match=r"Money is still set aside: Local \$100.00"):
        closing.close(year, by_id=cast.finance.id)
    db.session.rollback()
    steps.complete(item, actual={CostKind.FEE: 100_00}, sent=sent(cast.finance))
    close(year, cast)

    assert year.closed_at is not None


def test_what_goes_on_needs_a_year_to_go_into(cast, years):
    year, following = years
    make_ledger_fund(cast.alder, year, "Grant", cents=300_00, carries_over=True)
    db.session.delete(following)
    end(year)

    with pytest.raises(BudgetError, match="Enter that fiscal year first"):
        closing.close(year, by_id=cast.finance.id)


def test_finance_sees_what_becomes_of_each_fund_closes_and_opens_again(as_user, cast, years):
    year, following = years
    make_ledger_fund(cast.alder, year, "Local", cents=500_00)
    make_ledger_fund(cast.alder, year, "Grant", cents=300_00, carries_over=True)
    finance, page = as_user(cast.finance), f"/budget/years/{year.id}/closing"
    early = text_of(finance.get(page).text)
    too_early = finance.post(page)
    end(year, following)

    before = text_of(finance.get(page).text)
    closed = text_of(finance.post(page, follow_redirects=True).text)
    again = text_of(finance.post(f"{page}/undo", follow_redirects=True).text)

    assert "Not yet." in early
    assert too_early.status_code == 409
    assert f"$300.00 Goes on into {following.title}" in before
    assert "$500.00 Ends with the year" in before
    assert f"{year.title} is closed" in closed
    assert "Nothing is entered in its ledger any more." in closed
    assert "What was carried over stays where it is." in again


def test_a_closed_year_takes_no_fund_and_no_allocation(as_user, cast, years):
    year, following = years
    local = make_ledger_fund(cast.alder, year, "Local", cents=500_00)
    end(year, following)
    close(year, cast)
    finance = as_user(cast.finance)
    fields = {
        "unit": cast.alder.id, "name": "New", "source": "Local", "allocated_cents": "5",
        "cap": "block", "spend_by": year.ends_on.isoformat(),
    }  # fmt: skip

    new = finance.post(f"/budget/years/{year.id}/funds/new", data=fields)
    more = finance.post(f"/budget/funds/{local.id}", data=fields | {"name": "Local"})

    assert new.status_code == more.status_code == 422
    assert "is closed: nothing is entered in its ledger" in text_of(new.text)
    assert columns(local) == (500_00, 0, 0)


def test_a_box_that_somebody_ticked_stays_ticked_for_whoever_left_it_alone(as_user, cast, years):
    local = make_ledger_fund(cast.alder, years[0], "Local", cents=500_00)
    finance, page = as_user(cast.finance), f"/budget/funds/{local.id}"
    seen = finance.get(page).text.split('name="seen" type="hidden" value="')[1].partition('"')[0]
    fields = {
        "seen": seen, "name": "Local", "source": "Local", "account_code": "007-1",
        "allocated_cents": "500", "cap": "block", "spend_by": years[0].ends_on.isoformat(),
    }  # fmt: skip
    finance.post(page, data=fields | {"carries_over": "y"})

    late = finance.post(page, data=fields | {"note": "From the board"})

    assert late.status_code == 303
    assert (local.carries_over, local.note) == (True, "From the board")


def test_a_note_saved_beside_a_transfer_leaves_the_transfer(as_user, cast, years):
    local = make_ledger_fund(cast.alder, years[0], "Local", cents=500_00)
    grant = make_ledger_fund(cast.alder, years[0], "Grant", cents=300_00)
    finance, page = as_user(cast.finance), f"/budget/funds/{local.id}"
    seen = finance.get(page).text.split('name="seen" type="hidden" value="')[1].partition('"')[0]
    fields = {
        "seen": seen, "name": "Local", "source": "Local", "account_code": "007-1",
        "allocated_cents": "500", "cap": "block", "spend_by": years[0].ends_on.isoformat(),
    }  # fmt: skip
    ledger.transfer(grant, local, 5_00, act=Act("colleague", None))
    db.session.commit()
    actions = db.session.query(LedgerAction).count()

    saved = finance.post(page, data=fields | {"note": "From the board"})
    both = finance.post(page, data=fields | {"allocated_cents": "600"})

    assert saved.status_code == 303
    assert (local.note, columns(local)) == ("From the board", (505_00, 0, 0))
    assert db.session.query(LedgerAction).count() == actions
    assert both.status_code == 409
    assert "Allocated, $ 600 505" in text_of(both.text)


@pytest.fixture
def carried(cast, years):
    """Of $300.00 in the grant, $90.00 was spent and $210.00 was carried over into the next year."""
    year, following = years
    grant = make_ledger_fund(
        cast.alder, year, "Grant", cents=300_00, carries_over=True, account_code="10-0042-26"
    )
    paid(cast, year, grant)
    end(year, following)
    close(year, cast)
    return grant


def form_of(app, client, fund):
    tree = forms.tree_of(client.get(f"/budget/funds/{fund.id}"))
    return next(each for each in forms.forms_of(app, tree) if "seen" in each.fields)


def test_the_form_of_a_carried_fund_has_the_amount_of_the_pages(app, as_user, cast, years, carried):
    closing.reopen(years[0], by_id=cast.finance.id)
    db.session.commit()
    client, actions = as_user(cast.finance), db.session.query(LedgerAction).count()
    form = form_of(app, client, carried)
    page = text_of(client.get(f"/budget/funds/{carried.id}").text)
    ledger_page = text_of(client.get(f"/budget/funds/{carried.id}/ledger").text)

    as_it_is = client.post(form.action, data=form.fields)
    unmoved = db.session.query(LedgerAction).count()
    more = client.post(form.action, data=form.sending("allocated_cents", "310").fields)

    assert form.fields["allocated_cents"] == ["300"]
    assert "Allocated: $300.00" in ledger_page
    assert "$210.00 of it was carried over into the next year" in page
    assert "a change here is of the $90.00 that did not" in page
    assert (as_it_is.status_code, unmoved) == (303, actions)
    assert more.status_code == 303
    assert columns(carried) == (100_00, 0, 90_00)


@pytest.mark.parametrize(
    ("cap", "amount", "words"),
    [
        ("warn", "209.99", "$210.00 of it was carried over into the next year, where it stays"),
        ("block", "299.99", "$90.00 is spent or set aside already, and $210.00 was carried over"),
    ],
)
def test_what_went_on_is_not_taken_back_by_less_allocation(
    app, as_user, cast, years, carried, cap, amount, words
):
    closing.reopen(years[0], by_id=cast.finance.id)
    carried.cap = cap
    db.session.commit()
    client = as_user(cast.finance)
    form = form_of(app, client, carried)

    refused = client.post(form.action, data=form.sending("allocated_cents", amount).fields)

    assert refused.status_code == 422
    assert words in text_of(refused.text)
    assert columns(carried) == (90_00, 0, 90_00)


def test_money_that_goes_on_names_the_fund_of_the_other_year(as_user, cast, years, carried):
    client = as_user(cast.finance)
    new = db.session.query(Fund).filter_by(fiscal_year_id=years[1].id).one()
    gone = text_of(client.get(f"/budget/funds/{carried.id}/ledger?figure=went on").text)
    came = text_of(client.get(f"/budget/funds/{new.id}/ledger").text)

    assert f"to Grant {years[1].title}" in gone
    assert f"from Grant {years[0].title}" in came


def test_a_carried_fund_says_that_its_code_is_the_year_befores(app, as_user, cast, years, carried):
    segments = [Segment("Fund", 2), Segment("Function", 4), Segment("Fiscal year", 2)]
    account_codes.set_segments(cast.alder, segments)
    db.session.commit()
    new = db.session.query(Fund).filter_by(fiscal_year_id=years[1].id).one()
    client = as_user(cast.finance)
    pages = (f"/budget/funds/{new.id}", f"/budget/funds/{new.id}/ledger")
    words = f"The account code is that of {years[0].title}"
    before = [words in text_of(client.get(each).text) for each in pages]
    form = form_of(app, client, new)
    client.post(form.action, data=form.sending("account_code", "10-0042-27").fields)
    after = [words in text_of(client.get(each).text) for each in pages]
    of_the_old = text_of(client.get(f"/budget/funds/{carried.id}").text)

    assert (before, after) == ([True, True], [False, False])
    assert words not in of_the_old


def test_a_closed_year_offers_no_form_that_it_refuses(as_user, cast, years, carried):
    client = as_user(cast.finance)
    pages = (f"/budget/funds/{carried.id}/transfer", f"/budget/years/{years[0].id}/funds/new")
    found = [client.get(each).text for each in pages]

    assert [f"{years[0].title} is closed." in text_of(each) for each in found] == [True, True]
    assert ['<button class="btn btn-primary"' in each for each in found] == [False, False]


def test_closing_waits_for_nobody_who_waits_for_it(app, cast, years):
    """Sixteen people move money between the funds that it goes on into, in both directions."""
    year, following = years
    beta = make_ledger_fund(cast.alder, following, "Beta", cents=500_00).id
    alpha = make_ledger_fund(cast.alder, following, "Alpha", cents=500_00).id
    for name in ("Alpha", "Beta"):
        make_ledger_fund(cast.alder, year, name, cents=100_00, carries_over=True)
    end(year, following)
    year_id, finance_id = year.id, cast.finance.id

    def deed(number):
        if number == 0:
            closing.close(db.session.get_one(FiscalYear, year_id), by_id=finance_id)
        else:
            source, target = (alpha, beta) if number % 2 else (beta, alpha)
            funds = db.session.get_one(Fund, source), db.session.get_one(Fund, target)
            ledger.transfer(*funds, 1_00, act=Act(f"{number}", None))
        db.session.commit()
        return "done"

    assert at_once(app, 17, deed) == ["done"] * 17
    assert ledger_queries.faults() == []


def test_the_page_says_who_closed_and_opened_it_again(as_user, cast, years):
    year, _following = years
    end(*years)
    client = as_user(cast.finance)
    address = f"/budget/years/{year.id}/closing"
    for path in (address, address, f"{address}/undo", f"{address}/undo"):
        client.post(path)
    page = text_of(client.get(address).text)

    kinds = [(each.kind, each.by_id) for each in closing.events_of(year)]
    assert kinds == [("closed", cast.finance.id), ("reopened", cast.finance.id)]
    assert "Closed by Finance" in page
    assert "Opened again by Finance" in page


def events_about(fund, year):
    about = f"{fund} {year.title}"
    found = db.session.query(AuditEvent).filter_by(about=about).order_by(AuditEvent.id)
    return [(str(event.kind), event.by_id) for event in found]


def test_a_fund_that_closing_makes_is_in_the_audit_trail(cast, years):
    year, following = years
    make_ledger_fund(cast.alder, year, "Grant", cents=300_00, carries_over=True)
    end(year, following)
    close(year, cast)

    assert events_about("Grant", following) == [("fund added", cast.finance.id)]
    [added] = db.session.query(AuditEvent).filter_by(about=f"Grant {following.title}")
    assert "Account code: 007-1. Cap: block." in added.said


def test_a_second_closing_goes_into_the_fund_of_the_first_whatever_that_is_called(cast, years):
    year, following = years
    grant = make_ledger_fund(cast.alder, year, "Grant", cents=300_00, carries_over=True)
    end(year, following)
    close(year, cast)
    [new] = db.session.query(Fund).filter_by(fiscal_year_id=following.id)
    new.name = "Grant (renamed)"
    closing.reopen(year, by_id=cast.finance.id)
    ledger.amend(grant, 100_00, act=Act("more", None))
    db.session.commit()
    make_ledger_fund(cast.alder, following, "Grant", cents=7_00)

    close(year, cast)

    funds = db.session.query(Fund).filter_by(fiscal_year_id=following.id)
    assert {each.name: columns(each)[0] for each in funds} == {
        "Grant (renamed)": 400_00, "Grant": 7_00,
    }  # fmt: skip
    assert ledger_queries.faults() == []


@pytest.mark.parametrize("there", [False, True])
def test_money_whose_last_day_is_past_in_the_next_year_too_does_not_go_on(
    as_user, cast, years, there
):
    """Nor into a fund that lasts longer: that would make another last day of it."""
    year, following = years
    if there:
        make_ledger_fund(cast.alder, following, "Grant", cents=7_00)
    grant = make_ledger_fund(cast.alder, year, "Grant", cents=300_00, carries_over=True)
    year.starts_on, year.ends_on = clock.today() - timedelta(400), clock.today() - timedelta(36)
    following.starts_on = year.ends_on + timedelta(1)
    grant.spend_by = clock.today() - timedelta(3)
    db.session.commit()
    client, page = as_user(cast.finance), f"/budget/years/{year.id}/closing"
    before = text_of(client.get(page).text)
    ledger_page = text_of(client.get(f"/budget/funds/{grant.id}/ledger").text)
    close(year, cast)

    last = day(grant.spend_by)
    why = f"Ends with the year, since its last day in {following.title} is past too: {last}"
    assert why in before
    assert "The $300.00 that it has left pays for nothing that begins later." in ledger_page
    assert columns(grant) == (300_00, 0, 0)
    found = db.session.query(Fund).filter_by(fiscal_year_id=following.id)
    assert [each.allocated_cents for each in found] == [7_00] * there
    [closed] = db.session.query(AuditEvent).filter_by(kind="fiscal year closed")
    assert closed.said == f"Left: Grant $300.00, which could go on until {last} only."


def test_money_goes_into_no_fund_whose_last_day_is_past(as_user, cast, years):
    year, following = years
    make_ledger_fund(cast.alder, year, "Grant", cents=300_00, carries_over=True)
    there = make_ledger_fund(cast.alder, following, "Grant", cents=7_00)
    end(year, following)
    for fund in db.session.query(Fund):
        fund.spend_by = fund.fiscal_year.ends_on
    db.session.commit()
    page = text_of(as_user(cast.finance).get(f"/budget/years/{year.id}/closing").text)
    close(year, cast)

    assert f"in {following.title} is past too: {day(there.spend_by)}" in page
    assert columns(there) == (7_00, 0, 0)


def test_money_goes_on_through_a_year_that_is_over_as_well(cast, years):
    """Two years are closed late, one after the other: what lasts to the end of each goes on."""
    year, following = years
    grant = make_ledger_fund(cast.alder, year, "Grant", cents=300_00, carries_over=True)
    end(year, following)
    grant.spend_by = year.ends_on
    db.session.commit()

    close(year, cast)

    [new] = db.session.query(Fund).filter_by(fiscal_year_id=following.id)
    assert (new.spend_by, columns(new)) == (following.ends_on, (300_00, 0, 0))
    assert new.spend_by < clock.today()


def test_a_carried_fund_that_was_renamed_still_says_whose_code_it_has(
    as_user, cast, years, carried
):
    segments = [Segment("Fund", 2), Segment("Function", 4), Segment("Fiscal year", 2)]
    account_codes.set_segments(cast.alder, segments)
    new = db.session.query(Fund).filter_by(fiscal_year_id=years[1].id).one()
    new.name = "Grant (renamed)"
    db.session.commit()

    page = text_of(as_user(cast.finance).get(f"/budget/funds/{new.id}").text)
    assert f"The account code is that of {years[0].title}" in page


def test_money_of_its_own_last_day_goes_into_no_fund_whose_last_day_is_past(as_user, cast, years):
    year, following = years
    grant = make_ledger_fund(cast.alder, year, "Grant", cents=300_00, carries_over=True)
    grant.spend_by = let_last_into(following, days=3)
    db.session.commit()
    close(year, cast)
    [new] = db.session.query(Fund).filter_by(fiscal_year_id=following.id)
    new.spend_by = clock.today() - timedelta(2)
    closing.reopen(year, by_id=cast.finance.id)
    ledger.amend(grant, 100_00, act=Act("more", None))
    db.session.commit()
    page = text_of(as_user(cast.finance).get(f"/budget/years/{year.id}/closing").text)

    close(year, cast)

    assert f"in {following.title} is past too: {day(new.spend_by)}" in page
    assert (columns(grant), columns(new)) == ((100_00, 0, 0), (300_00, 0, 0))


def test_money_of_its_own_last_day_keeps_it_beside_a_fund_of_its_name(cast, years):
    year, following = years
    there = make_ledger_fund(cast.alder, following, "Grant", cents=7_00)
    grant = make_ledger_fund(cast.alder, year, "Grant", cents=300_00, carries_over=True)
    grant.spend_by = let_last_into(following, days=3)
    db.session.commit()
    close(year, cast)
    closing.reopen(year, by_id=cast.finance.id)
    ledger.amend(grant, 100_00, act=Act("more", None))
    db.session.commit()
    close(year, cast)

    [new] = db.session.query(Fund).filter(Fund.fiscal_year_id == following.id, Fund.id != there.id)
    assert (columns(there), columns(new)) == ((7_00, 0, 0), (400_00, 0, 0))
    assert (new.name, new.spend_by) == (f"Grant, until {day(grant.spend_by)}", grant.spend_by)
    assert ledger_queries.faults() == []


def test_money_of_its_own_last_day_goes_into_a_fund_of_its_name_and_last_day(cast, years):
    year, following = years
    there = make_ledger_fund(cast.alder, following, "Grant", cents=7_00)
    grant = make_ledger_fund(cast.alder, year, "Grant", cents=300_00, carries_over=True)
    there.spend_by = grant.spend_by = let_last_into(following, days=3)
    db.session.commit()
    close(year, cast)

    assert columns(there) == (307_00, 0, 0)


@pytest.mark.parametrize("days", [-2, 5])
def test_money_of_its_own_last_day_keeps_it_beside_a_fund_of_its_name_that_ends_sooner(
    as_user, cast, years, days
):
    """Also where that one's last day is past: it is no reason to leave the money behind."""
    year, following = years
    there = make_ledger_fund(cast.alder, following, "Grant", cents=7_00)
    grant = make_ledger_fund(cast.alder, year, "Grant", cents=300_00, carries_over=True)
    grant.spend_by = let_last_into(following, days=90)
    there.spend_by = clock.today() + timedelta(days)
    db.session.commit()
    page = text_of(as_user(cast.finance).get(f"/budget/years/{year.id}/closing").text)
    close(year, cast)

    assert f"$300.00 Goes on into {following.title}" in page
    [new] = db.session.query(Fund).filter(Fund.fiscal_year_id == following.id, Fund.id != there.id)
    assert (columns(grant), columns(there), columns(new)) == (
        (0, 0, 0), (7_00, 0, 0), (300_00, 0, 0),
    )  # fmt: skip
    assert (new.name, new.spend_by) == (f"Grant, until {day(grant.spend_by)}", grant.spend_by)


def test_the_page_takes_as_many_queries_for_many_funds_of_many_units(as_user, cast, years):
    year, following = years
    end(year, following)
    client, page = as_user(cast.finance), f"/budget/years/{year.id}/closing"
    taken = []
    for number in range(8):
        unit = make_unit(f"School {number}", UnitKind.TEAM, parent=cast.alder)
        make_ledger_fund(unit, year, f"Fund {number}", cents=1_00, carries_over=True)
        make_ledger_fund(unit, following, f"Fund {number}", cents=1_00)
        db.session.commit()
        with count_queries() as statements:
            client.get(page)
        taken.append(len(statements))

    assert taken[1] == taken[-1]


def test_the_page_looks_once_where_its_district_is(as_user, cast, years):
    """Also where the last days of its funds are about today, which differs from place to place."""
    client, page = as_user(cast.finance), f"/budget/years/{years[0].id}/closing"
    yesterday = clock.today() - timedelta(1)
    taken = []
    for number in range(3):
        make_ledger_fund(
            cast.alder, years[0], f"Fund {number}", cents=1_00, spend_by=yesterday
        )  # fmt: skip
        with count_queries() as statements:
            shown = text_of(client.get(page).text)
        taken.append(len(statements))

    assert shown.count(f"Could be spent until {day(yesterday)}: past") == 3
    assert taken[0] == taken[-1]


def test_money_goes_on_where_it_went_last(cast, years):
    year, following = years
    grant = make_ledger_fund(cast.alder, year, "Grant", cents=300_00, carries_over=True)
    first, last = (
        make_ledger_fund(cast.alder, following, name, cents=7_00) for name in ("First", "Last")
    )
    for number, there in enumerate((first, last)):
        ledger.transfer(grant, there, 100_00, act=Act(f"{ledger_queries.CARRIED}{number}", None))
        db.session.commit()
    end(year, following)
    grant.spend_by = year.ends_on
    db.session.commit()
    close(year, cast)

    assert (columns(first)[0], columns(last)[0]) == (107_00, 207_00)


def test_closing_tells_funds_of_one_name_apart(as_user, cast, years):
    year, following = years
    make_ledger_fund(cast.alder, year, "Local", cents=100_00)
    own = make_ledger_fund(cast.network, year, "Local", cents=200_00)
    end(year, following)
    finance, address = as_user(cast.finance), f"/budget/years/{year.id}/closing"
    page = text_of(finance.get(address).text)
    transfer = text_of(finance.get(f"/budget/funds/{own.id}/transfer").text)
    close(year, cast)

    assert "Local 007-1" in page
    assert "Local (Network) 007-1" in page
    assert "Take money from Local (Network)" in transfer
    [closed] = db.session.query(AuditEvent).filter_by(kind="fiscal year closed")
    assert closed.said == "Left: Local $100.00; Local (Network) $200.00."
