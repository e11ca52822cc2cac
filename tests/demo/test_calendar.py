"""The demo district's terms and testing weeks, and what they do to its dated runs."""

from collections import defaultdict
from datetime import date

from pdplanner.budgets import queries as budgets
from pdplanner.organization import queries as organization
from tests.demo.conftest import TODAY


def test_two_terms_and_two_testing_weeks_stand_in_the_year(district):
    year = budgets.fiscal_year_of(district, on=TODAY)
    terms = budgets.school_terms_of(year)
    blackouts = organization.blackouts_in(district.id, since=year.starts_on, until=year.ends_on)

    assert [(each.name, each.hours) for each in terms] == [("Fall", 16), ("Spring", 36)]
    assert [(each.name, each.unit) for each in blackouts] == [
        ("Midyear testing", district),
        ("Spring testing", district),
    ]


def test_testing_weeks_take_the_only_run_of_two_offerings_and_one_of_two_of_a_third(documents):
    runs, left = defaultdict(int), defaultdict(int)
    for run in documents.sessions["sessions"]:
        runs[run["offering"]] += 1
        left[run["offering"]] += not _touches(documents, run)

    lost = {code for code in runs if not left[code]}
    assert lost == {"usac-erate-training", "msbo-purchasing-officer"}
    assert (runs["data-workshop"], left["data-workshop"]) == (2, 1)


def test_every_run_begins_in_a_term(documents):
    terms = documents.district["terms"]
    for run in documents.sessions["sessions"]:
        assert any(term["starts_on"] <= run["starts_on"] <= term["ends_on"] for term in terms), run


def test_nobody_is_registered_for_a_run_in_a_testing_week(documents):
    plan = documents.plans["plans"][-1]
    registered = {item["offering"] for item in plan["items"] if item["state"] == "registered"}
    runs = [run for run in documents.sessions["sessions"] if run["offering"] in registered]

    assert runs
    assert not any(_touches(documents, run) for run in runs)


def _touches(documents, run):
    days = [
        (date.fromisoformat(each["starts_on"]), date.fromisoformat(each["ends_on"]))
        for each in documents.district["blackouts"]
    ]
    first, last = date.fromisoformat(run["starts_on"]), date.fromisoformat(run["ends_on"])
    return any(starts_on <= last and ends_on >= first for starts_on, ends_on in days)
