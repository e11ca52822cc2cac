"""A fiscal year ends at midnight where its district is."""

import csv
from contextlib import nullcontext
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pdplanner import clock
from pdplanner.accounts import services as accounts
from pdplanner.assessments.current_level_writes import settle
from pdplanner.assessments.models import CurrentLevel, Rating, SelfAssessment
from pdplanner.budgets import closing
from pdplanner.budgets.last_days import is_past, past_words
from pdplanner.budgets.models import FiscalYear
from pdplanner.extensions import db
from pdplanner.plans.items.payers import payers_of
from pdplanner.plans.models import RequestStep, Scenario, ScenarioFund
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.errors import NotNowError, SplitError
from pdplanner.plans.requests.spend_by import to_spend
from pdplanner.plans.scenarios import builds
from pdplanner.reports.figures.fund_queries import fund_rows
from pdplanner.reports.figures.months import months_of
from pdplanner.reports.figures.scope import Scope
from tests.support.framework import make_framework
from tests.support.html import text_of
from tests.support.person_year import make_item, make_ledger_fund, make_offering, sent
from tests.support.planned_team import make_offering as make_plan_offering
from tests.support.planned_team import make_planned_team

ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
STARTS = (date(2026, 7, 1), date(2026, 9, 1), date(2026, 10, 1))


@pytest.fixture(params=ZONES)
def zone(request, cast):
    cast.alder.time_zone = request.param
    db.session.commit()
    return request.param


@pytest.fixture
def year(cast):
    make_framework()
    return add_year(cast, date(2025, 7, 1))


def add_year(cast, starts_on):
    last = starts_on.replace(year=starts_on.year + 1) - timedelta(1)
    year = FiscalYear(unit=cast.alder, starts_on=starts_on, ends_on=last)
    db.session.add(year)
    db.session.commit()
    return year


@pytest.fixture
def at(monkeypatch):
    """Let it be a time of the clock on the wall."""

    def set_to(zone, day, hour, minute=0):
        local = datetime.combine(day, time(hour, minute), tzinfo=ZoneInfo(zone))
        instant = local.astimezone(UTC).replace(tzinfo=None)
        monkeypatch.setattr(clock, "now", lambda: instant)
        return instant

    return set_to


def chosen(cast, year):
    item = make_item(
        cast.sam, year, make_offering(f"Wires {year.starts_on}", {"I.A.1": (2, 0)}, dollars=200),
        by=cast.staff, answered=True,
    )  # fmt: skip
    db.session.commit()
    return item


@pytest.mark.parametrize("starts_on", STARTS)
def test_a_request_is_of_its_year_to_the_last_minute(cast, zone, at, starts_on):
    make_framework()
    year = add_year(cast, starts_on)
    item = chosen(cast, year)
    at(zone, year.ends_on, 23, 59)
    steps.request(item, sent=sent(cast.staff))
    db.session.commit()
    at(zone, year.ends_on + timedelta(1), 0)

    with pytest.raises(NotNowError, match="has ended"):
        steps.approve(item, parts={}, sent=sent(cast.director))


def test_a_year_is_closed_once_its_last_day_is_over(cast, zone, at, year):
    at(zone, year.ends_on, 23, 59)
    before = closing.closing_of(year).obstacle
    at(zone, year.ends_on + timedelta(1), 0)

    assert "lasts until" in before
    assert closing.closing_of(year).obstacle == ""


def test_the_zone_is_the_districts_whoever_asks(cast, at, year):
    """A state's business office sits three hours further east."""
    cast.state.time_zone, cast.alder.time_zone = "America/New_York", "America/Los_Angeles"
    item = chosen(cast, year)
    at("America/Los_Angeles", year.ends_on, 22)

    with clock.in_zone("America/New_York"):
        assert clock.today() > year.ends_on
        assert steps.request(item, sent=sent(cast.staff))


def test_pages_and_files_name_the_local_day(cast, zone, at, year, as_user):
    """What is done in the evening is done on that day, and in that month."""
    item, fund = chosen(cast, year), make_ledger_fund(cast.alder, year, "Local", cents=500_00)
    at(zone, date(2026, 4, 30), 23, 30)
    steps.request(item, sent=sent(cast.staff))
    steps.approve(item, parts={fund.id: 200_00}, sent=sent(cast.director))
    db.session.commit()
    page = text_of(as_user(cast.finance).get(f"/requests/{item.id}").text)
    ledger = as_user(cast.finance).get(f"/budget/funds/{fund.id}/ledger.csv").text
    with clock.in_zone(zone):
        found = months_of(Scope(cast.alder, year, (cast.alder.path,)))

    assert "30 April 2026" in page
    assert "1 May 2026" not in page
    days = {row[1] for row in csv.reader(ledger.splitlines()) if "200.00" in row}
    assert days == {"2026-04-30"}
    assert found.by_month[found.months.index(date(2026, 4, 1))] == 200_00


def waiting(team):
    """A plan that waits for its build, with money that ends today."""
    scenario = Scenario(
        unit=team.unit, fiscal_year=team.year, name="Plan", status="waiting", saved=True,
        budgets=[ScenarioFund(fund=team.local, limit_cents=100_00)],
    )  # fmt: skip
    db.session.add(scenario)
    team.local.spend_by = clock.today()
    db.session.commit()
    return scenario


def test_a_plan_is_built_on_the_day_of_its_unit(cast, at):
    """In the evening of its last day a fund still pays for what begins whenever one likes."""
    team = make_planned_team(cast)
    cast.alder.time_zone = "America/Los_Angeles"
    course = make_plan_offering(team, "course", {"S.1": 3})
    scenario = waiting(team)
    at("America/Los_Angeles", team.local.spend_by, 19)
    draft = builds.draft_of(scenario.id)

    assert draft.problem.offering(str(course.id)).funds == (str(team.local.id),)


DISTRICTS = ("Pacific/Honolulu", "America/Anchorage", "America/New_York")
READERS = ("America/New_York", "Pacific/Honolulu", "Pacific/Guam")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("district", DISTRICTS)
def test_a_fund_pays_to_the_last_minute_of_its_last_day(cast, at, year, district, reader):
    """Of the day where the district is, wherever whoever approves or reads may sit."""
    cast.alder.time_zone = district
    item, fund = chosen(cast, year), make_ledger_fund(cast.alder, year, "Local", cents=500_00)
    other = make_ledger_fund(cast.alder, year, "Other", cents=500_00)
    waves = make_offering("Waves", {}, dollars=10)
    held = make_item(cast.sam, year, waves, state="approved", fund=fund)
    fund.spend_by = date(2026, 3, 31)
    db.session.commit()
    found = []
    for moment in ((fund.spend_by, 23, 59), (fund.spend_by + timedelta(1), 0)):
        at(district, *moment)
        with clock.in_zone(reader):
            payers = payers_of(item)
            [row, _other] = fund_rows(Scope(cast.alder, year, (cast.alder.path,)))
            [watched] = to_spend([held])[held.id]
            fault = payers.fault_of({fund.id: 200_00})
            found.append((is_past(fund), row.lapsed, past_words(fund), fault, watched.words))
            assert payers.funds == ([other] if is_past(fund) else [fund, other])

    until = "ould be spent until 31 March 2026: past"
    assert found == [
        (False, False, "", "", "Local is to be spent by 31 March 2026, today."),
        (True, True, f"C{until}", f"Local c{until}.", f"Local c{until}."),
    ]


@pytest.mark.parametrize(
    ("district", "reader", "pays"),
    [
        ("America/New_York", "Pacific/Honolulu", False),
        ("Pacific/Honolulu", "America/New_York", True),
    ],
)
def test_an_approval_goes_by_the_day_of_the_district(
    cast, at, as_user, year, district, reader, pays
):
    """At 00:30 of the day after in New York, 18:30 of the last day in Honolulu."""
    cast.alder.time_zone = district
    item, fund = chosen(cast, year), make_ledger_fund(cast.alder, year, "Local", cents=500_00)
    fund.spend_by = date(2026, 3, 31)
    db.session.commit()
    at("America/New_York", date(2026, 4, 1), 0, 30)
    steps.request(item, sent=sent(cast.staff))
    db.session.commit()

    over = pytest.raises(SplitError, match=r"Local could be spent until 31 March 2026: past\.")
    with clock.in_zone(reader), nullcontext() if pays else over:
        assert steps.approve(item, parts={fund.id: 200_00}, sent=sent(cast.director))


def test_a_plan_is_built_with_the_money_of_its_districts_day(cast, at):
    """The team sits in Honolulu, the district whose money it is in New York."""
    team = make_planned_team(cast)
    cast.alder.time_zone, team.unit.time_zone = "America/New_York", "Pacific/Honolulu"
    course = make_plan_offering(team, "course", {"S.1": 3})
    scenario = waiting(team)
    at("America/New_York", team.local.spend_by + timedelta(1), 0, 30)

    assert builds.draft_of(scenario.id).problem.offering(str(course.id)).funds == ()


def test_a_level_is_of_the_day_in_the_persons_district(cast, at):
    """Whoever settles it, from wherever."""
    framework = make_framework()
    cast.alder.time_zone = "America/Los_Angeles"
    indicator = framework.categories[0].areas[0].indicators[0]
    evening = at("America/Los_Angeles", date(2026, 3, 3), 23, 30)
    assessment = SelfAssessment(
        person=cast.sam, framework=framework, started_at=evening, submitted_at=evening
    )
    assessment.ratings.append(Rating(indicator=indicator, level=2, evidence="", rated_at=evening))
    db.session.add(assessment)
    db.session.flush()
    with clock.in_zone("America/New_York"):
        settle([cast.sam])

    [level] = db.session.query(CurrentLevel)
    assert level.rated_on == date(2026, 3, 3)


def test_a_unit_counts_as_the_nearest_above_does(cast, as_user, at):
    cast.state.time_zone, cast.birch.time_zone = "America/New_York", "Pacific/Honolulu"
    accounts.grant(cast.admin, role="admin", unit_id=cast.state.id)
    db.session.commit()
    client = as_user(cast.admin)

    assert "those of Eastern time" in text_of(client.get(f"/units/{cast.network.id}").text)
    assert "those of Hawaii time" in text_of(client.get(f"/units/{cast.birch_team.id}").text)


def test_an_admin_names_the_zone(cast, as_user):
    client = as_user(cast.admin)
    client.post(
        f"/units/{cast.alder.id}/edit",
        data={"name": "Alder", "kind": "district", "time_zone": "America/Denver"},
    )
    refused = client.post(
        f"/units/{cast.alder.id}/edit",
        data={"name": "Alder", "kind": "district", "time_zone": "Mars/Olympus"},
    )

    assert cast.alder.time_zone == "America/Denver"
    assert refused.status_code == 422


def test_a_clock_that_is_set_back_leaves_the_order_of_steps(cast, at, year):
    item = chosen(cast, year)
    at("UTC", date(2026, 3, 3), 12)
    steps.request(item, sent=sent(cast.staff))
    at("UTC", date(2026, 3, 3), 11)
    steps.send_back(item, sent=sent(cast.director, "Later, please."))
    db.session.commit()
    found = db.session.query(RequestStep).filter_by(item_id=item.id).order_by(RequestStep.id)

    assert [step.action for step in found] == ["request", "return"]
