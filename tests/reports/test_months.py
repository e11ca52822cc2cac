"""Money by month: by unit and fund, how the year fills, and what it comes to."""

from datetime import date, datetime, time

import pytest

from pdplanner.accounts import services as accounts
from pdplanner.budgets import ledger
from pdplanner.budgets.ledger import Act
from pdplanner.budgets.models import FiscalYear
from pdplanner.extensions import db
from pdplanner.organization.models import UnitKind
from pdplanner.reports.figures.months import MonthRow, months_of
from pdplanner.reports.figures.scope import Scope
from pdplanner.reports.pages.burn_up import burn_ups
from tests.support.cast import make_person, make_unit
from tests.support.framework import make_framework
from tests.support.html import text_of
from tests.support.person_year import make_item, make_ledger_fund, make_offering

TODAY, NINE = date(2026, 11, 21), time(9)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("pdplanner.clock.today", lambda: TODAY)


@pytest.fixture
def year(cast):
    make_framework()
    year = FiscalYear(unit=cast.alder, starts_on=date(2026, 7, 1), ends_on=date(2027, 6, 30))
    db.session.add(year)
    db.session.commit()
    return year


@pytest.fixture
def money(cast, year):
    """$100 set aside in August and paid at $90 in October, $50 set aside in November."""
    local = make_ledger_fund(cast.alder, year, "Local", cents=1_000_00)
    ann = make_person("Ann", cast.support)
    wires = make_item(cast.sam, year, make_offering("Wires", {}, dollars=100), state="completed")
    waves = make_item(ann, year, make_offering("Waves", {}, dollars=50), state="approved")
    make_item(ann, year, make_offering("Planned", {}, dollars=20), fund=local)
    make_item(ann, year, make_offering("Unfunded", {}, dollars=10))
    moved(ledger.encumber, wires.id, {local.id: 100_00}, month=8)
    moved(ledger.spend, wires.id, {local.id: 90_00}, month=10, encumbered={local.id: 100_00})
    moved(ledger.encumber, waves.id, {local.id: 50_00}, month=11)
    db.session.commit()
    return local


def moved(deed, item_id, parts, *, month, year=2026, **more):
    act = Act(key=f"{item_id}/{month}", by_id=None, at=datetime.combine(date(year, month, 3), NINE))
    deed(item_id, parts, act=act, **more)


def test_each_month_has_what_its_people_committed(cast, year, money):
    found = months_of(Scope(cast.alder, year, (cast.alder.path,)))

    assert [month.month for month in found.months] == [7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6]
    assert found.rows == [
        MonthRow("Network", money, [0, 100_00, 0, -10_00, *[0] * 8]),
        MonthRow("Support", money, [0, 0, 0, 0, 50_00, *[0] * 7]),
    ]
    assert sum(found.by_month) == money.encumbered_cents + money.spent_cents


def test_the_year_fills_month_by_month_and_comes_to_what_is_planned(cast, year, money):
    found = months_of(Scope(cast.alder, year, (cast.alder.path,)))

    assert found.spent == [0, 0, 0, 90_00, 90_00]
    assert found.committed == [0, 100_00, 100_00, 90_00, 140_00]
    assert found.forecast == 90_00 + 50_00 + 30_00
    assert found.pace == 140_00 * 365 // 144  # 1 July to 21 November


def test_what_came_after_the_year_stands_in_its_last_month(cast, year, money):
    late = make_item(cast.sam, year, make_offering("Late", {}, dollars=10))
    moved(ledger.encumber, late.id, {money.id: 10_00}, month=8, year=2027)
    db.session.commit()

    found = months_of(Scope(cast.alder, year, (cast.alder.path,)))

    assert found.by_month[-1] == 10_00


def test_people_out_of_reach_are_one_sum(cast, year, money):
    found = months_of(Scope(cast.alder, year, (cast.support.path,)))

    assert [(row.unit, row.total) for row in found.rows] == [
        ("Support", 50_00),
        ("Other units", 90_00),
    ]


def test_funds_and_units_of_one_name_are_told_apart(as_user, cast, year, money):
    """A team's own fund is called as the district's, and two units have one name."""
    own = make_ledger_fund(cast.support, year, "Local", cents=500_00, account_code="008")
    other = make_unit("Support", UnitKind.TEAM, parent=cast.network)
    bea = make_person("Bea", other)
    waves = make_item(bea, year, make_offering("Weaves", {}, dollars=50), state="approved")
    moved(ledger.encumber, waves.id, {own.id: 20_00, money.id: 30_00}, month=9)
    db.session.commit()

    found = months_of(Scope(cast.alder, year, (cast.alder.path,)))
    text = text_of(as_user(cast.finance).get("/budget/months").text)

    assert [(row.unit, row.fund.id, row.total) for row in found.rows] == [
        ("Network", money.id, 90_00),
        ("Support (Network)", money.id, 30_00),
        ("Support (Network)", own.id, 20_00),
        ("Support (Technology)", money.id, 50_00),
    ]
    assert "Support (Network) Local $30 $30" in text
    assert "Support (Network) Local (Support) $20 $20" in text


def test_the_page_says_it_in_words_in_a_picture_and_in_a_table(as_user, cast, year, money):
    text = text_of(as_user(cast.finance).get("/budget/months").text)

    assert "$90.00 spent and $50.00 set aside of $1,000.00." in text
    assert "With all that is planned, $10.00 of it without a fund so far, the year comes" in text
    assert "comes to $170.00; at the pace so far, to $354.86" in text
    assert "Network Local $100 −$10 $90" in text
    assert "Total $100 −$10 $50 $140" in text


def test_the_picture_stands_on_the_ground_and_ends_at_the_forecast(cast, year, money):
    picture, small = burn_ups(months_of(Scope(cast.alder, year, (cast.alder.path,))))

    assert picture.spent.startswith("M64.0 260V260.0H109.0")
    assert picture.up[0].at == 260
    assert picture.up[-1].value >= 1_000_00
    assert picture.ahead.startswith("M289.0 ")
    assert small.ahead.startswith("M177.3 ")
    assert len(small.across) == 4
    assert small.frame.width <= 350, "as wide as a phone shows it"


def test_a_year_without_money_has_no_picture(as_user, cast, year):
    text = text_of(as_user(cast.finance).get("/budget/months").text)

    assert "Nothing is set aside or spent yet." in text
    assert "How the year fills" not in text


def test_a_director_of_a_team_reads_no_names_of_others(as_user, cast, year, money):
    accounts.grant(cast.other_director, role="director", unit_id=cast.support.id)
    db.session.commit()

    text = text_of(
        as_user(cast.other_director).get(f"/budget/months?district={cast.alder.id}").text
    )

    assert "Other units Local" in text
    assert "Network" not in text


def test_once_the_year_is_over_it_says_which_units_these_are(
    as_user, cast, year, money, monkeypatch
):
    """Nobody keeps in which unit a person was: who moves takes their money along."""
    note = "Units are those in which people are today."
    before = text_of(as_user(cast.finance).get("/budget/months").text)
    monkeypatch.setattr("pdplanner.clock.today", lambda: date(2027, 7, 2))
    cast.sam.unit = cast.support
    db.session.commit()

    text = text_of(as_user(cast.finance).get("/budget/months").text)

    assert note not in before
    assert "Support Local $100" in text
    assert note in text
