"""The days of a fiscal year are changed, and one that was entered by mistake is removed."""

from datetime import date, timedelta

import pytest

from pdplanner import clock
from pdplanner.accounts import services as accounts
from pdplanner.audit.models import AuditEvent, Money
from pdplanner.budgets import calendar, closing, fiscal_years, ledger
from pdplanner.budgets.errors import BudgetError
from pdplanner.budgets.ledger import Act
from pdplanner.budgets.models import FiscalYear, LedgerAction
from pdplanner.catalog.models import Session
from pdplanner.extensions import db
from pdplanner.organization.models import Blackout, UnitKind
from pdplanner.plans.models import LearningPlan, Scenario, State
from pdplanner.reports.board.links import make_link
from pdplanner.web.filters import day as in_words
from tests.support import forms
from tests.support.cast import make_unit
from tests.support.framework import make_framework
from tests.support.html import text_of
from tests.support.person_year import make_item, make_ledger_fund, make_offering, make_run
from tests.support.queries import count_queries

RIGHT = {"starts_on": "2029-07-01", "ends_on": "2030-06-30"}


@pytest.fixture
def mistaken(cast):
    """A year that should have ended in 2030."""
    make_framework()
    year = FiscalYear(unit=cast.alder, starts_on=date(2029, 7, 1), ends_on=date(2031, 6, 30))
    db.session.add(year)
    db.session.commit()
    return year


def days(year):
    return str(year.starts_on), str(year.ends_on)


def kinds():
    return [each.kind for each in db.session.query(AuditEvent).order_by(AuditEvent.id)]


def test_the_days_of_a_year_are_changed_and_the_next_one_fits(as_user, cast, mistaken):
    client = as_user(cast.finance)
    new = f"/budget/districts/{cast.alder.id}/years/new"
    following = {"starts_on": "2030-07-01", "ends_on": "2031-06-30"}
    refused = client.post(new, data=following)
    link = f"/budget/years/{mistaken.id}"

    shown = client.get(link)
    saved = client.post(link, data=RIGHT, follow_redirects=True)
    added = client.post(new, data=following)

    assert "years must not overlap" in text_of(refused.text)
    assert f'href="{link}"' in refused.text
    assert f'href="{link}"' in client.get(f"{link}/calendar").text
    assert "2031-06-30" in shown.text
    assert "The fiscal year 2029–30 is saved." in text_of(saved.text)
    assert days(mistaken) == tuple(RIGHT.values())
    assert added.status_code == 303
    event = db.session.query(AuditEvent).filter_by(kind=Money.YEAR_CHANGED).one()
    assert event.said == "Last day: 30 June 2031, now 30 June 2030."


def test_two_who_change_the_days_see_both_versions(app, as_user, cast, mistaken):
    client, address = as_user(cast.finance), f"/budget/years/{mistaken.id}"
    form = next(
        each
        for each in forms.forms_of(app, forms.tree_of(client.get(address)))
        if "seen" in each.fields
    )
    client.post(address, data=RIGHT)

    late = client.post(address, data=form.sending("ends_on", "2030-12-31").fields)

    assert late.status_code == 409
    assert "Last day 2030-12-31 2030-06-30" in text_of(late.text)
    assert days(mistaken) == tuple(RIGHT.values())


def with_run(cast, mistaken):
    offering = make_offering("Fire drill", {"I.A.1": (2, 0)})
    day = date(2031, 3, 3)
    offering.sessions.append(Session(starts_on=day, ends_on=day, seats=5))
    make_item(cast.sam, mistaken, offering, by=cast.staff, answered=True)


STANDS_OUTSIDE = {
    "the term Spring, 1 January to 30 May 2031": lambda cast, year: calendar.add_term(
        year, name="Spring", starts_on=date(2031, 1, 1), ends_on=date(2031, 5, 30), hours=None
    ),
    "the blackout Testing, 3 March 2031": lambda cast, year: db.session.add(
        Blackout(
            unit=cast.network, name="Testing", starts_on=date(2031, 3, 3), ends_on=date(2031, 3, 3)
        )
    ),
    "the fund Local, to be spent by 30 June 2031": lambda cast, year: make_ledger_fund(
        cast.alder, year, "Local", cents=5_00
    ),
    "Fire drill of Sam Staff, 3 March 2031": with_run,
}


@pytest.mark.parametrize("words", STANDS_OUTSIDE)
def test_what_would_stand_outside_the_new_days_is_named(as_user, cast, mistaken, words):
    STANDS_OUTSIDE[words](cast, mistaken)
    db.session.commit()
    client, address = as_user(cast.finance), f"/budget/years/{mistaken.id}"

    refused = client.post(address, data=RIGHT)
    later = client.post(address, data={"starts_on": "2029-07-15", "ends_on": "2031-06-30"})

    assert refused.status_code == 422
    assert f"Outside of these days there would be: {words}. Change that first." in text_of(
        refused.text
    )
    assert 'value="2030-06-30"' in refused.text
    assert later.status_code == 303
    assert days(mistaken) == ("2029-07-15", "2031-06-30")


def test_a_run_among_several_may_be_lost_and_a_grant_may_be_spent_later(cast, mistaken):
    offering = make_offering("Fire drill", {"I.A.1": (2, 0)})
    for day in (date(2031, 3, 3), date(2030, 3, 3)):
        offering.sessions.append(Session(starts_on=day, ends_on=day, seats=5))
    make_item(cast.sam, mistaken, offering, by=cast.staff, answered=True)
    make_ledger_fund(cast.alder, mistaken, "Grant", cents=5_00, spend_by=date(2031, 9, 30))

    fiscal_years.edit_fiscal_year(mistaken, starts_on=date(2029, 7, 1), ends_on=date(2030, 6, 30))

    assert days(mistaken) == tuple(RIGHT.values())


def test_days_between_which_money_was_carried_stay(cast):
    make_framework()
    first = FiscalYear(unit=cast.alder, starts_on=date(2024, 7, 1), ends_on=date(2025, 6, 30))
    second = FiscalYear(unit=cast.alder, starts_on=date(2025, 7, 1), ends_on=date(2026, 6, 30))
    db.session.add_all([first, second])
    make_ledger_fund(cast.alder, first, cents=5_00, carries_over=True)
    closing.close(first, by_id=cast.finance.id)
    with pytest.raises(BudgetError, match="2024–25 is closed: its days stay"):
        fiscal_years.edit_fiscal_year(first, starts_on=date(2024, 7, 1), ends_on=date(2025, 5, 31))
    closing.reopen(first, by_id=cast.finance.id)

    with pytest.raises(BudgetError, match="money that was carried over into the next year"):
        fiscal_years.edit_fiscal_year(first, starts_on=date(2024, 7, 1), ends_on=date(2025, 5, 31))
    with pytest.raises(BudgetError, match="money that was carried over into it"):
        fiscal_years.edit_fiscal_year(second, starts_on=date(2025, 8, 1), ends_on=date(2026, 6, 30))
    fiscal_years.edit_fiscal_year(second, starts_on=date(2025, 7, 1), ends_on=date(2026, 7, 31))

    assert days(second) == ("2025-07-01", "2026-07-31")


def test_a_year_that_was_entered_by_mistake_is_removed(as_user, cast, mistaken):
    db.session.add(LearningPlan(person=cast.sam, fiscal_year=mistaken))
    db.session.commit()
    client, address = as_user(cast.finance), f"/budget/years/{mistaken.id}"
    offered = text_of(client.get(address).text)

    removed = client.post(f"{address}/remove", follow_redirects=True)

    assert "Yes, remove 2029–31" in offered
    assert "The fiscal year 2029–31 is removed." in text_of(removed.text)
    assert db.session.query(FiscalYear).count() == db.session.query(LearningPlan).count() == 0
    event = db.session.query(AuditEvent).filter_by(kind=Money.YEAR_REMOVED).one()
    assert (event.about, event.said) == ("Alder 2029–31", "1 July 2029 to 30 June 2031.")


def with_link(cast, year):
    make_link(cast.alder, year, name="The board", days=7, by=cast.finance, key="a")


def with_team_plan(cast, year):
    db.session.add(Scenario(unit=cast.network, fiscal_year=year, name="What if", saved=True))


def with_plan(cast, year):
    offering = make_offering("Wires", {"I.A.1": (2, 0)})
    make_item(cast.sam, year, offering, state=State.DECLINED)


IN_A_YEAR = {
    "1 fund": lambda cast, year: make_ledger_fund(cast.alder, year, cents=0),
    "1 person’s plan": with_plan,
    "1 team plan": with_team_plan,
    "1 link for the board": with_link,
    "1 term": lambda cast, year: calendar.add_term(
        year, name="Fall", starts_on=date(2029, 8, 1), ends_on=date(2029, 12, 1), hours=None
    ),
    "1 blackout": lambda cast, year: db.session.add(
        Blackout(
            unit=cast.network, name="Testing", starts_on=date(2030, 3, 3), ends_on=date(2030, 3, 3)
        )
    ),
}


@pytest.mark.parametrize("words", IN_A_YEAR)
def test_a_year_with_anything_in_it_stays(as_user, cast, mistaken, words):
    IN_A_YEAR[words](cast, mistaken)
    db.session.commit()
    address = f"/budget/years/{mistaken.id}"

    refused = as_user(cast.finance).post(f"{address}/remove")

    assert refused.status_code == 409
    assert f"2029–31 is not removed: it holds {words}." in text_of(refused.text)
    assert db.session.query(FiscalYear).count() == 1
    assert Money.YEAR_REMOVED not in kinds()


def test_a_closed_year_offers_neither(as_user, cast):
    year = FiscalYear(
        unit=cast.alder, starts_on=date(2024, 7, 1), ends_on=date(2025, 6, 30),
        closed_at=clock.now(),
    )  # fmt: skip
    db.session.add(year)
    db.session.commit()
    client, address = as_user(cast.finance), f"/budget/years/{year.id}"
    page = client.get(address).text
    saved = client.post(address, data={"starts_on": "2024-07-01", "ends_on": "2025-05-31"})
    removed = client.post(f"{address}/remove")

    assert "2024–25 is closed. It stays as it is" in text_of(page)
    assert "/remove" not in page
    assert (saved.status_code, removed.status_code) == (422, 409)
    assert days(year) == ("2024-07-01", "2025-06-30")


def test_what_is_entered_later_is_of_the_new_days(cast, mistaken):
    fund = make_ledger_fund(cast.alder, mistaken, cents=5_00, spend_by=date(2030, 1, 1))
    fiscal_years.edit_fiscal_year(mistaken, starts_on=date(2029, 7, 1), ends_on=date(2030, 6, 30))
    ledger.amend(fund, 1_00, act=Act("a", None))

    with pytest.raises(BudgetError, match="Enter a day of the fiscal year 2029–30"):
        calendar.add_term(
            mistaken, name="Late", starts_on=date(2031, 1, 1), ends_on=date(2031, 2, 1), hours=None
        )
    assert db.session.query(LedgerAction).count() == 2


@pytest.mark.parametrize("carries_over", [True, False])
def test_funds_that_last_as_long_as_the_year_go_along_when_it_ends_later(
    as_user, cast, mistaken, carries_over
):
    local = make_ledger_fund(cast.alder, mistaken, cents=5_00, carries_over=carries_over)
    grant = make_ledger_fund(
        cast.alder, mistaken, "Grant", cents=5_00, spend_by=date(2031, 6, 29), carries_over=True
    )
    client, address = as_user(cast.finance), f"/budget/years/{mistaken.id}"
    later = {"starts_on": "2029-07-01", "ends_on": "2031-07-01"}

    saved = client.post(address, data=later, follow_redirects=True)

    assert "2029–31 is saved. To be spent by its new last day: Local." in text_of(saved.text)
    assert (local.spend_by, grant.spend_by) == (date(2031, 7, 1), date(2031, 6, 29))
    balances = {each.fund.name: each.goes_on for each in closing.closing_of(mistaken).balances}
    assert balances == {"Local": carries_over, "Grant": False}
    event = db.session.query(AuditEvent).filter_by(kind=Money.FUND_CHANGED).one()
    assert event.said == "Spend by: 30 June 2031, now 1 July 2031."


def test_the_units_of_the_funds_that_go_along_are_read_at_once(as_user, cast, mistaken):
    """Their funds are named with them where the year is saved."""
    for number in range(3):
        unit = make_unit(f"School {number}", UnitKind.TEAM, parent=cast.alder)
        make_ledger_fund(unit, mistaken, f"Fund {number}", cents=5_00)
    year_id = mistaken.id
    db.session.remove()
    year = db.session.get_one(FiscalYear, year_id)
    later = fiscal_years.edit_fiscal_year(
        year, starts_on=year.starts_on, ends_on=year.ends_on + timedelta(1)
    )

    with count_queries() as statements:
        named = [each.named for each in later]
    assert named == [f"Fund {number} (School {number})" for number in range(3)]
    assert statements == []


def test_the_form_of_a_fund_says_which_money_goes_on(as_user, cast, mistaken):
    shown = as_user(cast.finance).get(f"/budget/years/{mistaken.id}/funds/new")

    hint = "Where it is to be spent by the year’s last day, 30 June 2031, or later"
    assert hint in text_of(shown.text)


def requested(cast, year, title="Wires"):
    offering = make_offering(title, {"I.A.1": (2, 0)})
    return make_item(cast.sam, year, offering, by=cast.staff, state=State.REQUESTED)


def test_requests_that_wait_are_named_where_the_new_last_day_is_past(as_user, cast, year):
    requested(cast, year)
    db.session.commit()
    client, address = as_user(cast.finance), f"/budget/years/{year.id}"
    today, last = clock.today(), year.ends_on

    past = client.post(
        address, data={"starts_on": year.starts_on, "ends_on": today - timedelta(days=30)}
    )
    kept = year.ends_on
    sooner = client.post(
        address, data={"starts_on": year.starts_on, "ends_on": today + timedelta(days=30)}
    )

    named = "the request of Sam Staff for Wires, which waits for an answer"
    assert past.status_code == 422
    assert f"Outside of these days there would be: {named}." in text_of(past.text)
    assert kept == last
    assert sooner.status_code == 303


def test_a_request_with_a_run_is_named_once(cast, year):
    item = requested(cast, year)
    make_run(item.offering, in_days=5)

    with pytest.raises(BudgetError) as refused:
        fiscal_years.edit_fiscal_year(
            year, starts_on=year.starts_on, ends_on=clock.today() - timedelta(days=30)
        )

    assert str(refused.value).count("Wires") == 1


def test_money_of_funds_of_one_name_is_named_with_their_units(as_user, cast, year):
    own = [make_ledger_fund(unit, year, cents=500_00) for unit in (cast.alder, cast.network)]
    for number, fund in enumerate(own, 1):
        item = requested(cast, year, f"Wires {number}")
        ledger.encumber(item.id, {fund.id: number * 100_00}, act=Act(f"aside/{item.id}", None))
        item.state = State.APPROVED
    db.session.commit()
    days = {"starts_on": clock.today() + timedelta(days=30), "ends_on": year.ends_on}

    refused = as_user(cast.finance).post(f"/budget/years/{year.id}", data=days)

    said = text_of(refused.text)
    assert "$100.00 of Local, set aside" in said
    assert "$200.00 of Local (Network), set aside" in said


def test_money_that_was_set_aside_is_named_where_its_day_would_be_outside(as_user, cast, year):
    local = make_ledger_fund(cast.alder, year, cents=1_000_00)
    kept, given_back = requested(cast, year), requested(cast, year, "Cables")
    for item in (kept, given_back):
        ledger.encumber(item.id, {local.id: 200_00}, act=Act(f"set aside/{item.id}", None))
    ledger.release(given_back.id, {local.id: 200_00}, act=Act("give back", None))
    for item in (kept, given_back):
        item.state = State.APPROVED
    db.session.commit()
    client, address, today = as_user(cast.finance), f"/budget/years/{year.id}", clock.today()
    last = {"ends_on": year.ends_on}

    later = client.post(address, data={"starts_on": today + timedelta(days=30), **last})
    since = client.post(address, data={"starts_on": today, **last})

    assert later.status_code == 422
    assert f"there would be: $200.00 of Local, set aside {in_words(today)}. " in text_of(later.text)
    assert since.status_code == 303


def test_what_was_set_aside_outside_the_days_before_stays_there(cast, year):
    local = make_ledger_fund(cast.alder, year, cents=1_000_00)
    item, before = requested(cast, year), clock.now() - timedelta(days=150)
    ledger.encumber(item.id, {local.id: 200_00}, act=Act("a", None, at=before))
    new = year.starts_on + timedelta(days=1)

    fiscal_years.edit_fiscal_year(year, starts_on=new, ends_on=year.ends_on)

    assert year.starts_on == new


def test_days_of_another_year_are_shown_at_the_day_that_was_changed(as_user, cast, mistaken):
    following = FiscalYear(unit=cast.alder, starts_on=date(2031, 7, 1), ends_on=date(2032, 6, 30))
    db.session.add(following)
    db.session.commit()
    typed = {"starts_on": "2029-07-01", "ends_on": "2031-07-01"}

    refused = as_user(cast.finance).post(f"/budget/years/{mistaken.id}", data=typed)

    assert "Last day: Alder has the fiscal year 2031–32 already" in text_of(refused.text)


def test_a_link_that_opens_nothing_keeps_no_year(cast, mistaken):
    make_link(cast.alder, mistaken, name="The board", days=7, by=cast.director, key="a")
    accounts.deactivate(cast.director)

    fiscal_years.remove_fiscal_year(mistaken)

    assert db.session.query(FiscalYear).count() == 0
