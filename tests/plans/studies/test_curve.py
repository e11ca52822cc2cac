"""The curve of money against points: how far it goes, and what it and the sentence below say."""

import re

import pytest

from pdplanner.budgets.models import FundArea
from pdplanner.extensions import db
from pdplanner.plans.models import Scenario
from pdplanner.plans.studies.curve import Point, curve
from tests.support.html import text_of
from tests.support.planned_team import make_fund, make_offering, make_planned_team

SPLIT = "With the split between funds that is set here"


@pytest.fixture
def team(cast):
    """Free planning for all three, security for $100 each: 24 points for $300."""
    team = make_planned_team(cast)
    make_offering(team, "free-planning", {"P.1": 3, "P.2": 3})
    team.paid = make_offering(team, "paid-security", {"S.1": 3, "S.2": 3}, cents=100_00)
    db.session.commit()
    return team


@pytest.fixture
def director(as_user, team):
    return as_user(team.cast.director)


def studied(client, team, local, **others):
    """Build a plan, have everything answered, and return the page of the answers."""
    data = {f"fund_{team.local.id}": local, **others}
    client.post(f"/teams/{team.unit.id}/plan", data=data)
    scenario = db.session.query(Scenario).one()
    page = f"/teams/{team.unit.id}/plan/{scenario.id}/studies"
    return client.post(page, follow_redirects=True).text


def marks(page):
    """What stands in the picture, in words."""
    picture = page.partition('<svg class="curve"')[2].partition("</svg>")[0]
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture)


def second_fund(team, **rules):
    fund = make_fund(team.cast.alder, team.year, "Federal", 1_000_000_00, **rules)
    db.session.commit()
    return fund


def test_the_curve_ends_somewhat_beyond_where_money_stops_helping(team, director):
    page = studied(director, team, "1000000")

    assert marks(page)[-4:] == [
        "$400", "best for $0: 12", "flat from $300: 24", "This plan: 24, with $1,000,000 →",
    ]  # fmt: skip
    assert "This plan closes 24 points with $1,000,000, more than the picture shows." in page
    text = text_of(page)
    assert "Money does not limit this plan: $300 closes as much as any amount can." in text
    for row in ("$90 12 12", "$105 16 16", "$210 20 20", "$300 24 24", "$1,000,000 (this plan)"):
        assert row in text


def test_little_money_is_marked_on_a_curve_that_goes_as_far(team, director):
    page = studied(director, team, "120")

    assert {"$0", "$400", "flat from $300: 24", "This plan: 16"} <= set(marks(page))
    assert "Above $300 more money closes nothing more than 24 points: hours," in text_of(page)


def test_what_is_free_is_the_base_of_a_curve_whose_plans_must_cost_something(team, director):
    must = {"rule_kind": "pin", "rule_offering": team.paid.id, "rule_person": team.people[0].id}
    page = studied(director, team, "1000", **must)

    assert "$0 without paid must-haves: 12" in marks(page)
    assert "Without paid must-haves, 12 points for $0. A step line from 16 points at $105" in page


def test_with_no_money_set_the_curve_still_says_what_it_would_do(team, director):
    scenario_page = studied(director, team, "0")

    assert {"This plan, for $0: 12", "flat from $300: 24", "$400"} <= set(marks(scenario_page))
    assert "best for $0" not in scenario_page
    assert "$0 (this plan) 12 12" in text_of(scenario_page)


def test_label_and_sentence_agree_where_funds_keep_their_shares(team, director):
    federal = second_fund(team)

    page = studied(director, team, "600", **{f"fund_{federal.id}": "300"})

    text = text_of(page)
    flat = next(each for each in marks(page) if each.startswith("flat "))
    amount = re.fullmatch(r"flat by (\$[\d,]+): 24", flat).group(1)
    assert amount != "$300"
    right = "$300 in the right funds closes as much as any amount can"
    assert f"Money does not limit this plan: {right}. {SPLIT} it takes {amount} at most." in text
    assert "The line splits each amount between the funds as the settings do." in text


def test_shares_in_which_no_money_reaches_the_top_are_named(team, director):
    federal = second_fund(team)
    federal.areas = [FundArea(area_id=team.areas["P"].id)]
    make_offering(team, "more-planning", {"P.1": 4, "P.2": 4}, cents=50_00)
    db.session.commit()

    page = studied(director, team, "0", **{f"fund_{federal.id}": "500"})

    text = text_of(page)
    assert "Above $300 in the right funds more money closes nothing more than 24 points:" in text
    assert f"{SPLIT}, no amount closes more than 12 points." in text


def test_without_any_money_funds_have_the_shares_of_where_it_stops_helping(team, director):
    federal = second_fund(team)

    page = studied(director, team, "0", **{f"fund_{federal.id}": "0"})

    assert {"This plan, for $0: 12", "flat from $300: 24"} <= set(marks(page))
    text = text_of(page)
    assert "Above $300 in the right funds more money closes nothing more than 24 points:" in text
    assert "No money is set. The line splits each amount between the funds as the plan" in text


def test_very_uneven_shares_do_not_draw_the_curve_out(team, director):
    """Federal may not pay, and Local has a thousandth: the top lies at $300,300 and beyond."""
    federal = second_fund(team)
    federal.areas = [FundArea(area_id=team.areas["P"].id)]
    db.session.commit()

    page = studied(director, team, "1", **{f"fund_{federal.id}": "1000"})

    assert not any(each.startswith("flat ") for each in marks(page))
    assert f"{SPLIT} it takes more than $1,001." in text_of(page)


def test_plan_far_beyond_is_marked_at_the_edge_and_its_label_stays_inside():
    points = [Point(0, 100, 100), Point(150_00, 200, 200), Point(300_00, 300, 300)]

    picture = curve(points, Point(20_000_00, 300, 300), most=300, reach=300_00)

    assert picture is not None
    assert [tick.amount for tick in picture.across] == [0, 100_00, 200_00, 300_00, 400_00]
    assert (picture.beyond, picture.here.x) == (True, 352.0)
    assert picture.best.endswith("V28.0H352.0")
    assert picture.flat == Point(300_00, 300, 300)
    assert picture.points[-1].money == 20_000_00


def test_labels_do_not_cover_each_other():
    points = [Point(0, 100, 100), Point(100_00, 120, 120), Point(300_00, 300, 300)]

    picture = curve(points, Point(20_00, 105, 105), most=300, reach=300_00)

    assert picture is not None
    assert abs(picture.label_at.y - picture.free_label) >= 17


def test_curve_steps_at_each_amount_and_its_bound_before():
    points = [Point(0, 100, 100), Point(100_00, 200, 210), Point(300_00, 300, 300)]

    picture = curve(points, Point(200_00, 250, 250), most=300)

    assert picture is not None
    # 306 units across $300 in steps of $100, 180 up for 30 points.
    assert picture.best == "M46.0 148.0H148.0V88.0H250.0V58.0H352.0V28.0"
    assert picture.bound == "M46.0 148.0V82.0H148.0V58.0H250.0V28.0H352.0"
    assert [tick.amount for tick in picture.across] == [0, 100_00, 200_00, 300_00]
    assert [tick.amount for tick in picture.up] == [0, 100, 200, 300]
    assert picture.here == (250.0, 58.0)
    assert picture.flat == Point(300_00, 300, 300)


def test_curve_never_falls_where_a_point_is_only_the_best_that_was_found():
    points = [Point(0, 100, 100), Point(100_00, 220, 260), Point(300_00, 240, 240)]

    picture = curve(points, Point(200_00, 210, 250), most=None)

    assert picture is not None
    assert [one.value for one in picture.points] == [100, 220, 220, 240]
    assert [one.bound for one in picture.points] == [100, 240, 240, 240]


def test_curve_is_not_drawn_of_one_point_or_without_money():
    plan = Point(100_00, 10, 10)

    assert curve([], plan, most=None) is None
    assert curve([Point(0, 5, 5)], plan, most=None) is None
    assert curve([Point(0, 5, 5), Point(0, 6, 6)], Point(0, 5, 5), most=5) is None


def test_dollars_of_a_sentence_are_whole_and_enough(app):
    up = app.jinja_env.filters["dollars_up"]

    assert [up(amount) for amount in (1333894, 1333900, 1, 0)] == ["$13,339", "$13,339", "$1", "$0"]
