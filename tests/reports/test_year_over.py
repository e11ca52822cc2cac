"""A year that has ended and is not closed, a fund whose last day is past: nothing is forecast."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from python_calamine import CalamineWorkbook

from pdplanner import clock
from pdplanner.budgets.models import Fund
from pdplanner.extensions import db
from pdplanner.reports.board.links import make_link
from pdplanner.reports.figures.months import months_of
from pdplanner.reports.figures.scope import Scope
from pdplanner.web.filters import day
from tests.reports.test_papers import text_of as paper_text
from tests.support.framework import make_framework
from tests.support.html import text_of
from tests.support.person_year import make_item, make_ledger_fund, make_offering, make_year

ENDED = "is not closed yet. $0.00 of $1,000.00 was spent, $1,000.00 is left. $30.00 was planned"
NOT_APPROVED = "$30.00 was planned and nobody approved it, $10.00 of it without a fund."
UNITS = "Units are those in which people are today."


@pytest.fixture
def year(cast):
    """$1,000 in a fund, of which $20 is planned, and $10 without a fund."""
    make_framework()
    year = make_year(cast.alder)
    local = make_ledger_fund(cast.alder, year, "Local", cents=1_000_00)
    make_item(cast.sam, year, make_offering("Planned", {}, dollars=20), fund=local)
    make_item(cast.sam, year, make_offering("Unfunded", {}, dollars=10), state="requested",
              answered=True)  # fmt: skip
    db.session.commit()
    return year


@pytest.fixture
def over(year):
    year.starts_on, year.ends_on = (clock.today() - timedelta(days) for days in (365, 1))
    db.session.commit()
    return year


@pytest.fixture
def lapsed(year):
    """The day until which the fund could be spent."""
    fund = db.session.query(Fund).filter_by(fiscal_year_id=year.id).one()
    fund.spend_by = clock.today() - timedelta(3)
    db.session.commit()
    return day(fund.spend_by)


def board_of(cast, year):
    _link, token = make_link(cast.alder, year, name="June", days=7, by=cast.director, key="a")
    db.session.commit()
    return f"/budget/board/{token}"


def shown(client, address):
    return text_of(client.get(address).text)


def rows_of(client, address):
    return list(csv.reader(io.StringIO(client.get(address).data.decode("utf-8-sig"))))


def summary(client, year):
    book = client.get(f"/budget/plan.xlsx?year={year.id}").data
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(book))
    rows = sheets.get_sheet_by_name("Summary").to_python()
    return {row[0]: row[1] for row in rows[1:]}, sheets


@pytest.mark.parametrize("where", ["months", "board", "budget", "paper"])
def test_of_a_year_that_has_ended_nothing_is_forecast(as_user, cast, over, where):
    finance = as_user(cast.finance)
    if where == "paper":
        pdf = paper_text(finance.get(f"/budget/plan.pdf?year={over.id}").data)
        text = " ".join(pdf.split())
    else:
        address = f"/budget/{'months' if where == 'months' else ''}?year={over.id}"
        text = shown(finance, board_of(cast, over) if where == "board" else address)

    assert f"The year ended on {day(over.ends_on)} and {ENDED}" in text
    assert NOT_APPROVED in text
    for said in ("more is planned", "would be left", "comes to", "all that is planned"):
        assert said not in text
    assert UNITS in text or where == "months", "no unit has a figure"


def test_the_funds_of_a_year_that_has_ended_have_what_is_left(as_user, cast, over):
    text = shown(as_user(cast.finance), f"/budget/?year={over.id}")

    assert "Allocated Spent Set aside Left Only planned" in text
    assert "Local 007-1 $1,000.00 $0.00 $0.00 $1,000.00 $20.00 Local: spent" in text
    assert "Left is allocated less spent and set aside." in text


def test_the_start_page_says_what_nobody_approved(as_user, cast, over):
    text = shown(as_user(cast.finance), "/")

    assert "Next: enter the fiscal year" in text
    assert "Left $1,000.00 of $1,000.00 allocated" in text
    assert "Only planned $30.00 nobody approved it before the year ended" in text
    assert "more is planned" not in text
    assert "After the plan" not in text


def test_the_workbook_says_what_nobody_approved(as_user, cast, over):
    figures, _sheets = summary(as_user(cast.finance), over)

    assert figures["Planned, and nobody approved it"] == 20.0
    assert figures["Planned without a fund"] == 10.0
    assert "Available after plan" not in figures
    assert UNITS in figures


def test_files_of_a_year_that_has_ended_name_the_units_of_today(as_user, cast, year):
    make_item(cast.sam, year, make_offering("Held", {}), state="approved", answered=True)
    db.session.commit()
    finance = as_user(cast.finance)

    def heads():
        for name in (
            "lists/months.csv", "lists/by-person.csv", "lists/unfunded.csv", "plan.csv",
            "requests.csv",
        ):  # fmt: skip
            asked = f"year={year.id}&state=approved"
            yield rows_of(finance, f"/budget/{name}?{asked}")[0][:2]

    running = list(heads())
    year.ends_on = clock.today() - timedelta(1)
    db.session.commit()

    assert running == [["Unit", "Fund"], *[["Person", "Unit"]] * 4]
    assert list(heads()) == [["Unit today", "Fund"], *[["Person", "Unit today"]] * 4]


def test_what_was_not_funded_in_a_year_that_has_ended_names_the_units_of_today(as_user, cast, year):
    finance = as_user(cast.finance)
    running = shown(finance, f"/budget/unfunded?year={year.id}")
    year.ends_on = clock.today() - timedelta(1)
    db.session.commit()

    assert UNITS not in running
    assert UNITS in shown(finance, f"/budget/unfunded?year={year.id}")


def test_files_of_the_funds_forecast_nothing_of_a_year_that_has_ended(as_user, cast, over):
    finance = as_user(cast.finance)

    head, local = rows_of(finance, f"/budget/lists/funds.csv?year={over.id}")
    figures, sheets = summary(finance, over)
    on_sheet, of_local, _foot = sheets.get_sheet_by_name("Funds").to_python()

    assert head[-3:] == ["Carried over (USD)", "Left (USD)", "Only planned (USD)"]
    assert local[-3:] == ["0.00", "1000.00", "20.00"]
    assert on_sheet[-2:] == ["Left", "Only planned"]
    assert of_local[-2:] == [1_000.0, 20.0]
    assert figures["Left"] == 1_000.0


def test_a_year_ends_where_its_district_is(cast, year, monkeypatch):
    cast.alder.time_zone = "America/Los_Angeles"
    year.starts_on, year.ends_on = date(2026, 7, 1), date(2027, 6, 30)
    db.session.commit()

    def forecast(at):
        monkeypatch.setattr(clock, "now", lambda: at.astimezone(UTC).replace(tzinfo=None))
        return months_of(Scope(cast.alder, year, (cast.alder.path,))).forecast

    assert forecast(datetime(2027, 7, 1, 6, 59, tzinfo=UTC)) == 30_00
    assert forecast(datetime(2027, 7, 1, 7, 0, tzinfo=UTC)) == 0


@pytest.mark.parametrize("where", ["budget", "board", "start", "months", "paper"])
def test_money_whose_last_day_is_past_is_not_said_to_be_free(as_user, cast, year, lapsed, where):
    finance = as_user(cast.finance)
    addresses = {"budget": "/budget/", "start": "/", "months": "/budget/months"}
    if where == "paper":
        text = " ".join(paper_text(finance.get("/budget/plan.pdf").data).split())
    else:
        text = shown(finance, addresses.get(where) or board_of(cast, year))

    assert f"Of what is available, $1,000.00 could be spent until {lapsed}." in text
    if where in ("budget", "board"):
        assert f"Local · could be spent until {lapsed} · the cap blocks" in text
        assert "spend by" not in text
    if where == "paper":
        assert "Local, could be spent until" in text


def test_the_workbook_marks_a_fund_whose_last_day_is_past(as_user, cast, year, lapsed):
    figures, sheets = summary(as_user(cast.finance), year)
    head, local, _foot = sheets.get_sheet_by_name("Funds").to_python()

    assert figures[f"Available, could be spent until {lapsed}"] == 1_000.0
    assert local[head.index("Note")] == f"could be spent until {lapsed}"
    assert local[head.index("Available")] == 1_000.0
    assert local[head.index("Available after plan")] == 980.0


def test_the_list_of_the_funds_marks_one_whose_last_day_is_past(as_user, cast, year, lapsed):
    head, local = rows_of(as_user(cast.finance), "/budget/lists/funds.csv")

    assert local[head.index("Note")] == f"could be spent until {lapsed}"


def test_paper_and_workbook_say_what_is_planned_without_a_fund_as_the_page_does(
    as_user, cast, year
):
    finance = as_user(cast.finance)
    said = (
        "$1,000.00 available, $20.00 of it planned: $980.00 would be left."
        " $10.00 more is planned without a fund."
    )

    figures, _sheets = summary(finance, year)

    assert said in shown(finance, "/budget/")
    assert said in " ".join(paper_text(finance.get("/budget/plan.pdf").data).split())
    assert figures["Planned without a fund"] == 10.0
