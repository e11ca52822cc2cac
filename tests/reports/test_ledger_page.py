"""The entries behind each figure of a fund, and who approves above which sum."""

import io
from datetime import date, timedelta

import pytest
from python_calamine import CalamineWorkbook

from pdplanner import clock
from pdplanner.accounts import services as accounts
from pdplanner.budgets import ledger
from pdplanner.budgets.ledger import Act
from pdplanner.budgets.models import FiscalYear, Fund
from pdplanner.extensions import db
from pdplanner.web.filters import day
from tests.support.framework import make_framework
from tests.support.html import text_of
from tests.support.person_year import make_item, make_ledger_fund, make_offering


@pytest.fixture
def year(cast):
    make_framework()
    year = FiscalYear(unit=cast.alder, starts_on=date(2026, 7, 1), ends_on=date(2027, 6, 30))
    db.session.add(year)
    db.session.commit()
    return year


@pytest.fixture
def fund(cast, year):
    made = make_ledger_fund(cast.alder, year, cents=500_00, by_id=cast.finance.id)
    item = make_item(cast.sam, year, make_offering("Wires", {"I.A.1": (2, 0)}, dollars=40))
    parts = {made.id: 40_00}
    ledger.encumber(item.id, parts, act=Act(key="a", by_id=cast.director.id))
    paid = {made.id: 45_50}
    ledger.spend(item.id, paid, encumbered=parts, act=Act(key="b", by_id=cast.finance.id))
    other = make_item(cast.sam, year, make_offering("Waves", {"I.A.1": (2, 0)}, dollars=30))
    ledger.encumber(other.id, {made.id: 30_00}, act=Act(key="c", by_id=cast.director.id))
    db.session.commit()
    return made


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (
            "allocated",
            ["Allocated: $500.00 1 entry", "First allocation Finance {day} $500.00"],
        ),
        (
            "encumbered",
            [
                "Set aside: $30.00 3 entries",
                "Set aside Waves Sam Staff Director {day} $30.00",
                "Paid Wires Sam Staff Finance {day} −$40.00",
            ],
        ),
        ("spent", ["Spent: $45.50 1 entry", "Paid Wires Sam Staff Finance {day} $45.50"]),
        (
            "available",
            ["Available: $424.50 4 entries", "Sam Staff Finance {day} −$5.50"],
        ),
    ],
)
def test_entries_of_a_figure_add_up_to_it(as_user, cast, fund, figure, words):
    client = as_user(cast.finance)
    page = text_of(client.get(f"/budget/funds/{fund.id}/ledger?figure={figure}").text)
    budget = client.get(f"/budget/?year={fund.fiscal_year_id}").text

    for each in words:
        assert each.format(day=day(clock.today())) in page
    # The window has the name of the page, not of its address.
    assert page.startswith(f"Local, {words[0].partition(':')[0].lower()} · pdplanner")
    if figure != "available":
        assert f"/budget/funds/{fund.id}/ledger?figure={figure}" in budget


def test_a_long_ledger_has_pages(as_user, cast, fund):
    for number in range(60):
        ledger.amend(fund, 1_00, act=Act(key=f"more {number}", by_id=None))
    db.session.commit()

    address = f"/budget/funds/{fund.id}/ledger"
    client = as_user(cast.director)
    first, last = (text_of(client.get(f"{address}?page={each}").text) for each in (1, 99))

    assert "Allocated: $560.00 61 entries" in first
    assert "Page 1 of 3" in first
    assert "First allocation" not in first
    assert "Page 3 of 3" in last
    assert "First allocation" in last


def test_the_business_office_says_above_which_sum_it_approves(as_user, cast, year):
    finance = as_user(cast.finance)
    address = f"/budget/years/{year.id}/approval"
    seen = finance.get(address).text.split('name="seen"')[1].split('value="')[1].partition('"')[0]

    typed = {"finance_above_cents": "1,000.50", "seen": seen}
    saved = finance.post(address, data=typed, follow_redirects=True)
    refused = finance.post(address, data={"finance_above_cents": "(12.00)"})

    assert "The approval of 2026–27 is saved." in text_of(saved.text)
    assert year.finance_above_cents == 1_000_50
    assert refused.status_code == 422
    assert "(12.00)" in refused.text


def transfer_form(client, fund):
    page = client.get(f"/budget/funds/{fund.id}/transfer").text
    return page.split('name="key"')[1].split('value="')[1].partition('"')[0]


def test_a_transfer_says_why(as_user, cast, year, fund):
    other = make_ledger_fund(cast.alder, year, "Title II-A", cents=10_00)
    finance, address = as_user(cast.finance), f"/budget/funds/{fund.id}/transfer"
    data = {"key": transfer_form(finance, fund), "target": other.id, "cents": "12.34"}

    for reason in ("", "  "):
        refused = finance.post(address, data=data | {"note": reason})
        assert refused.status_code == 422
        assert "Say who decided it, and why." in text_of(refused.text)
        assert "12.34" in refused.text
    taken = finance.post(address, data=data | {"note": "x" * 500})

    assert taken.status_code == 303
    assert other.allocated_cents == 22_34


def test_a_fund_whose_last_day_is_past_gives_nothing_by_transfer(as_user, cast, year, fund):
    other = make_ledger_fund(cast.alder, year, "Title II-A", cents=10_00, carries_over=True)
    finance, address = as_user(cast.finance), f"/budget/funds/{fund.id}/transfer"
    data = {
        "key": transfer_form(finance, fund), "target": other.id, "cents": "12.34", "note": "Board",
    }  # fmt: skip
    fund.spend_by = clock.today() - timedelta(days=3)
    db.session.commit()
    page = finance.get(address).text
    refused = finance.post(address, data=data)
    words = (
        f"ould be spent until {day(fund.spend_by)}: past. Nothing is taken from it. Where its money"
        " may be spent later than that, change its last day first."
    )

    assert words in text_of(page)
    assert f'href="/budget/funds/{fund.id}">Edit Local' in page
    assert '<button class="btn btn-primary">Transfer' not in page
    assert refused.status_code == 422
    assert words in text_of(refused.text)
    assert 'value="12.34"' in refused.text
    assert 'value="Board"' in refused.text
    assert (fund.available_cents, other.allocated_cents) == (424_50, 10_00)


@pytest.mark.parametrize("carries_over", [True, False])
def test_what_goes_on_is_taken_from_a_fund_until_its_year_is_closed(
    as_user, cast, year, fund, carries_over
):
    other = make_ledger_fund(cast.alder, year, "Title II-A", cents=10_00)
    finance, address = as_user(cast.finance), f"/budget/funds/{fund.id}/transfer"
    data = {
        "key": transfer_form(finance, fund), "target": other.id, "cents": "12.34", "note": "Board",
    }  # fmt: skip
    year.starts_on, year.ends_on = (clock.today() - timedelta(days) for days in (365, 1))
    fund.spend_by, fund.carries_over = year.ends_on, carries_over
    db.session.commit()
    page = finance.get(address).text
    answer = finance.post(address, data=data)

    assert ('<button class="btn btn-primary">Transfer' in page) is carries_over
    assert ("Nothing is taken from it." in page) is not carries_over
    assert answer.status_code == (303 if carries_over else 422)
    assert other.allocated_cents == (22_34 if carries_over else 10_00)


def test_a_transfer_that_comes_again_after_the_last_day_is_done_already(as_user, cast, year, fund):
    other = make_ledger_fund(cast.alder, year, "Title II-A", cents=10_00)
    finance, address = as_user(cast.finance), f"/budget/funds/{fund.id}/transfer"
    data = {
        "key": transfer_form(finance, fund), "target": other.id, "cents": "12.34", "note": "Board",
    }  # fmt: skip
    finance.post(address, data=data)
    fund.spend_by = clock.today() - timedelta(days=3)
    db.session.commit()

    assert finance.post(address, data=data).status_code == 303
    assert other.allocated_cents == 22_34


def test_money_is_taken_from_one_fund_to_another_once(as_user, cast, year, fund):
    other = make_ledger_fund(cast.alder, year, "Title II-A", cents=10_00)
    finance = as_user(cast.finance)
    data = {
        "key": transfer_form(finance, fund),
        "target": other.id,
        "cents": "100",
        "note": "Board",
    }
    address = f"/budget/funds/{fund.id}/transfer"

    first = finance.post(address, data=data, follow_redirects=True)
    again = finance.post(address, data=data)
    other_sum = finance.post(address, data=data | {"cents": "101"})
    too_much = finance.post(
        address, data=data | {"key": transfer_form(finance, fund), "cents": "324.51"}
    )

    assert "$100 is taken from Local to Title II-A." in text_of(first.text)
    assert f"Transfer Board to Title II-A Finance {day(clock.today())} −$100.00" in text_of(
        first.text
    )
    assert again.status_code == 303
    assert (other_sum.status_code, too_much.status_code) == (409, 422)
    assert "This was sent before with something else." in text_of(other_sum.text)
    assert "Local has $324.50 left, and this takes $324.51 of it." in text_of(too_much.text)
    assert 'value="324.51"' in too_much.text
    assert data["key"] not in other_sum.text
    assert (fund.allocated_cents, other.allocated_cents) == (400_00, 110_00)


def test_a_transfer_names_the_other_fund_on_both_sides_and_in_the_file(as_user, cast, year, fund):
    other = make_ledger_fund(cast.alder, year, "Title II-A", cents=10_00)
    ledger.transfer(fund, other, 100_00, act=Act(key="t", by_id=cast.finance.id))
    db.session.commit()
    client = as_user(cast.finance)
    pages = {
        each.id: text_of(client.get(f"/budget/funds/{each.id}/ledger").text)
        for each in (fund, other)
    }
    files = {
        each.id: client.get(f"/budget/funds/{each.id}/ledger.csv").text for each in (fund, other)
    }

    assert "Transfer to Title II-A Finance" in pages[fund.id]
    assert "Transfer from Local Finance" in pages[other.id]
    assert ",to Title II-A," in files[fund.id]
    assert ",from Local," in files[other.id]
    assert "Other fund" in files[fund.id].splitlines()[0]


def test_a_fund_out_of_reach_is_not_named_on_the_other_side_of_a_transfer(as_user, cast, year):
    """One of the district above is: it pays for the team too, and stands in its budget."""
    keeper = accounts.create_user(email="keeper@example.org", name="Keeper")
    accounts.grant(keeper, role="finance", unit_id=cast.network.id)
    theirs = make_ledger_fund(cast.support, year, "Support grant", cents=500_00)
    above = make_ledger_fund(cast.alder, year, "Title II-A", cents=500_00)
    own = make_ledger_fund(cast.network, year, "Network grant", cents=10_00)
    for source in (theirs, above):
        act = Act(key=source.name, by_id=cast.finance.id)
        ledger.transfer(source, own, 100_00, act=act)
    db.session.commit()

    def told(user):
        client = as_user(user)
        page = client.get(f"/budget/funds/{own.id}/ledger")
        book = client.get(f"/budget/plan.xlsx?district={cast.alder.id}&year={year.id}")
        rows = CalamineWorkbook.from_filelike(io.BytesIO(book.data))
        file = client.get(f"/budget/funds/{own.id}/ledger.csv").text
        return text_of(page.text), file, str(rows.get_sheet_by_name("Ledger").to_python())

    for each in told(keeper):
        assert "from a fund out of reach" in each
        assert "from Title II-A" in each
        assert "Support grant" not in each
    for each in told(cast.finance):
        assert "from Support grant" in each
        assert "out of reach" not in each


def test_a_fund_whose_last_day_is_over_says_so(as_user, cast, year, fund):
    client = as_user(cast.finance)
    pages = ("ledger", "", "transfer")
    address = f"/budget/funds/{fund.id}"
    before = [text_of(client.get(f"{address}/{each}".rstrip("/")).text) for each in pages]
    fund.spend_by = clock.today() - timedelta(days=2)
    make_ledger_fund(cast.alder, year, "Title II-A", cents=10_00)
    db.session.commit()
    other = db.session.query(Fund).filter_by(name="Title II-A").one()
    after = [text_of(client.get(f"{address}/{each}".rstrip("/")).text) for each in pages]
    after.append(text_of(client.get(f"/budget/funds/{other.id}/transfer").text))
    after.append(text_of(client.get(f"/budget/years/{year.id}/closing").text))

    words = f"ould be spent until {day(fund.spend_by)}: past"
    assert [words in each for each in after] == [True] * 5
    assert ["past" in each for each in before] == [False] * 3
    assert "The $424.50 that it has left pays for nothing that begins later." in after[0]


@pytest.mark.parametrize("lasts", [True, False])
def test_the_ledger_of_an_ended_year_says_what_its_closing_says(as_user, cast, year, fund, lasts):
    fund.carries_over = True
    year.ends_on = clock.today() - timedelta(days=2)
    fund.spend_by = year.ends_on - timedelta(days=0 if lasts else 1)
    db.session.commit()
    client = as_user(cast.finance)
    ledger = text_of(client.get(f"/budget/funds/{fund.id}/ledger").text)
    closing = text_of(client.get(f"/budget/years/{year.id}/closing").text)

    assert ("Goes on into the year that follows" in closing) is lasts
    goes_on = "The $424.50 that it has left goes on into the next year when this one is closed."
    assert (goes_on in ledger) is lasts
    assert ("pays for nothing that begins later" in ledger) is not lasts
