"""Finance enters fiscal years and funds; what is refused keeps the entries."""

from datetime import date

import pytest

from pdplanner.accounts import services as accounts
from pdplanner.budgets import services
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.budgets.rules import Rules
from pdplanner.catalog.models import Format
from pdplanner.extensions import db
from pdplanner.frameworks.models import SkillArea
from tests.support.framework import make_framework
from tests.support.html import text_of
from tests.support.person_year import make_fund, make_ledger_fund, make_year


@pytest.fixture
def finance(as_user, cast):
    make_framework()
    db.session.commit()
    return as_user(cast.finance)


def fund_fields(unit, **changes):
    return {
        "name": "Title II-A",
        "unit": unit.id,
        "source": "Federal",
        "account_code": "270-2213",
        "allocated_cents": "1,200.50",
        "cap": "block",
        "spend_by": "2027-09-30",
        "note": "",
    } | changes


def test_a_new_district_gets_its_year_and_fund(finance, cast):
    empty = finance.get("/budget/").text
    address = f"/budget/districts/{cast.alder.id}/years/new"
    proposed = finance.get(address).text
    year_entered = finance.post(address, data={"starts_on": "2026-07-01", "ends_on": "2027-06-30"})
    year = db.session.query(FiscalYear).one()
    fields = fund_fields(cast.department, refused_formats=["conference"])
    added = finance.post(year_entered.location, data=fields, follow_redirects=True)

    assert "Enter the fiscal year" in text_of(empty)
    assert "-07-01" in proposed
    assert "Title II-A" in text_of(added.text)
    assert "$1,200.50" in text_of(added.text)
    fund = db.session.query(Fund).one()
    assert (fund.unit, fund.fiscal_year, fund.allocated_cents) == (cast.department, year, 120_050)
    assert (fund.spent_cents, fund.encumbered_cents) == (0, 0)
    assert [each.format for each in fund.refused_formats] == [Format.CONFERENCE]


def test_years_must_not_overlap(finance, cast):
    make_year(cast.alder)
    db.session.commit()
    held = db.session.query(FiscalYear).one()
    address = f"/budget/districts/{cast.alder.id}/years/new"
    typed = {"starts_on": str(held.ends_on), "ends_on": str(held.ends_on.replace(year=2099))}
    late = finance.post(address, data=typed | {"ends_on": str(held.starts_on)})
    typed["ends_on"] = str(held.ends_on.replace(year=held.ends_on.year + 1))
    refused = finance.post(address, data=typed)

    assert (late.status_code, refused.status_code) == (422, 422)
    assert "must not overlap" in text_of(refused.text)
    assert typed["ends_on"] in refused.text
    assert db.session.query(FiscalYear).count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "Enter the fund's name."),
        ({"allocated_cents": "a lot"}, "Enter an amount"),
        ({"spend_by": "9999-12-31"}, "Enter a day from the year 2000 to 2100"),
        ({"name": "Local PD"}, "has a fund of this name"),
    ],
)
def test_a_refused_fund_keeps_what_was_typed(finance, cast, changes, words):
    year = make_year(cast.alder)
    make_fund(cast.department, year, "Local PD", dollars=10)
    db.session.commit()
    fields = fund_fields(cast.department, note="From the board") | changes
    refused = finance.post(f"/budget/years/{year.id}/funds/new", data=fields)

    assert refused.status_code == 422
    assert words in text_of(refused.text)
    assert "From the board" in refused.text
    assert db.session.query(Fund).count() == 1


def test_a_blocking_fund_holds_what_is_spent_of_it(finance, cast):
    year = make_year(cast.alder)
    fund = make_fund(cast.alder, year, "Local PD", dollars=500, spent_cents=300_00)
    db.session.commit()
    address = f"/budget/funds/{fund.id}"
    fields = fund_fields(cast.alder, name="Local PD", allocated_cents="299.99")
    del fields["unit"]
    refused = finance.post(address, data=fields)
    saved = finance.post(address, data=fields | {"allocated_cents": "300", "areas": []})

    assert refused.status_code == 422
    assert "$300.00 is spent or set aside already" in text_of(refused.text)
    assert saved.status_code == 303
    assert (fund.allocated_cents, fund.spent_cents) == (300_00, 300_00)


def test_why_an_allocation_changes_stands_in_the_ledger_and_the_trail(finance, cast):
    year = make_year(cast.alder)
    fund = make_ledger_fund(cast.alder, year, "Local PD", cents=500_00)
    address = f"/budget/funds/{fund.id}"
    fields = fund_fields(cast.alder, name="Local PD", allocated_cents="450")
    del fields["unit"]
    form = finance.get(address)
    saved = finance.post(address, data=fields | {"reason": "The board cut it."})
    pages = [finance.get(each).text for each in (f"{address}/ledger", "/audit/")]

    assert "Why it is more or less" in text_of(form.text)
    assert saved.status_code == 303
    assert fund.allocated_cents == 450_00
    for page in pages:
        assert "The board cut it." in text_of(page)


def test_a_reason_for_no_change_is_refused_and_kept(finance, cast):
    year = make_year(cast.alder)
    fund = make_ledger_fund(cast.alder, year, "Local PD", cents=500_00)
    fields = fund_fields(cast.alder, name="Local PD", allocated_cents="500", reason="The board.")
    del fields["unit"]

    refused = finance.post(f"/budget/funds/{fund.id}", data=fields)

    assert refused.status_code == 422
    assert "The amount stays the same" in text_of(refused.text)
    assert 'value="The board."' in refused.text
    assert "Why it is more" not in finance.get(f"/budget/years/{year.id}/funds/new").text


def test_rules_of_a_fund_are_changed_and_taken_away(finance, cast):
    year = make_year(cast.alder)
    fund = make_fund(cast.alder, year, "Local PD", dollars=500)
    areas = db.session.scalars(db.select(SkillArea)).all()
    facts = {"name": "Local PD", "cap": "warn", "allocated_cents": 1, "spend_by": date(2027, 1, 1)}
    facts |= {"source": "Local", "account_code": "", "note": ""}
    for wanted in (areas[:2], areas[1:2], []):
        rules = Rules(areas=[each.id for each in wanted], refused_formats=["book"])
        services.edit_fund(fund, rules=rules, by_id=None, **facts)
        db.session.commit()
        assert [each.area for each in fund.areas] == list(wanted)

    assert [each.format for each in fund.refused_formats] == ["book"]


def test_finance_of_a_unit_enters_its_funds_and_no_years(as_user, cast):
    accounts.grant(cast.other_staff, role="finance", unit_id=cast.network.id)
    year = make_year(cast.alder)
    db.session.commit()
    client = as_user(cast.other_staff)

    assert client.get(f"/budget/districts/{cast.alder.id}/years/new").status_code == 404
    assert client.get(f"/budget/years/{year.id}/funds/new").status_code == 200
    beyond = client.post(f"/budget/years/{year.id}/funds/new", data=fund_fields(cast.support))
    assert beyond.status_code == 422
    budget = text_of(client.get("/budget/").text)
    assert "Add a fund" in budget
    assert "Add a fiscal year" not in budget
