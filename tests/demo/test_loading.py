"""What stands in the database after the demo district is loaded."""

from datetime import date

from pdplanner import clock, demo, shipped
from pdplanner.accounts import queries as accounts
from pdplanner.assessments import queries as assessments
from pdplanner.assessments.models import CurrentLevel, SelfAssessment
from pdplanner.budgets import ledger_queries
from pdplanner.budgets import queries as budgets
from pdplanner.budgets.models import Fund
from pdplanner.extensions import db
from pdplanner.frameworks import queries as frameworks
from pdplanner.organization import queries as organization
from pdplanner.organization.models import Person
from pdplanner.plans.unfunded.needs import unfunded_in
from tests.demo import dump
from tests.demo.conftest import HASH, TODAY


def test_the_same_rows_stand_on_both_databases(loaded_on):
    digests = {}
    for name, each in loaded_on.items():
        with each.app.app_context():
            digests[name] = dump.digest()

    assert digests["sqlite"] == digests["postgres"]


def test_a_second_load_changes_nothing(loaded):
    before, counts = dump.digest(), dump.rows_by_table()
    db.session.rollback()

    shipped.load()
    said = demo.load(HASH)
    db.session.commit()

    assert said == loaded.accounts
    assert dump.rows_by_table() == counts
    assert dump.digest() == before


def test_the_ledger_explains_every_fund_to_the_cent(loaded, documents):
    funds = db.session.query(Fund).order_by(Fund.id).all()
    stated = [
        [round(fund[f"{name}_usd"] * 100) for name in ("allocated", "encumbered", "spent")]
        for fund in documents.district["funds"]
    ]

    assert ledger_queries.faults() == []
    assert [
        [each.allocated_cents, each.encumbered_cents, each.spent_cents] for each in funds
    ] == stated


def test_each_account_is_said_with_its_name_and_role(loaded):
    assert loaded.accounts == [
        "staff@demo.example  Delphine Rustagard, staff",
        "director@demo.example  Ottavia Brindlecote, director",
        "finance@demo.example  Honora Plimswell, finance",
        "hr@demo.example  Desmond Ruthergale, hr",
        "reader@demo.example  Ulrika Panesworth, reader",
        "admin@demo.example  Silvan Crowdemere, admin",
    ]


def test_26_people_work_in_four_teams_and_two_next_door(district):
    teams = [unit for unit in organization.units_below(district) if unit.kind == "team"]
    people = organization.people_in(district)
    everybody = db.session.scalar(db.select(db.func.count(Person.id)))

    assert len(teams) == 4
    assert len(people) == 26
    assert everybody == 28
    assert all(person.job_roles for person in people)
    assert min(len(organization.people_in(team)) for team in teams) >= 4


def test_two_people_leave_within_a_year(district):
    leaving = [person.leaving_on for person in organization.people_in(district)]

    assert len([day for day in leaving if day and TODAY < day < date(2027, 11, 21)]) == 2


def test_levels_are_current_stale_or_missing(district):
    people = organization.people_in(district)
    held = assessments.current_levels([person.id for person in people], on=TODAY)
    stale = [one for one in held.values() if all(level.stale for level in one.values())]

    assert len(people) - len(held) == 2
    assert len(stale) == 3


def test_the_staff_account_goes_on_with_a_draft_that_is_nearly_done(loaded):
    framework = frameworks.individual_framework()
    user = accounts.user_with_email("staff@demo.example")
    person = organization.person_of(user.id)

    draft = assessments.draft_of(person.id, framework.id)
    rated = {rating.indicator_id for rating in draft.ratings}
    asked = organization.targets_of([person.id])[person.id].keys()
    submitted = db.select(SelfAssessment.submitted_at).where(
        SelfAssessment.person_id == person.id, SelfAssessment.submitted_at.is_not(None)
    )

    assert 1 <= len(asked - rated) <= 5
    assert sorted(day.year for day in db.session.scalars(submitted)) == [2024, 2025]


def test_a_review_counts_before_the_self_rating(district):
    reviewed = db.select(CurrentLevel).where(
        CurrentLevel.source == "review", CurrentLevel.until.is_(None)
    )

    assert len(db.session.scalars(reviewed).all()) == 8


def test_three_needs_of_earlier_years_are_carried_into_this_one(district, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    year = budgets.fiscal_year_of(district, on=TODAY)

    needs = unfunded_in(district, year)

    assert [(need.name, need.since, need.cents) for need in needs] == [
        ("Delphine Rustagard", "2024–25", 195_00),
        ("Kwabena Straithmoor", "2025–26", 250_00),
        ("Matthias Oyelund", "2025–26", 240_00),
    ]


def test_the_years_money_leaves_room_for_a_plan(district):
    year = budgets.fiscal_year_of(district, on=TODAY)
    funds = {fund.name: fund for fund in budgets.funds_of(district, year)}

    assert (year.starts_on, year.ends_on) == (date(2026, 7, 1), date(2027, 6, 30))
    assert {name: fund.cap for name, fund in funds.items()} == {
        "Local PD": "warn",
        "Title II-A": "block",
    }
    assert [each.format for each in funds["Title II-A"].refused_formats] == ["certification-exam"]
    assert sum(fund.available_cents for fund in funds.values()) >= 12_000_00
