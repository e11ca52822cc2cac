"""The workbook opened in LibreOffice, which adds everything up anew: the same cents."""

import io
import re
import subprocess
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from pdplanner import clock
from pdplanner.budgets import closing, ledger
from pdplanner.budgets.ledger import Act
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.extensions import db
from pdplanner.plans.models import CostKind
from pdplanner.plans.requests import steps
from tests.support.framework import make_framework
from tests.support.person_year import make_item, make_ledger_fund, make_offering, make_year, sent

ALWAYS_RECKON = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
  xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
  oor:op="fuse"><value>0</value></prop></item></oor:items>"""
KEPT_VALUE = re.compile(rb"(</f>)<v>[^<]*</v>")
SECONDS = 120


@pytest.fixture
def database(sqlite_template):
    """The rows that a workbook is made of are compared between the engines elsewhere."""
    return sqlite_template.emptied()


@pytest.fixture
def book(as_user, cast):
    """A year with money in every state, as finance takes it out: the file's bytes."""
    make_framework()
    year = make_year(cast.alder)
    local = make_ledger_fund(cast.alder, year, "Local & more", cents=5_000_10)
    grant = make_ledger_fund(cast.alder, year, "=Grant", cents=999_99, cap="warn")
    local.spend_by = clock.today() + timedelta(30)
    items = [
        make_item(
            cast.sam, year, make_offering(f"=Course {one}", {"I.A.1": (2, 0)}, dollars=dollars),
            by=cast.staff, answered=True,
        )
        for one, dollars in enumerate((10, 20, 333, 0))
    ]  # fmt: skip
    for item in items[1:]:
        steps.request(item, sent=sent(cast.staff))
    parts = {local.id: 133_33, grant.id: 199_67}
    steps.approve(items[2], parts=parts, sent=sent(cast.director))
    steps.register(items[2], sent=sent(cast.staff))
    steps.complete(items[2], actual={CostKind.FEE: 300_01}, sent=sent(cast.finance))
    steps.approve(items[1], parts={local.id: 20_00}, sent=sent(cast.director))
    ledger.transfer(local, grant, 100_10, act=Act(key="t", by_id=None, note="-1+1"))
    db.session.commit()
    return as_user(cast.finance).get("/budget/plan.xlsx").data


def sheets_of(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def reckoned_anew(content, folder: Path):
    """What LibreOffice makes of the file once every value of a formula is taken out of it."""
    (folder / "profile" / "user").mkdir(parents=True)
    (folder / "profile" / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECKON)
    bare = folder / "bare.xlsx"
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            new.writestr(name, KEPT_VALUE.sub(rb"\1", old.read(name)))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", "out"]
    subprocess.run([*command, bare], cwd=folder, check=True, timeout=SECONDS, capture_output=True)
    return sheets_of((folder / "out" / "bare.xlsx").read_bytes())


def cents(row):
    return [round(cell * 100) if isinstance(cell, float) else cell for cell in row]


def test_libreoffice_comes_to_the_same_cents_in_every_cell(book, tmp_path):
    ours, theirs = sheets_of(book), reckoned_anew(book, tmp_path)

    assert list(ours) == list(theirs)
    for name, rows in ours.items():
        assert [cents(row) for row in theirs[name]] == [cents(row) for row in rows], name
    assert "=Course 1" in {row[2] for row in theirs["Plan"]}


def test_the_summary_says_that_funds_and_ledger_agree(book):
    head, *rows = sheets_of(book)["Summary"]

    assert head == ["All funds", "In the funds", "In the ledger", "Difference"]
    assert rows == [
        ["Allocated", 6000.09, 6000.09, 0.0],
        ["Spent", 300.01, 300.01, 0.0],
        ["Set aside", 20.0, 20.0, 0.0],
        ["Available", 5680.08, 5680.08, 0.0],
        ["Planned", 0.0, "", ""],
        ["Available after plan", 5680.08, "", ""],
        ["Planned without a fund", 10.0, "", ""],
    ]


def test_the_ledger_stands_in_it_entry_by_entry(book):
    head, *rows, foot = sheets_of(book)["Ledger"]
    amount = head.index("Amount")

    assert foot[amount] == 0.0
    transfers = [(row[2], row[8]) for row in rows if row[10] == "-1+1"]
    assert transfers == [("Transfer", "to =Grant"), ("Transfer", "from Local & more")]
    assert {type(row[1]) for row in rows} == {date}


def test_what_is_bought_stands_in_it_with_what_it_did_cost(book):
    head, *rows, foot = sheets_of(book)["Purchases"]
    found = [dict(zip(head, row, strict=True)) for row in rows]

    assert [(row["Offering"], row["State"]) for row in found] == [
        ("=Course 1", "Approved"), ("=Course 2", "Completed"),
    ]  # fmt: skip
    figures = ("Fee", "Cost", "Fee, estimated", "Estimated", "Actual")
    assert [row["Actual"] for row in found] == ["", 300.01]
    assert [found[1][each] for each in figures] == [300.01, 300.01, 333.0, 333.0, 300.01]
    assert [foot[head.index(each)] for each in figures] == [320.01, 320.01, 353.0, 353.0, 300.01]


def test_every_sheet_is_ready_to_be_read_and_printed(book):
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        sheets = [archive.read(name).decode() for name in names]
        named = archive.read("xl/workbook.xml").decode()

    assert len(sheets) == 8
    for sheet in sheets:
        assert 'state="frozen"' in sheet
        assert 'orientation="landscape"' in sheet
        assert 'fitToHeight="0"' in sheet
        assert "&amp;LAlder, budget" in sheet
        assert "Page &amp;P of &amp;N" in sheet
    assert named.count("_xlnm.Print_Titles") == 8


def test_what_went_on_at_the_closing_reconciles_by_itself(as_user, cast, tmp_path):
    make_framework()
    today = clock.today()
    year, following = (
        FiscalYear(unit=cast.alder, starts_on=first, ends_on=first + timedelta(364))
        for first in (today - timedelta(365), today)
    )
    db.session.add_all([year, following])
    db.session.commit()
    local = make_ledger_fund(cast.alder, year, "Local", cents=500_10, carries_over=True)
    make_ledger_fund(cast.alder, year, "Grant", cents=300_00)
    closing.close(year, by_id=cast.finance.id)
    db.session.commit()

    content = as_user(cast.finance).get(f"/budget/plan.xlsx?year={year.id}").data
    ours, theirs = sheets_of(content), reckoned_anew(content, tmp_path)

    assert ours["Summary"][1:6] == [
        ["Allocated", 800.1, 800.1, 0.0],
        ["Spent", 0.0, 0.0, 0.0],
        ["Set aside", 0.0, 0.0, 0.0],
        ["Carried over", 500.1, 500.1, 0.0],
        ["Left", 300.0, 300.0, 0.0],
    ]
    for name, rows in ours.items():
        assert [cents(row) for row in theirs[name]] == [cents(row) for row in rows], name
    new = db.session.query(Fund).filter_by(fiscal_year_id=following.id).one()
    finance = as_user(cast.finance)
    came = sheets_of(finance.get(f"/budget/plan.xlsx?year={following.id}").data)
    assert came["Summary"][1] == ["Allocated", 500.1, 500.1, 0.0]
    assert "Carried over" not in {row[0] for row in came["Summary"]}
    gave, took = (
        finance.get(f"/budget/funds/{fund.id}/ledger.csv").text.splitlines()[-1].split(",")[:3]
        for fund in (local, new)
    )
    assert (gave, gave[2]) == (took, "Carried over"), "one action, one name"
    assert "Carried over" in finance.get(f"/budget/funds/{new.id}/ledger").text


def test_a_year_without_funds_has_a_workbook_too(as_user, cast, tmp_path):
    make_framework()
    make_year(cast.alder)
    db.session.commit()
    content = as_user(cast.finance).get("/budget/plan.xlsx").data

    ours, theirs = sheets_of(content), reckoned_anew(content, tmp_path)

    assert {name: [cents(row) for row in rows] for name, rows in theirs.items()} == {
        name: [cents(row) for row in rows] for name, rows in ours.items()
    }
