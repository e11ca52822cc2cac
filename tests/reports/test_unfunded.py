"""What was asked for and not funded: whose, what it costs, and since when."""

import csv
import io
import re

import pytest

from pdplanner.accounts import services as accounts
from pdplanner.catalog.models import Offering
from pdplanner.extensions import db
from tests.support.cast import make_person
from tests.support.framework import make_framework
from tests.support.html import text_of
from tests.support.person_year import (
    make_item,
    make_levels,
    make_offering,
    make_targets,
    make_year,
)
from tests.support.queries import count_queries


@pytest.fixture
def years(cast):
    """Three years: Sam asked for Wires in both that are over; the third one runs."""
    make_framework()
    make_targets(cast.sam, {"I.A.1": (3, 5)})
    make_levels(cast.sam, {"I.A.1": 1})
    years = [make_year(cast.alder, years_ago=ago) for ago in (2, 1, 0)]
    wires = make_offering("Wires", {"I.A.1": (2, 0)}, dollars=70)
    for year in years[:2]:
        make_item(cast.sam, year, wires, state="requested", answered=True)
    db.session.commit()
    return years


def shown(client, year):
    return text_of(client.get(f"/budget/unfunded?year={year.id}").text)


def test_who_asked_for_what_stands_with_its_cost_and_age(as_user, cast, years):
    first, last, running = years
    finance = as_user(cast.finance)

    text = shown(finance, running)
    of_last = shown(finance, last)

    row = f"Sam Staff Network Wires Learning Works in {last.title} never approved"
    assert f"{row} since {first.title} 2 years $70.00" in text
    assert "$0.00 was turned down so far. $70.00 of earlier years still stands." in text
    assert f"{row} since {first.title} 1 year $70.00" in of_last
    assert "$70.00 was asked for in the year, and nobody funded it." in of_last
    assert not re.search(r"\b(level|points?|I\.A\.1|gap)\b", text, re.IGNORECASE)


def test_the_figure_beside_the_years_opens_to_its_list(as_user, cast, years):
    """In the year that runs only what was turned down counts: the rest is still planned."""
    _first, last, running = years
    waves = make_offering("Waves", {}, dollars=30)
    make_item(cast.dana, running, waves, state="declined", answered=True)
    make_item(cast.dana, running, make_offering("Winds", {}, dollars=25), state="requested")
    make_item(cast.dana, last, waves, state="declined", answered=True)
    make_item(cast.dana, last, waves, state="approved")
    make_item(cast.dana, last, make_offering("No", {}, dollars=5), state="declined")
    db.session.commit()
    finance = as_user(cast.finance)
    page = finance.get("/budget/years").text

    for year, cents in ((running, "$30.00"), (last, "$70.00")):
        row = page.partition(f">{year.title}</a>")[2].partition("</tr>")[0]
        found = re.search(r'<a href="([^"]*unfunded[^"]*)"[^>]*>([^<]*)</a>', row)
        assert found[2] == cents
        opened = text_of(finance.get(found[1].replace("&amp;", "&")).text)
        assert opened.partition("Not funded")[2].startswith(f", {year.title}")
        assert f"{cents} was" in opened
    text = shown(finance, running)
    assert f"Dana Director Technology Waves Learning Works in {running.title} turned down" in text
    assert "Winds" not in text


@pytest.mark.parametrize(
    ("state", "answered", "stands"),
    [
        ("requested", True, False),
        ("approved", True, False),
        ("cancelled", True, False),  # taken back
        ("declined", False, False),  # the person's own no
        ("declined", True, True),
    ],
)
def test_a_need_is_over_once_it_is_planned_funded_or_taken_back(
    as_user, cast, years, state, answered, stands
):
    wires = db.session.query(Offering).filter_by(title="Wires").one()
    make_item(cast.sam, years[2], wires, state=state, answered=answered)
    db.session.commit()

    assert ("Wires" in shown(as_user(cast.finance), years[2])) == stands


def test_who_left_has_no_need_any_more_but_did_ask(as_user, cast, years):
    cast.sam.active = False
    db.session.commit()

    assert "Wires" not in shown(as_user(cast.finance), years[2])
    assert "Wires" in shown(as_user(cast.finance), years[1])


def test_a_director_sees_the_needs_of_their_units(as_user, cast, years):
    lead = accounts.create_user(email="lead@example.org", name="Lead")
    accounts.grant(lead, role="director", unit_id=cast.support.id)
    db.session.commit()

    assert "Everything that was asked for is funded" in shown(as_user(lead), years[2])


def test_the_list_is_a_file_too(as_user, cast, years):
    first, last, running = years
    cast.sam.name = "=Sam"
    db.session.commit()

    answer = as_user(cast.finance).get(f"/budget/lists/unfunded.csv?year={running.id}")

    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[1:] == [
        ["'=Sam", "Network", "Wires", "Learning Works", last.title, "Never approved", first.title,
         "2", "70.00"]
    ]  # fmt: skip


def test_the_number_of_queries_does_not_grow(as_user, cast, years):
    finance, counted = as_user(cast.finance), []
    waves = make_offering("Waves", {}, dollars=10)
    for number in range(60):
        make_item(make_person(f"P{number}", cast.network), years[1], waves, state="requested")
        if number in (9, 59):
            db.session.commit()
            with count_queries() as statements:
                assert (
                    "Page 1 of" in text_of(finance.get(f"/budget/unfunded?year={years[2].id}").text)
                    or number == 9
                )
            counted.append(len(statements))

    assert counted[0] == counted[1]
