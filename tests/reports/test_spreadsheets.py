"""No file runs a name: what is called =1+1 is text there, in every CSV and the workbook."""

import csv
import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from pdplanner.budgets import ledger
from pdplanner.budgets.ledger import Act
from pdplanner.budgets.models import Vendor
from pdplanner.extensions import db
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.purchase import enter
from tests.support.framework import make_framework
from tests.support.person_year import make_item, make_ledger_fund, make_offering, make_year, sent

STARTS = ("=", "+", "-", "@", "\t")
NAMED = ("person", "unit", "offering", "provider", "fund", "account", "vendor", "order", "note")


@pytest.fixture(params=STARTS, ids=["equals", "plus", "minus", "at", "tab"])
def names(request):
    """What everything is called: a start, and a formula behind it."""
    return {each: f"{request.param}1+1|{each}" for each in NAMED}


@pytest.fixture
def fund(cast, names):
    """What Sam asked for is approved and ordered, and money went from one fund to the other."""
    make_framework()
    year = make_year(cast.alder)
    cast.sam.name = cast.staff.name = cast.director.name = cast.finance.name = names["person"]
    cast.network.name = names["unit"]
    fund = make_ledger_fund(
        cast.alder, year, names["fund"], cents=500_00, account_code=names["account"]
    )
    other = make_ledger_fund(cast.alder, year, "Other", cents=500_00)
    offering = make_offering(
        names["offering"], {"I.A.1": (2, 0)}, dollars=100, provider=names["provider"]
    )
    item = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    steps.request(item, sent=sent(cast.staff))
    steps.approve(item, parts={fund.id: 100_00}, sent=sent(cast.director))
    vendor = Vendor(unit=cast.alder, name=names["vendor"])
    db.session.add(vendor)
    db.session.flush()
    enter(
        item, by=cast.finance, vendor_id=vendor.id, order_number=names["order"], ordered_on=None,
        paid_by="district", reimbursed_cents=None, reimbursed_on=None,
    )  # fmt: skip
    act = Act(key="moved", by_id=cast.finance.id, note=names["note"])
    ledger.transfer(fund, other, 10_00, act=act)
    db.session.commit()
    return fund


@pytest.mark.parametrize(
    ("address", "held"),
    [
        ("/budget/plan.csv", ("person", "unit", "offering", "provider", "fund", "account")),
        ("/budget/requests.csv?state=approved", tuple(each for each in NAMED if each != "note")),
        ("/budget/funds/{fund}/ledger.csv", ("person", "offering", "fund", "account", "note")),
        ("/audit/trail.csv", ("person", "unit", "offering", "fund")),
    ],
)
def test_no_cell_of_a_csv_is_a_formula(as_user, cast, names, fund, address, held):
    text = as_user(cast.finance).get(address.format(fund=fund.id)).get_data(as_text=True)
    _head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    cells = [cell for row in rows for cell in row]

    # Each stands there, first in its cell, after an apostrophe.
    assert [each for each in held if not found(f"'{names[each]}", cells)] == []
    assert [each for each in cells if each.startswith(STARTS) and not is_number(each)] == []


def test_no_cell_of_the_workbook_is_a_formula(as_user, cast, names, fund):
    data = as_user(cast.finance).get("/budget/plan.xlsx").data
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    cells = [
        cell
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    ]

    held = ("person", "unit", "offering", "provider", "fund", "account", "note")
    assert [each for each in held if names[each] not in cells] == []
    assert not [each for each in sheets_of(data) if "1+1|" in each]


def found(start, cells):
    return any(cell.startswith(start) for cell in cells)


def is_number(cell):
    return cell.removeprefix("-").replace(".", "", 1).isdigit()


def sheets_of(data):
    """The cells as they are stored: text stands apart from them, formulas in them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [each for each in archive.namelist() if each.startswith("xl/worksheets/")]
        return [archive.read(each).decode() for each in names]
