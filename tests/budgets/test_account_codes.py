"""Account codes: made up as a district says, checked part by part, leading zeros kept."""

import pytest

from pdplanner.budgets import account_codes
from pdplanner.budgets.account_codes import Part, Segment, checked, parts_of
from pdplanner.budgets.errors import BudgetError
from pdplanner.budgets.models import Fund
from pdplanner.extensions import db
from pdplanner.organization.models import UnitKind
from tests.support.cast import make_unit
from tests.support.html import text_of
from tests.support.person_year import make_ledger_fund, make_year
from tests.support.queries import count_queries

SEGMENTS = [Segment("Fund", 3), Segment("Function", 4, "nces-functions"), Segment("Object", 3)]


@pytest.fixture
def year(cast):
    year = make_year(cast.alder)
    account_codes.set_segments(cast.alder, SEGMENTS)
    db.session.commit()
    return year


@pytest.mark.parametrize(
    "typed", ["010-2213-007", "0102213007", "010.2213.007", " 010 2213 007 ", "010 - 2213 / 007"]
)
def test_a_code_is_kept_in_one_way_with_its_zeros(typed):
    typed = typed.replace("/", "-")

    assert checked(typed, SEGMENTS) == "010-2213-007"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("010-2213", "It has 2 of 3 parts. "),
        ("10-2213-007", "Fund is “10” and has 3 letters or digits. "),
        ("010-221-0007", "Function is “221” and has 4 letters or digits. "),
        ("010-2213-0.7", "It has 4 of 3 parts. "),
        ("010-22#3-007", "Function is “22#3” and has 4 letters or digits. "),
        ("010-２213-007", "Function is “２213” and has 4 letters or digits. "),
        ("12345", "It has 1 of 3 parts. "),
    ],
)
def test_a_code_of_another_make_is_refused_at_its_part(typed, said):
    with pytest.raises(BudgetError) as refused:
        checked(typed, SEGMENTS)

    assert str(refused.value) == f"{said}Expected: Fund 3 - Function 4 - Object 3 characters."
    assert refused.value.field == "account_code"


def test_any_code_goes_where_no_segments_are_said():
    assert checked("whatever 7", []) == "whatever 7"
    assert checked("", SEGMENTS) == ""


def test_parts_are_named_by_the_handbook_where_it_knows_them():
    assert parts_of("010-2213-007", SEGMENTS) == [
        Part("Fund", "010", ""),
        Part("Function", "2213", "Instructional staff training"),
        Part("Object", "007", ""),
    ]
    assert parts_of("010-9999-007", SEGMENTS)[1] == Part("Function", "9999", "")
    assert parts_of("7", SEGMENTS) == parts_of("", SEGMENTS) == []


def fields(year, **changes):
    return {
        "name": "Local", "source": "Local", "allocated_cents": "500", "cap": "block",
        "unit": year.unit_id, "spend_by": year.ends_on.isoformat(),
    } | changes  # fmt: skip


def test_a_funds_form_checks_the_code(cast, year, as_user):
    client = as_user(cast.finance)
    new = f"/budget/years/{year.id}/funds/new"
    shown = text_of(client.get(new).text)
    refused = client.post(new, data=fields(year, account_code="010-213-007"))
    added = client.post(new, data=fields(year, account_code="0102213007"))

    assert "Fund 3 - Function 4 - Object 3 characters" in shown
    assert refused.status_code == 422
    assert "Function is “213”" in text_of(refused.text)
    assert 'value="010-213-007"' in refused.text
    assert added.status_code == 303
    fund = db.session.query(Fund).one()
    assert fund.account_code == "010-2213-007"
    ledger = text_of(client.get(f"/budget/funds/{fund.id}/ledger").text)
    assert "(Fund 010, Function 2213 Instructional staff training, Object 007)" in ledger


def test_an_older_code_stays_until_it_is_changed(cast, as_user):
    year = make_year(cast.alder)
    old = make_ledger_fund(cast.alder, year, "Old", cents=0, account_code="1-2")
    account_codes.set_segments(cast.alder, SEGMENTS)
    db.session.commit()
    client = as_user(cast.finance)
    kept = client.post(
        f"/budget/funds/{old.id}", data=fields(year, name="Older", account_code="1-2")
    )
    page = text_of(client.get(f"/budget/districts/{cast.alder.id}/account-codes").text)

    assert kept.status_code == 303
    assert (old.name, old.account_code) == ("Older", "1-2")
    assert "1 fund has a code of another make" in page


def test_finance_says_how_codes_are_made_up(cast, as_user):
    client = as_user(cast.finance)
    address = f"/budget/districts/{cast.alder.id}/account-codes"
    data = {
        "name_1": "Fund", "length_1": "3", "name_3": "Function", "length_3": "4",
        "values_3": "nces-functions",
    }  # fmt: skip
    saved = client.post(address, data=data)
    half = {"name_1": "Fund", "length_1": "", "name_2": "", "length_2": "4"}
    lost = client.post(address, data=half)
    page = text_of(client.get(address).text)

    assert saved.status_code == 303
    assert account_codes.segments_of(cast.alder.id) == [
        Segment("Fund", 3), Segment("Function", 4, "nces-functions"),
    ]  # fmt: skip
    assert lost.status_code == 422
    assert "Enter its number of characters." in text_of(lost.text)
    assert "Enter its name." in text_of(lost.text)
    assert "A code has 2 parts" in page
    assert "2580 Administrative technology services" in page


def test_a_code_that_would_be_too_long_is_refused(cast, as_user):
    data = {f"{field}_{row}": value for row in range(1, 5) for field, value in
            (("name", f"Part {row}"), ("length", "20"))}  # fmt: skip
    refused = as_user(cast.finance).post(
        f"/budget/districts/{cast.alder.id}/account-codes", data=data
    )

    data |= {"length_4": "1"}
    longest = as_user(cast.finance).post(
        f"/budget/districts/{cast.alder.id}/account-codes", data=data
    )

    assert refused.status_code == 422
    assert "A code has at most 64 characters." in text_of(refused.text)
    assert longest.status_code == 303


def test_two_who_change_them_see_each_others_parts(cast, year, as_user):
    client = as_user(cast.finance)
    address = f"/budget/districts/{cast.alder.id}/account-codes"
    seen = client.get(address).text.partition('name="seen"')[2].partition('value="')[2][:16]
    account_codes.set_segments(cast.alder, [Segment("Fund", 5)])
    db.session.commit()
    refused = client.post(address, data={"seen": seen, "name_1": "Mine", "length_1": "2"})

    assert refused.status_code == 409
    assert account_codes.segments_of(cast.alder.id) == [Segment("Fund", 5)]


def test_the_page_takes_as_many_queries_for_codes_of_many_units_and_years(cast, as_user):
    account_codes.set_segments(cast.alder, SEGMENTS)
    client, address = as_user(cast.finance), f"/budget/districts/{cast.alder.id}/account-codes"
    taken = []
    for number in range(3):
        year = make_year(cast.alder, years_ago=number)
        unit = make_unit(f"School {number}", UnitKind.TEAM, parent=cast.alder)
        fund = make_ledger_fund(unit, year, f"Fund {number}", cents=0, account_code="0102213007")
        fund.account_code = "1-2"
        db.session.commit()
        with count_queries() as statements:
            page = text_of(client.get(address).text)
        taken.append(len(statements))

    assert all(f"Fund {number} (School {number})" in page for number in range(3))
    assert taken[0] == taken[-1]
