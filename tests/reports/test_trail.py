"""The page of the audit trail: admins read of access, finance of money, of their units alone."""

import csv
import io
from datetime import date, datetime, time

import pytest
from werkzeug.datastructures import MultiDict

from pdplanner.audit import services
from pdplanner.audit.models import Access, AuditEvent, Money
from pdplanner.budgets import ledger
from pdplanner.budgets.ledger import Act
from pdplanner.extensions import db
from pdplanner.plans.models import CostKind
from pdplanner.plans.requests import steps
from pdplanner.reports.trail.entries import Wanted
from pdplanner.reports.trail.forms import TrailForm
from tests.support.framework import make_framework
from tests.support.html import text_of
from tests.support.person_year import make_item, make_ledger_fund, make_offering, make_year, sent


@pytest.fixture
def enter(cast):
    def make(kind, about, *, unit=None, by=None, **more):
        unit_id = (unit or cast.network).id
        services.record(kind, about=about, unit_id=unit_id, by_id=by and by.id, **more)
        db.session.commit()

    return make


@pytest.fixture
def entered(cast, enter):
    """Money and access in Alder, and in Birch next door."""
    enter(Money.APPROVED, "Wires for Sam", said="$90.00.", by=cast.director, path="/requests/1")
    enter(Access.ROLE_GIVEN, "Dana (dana@example.org)", said="director at Alder.", by=cast.admin)
    for kind in (Money.APPROVED, Access.ROLE_GIVEN):
        enter(kind, "Birch's own", unit=cast.birch)


def test_finance_reads_of_the_money_of_its_units_alone(cast, entered, as_user):
    said = text_of(as_user(cast.finance).get("/audit/").text)

    assert "Approved Wires for Sam $90.00. Network Director (director@example.org)" in said
    assert "Who did what to money, and when." in said
    assert "Role given" not in said
    assert "Birch" not in said


def test_an_admin_reads_of_access_alone(cast, entered, as_user):
    said = text_of(as_user(cast.admin).get("/audit/").text)

    assert (
        "Role given Dana (dana@example.org) director at Alder. Network Admin (admin@example.org)"
        in said
    )
    assert "Wires" not in said
    assert "Birch's own" not in said


def test_what_concerns_another_unit_too_is_read_there(cast, enter, as_user):
    enter(Money.MONEY_TRANSFERRED, "Theirs", unit=cast.birch, other_unit_id=cast.network.id)

    assert "Theirs" in as_user(cast.finance).get("/audit/").text


def test_an_entry_leads_to_what_it_is_about(cast, entered, as_user):
    assert '<a href="/requests/1">Wires for Sam</a>' in as_user(cast.finance).get("/audit/").text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=wires", True),
        ("q=director", True),
        ("q=90.00", True),
        ("q=director@example", True),
        ("q=network", True),
        ("q=%25", False),
        ("q=nobody", False),
        ("kind=approved", True),
        ("kind=declined", False),
        ("kind=role+given", True),  # not finance's to choose: left out
    ],
)
def test_entries_are_found_by_words_names_and_kind(cast, entered, as_user, asked, found):
    page = as_user(cast.finance).get(f"/audit/?{asked}").text

    assert ("Wires for Sam" in page) == found
    assert ("Nothing of this kind was done." in page) != found


def test_days_are_those_of_the_district_both_included(cast, enter, as_user):
    cast.alder.time_zone = "America/Los_Angeles"
    enter(
        Money.DECLINED, "Late", at=datetime.fromisoformat("2026-07-01T06:30:00")
    )  # 30 June, 23:30
    client = as_user(cast.finance)

    page = client.get("/audit/?first=2026-06-30&last=2026-06-30").text
    assert "2026-06-30 23:30:00-07:00" in client.get("/audit/trail.csv").text
    assert "Late" in page
    assert "30 June 2026, 23:30" in page
    assert "Late" not in client.get("/audit/?first=2026-07-01").text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("first=soon", "From: Enter a day of the calendar, such as 2027-06-30."),
        ("first=2026-07-02&last=2026-07-01", "To: The last day is before the first."),
    ],
)
def test_a_day_that_cannot_be_read_is_said_and_left_out(cast, entered, as_user, asked, said):
    page = text_of(as_user(cast.finance).get(f"/audit/?{asked}").text)

    assert said in page


def test_pages_go_on_with_what_was_asked(cast, enter, as_user):
    for one in range(26):
        enter(Money.APPROVED, f"Course {one}.")
    client = as_user(cast.finance)

    first = client.get("/audit/?q=course").text
    assert 'rel="next" href="/audit/?q=course&amp;page=2"' in first
    assert "Page 1 of 2 Next" in text_of(first)
    assert "Course 25." in first
    assert "Course 0." not in first
    assert "Course 0." in client.get("/audit/?page=2&q=course").text


def test_the_file_holds_the_same_entries_with_their_place_in_the_chain(cast, entered, as_user):
    text = as_user(cast.finance).get("/audit/trail.csv?kind=approved").get_data(as_text=True)

    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert [(row["To what"], row["By"], row["Unit"]) for row in rows] == [
        ("Wires for Sam", "Director (director@example.org)", "Network")
    ]
    place = db.session.query(AuditEvent).filter_by(about="Wires for Sam").one().id
    assert rows[0]["Entry"] == str(place)
    assert len(rows[0]["Digest"]) == 64


def test_what_stands_in_for_somebody_is_said_with_both_names(cast, enter, as_user):
    enter(Money.APPROVED, "Wires", by=cast.finance, for_id=cast.director.id)

    said = "Finance (finance@example.org) for Director (director@example.org)"
    assert said in text_of(as_user(cast.finance).get("/audit/").text)


def test_the_form_keeps_what_it_could_read(app):
    typed = MultiDict({"q": "  wires ", "kind": "nonsense", "first": "2026-07-01"})
    form = TrailForm(typed, kinds=list(Money))

    assert form.wanted == Wanted(text="wires", first=date(2026, 7, 1))
    assert form.asked == {"q": "wires", "first": "2026-07-01"}


def rows_of(client, address):
    text = client.get(address).get_data(as_text=True).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_numbers_join_the_trail_to_the_ledger_and_to_requests(cast, as_user):
    make_framework()
    year = make_year(cast.alder)
    local = make_ledger_fund(cast.alder, year, cents=500_00)
    other = make_ledger_fund(cast.alder, year, "Other", cents=500_00)
    offering = make_offering("Wires", {"I.A.1": (2, 0)}, dollars=100)
    item = make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    steps.request(item, sent=sent(cast.staff))
    steps.approve(item, parts={local.id: 100_00}, sent=sent(cast.director))
    steps.register(item, sent=sent(cast.staff))
    steps.complete(item, actual={CostKind.FEE: 90_00}, sent=sent(cast.finance))
    for fee in (80_00, 85_00):  # within one second
        steps.correct(item, actual={CostKind.FEE: fee}, sent=sent(cast.finance))
    for key, dollars in (("a", 1), ("b", 2)):
        ledger.transfer(local, other, dollars * 100, act=Act(key=key, by_id=cast.finance.id))
    db.session.commit()

    finance = as_user(cast.finance)
    trail = {row["Action"]: row for row in rows_of(finance, "/audit/trail.csv") if row["Action"]}
    entries = rows_of(finance, f"/budget/funds/{local.id}/ledger.csv")
    said = {row["Action"]: (row["What"], row["Request"]) for row in entries}

    assert said.keys() < trail.keys(), "the other fund's own money is an action too"
    number = str(item.id)
    assert [(*said[one], trail[one]["What"], trail[one]["Request"]) for one in said] == [
        ("Allocated", "", "Money allocated", ""),
        ("Set aside", number, "Approved", number),
        ("Paid", number, "Completed", number),
        ("Paid", number, "Cost corrected", number),
        ("Paid", number, "Cost corrected", number),
        ("Transfer", "", "Money transferred", ""),
        ("Transfer", "", "Money transferred", ""),
    ]
    corrected = [trail[one]["Details"] for one in said if trail[one]["What"] == "Cost corrected"]
    assert [each.partition(":")[0] for each in corrected] == ["$80.00", "$85.00"]
    moved = [trail[one]["Details"] for one in said if said[one][0] == "Transfer"]
    assert [each.partition(" ")[0] for each in moved] == ["$1.00", "$2.00"]


def test_files_say_the_time_where_the_district_is(cast, as_user):
    cast.alder.time_zone, cast.birch.time_zone = "Pacific/Honolulu", "America/New_York"
    make_framework()
    year = make_year(cast.alder)
    act_at = datetime.combine(date(2026, 11, 23), time(5, 30))
    local = make_ledger_fund(cast.alder, year, cents=500_00)
    ledger.amend(local, 5_00, act=Act(key="m", by_id=cast.finance.id, at=act_at))
    db.session.commit()
    finance = as_user(cast.finance)

    (entry, _source) = rows_of(finance, f"/budget/funds/{local.id}/ledger.csv")[-2:]
    (row,) = rows_of(finance, "/audit/trail.csv?kind=allocation+changed")

    assert entry["When"] == row["When"] == "2026-11-22 19:30:00-10:00"
    assert (entry["Day"], entry["Action"]) == ("2026-11-22", row["Action"])
