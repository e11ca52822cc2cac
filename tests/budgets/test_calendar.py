"""The calendar of a fiscal year: terms and blackouts, entered, refused, changed and removed."""

from datetime import date

import pytest

from pdplanner.accounts import services as accounts
from pdplanner.budgets import calendar
from pdplanner.budgets.models import FiscalYear, SchoolTerm
from pdplanner.extensions import db
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Blackout
from tests.support.html import text_of

FALL = {"name": "Fall", "starts_on": "2026-08-17", "ends_on": "2026-12-18", "hours": "20"}
TESTING = {"name": "Spring testing", "starts_on": "2027-04-05", "ends_on": "2027-04-09"}


@pytest.fixture
def year(cast):
    year = FiscalYear(unit=cast.alder, starts_on=date(2026, 7, 1), ends_on=date(2027, 6, 30))
    db.session.add(year)
    db.session.commit()
    return year


@pytest.fixture
def director(as_user, cast):
    return as_user(cast.director)


def seen_of(page):
    """What an edit form carries of the version that it shows."""
    return page.text.split('name="seen"')[1].split('value="')[1].partition('"')[0]


def test_a_director_enters_a_term_and_finance_sees_it_from_the_budget(
    director, as_user, cast, year
):
    added = director.post(f"/budget/years/{year.id}/terms/new", data=FALL, follow_redirects=True)
    finance = as_user(cast.finance)
    budget = finance.get(f"/budget/?year={year.id}").text
    calendar_page = text_of(finance.get(f"/budget/years/{year.id}/calendar").text)

    assert "Fall is added." in text_of(added.text)
    assert f"/budget/years/{year.id}/calendar" in budget
    assert "Fall 17 August to 18 December 2026 20 h" in calendar_page
    assert "No day is blacked out" in calendar_page


def test_hours_of_a_term_are_never_more_than_was_typed(director, year):
    address = f"/budget/years/{year.id}/terms/new"
    added = director.post(address, data={**FALL, "hours": "7.1"}, follow_redirects=True)
    term = db.session.query(SchoolTerm).one()
    saved = director.post(
        f"/budget/terms/{term.id}", data={**FALL, "hours": "8.9"}, follow_redirects=True
    )

    assert "Fall is added. Hours are kept in quarters: 7.1 as 7." in text_of(added.text)
    assert "Fall is saved. Hours are kept in quarters: 8.9 as 8.75." in text_of(saved.text)
    assert term.hours == 8.75


def test_terms_that_share_a_day_are_refused_with_both_names(director, year):
    address = f"/budget/years/{year.id}/terms/new"
    director.post(address, data=FALL)
    typed = {"name": "Winter", "starts_on": "2026-12-18", "ends_on": "2027-02-26", "hours": ""}
    refused = director.post(address, data=typed)
    said = text_of(refused.text)

    assert refused.status_code == 422
    assert "Winter would share days with Fall" in said
    assert "2027-02-26" in refused.text
    assert db.session.query(SchoolTerm).count() == 1
    assert director.post(address, data=typed | {"starts_on": "2026-12-19"}).status_code == 303


def test_the_days_that_no_term_has_yet_are_proposed(director, year):
    address = f"/budget/years/{year.id}/terms/new"
    at_first = director.get(address).text
    director.post(address, data=FALL)
    after_fall = director.get(address).text

    assert 'value="2026-07-01"' in at_first
    assert 'value="2026-12-19"' in after_fall
    assert 'value="2027-06-30"' in after_fall


def test_a_term_may_keep_its_days_when_it_is_changed(director, year):
    director.post(f"/budget/years/{year.id}/terms/new", data=FALL)
    term = db.session.query(SchoolTerm).one()
    page = director.get(f"/budget/terms/{term.id}")
    saved = director.post(
        f"/budget/terms/{term.id}", data=FALL | {"hours": "16.5", "seen": seen_of(page)}
    )

    assert saved.status_code == 303
    assert (term.hours, term.ends_on) == (16.5, date(2026, 12, 18))


@pytest.mark.parametrize("what", ["terms", "blackouts"])
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"starts_on": "2026-06-30"},
            "Enter a day of the fiscal year 2026–27, from 1 July 2026 to 30 June 2027.",
        ),
        ({"ends_on": "2027-07-01"}, "Enter a day of the fiscal year 2026–27"),
        ({"starts_on": "2026-12-19"}, "Enter the first day or a later one."),
        ({"name": " "}, "Enter a name."),
    ],
)
def test_refused_days_say_what_is_expected_and_keep_what_was_typed(
    director, cast, year, what, changes, words
):
    typed = FALL | {"unit": cast.alder.id} | changes
    refused = director.post(f"/budget/years/{year.id}/{what}/new", data=typed)

    assert refused.status_code == 422
    assert words in text_of(refused.text)
    assert typed["ends_on"] in refused.text
    assert db.session.query(SchoolTerm).count() + db.session.query(Blackout).count() == 0


def test_a_term_changed_meanwhile_is_refused_once_and_shows_both_versions(director, year):
    director.post(f"/budget/years/{year.id}/terms/new", data=FALL)
    term = db.session.query(SchoolTerm).one()
    seen = seen_of(director.get(f"/budget/terms/{term.id}"))
    calendar.edit_term(
        term, name="Autumn", starts_on=term.starts_on, ends_on=term.ends_on, hours=10
    )
    db.session.commit()
    typed = FALL | {"name": "First term", "seen": seen}
    overtaken = director.post(f"/budget/terms/{term.id}", data=typed)

    assert overtaken.status_code == 409
    assert "First term Autumn" in text_of(overtaken.text)
    assert db.session.query(SchoolTerm).one().name == "Autumn"


def test_a_blackout_is_for_all_or_one_unit_and_is_changed_and_removed_after_a_question(
    director, cast, year
):
    address = f"/budget/years/{year.id}/blackouts/new"
    director.post(address, data=TESTING | {"unit": cast.alder.id})
    blackout = db.session.query(Blackout).one()
    page = director.get(f"/budget/blackouts/{blackout.id}")
    typed = TESTING | {"name": "Moving week", "unit": cast.network.id, "seen": seen_of(page)}
    saved = director.post(f"/budget/blackouts/{blackout.id}", data=typed, follow_redirects=True)
    removed = director.post(f"/budget/blackouts/{blackout.id}/remove", follow_redirects=True)

    assert "Moving week 5 April to 9 April 2027 Network" in text_of(saved.text)
    assert "Yes, remove Moving week" in text_of(saved.text)
    assert "Moving week is removed." in text_of(removed.text)
    assert db.session.query(Blackout).count() == 0


def test_a_term_is_removed(director, year):
    director.post(f"/budget/years/{year.id}/terms/new", data=FALL)
    term = db.session.query(SchoolTerm).one()
    director.post(f"/budget/terms/{term.id}/remove")

    assert db.session.query(SchoolTerm).count() == 0


def test_a_director_of_a_team_blacks_out_the_team_and_enters_no_terms(as_user, cast, year):
    accounts.grant(cast.other_staff, role="director", unit_id=cast.network.id)
    calendar.add_blackout(
        year,
        unit=cast.alder,
        name="Testing",
        starts_on=date(2027, 4, 5),
        ends_on=date(2027, 4, 9),
    )
    db.session.commit()
    everybodys = db.session.query(Blackout).one()
    client = as_user(cast.other_staff)
    address = f"/budget/years/{year.id}/blackouts/new"

    assert client.get(f"/budget/years/{year.id}/terms/new").status_code == 404
    assert client.get(f"/budget/blackouts/{everybodys.id}").status_code == 404
    assert client.post(address, data=TESTING | {"unit": cast.support.id}).status_code == 422
    assert client.post(address, data=TESTING | {"unit": cast.network.id}).status_code == 303
    page = text_of(client.get(f"/budget/years/{year.id}/calendar").text)
    assert "Testing 5 April to 9 April 2027 Alder" in page
    assert "Yes, remove Testing" not in page
    assert "Yes, remove Spring testing" in page


def test_blackouts_of_a_unit_are_those_of_its_subtree_that_touch_the_days(cast, year):
    for unit in (cast.alder, cast.network, cast.birch):
        db.session.add(
            Blackout(
                unit=unit,
                name=unit.name,
                starts_on=date(2027, 4, 5),
                ends_on=date(2027, 4, 9),
            )
        )
    db.session.commit()

    def names(since, until=None):
        found = organization.blackouts_in(cast.alder.id, since=since, until=until)
        return [each.name for each in found]

    assert names(date(2027, 4, 9)) == ["Alder", "Network"]
    assert names(date(2027, 4, 10)) == []
    assert names(date(2026, 7, 1), date(2027, 4, 4)) == []


def test_a_director_sets_and_takes_back_a_minimum_cover(director, cast, year):
    address = f"/budget/years/{year.id}/cover/{cast.network.id}"
    page = director.get(address)
    kept = director.post(address, data={"cover": "2", "seen": seen_of(page)}, follow_redirects=True)
    dropped = director.post(address, data={"cover": ""}, follow_redirects=True)

    assert "Network keeps 2 people at work on any day." in text_of(kept.text)
    assert "Alder / Technology / Network 1 2 Edit" in text_of(kept.text)
    assert "Network has no minimum cover." in text_of(dropped.text)
    assert cast.network.cover is None


@pytest.mark.parametrize("typed", ["0", "-1", "two", "1001"])
def test_a_minimum_cover_is_a_number_of_people(director, cast, year, typed):
    refused = director.post(
        f"/budget/years/{year.id}/cover/{cast.network.id}", data={"cover": typed}
    )

    assert refused.status_code == 422
    assert f'value="{typed}"' in refused.text
    assert cast.network.cover is None


def test_cover_of_another_district_is_out_of_reach(director, cast, year):
    address = f"/budget/years/{year.id}/cover/{cast.birch_team.id}"

    assert director.get(address).status_code == 404
    assert director.post(address, data={"cover": "2"}).status_code == 404


def test_a_director_of_a_team_sees_no_blackouts_and_cover_of_other_teams(as_user, cast, year):
    accounts.grant(cast.other_staff, role="director", unit_id=cast.network.id)
    cast.support.cover = 7
    for unit in (cast.alder, cast.network, cast.support):
        db.session.add(
            Blackout(
                unit=unit,
                name=f"Days of {unit.name}",
                starts_on=date(2027, 4, 5),
                ends_on=date(2027, 4, 9),
            )
        )
    db.session.commit()

    page = text_of(as_user(cast.other_staff).get(f"/budget/years/{year.id}/calendar").text)

    assert "Days of Alder" in page
    assert "Days of Network" in page
    assert "Support" not in page
