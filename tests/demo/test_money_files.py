"""What the files promise of funds, plans, runs and cohorts, read as plain data."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal


def test_funds_hold_what_their_items_cost(documents):
    spent, encumbered = defaultdict(Decimal), defaultdict(Decimal)
    for plan in documents.plans["plans"]:
        for item in plan["items"]:
            sums = {"completed": spent, "approved": encumbered, "registered": encumbered}
            if item["state"] in sums and item["price_usd"]:
                key = (item["fund"], plan["fiscal_year"])
                sums[item["state"]][key] += item["price_usd"]

    for fund in documents.district["funds"]:
        key = (fund["code"], fund["fiscal_year"])
        assert (key, fund["spent_usd"]) == (key, spent[key])
        assert (key, fund["encumbered_usd"]) == (key, encumbered[key])


def test_no_exam_is_paid_from_title_ii_a(documents, shipped_files):
    exams = {
        offering["code"]
        for document in shipped_files.offerings.values()
        for offering in document["offerings"]
        if offering["format"] == "certification-exam"
    }
    paid = {
        item["offering"]
        for plan in documents.plans["plans"]
        for item in plan["items"]
        if item.get("fund") == "title-ii-a"
    }

    assert len(paid) >= 5
    assert exams & paid == set()


def test_nobody_took_more_in_a_year_than_their_hours_and_allowance(documents):
    people = {person["number"]: person for person in documents.people["people"]}
    for plan in documents.plans["plans"]:
        hours, dollars = Counter(), Counter()
        for item in plan["items"]:
            hours[item["person"]] += item["hours"]
            dollars[item["person"]] += item["price_usd"]
        for number in hours:
            assert hours[number] <= people[number]["hours"], number
            assert dollars[number] <= people[number]["allowance_usd"], number


def test_this_years_plans_hold_items_of_four_states_and_requests_at_both_desks(documents):
    (this_year,) = (p for p in documents.plans["plans"] if p["fiscal_year"] == "2026-07-01")

    states = Counter(item["state"] for item in this_year["items"])
    at_finance = sum(item.get("approved_by_director", False) for item in this_year["items"])
    assert states == {"completed": 1, "proposed": 1, "registered": 1, "requested": 6}
    assert at_finance == 2


def test_a_dozen_sessions_run_between_december_and_may(documents):
    runs = documents.sessions["sessions"]

    assert len(runs) >= 12
    for run in runs:
        assert run["seats"] > 0
        first, last = (date.fromisoformat(run[key]) for key in ("starts_on", "ends_on"))
        assert date(2026, 12, 1) <= first <= last <= date(2027, 5, 31)


def test_one_offering_on_site_is_sold_by_the_cohort(documents):
    (on_site,) = (each for each in documents.offerings["offerings"] if "cohort" in each)

    assert on_site["format"] == "in-person"
    assert on_site["cohort"]["price_usd"] < on_site["cohort"]["seats"] * on_site["price_usd"]
