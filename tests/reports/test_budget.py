"""The budget: every figure reconciles, on screen and in the files, and shows no level."""

import csv
import io
import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from pdplanner import clock
from pdplanner.accounts import services as accounts
from pdplanner.budgets import ledger
from pdplanner.budgets.models import Fund, LedgerAction, LedgerEntry
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.plans.items.costs import set_costs
from pdplanner.plans.models import CostKind, ItemPayment, LearningPlan, PlanItem, State
from pdplanner.reports.board.links import make_link
from pdplanner.reports.figures import line_queries, queries
from pdplanner.reports.figures.lines import ITEMS, TEAM_PLAN
from pdplanner.reports.figures.scope import Scope
from pdplanner.reports.views import budget as views
from tests.support import html
from tests.support.cast import make_person
from tests.support.html import text_of
from tests.support.person_year import (
    make_adopted,
    make_fund,
    make_item,
    make_levels,
    make_offering,
    make_targets,
    make_year,
)
from tests.support.queries import count_queries

FORMULAS = ("=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x", " =1")
FORMULA = re.compile(rb"<f>(.*?)</f>")
EVIL = '=HYPERLINK("http://x.example","@click")'


@pytest.fixture
def year(cast, year):
    make_targets(cast.sam, {"I.A.1": (3, 5)})
    make_levels(cast.sam, {"I.A.1": 1})
    db.session.commit()
    return year


@pytest.fixture
def money(cast, year):
    """Two funds, three people, four items in different states, and a neighbour's."""
    local = make_fund(
        cast.alder, year, "Local PD", dollars=5000, spent_cents=240_00, encumbered_cents=728_00
    )
    grant = make_fund(cast.department, year, "Cyber grant", dollars=1000, cap="warn")
    wires = make_offering("Wires", {"I.A.1": (3, 1)}, dollars=165, hours=16)
    waves = make_offering("Waves", {"I.A.2": (3, 1)}, dollars=1200, hours=8.25)
    items = [
        make_item(cast.sam, year, wires, fund=local),
        make_item(cast.sam, year, waves, fund=grant, state=State.REQUESTED),
        make_item(cast.dana, year, wires, fund=local, state=State.APPROVED),
        make_item(make_person("Ann", cast.support), year, wires),
        make_item(cast.sam, year, make_offering("No", {}, dollars=77), state=State.DECLINED),
    ]
    birch = make_year(cast.birch)
    make_item(cast.olga, birch, waves, fund=make_fund(cast.birch, birch, "Theirs", dollars=9))
    db.session.commit()
    return items


def test_each_fund_says_what_is_left_after_the_plan(as_user, cast, money):
    text = html.text_of(as_user(cast.finance).get("/budget/").text)

    assert "Local PD 10-2580-330 $5,000.00 $240.00 $728.00 $4,032.00 $165.00 $3,867.00" in text
    assert "$1,000.00 $0.00 $0.00 $1,000.00 $1,200.00 −$200.00" in text
    assert "$200.00 more is planned than is available" in text
    assert "Total $6,000.00 $240.00 $728.00 $5,032.00 $1,365.00 $3,667.00" in text
    assert "Theirs" not in text


def test_what_is_spent_beyond_a_fund_is_not_said_to_be_planned(as_user, cast, year, money):
    """A fund that warns lets more be spent than it has; what is planned comes on top."""
    grant = money[1].payments[0].fund
    grant.spent_cents, grant.encumbered_cents = 1_300_00, 50_00
    _link, token = make_link(cast.alder, year, name="June", days=7, by=cast.director, key="a")
    db.session.commit()

    for address in ("/budget/", f"/budget/board/{token}"):
        text = html.text_of(as_user(cast.finance).get(address).text)
        assert "$350.00 overspent, and $1,200.00 more is planned" in text
        assert "more is planned than is available" not in text
    start = html.text_of(as_user(cast.finance).get("/").text)
    assert "$350.00 is overspent in: Cyber grant (Technology)." in start
    local = money[0].payments[0].fund
    local.cap, local.spent_cents = "warn", 9_000_00
    db.session.commit()
    text = html.text_of(as_user(cast.finance).get("/budget/").text)
    assert "Overspent by $5,078.00, and $1,365.00 more is planned." in text


def test_the_three_views_come_to_the_same_cent(as_user, cast, year, money):
    text = html.text_of(as_user(cast.finance).get("/budget/").text)

    foot = "Total 4 56.25 $1,530.00 $165.00 $1,695.00"
    assert text.count(foot) == 3
    scope = Scope(cast.alder, year, (cast.alder.path,))
    for of in (ITEMS, TEAM_PLAN):
        sums = {
            sum(each.total_cents for each in view)
            for view in (
                queries.by_person(scope, of=of, page=None),
                queries.by_offering(scope, of=of, page=None),
                queries.by_fund(scope, of=of),
            )
        }
        assert sums == {sum(line.price_cents for line in line_queries.plan_lines(scope, of=of))}


def test_the_adopted_team_plan_can_be_looked_at_instead(as_user, cast, year, money):
    make_adopted(cast.alder, year, money[:2])
    db.session.commit()

    text = html.text_of(as_user(cast.finance).get("/budget/?of=team-plan").text)

    assert text.count("Total 2 24.25 $1,365.00") == 3
    assert "Ann" not in text.split("By person")[1]


def test_a_place_that_two_funds_pay_counts_once_and_is_paid_to_the_cent(as_user, cast, year, money):
    local, grant = (item.payments[0].fund for item in money[:2])
    money[0].payments = [
        ItemPayment(fund=local, cents=114_01), ItemPayment(fund=grant, cents=50_99)
    ]  # fmt: skip
    make_adopted(cast.alder, year, money[:2])
    db.session.commit()
    scope = Scope(cast.alder, year, (cast.alder.path,))

    for of, local_total in ((ITEMS, 279_01), (TEAM_PLAN, 114_01)):
        totals = {each.name: each.total_cents for each in queries.by_fund(scope, of=of)}
        assert (totals["Local PD"], totals["Cyber grant"]) == (local_total, 1250_99)
    text = html.text_of(as_user(cast.finance).get("/budget/").text)
    assert text.count("Total 4 56.25 $1,530.00 $165.00 $1,695.00") == 3
    rows = list(csv.reader(io.StringIO(as_user(cast.finance).get("/budget/plan.csv").text)))
    paid = [
        (row[7], row[9], row[11]) for row in rows if row[0] == "Sam Staff" and row[2] == "Wires"
    ]
    assert paid == [("Local PD", "16", "114.01"), ("Cyber grant", "0", "50.99")]


def test_who_has_another_team_plan_since_is_counted_in_that_one_alone(cast, year, money):
    former = make_adopted(cast.alder, year, money[:3])
    make_adopted(cast.network, year, money[:1])
    scope = Scope(cast.alder, year, (cast.alder.path,))

    lines = line_queries.plan_lines(scope, of=TEAM_PLAN)

    assert former.adopted_at is not None
    assert [(line.person, line.offering) for line in lines] == [
        ("Dana Director", "Wires"), ("Sam Staff", "Wires")
    ]  # fmt: skip


def test_what_is_free_needs_no_fund(cast, year, money):
    make_item(cast.dana, year, make_offering("Gratis", {}, dollars=0))
    scope = Scope(cast.alder, year, (cast.alder.path,))

    rows = [(each.name, each.lines, each.total_cents) for each in queries.by_fund(scope, of=ITEMS)]

    assert rows[-2:] == [("No fund named yet", 1, 165_00), ("Free of charge", 1, 0)]


def test_a_director_of_a_team_sees_its_people_and_the_rest_as_one_sum(as_user, cast, money):
    lead = accounts.create_user(email="lead@example.org", name="Lead")
    accounts.grant(lead, role="director", unit_id=cast.support.id)
    db.session.commit()

    text = html.text_of(as_user(lead).get("/budget/").text)
    names = as_user(lead).get("/budget/plan.csv").text

    assert "Local PD" in text
    assert "$165.00 of the plan is for people of other units" in text
    assert "Ann" in text
    assert "Sam" not in text + names


def test_finance_sees_money_and_names_but_no_levels(as_user, cast, money):
    finance = as_user(cast.finance)
    page = html.text_of(finance.get("/budget/").text)
    file = finance.get("/budget/plan.csv").text

    assert "Sam Staff" in page
    for text in (page, file):
        assert not re.search(r"\b(level|points?|I\.A\.1|gap)\b", text, re.IGNORECASE)


@pytest.mark.parametrize("address", ["/budget/", "/budget/plan.csv", "/budget/plan.xlsx"])
def test_the_budget_is_for_directors_and_finance(as_user, cast, year, address):
    for user in (cast.director, cast.finance):
        assert as_user(user).get(address).status_code == 200
    for user in (cast.staff, cast.hr, cast.reader, cast.admin):
        assert as_user(user).get(address).status_code == 404
    beyond = as_user(cast.other_director).get(address)
    assert beyond.status_code == (200 if address == "/budget/" else 404)
    assert "Alder" not in beyond.text


def test_another_year_is_chosen_by_its_id_and_a_neighbour_s_is_not(as_user, cast, year, money):
    before, theirs = make_year(cast.alder, years_ago=1), make_year(cast.birch, years_ago=1)
    make_fund(cast.alder, before, "Old money", dollars=10)
    make_fund(cast.birch, theirs, "Birch money", dollars=10)
    db.session.commit()
    finance = as_user(cast.finance)

    assert "Old money" in finance.get(f"/budget/?year={before.id}").text
    assert "Birch money" not in finance.get(f"/budget/?year={theirs.id}").text
    assert "Local PD" in finance.get(f"/budget/?year={theirs.id}&district={cast.birch.id}").text


def read_csv(response):
    text = response.data.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_csv_is_safe_text_and_exact_numbers(as_user, cast, year, money):
    for start in FORMULAS:
        money[0].offering = make_offering(start, {}, dollars=1)
        db.session.commit()
        rows = read_csv(as_user(cast.finance).get("/budget/plan.csv"))
        assert f"'{start}" in [row[2] for row in rows]
    amounts = [row[11] for row in rows]
    assert amounts == ["Amount (USD)", "165.00", "165.00", "165.00", "1200.00"]
    assert [row[9] for row in rows[1:]].count("8.25") == 1
    assert rows[0][12:] == ["Unit of fund", "Request"]
    assert [row[7] for row in rows if row[12] == "Technology"] == ["Cyber grant"]
    assert {row[12] for row in rows[1:]} >= {"Technology", ""}
    assert {row[13] for row in rows[1:]} < {str(item.id) for item in money}


def test_the_files_are_named_after_unit_and_year(as_user, cast, year, money):
    for ending in ("csv", "xlsx"):
        response = as_user(cast.finance).get(f"/budget/plan.{ending}")
        name = f"alder-{year.title.replace('–', '-')}-plan.{ending}"
        assert response.headers["Content-Disposition"] == f"attachment; filename={name}"


def test_the_workbook_reconciles_and_takes_no_text_for_a_formula(as_user, cast, year, money):
    money[0].offering.title = EVIL
    cast.sam.name = "http://sam.example"
    db.session.commit()

    data = as_user(cast.finance).get("/budget/plan.xlsx").data
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}

    assert EVIL in [row[2] for row in sheets["Plan"]]
    amount = sheets["Plan"][0].index("Amount (USD)")
    assert sheets["Plan"][-1][amount] == 1695.0
    assert sheets["Plan"][0][amount + 1 :] == ["Unit of fund", "Request"]
    assert {row[-1] for row in sheets["Plan"][1:-1]} < {item.id for item in money}
    assert "Technology" in [row[-1] for row in sheets["By fund"]]
    for view in ("By person", "By offering", "By fund"):
        total = sheets[view][0].index("Total")
        assert sheets[view][-1][total] == 1695.0
        assert sum(round(row[total] * 100) for row in sheets[view][1:-1]) == 1695_00
    assert sheets["Funds"][2][6:] == [5000.0, 240.0, 728.0, 4032.0, 165.0, 3867.0]
    assert not [each for each in FORMULA.findall(_sheets_of(data)) if b"HYPERLINK" in each]
    assert b"hyperlink" not in _sheets_of(data)


def test_each_person_has_what_is_left_of_their_allowance(as_user, cast, year):
    """Materials, a share of a group price, and what was declined are nobody's allowance."""
    cast.sam.allowance_cents, cast.dana.allowance_cents = 150_00, None
    wires = make_item(cast.sam, year, make_offering("Wires", {}, dollars=100), state="approved")
    set_costs(wires, {CostKind.FEE: 100_00, CostKind.MATERIALS: 30_00, CostKind.TRAVEL: 80_00})
    make_item(cast.sam, year, make_offering("No", {}, dollars=90), state="declined")
    waves = make_offering("Waves", {}, dollars=20)
    make_item(cast.dana, year, waves)
    make_item(cast.sam, year, waves, mode="cohort", shared=20)
    db.session.commit()
    client = as_user(cast.finance)
    page = text_of(client.get("/budget/").text).partition("By person")[2]
    data = client.get("/budget/plan.xlsx").data
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("By person")
    head, dana, sam, foot = sheet.to_python()

    assert (
        "$230.00 −$30.00 of $150 $20.00 not counted: share of a group price or membership $30.00"
        " not counted: materials and substitutes" in page
    )
    assert "no limit" in page
    assert head[-6:] == [
        "Total", "Group share", "Materials, substitutes", "Allowance", "Used of it", "Left of it"
    ]  # fmt: skip
    assert sam[-6:] == [230.0, 20.0, 30.0, 150.0, 180.0, -30.0]
    assert dana[-6:] == [20.0, 0.0, 0.0, "", "", ""]
    assert foot[-6:] == [250.0, 20.0, 30.0, 150.0, 180.0, -30.0]


def _sheets_of(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return b"".join(archive.read(name) for name in sheets)


def test_people_stand_25_on_a_page_with_the_whole_sum_under_them(as_user, cast, year):
    wires = make_offering("Wires", {"I.A.1": (3, 1)}, dollars=10)
    for number in range(30):
        make_item(make_person(f"Person {number:02}", cast.network), year, wires)
    db.session.commit()

    text = html.text_of(as_user(cast.finance).get("/budget/?people_page=2").text)

    assert "Previous Page 2 of 2" in text
    assert "Person 24" not in text
    assert text.count("Total 30 120 $300.00 $0.00 $300.00") == 3


def test_the_number_of_queries_does_not_grow(as_user, cast, year):
    finance, counted = as_user(cast.finance), []
    wires = make_offering("Wires", {"I.A.1": (3, 1)}, dollars=10)
    fund = make_fund(cast.alder, year, "Local", dollars=5000)
    for size in (10, 1000):
        add_people_with_item(cast.network, year, wires, fund, size=size)
        with count_queries() as statements:
            assert finance.get("/budget/").status_code == 200
        counted.append(len(statements))

    assert counted[0] == counted[1]


def add_people_with_item(unit, year, offering, fund, *, size):
    name = f"P{size}-"
    db.session.execute(
        insert(Person),
        [{"name": f"{name}{n}", "unit_id": unit.id, "hours": 40} for n in range(size)],
    )
    people = db.session.scalars(select(Person.id).where(Person.name.like(f"{name}%"))).all()
    db.session.execute(
        insert(LearningPlan), [{"person_id": each, "fiscal_year_id": year.id} for each in people]
    )
    plans = db.session.scalars(select(LearningPlan.id).where(LearningPlan.person_id.in_(people)))
    facts = {"offering_id": offering.id, "price_cents": 1000, "hours": 4}
    items = [{"plan_id": each, "changed_at": clock.now(), **facts} for each in plans]
    made = db.session.scalars(insert(PlanItem).returning(PlanItem.id), items).all()
    db.session.execute(
        insert(ItemPayment), [{"item_id": each, "fund_id": fund.id, "cents": 1000} for each in made]
    )
    db.session.commit()


def test_the_workbook_tells_nobody_what_others_did_out_of_reach(as_user, cast, year, money):
    """A fund of the district pays for a team; the director of another team sees the sums alone."""
    accounts.grant(cast.other_director, role="director", unit_id=cast.support.id)
    local = money[0].payments[0].fund
    act = ledger.Act(key="a", by_id=cast.director.id, note="For Sam")
    ledger.encumber(money[0].id, {local.id: 165_00}, act=act)
    db.session.commit()

    def entries(user):
        book = CalamineWorkbook.from_filelike(
            io.BytesIO(as_user(user).get(f"/budget/plan.xlsx?district={cast.alder.id}").data)
        )
        return book.get_sheet_by_name("Ledger").to_python()[1:-1]

    assert {(row[3], *row[6:11]) for row in entries(cast.other_director)} == {
        (f"{local.name} (of a unit out of reach)", "", "", "", "", ""),
    }
    cast.sam.unit = cast.support
    db.session.commit()
    out_of_reach = f"{local.name} (of a unit out of reach)"
    assert {(row[3], *row[6:11]) for row in entries(cast.other_director)} == {
        (out_of_reach, "Wires", "Sam Staff", "", "Director", "For Sam"),
    }, "who is theirs is named, whoever's the fund is"
    assert ("Wires", "Sam Staff", "", "Director", "For Sam") in {
        tuple(row[6:11]) for row in entries(cast.finance)
    }


def test_the_workbook_is_of_one_moment(as_user, cast, year, money, monkeypatch, app):
    """Somebody sets money aside between two of its statements."""
    local_id, item_id = money[0].payments[0].fund_id, money[0].id
    usual = views.funds_and_unfunded

    def and_then_somebody_approves(scope):
        rows = usual(scope)
        if db.engine.dialect.name == "postgresql":  # SQLite lets nobody write so
            with app.app_context(), Session(db.engine) as other:
                other.execute(update(Fund).where(Fund.id == local_id).values(note="moved"))
                action = LedgerAction(
                    key="x", digest="", kind="encumber", item_id=item_id, at=clock.now()
                )
                action.entries = [
                    LedgerEntry(fund_id=local_id, account="available", cents=-1),
                    LedgerEntry(fund_id=local_id, account="encumbered", cents=1),
                ]
                other.add(action)
                other.commit()
        return rows

    monkeypatch.setattr(views, "funds_and_unfunded", and_then_somebody_approves)
    data = as_user(cast.finance).get("/budget/plan.xlsx").data

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.get_sheet_by_name("Ledger").to_python()[1:-1] == []


def test_a_team_plan_says_nothing_of_allowances_in_the_workbook(as_user, cast, year, money):
    cast.sam.allowance_cents = 150_00
    make_adopted(cast.alder, year, money[:2])
    db.session.commit()
    data = as_user(cast.finance).get("/budget/plan.xlsx?of=team-plan").data
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("By person")
    _head, sam, foot = sheet.to_python()

    assert sam[-6:] == [1365.0, "", "", "", "", ""]
    assert foot[-6:] == [1365.0, 0.0, 0.0, 0.0, 0.0, 0.0]
