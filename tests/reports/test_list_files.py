"""The lists of the budget as files: each says what its page says, and runs in no spreadsheet."""

import csv
import io

import pytest

from pdplanner.accounts import services as accounts
from pdplanner.budgets import ledger
from pdplanner.budgets.ledger import Act
from pdplanner.budgets.purchasing import add_vendor
from pdplanner.extensions import db
from pdplanner.reports.csv_files.budget_lists import LISTS
from tests.support.framework import make_framework
from tests.support.person_year import make_item, make_ledger_fund, make_offering, make_year

ALL = (*LISTS, "years", "vendors")
EVIL = '=HYPERLINK("http://x.example")'


@pytest.fixture
def year(cast):
    """A fund of $500 with $40 set aside for Sam and $100 planned, $10 of it a cohort's share."""
    make_framework()
    make_year(cast.alder, years_ago=1)
    year = make_year(cast.alder)
    fund = make_ledger_fund(cast.alder, year, "=Local", cents=500_00)
    wires = make_offering("+Wires", {"I.A.1": (2, 0)}, dollars=40, hours=4.25, provider="-Works")
    item = make_item(cast.sam, year, wires, fund=fund, state="approved")
    ledger.encumber(item.id, {fund.id: 40_00}, act=Act(key="a", by_id=None))
    waves = make_offering("@Waves", {"I.A.1": (2, 0)}, dollars=100)
    make_item(cast.sam, year, waves, fund=fund, mode="cohort", shared=10)
    make_item(cast.dana, year, waves, state="declined", answered=True)
    cast.sam.name, cast.sam.allowance_cents = "\tSam", 150_00
    add_vendor(cast.alder, name=EVIL, number="=1+1")
    db.session.commit()
    return year


def rows_of(client, which, query=""):
    answer = client.get(f"/budget/lists/{which}.csv{query}")
    assert answer.status_code == 200
    text = answer.data.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_funds_stand_with_their_columns(as_user, cast, year):
    head, row = rows_of(as_user(cast.finance), "funds")

    assert head[6:] == [
        "Allocated (USD)", "Spent (USD)", "Set aside (USD)", "Carried over (USD)",
        "Available (USD)", "Planned (USD)", "After plan (USD)", "Note",
    ]  # fmt: skip
    assert row == [
        "'=Local", "007-1", "Alder", "Local", year.ends_on.isoformat(), "block",
        "500.00", "0.00", "40.00", "0.00", "460.00", "100.00", "360.00", "",
    ]  # fmt: skip


def test_the_months_stand_by_unit_and_fund(as_user, cast, year):
    head, row = rows_of(as_user(cast.finance), "months")

    assert head[:2] == ["Unit", "Fund"]
    assert head[2] == f"{year.starts_on:%Y-%m} (USD)"
    assert head[-3:] == ["Total (USD)", "Account code", "Unit of fund"]
    assert row[:2] == ["Network", "'=Local"]
    assert (row[-3:], row.count("40.00")) == (["40.00", "007-1", "Alder"], 2)


def test_the_totals_stand_by_person_offering_and_fund(as_user, cast, year):
    finance = as_user(cast.finance)

    assert rows_of(finance, "by-person")[1:] == [
        ["'\tSam", "Network", "2", "8.25", "100.00", "40.00", "140.00", "10.00", "0.00", "150.00",
         "20.00"]
    ]  # fmt: skip
    assert rows_of(finance, "by-offering")[1:] == [
        ["'+Wires", "'-Works", "1", "4.25", "0.00", "40.00", "40.00"],
        ["'@Waves", "Learning Works", "1", "4", "100.00", "0.00", "100.00"],
    ]
    assert rows_of(finance, "by-fund")[1:] == [
        ["'=Local", "007-1", "2", "8.25", "100.00", "40.00", "140.00", "Alder"]
    ]
    assert rows_of(finance, "by-person", "?of=team-plan")[1:] == []


def test_the_years_stand_beside_each_other(as_user, cast, year):
    _head, now, before = rows_of(as_user(cast.finance), "years")

    assert now == [
        year.title, "no", "500.00", "0.00", "0.00", "40.00", "0.00", "100.00", "0", "0", "0", "",
    ]  # fmt: skip
    assert before[2:] == ["0.00"] * 6 + ["0", "0", "0", ""]


def test_the_vendors_are_for_whoever_keeps_the_money(as_user, cast, year):
    assert rows_of(as_user(cast.finance), "vendors") == [
        ["Vendor", "Number"],
        [f"'{EVIL}", "'=1+1"],
    ]
    assert as_user(cast.director).get("/budget/lists/vendors.csv").status_code == 404


def test_nothing_that_a_spreadsheet_would_run_stands_in_any(as_user, cast, year):
    for which in ALL:
        for row in rows_of(as_user(cast.finance), which):
            for cell in row:
                number = cell.removeprefix("-").replace(".", "", 1).isdigit()
                assert number or not cell.startswith(tuple("=+-@\t\r\n")), (which, cell)


def test_a_list_is_named_after_unit_and_year(as_user, cast, year):
    answer = as_user(cast.finance).get("/budget/lists/funds.csv")

    name = f"alder-{year.title.replace('–', '-')}-funds.csv"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"


def test_each_page_leads_to_its_files(as_user, cast, year):
    finance = as_user(cast.finance)
    pages = {
        "/budget/": ("funds", "by-fund", "by-person", "by-offering"),
        "/budget/months": ("months",),
        "/budget/years": ("years",),
        "/budget/unfunded": ("unfunded",),
        f"/budget/districts/{cast.alder.id}/purchasing": ("vendors",),
    }
    for address, lists in pages.items():
        text = finance.get(address).text
        for which in lists:
            assert f"/budget/lists/{which}.csv?" in text


def test_there_are_no_other_lists_and_none_for_others(as_user, cast, year):
    assert as_user(cast.finance).get("/budget/lists/people.csv").status_code == 404
    for which in ALL:
        assert as_user(cast.staff).get(f"/budget/lists/{which}.csv").status_code == 404


def test_a_director_of_a_team_reads_the_lines_of_their_people(as_user, cast, year):
    lead = accounts.create_user(email="lead@example.org", name="Lead")
    accounts.grant(lead, role="director", unit_id=cast.support.id)
    db.session.commit()

    assert rows_of(as_user(lead), "by-person")[1:] == []
    assert rows_of(as_user(lead), "unfunded")[1:] == []
    assert [row[0] for row in rows_of(as_user(lead), "months")[1:]] == ["Other units"]
