"""Plans side by side: the gap of each skill area and of each person."""

import pytest
from sqlalchemy import select

from pdplanner.extensions import db
from pdplanner.plans.comparison.side_by_side import comparison
from pdplanner.plans.models import Scenario
from tests.support.html import text_of
from tests.support.planned_team import add_person, make_offering, make_planned_team


@pytest.fixture
def team(cast):
    """Three people lack 4 points in Planning and 4 in Security each; planning is free."""
    team = make_planned_team(cast)
    make_offering(team, "Planning", {"P.1": 3, "P.2": 2})
    make_offering(team, "Security", {"S.1": 3, "S.2": 3}, cents=100_00)
    db.session.commit()
    return team


@pytest.fixture
def director(as_user, team):
    return as_user(team.cast.director)


def build(director, team, name, *, local):
    data = {f"fund_{team.local.id}": local}
    director.post(f"/teams/{team.unit.id}/plan", data=data)
    draft = db.session.scalars(select(Scenario).where(~Scenario.saved)).one()
    director.post(f"/teams/{team.unit.id}/plan/{draft.id}/save", data={"name": name})
    return draft


def page_of(director, team, *scenarios):
    asked = {"with": [each.id for each in scenarios]}
    answer = director.get(f"/teams/{team.unit.id}/scenarios/compare", query_string=asked)
    return text_of(answer.text)


def test_areas_that_differ_say_what_is_closed_and_what_stays_open_of_each(team, director):
    lean, rich = (
        build(director, team, name, local=cents)
        for name, cents in (("Lean", "100"), ("Rich", "300"))
    )

    page = page_of(director, team, lean, rich)

    # One of three learns security in the lean plan, all in the rich one.
    assert "Gap by skill area 1 area is the same in both" in page
    assert "Security S 4 33.3% 8 12 100.0% 0 +8" in page
    assert "All areas 13 54.2% 11 21 87.5% 3 +8" in page
    assert "1 area without a difference" in page
    assert "Planning P 9 75.0% 3 9 75.0% 3 0" in page


def test_areas_add_up_to_what_each_plan_closes(team, director):
    plans = [build(director, team, str(cents), local=str(cents)) for cents in (0, 100, 300)]

    found = comparison(plans, [team.local])

    assert [part.closed for part in found.areas.totals] == [each.value for each in plans]
    assert [part.gap for part in found.areas.totals] == [240, 240, 240]


def test_people_say_what_they_close_and_what_stays_open(team, director):
    lean = build(director, team, "Lean", local="100")
    rich = build(director, team, "Rich", local="300")
    (lucky,) = (line.person.name for line in lean.lines if line.price_cents)

    page = page_of(director, team, lean, rich)

    others = [name for name in ("Ann", "Ben", "Cleo") if name != lucky]
    for name in others:
        assert f"{name} 3 37.5% 5 4 $0 7 87.5% 1 8 $100 +4" in page
    assert "1 person has the same in both" in page
    assert "Of these together 6 37.5% 10 8 $0 14 87.5% 2 16 $200" in page
    assert "Everybody 13 54.2% 11 16 $100 21 87.5% 3 24 $300 +8" in page


def test_fewer_points_bear_a_minus(team, director):
    rich = build(director, team, "Rich", local="300")
    lean = build(director, team, "Lean", local="100")

    page = page_of(director, team, rich, lean)

    assert "Security S 12 100.0% 0 4 33.3% 8 −8" in page


def test_plan_from_before_steps_were_kept_is_compared_in_everything_but_areas(team, director):
    lean = build(director, team, "Lean", local="100")
    rich = build(director, team, "Rich", local="300")
    lean.report = lean.report.partition(',"steps"')[0] + "}"
    db.session.commit()

    page = page_of(director, team, lean, rich)

    assert "“Lean” was built before points were kept by area: build it again" in page
    assert "Everybody 13 54.2% 11 16 $100" in page


def test_plans_alike_say_so(team, director):
    one = build(director, team, "One", local="100")
    other = build(director, team, "Other", local="100")

    page = page_of(director, team, one, other)

    assert "Gap by skill area 2 areas are the same in both 2 areas without a difference" in page
    assert "Everybody takes the same in both plans." in page


def adopt(director, scenario):
    address = f"/teams/{scenario.unit_id}/plan/{scenario.id}/adopt"
    mark = director.get(address).text.split('name="mark" value="')[1].split('"')[0]
    director.post(address, data={"mark": mark})


def test_a_plan_that_rests_on_other_facts_is_not_called_the_best_without_that_word(team, director):
    rich = build(director, team, "Rich", local="300")
    adopt(director, rich)
    same = page_of(director, team, rich, build(director, team, "Same", local="300"))
    assert "rests on what was so on" not in same
    team.people[0].active = False
    db.session.commit()
    small, none = (
        build(director, team, name, local=cents) for name, cents in (("S", 200), ("0", 0))
    )
    day = f"{rich.built_at:%-d %B %Y}"

    two, three = page_of(director, team, rich, small), page_of(director, team, rich, small, none)

    assert "for $100 less, but not for the same people, and not by the same facts." in two
    assert f"“Rich” rests on what was so on {day}." in two
    assert f"Rich as of {day}" in two
    assert "Changed since it was built adopted; 1 thing" in two
    assert f"By what was so on {day}, and no longer is, “Rich” closes the most, 21 points" in three
    assert "Of those that rest on today’s facts, “S” closes the most, 14 points for $200." in three


def test_plans_that_both_rest_on_facts_that_changed_are_not_said_to_rest_on_different_ones(
    team, director
):
    rich = build(director, team, "Rich", local="300")
    small = build(director, team, "Small", local="200")
    assert "facts" not in page_of(director, team, rich, small)
    team.people[0].active = False
    db.session.commit()

    page = page_of(director, team, rich, small)

    assert "for $100 less, by facts that are no longer so." in page
    assert "not by the same facts" not in page


def test_plans_for_different_people_say_who_is_not_in_both(team, director):
    before = build(director, team, "Before", local="100")
    team.people[0].active = False
    add_person(team, "Nell", team.cast.support)
    db.session.commit()
    after = build(director, team, "After", local="100")

    page = page_of(director, team, before, after)

    assert "These plans are not for the same people. Only “Before” counts Ann." in page
    assert "Only “After” counts Nell. Their points differ by these people too" in page


def test_building_again_for_others_says_so_beside_the_difference(team, director):
    plan = build(director, team, "Plan", local="300")
    again = f"/teams/{team.unit.id}/plan/{plan.id}/again"
    same = text_of(director.post(again, follow_redirects=True).text)
    assert "As many points as before this change." in same
    team.people[0].active = False
    db.session.commit()

    page = text_of(director.post(again, follow_redirects=True).text)

    assert "7 points fewer than before this change, when the plan was for other people." in page
