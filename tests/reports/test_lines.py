"""What a figure of the budget opens to: its lines, whose they are, and what pays for them."""

import csv
import io
import re

import pytest

from pdplanner.accounts import services as accounts
from pdplanner.extensions import db
from pdplanner.plans.models import State
from tests.support.cast import make_person
from tests.support.html import text_of
from tests.support.person_year import (
    make_adopted,
    make_fund,
    make_item,
    make_levels,
    make_offering,
    make_targets,
)


@pytest.fixture
def items(cast, year):
    """Sam plans $165 from a fund and has $40 approved; Ann plans the same without a fund."""
    make_targets(cast.sam, {"I.A.1": (3, 5)})
    make_levels(cast.sam, {"I.A.1": 1})
    local = make_fund(cast.alder, year, "Local PD", dollars=5000, encumbered_cents=40_00)
    wires = make_offering("Wires", {"I.A.1": (3, 1)}, dollars=165, hours=16)
    waves = make_offering("Waves", {"I.A.2": (3, 1)}, dollars=40, hours=8)
    made = [
        make_item(cast.sam, year, wires, fund=local),
        make_item(cast.sam, year, waves, fund=local, state=State.APPROVED),
        make_item(make_person("Ann", cast.support), year, wires),
        make_item(cast.sam, year, make_offering("No", {}, dollars=77), state=State.DECLINED),
    ]
    db.session.commit()
    return made


def opened(client, budget, label):
    """The page that a link of the budget leads to, found by what it says."""
    found = re.search(rf'<a href="([^"]*/lines[^"]*)"[^>]*>{re.escape(label)}</a>', budget)
    assert found, label
    return text_of(client.get(found[1].replace("&amp;", "&")).text)


def test_a_person_opens_to_their_items_with_state_fund_and_cost(as_user, cast, items):
    finance = as_user(cast.finance)
    text = opened(finance, finance.get("/budget/").text, "Sam Staff")

    assert "2 places, 24 h: $165.00 planned, $40.00 approved and spent." in text
    assert "Wires Learning Works Proposed Local PD 10-2580-330 16 $165.00" in text
    assert "Waves Learning Works Approved Local PD 10-2580-330 8 $40.00" in text
    assert "Total 24 $205.00" in text
    assert "Ann" not in text
    assert not re.search(r"\b(level|points?|I\.A\.1|gap)\b", text, re.IGNORECASE)


def test_what_has_no_fund_opens_to_who_plans_it(as_user, cast, items):
    finance = as_user(cast.finance)
    budget = finance.get("/budget/").text

    for label in ("No fund named yet", "$165.00"):
        text = opened(finance, budget, label)
        assert "1 place, 16 h: $165.00 planned" in text
    text = opened(finance, budget, "No fund named yet")
    assert "Ann Support Wires Learning Works Proposed no fund named yet 16 $165.00" in text
    assert "Sam" not in text


def test_the_planned_money_of_a_fund_opens_to_its_places(as_user, cast, items):
    fund_id = items[0].payments[0].fund_id
    finance = as_user(cast.finance)
    assert f"fund={fund_id}&amp;state=planned" in finance.get("/budget/").text

    text = text_of(finance.get(f"/budget/lines?fund={fund_id}&state=planned").text)

    assert "Local PD" in text
    assert "Total 16 $165.00" in text
    assert "Waves" not in text


def test_an_offering_opens_to_its_people_and_a_unit_to_its_places(as_user, cast, items):
    finance = as_user(cast.finance)

    offering = text_of(finance.get(f"/budget/lines?offering={items[0].offering_id}").text)
    unit = text_of(finance.get(f"/budget/lines?unit={cast.support.id}").text)

    assert "Total 32 $330.00" in offering
    assert "Waves" not in offering
    assert "Total 16 $165.00" in unit
    assert "Sam" not in unit


def test_a_team_says_what_its_people_take_and_leads_to_it(as_user, cast, items):
    director = as_user(cast.director)
    page = director.get(f"/teams/{cast.network.id}").text
    text = text_of(page)

    assert "Money of Network" in text
    assert "Planned $165.00 proposed or requested, not reserved Set aside $40.00" in text
    planned = opened(director, page, "$165.00")
    assert "Network" in planned
    assert "Total 16 $165.00" in planned
    assert "Total 24 $205.00" in opened(director, page, "2 places, $205.00")


def test_lines_of_an_adopted_team_plan_open_too(as_user, cast, year, items):
    make_adopted(cast.alder, year, items[:1])
    db.session.commit()
    finance = as_user(cast.finance)

    text = opened(finance, finance.get("/budget/?of=team-plan").text, "Sam Staff")

    assert "1 place, 16 h: $165.00 in the adopted team plan." in text
    assert "Total 16 $165.00" in text


def test_the_list_is_a_file_too(as_user, cast, items):
    text = as_user(cast.finance).get("/budget/plan.csv?fund=none").text
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))

    assert [(row[0], row[2], row[11]) for row in rows[1:]] == [("Ann", "Wires", "165.00")]


def test_nobody_out_of_reach_is_named(as_user, cast, items):
    lead = accounts.create_user(email="lead@example.org", name="Lead")
    accounts.grant(lead, role="director", unit_id=cast.support.id)
    db.session.commit()

    for asked in (f"person={cast.sam.id}", f"unit={cast.alder.id}", "fund=x&state=y", ""):
        text = text_of(as_user(lead).get(f"/budget/lines?{asked}").text)
        assert "Sam" not in text
    assert "Nothing of this stands" in text_of(
        as_user(lead).get(f"/budget/lines?person={cast.sam.id}").text
    )


def test_a_long_list_has_pages_and_the_whole_sum(as_user, cast, year):
    wires = make_offering("Wires", {}, dollars=10)
    for number in range(30):
        make_item(make_person(f"Person {number:02}", cast.network), year, wires)
    db.session.commit()

    text = text_of(as_user(cast.finance).get("/budget/lines?fund=none&page=2").text)

    assert "30 lines" in text
    assert "Page 2 of 2" in text
    assert "Person 24" not in text
    assert "Total 120 $300.00" in text
