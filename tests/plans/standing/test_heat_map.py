"""The heat map: who stands where, what is missing, and how deep the bench is."""

from datetime import timedelta

import html5lib
import pytest
from sqlalchemy import insert

from pdplanner import clock
from pdplanner.assessments import queries as assessments
from pdplanner.assessments.gaps import gap_points
from pdplanner.assessments.models import CurrentLevel
from pdplanner.extensions import db
from pdplanner.organization import queries as organization
from pdplanner.organization.models import JobRole, Person, Target, person_job_role
from pdplanner.plans import tasks
from pdplanner.plans.models import LearningPlan, PlanItem, State
from pdplanner.plans.scenarios import drafts
from pdplanner.plans.standing.queries import CELL, standing
from tests.support.client import HTMX
from tests.support.html import text_of
from tests.support.planned_team import add_person, make_offering, make_planned_team, rate
from tests.support.queries import count_queries


@pytest.fixture
def team(cast):
    return make_planned_team(cast)


@pytest.fixture
def director(as_user, team):
    return as_user(team.cast.director)


def rows_of(page):
    """Return the heat map as read aloud: {row: [cells]}."""
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    rows = {}
    for row in tree.iterfind(".//table[@class='heat']//tr"):
        head, *cells = ["".join(cell.itertext()).strip() for cell in row]
        rows[head] = [" ".join(cell.split()) for cell in cells]
    return rows


def test_each_person_has_mean_level_and_gap_by_area(team, director):
    rate(team.people[0], team.indicators["S.1"], 3, days_ago=0)
    ann = db.session.get(
        CurrentLevel, (team.people[0].id, team.indicators["S.1"].id, clock.today() - timedelta(30))
    )
    ann.until = clock.today()
    db.session.commit()

    rows = rows_of(director.get(f"/teams/{team.unit.id}"))

    assert rows["Ann"] == ["1.0, gap 4", "2.0, gap 2", "6"]
    assert rows["Ben"] == ["1.0, gap 4", "1.0, gap 4", "8"]
    assert rows["Gap, all people"] == ["12", "10", "22"]
    assert rows["Network, 3 people"] == ["14"]
    assert rows["Bench depth"] == ["0/3", "0/3", ""]


def test_open_area_shows_level_and_target_of_each_indicator(team, director):
    level = db.session.get(
        CurrentLevel, (team.people[1].id, team.indicators["S.2"].id, clock.today() - timedelta(30))
    )
    level.level = 4
    db.session.commit()

    page = director.get(f"/teams/{team.unit.id}?area=S")

    rows = rows_of(page)
    assert rows["Ann"] == ["1.0, gap 4", "1.0, gap 4", "1, target ›3", "1, target ›3", "8"]
    assert rows["Ben"] == ["1.0, gap 4", "2.5, gap 2", "1, target ›3", "4", "6"]
    assert rows["Bench depth"] == ["0/3", "0/3", "0/3", "1/3", ""]
    assert "S, Security, is open" in text_of(page.text)


def test_beside_an_open_area_the_others_show_their_gap_alone(team, director):
    page = director.get(f"/teams/{team.unit.id}?area=S").text

    assert page.count('<td class="lv1 shut"><small>') == 3
    assert page.count('<td class="lv1"><small>') == 3
    assert "shut" not in director.get(f"/teams/{team.unit.id}").text


def test_cells_have_whole_points_and_the_exact_ones_for_who_asks(team, director):
    for target in team.role.targets:
        target.level, target.good_enough = 1, 2
        target.weight = 2 if target.indicator is team.indicators["P.1"] else 1
    db.session.commit()

    page = director.get(f"/teams/{team.unit.id}").text

    # Ann lacks half a level in each: 1 point in P.1, half a point in P.2.
    exact = '<span class="visually-hidden">, gap 1.5</span><span aria-hidden="true">2</span>'
    assert page.count('title="1.5 points"') == page.count(exact) == 3
    assert page.count('<span class="visually-hidden">, gap </span>1</td>') == 3


def test_from_the_target_on_the_gap_runs_to_good_enough_as_in_my_gaps(team, director):
    """Ann is at the target, 1, and short of good enough, 2, which counts by half."""
    for target in team.role.targets:
        target.level, target.good_enough = 1, 2
    db.session.commit()
    ann = team.people[0]

    rows = rows_of(director.get(f"/teams/{team.unit.id}?area=S"))
    gaps = text_of(director.get(f"/skills/people/{ann.id}").text)

    assert rows["Ann"] == ["1.0, gap 1", "1.0, gap 1", "1, target ›2", "1, target ›2", "2"]
    assert "S.1 Security 1 1 → 2 0.5" in gaps


def test_a_persons_name_leads_to_their_levels(team, director):
    ann = team.people[0]

    page = director.get(f"/teams/{team.unit.id}")

    assert f'<a href="/skills/people/{ann.id}">Ann</a>' in page.text
    assert director.get(f"/skills/people/{ann.id}").status_code == 200


def test_htmx_opens_an_area_without_touching_the_settings(team, director):
    answer = director.get(f"/teams/{team.unit.id}?area=S", headers=HTMX)

    assert answer.text.lstrip().startswith('<section class="panel" id="heat-map"')
    assert "Build plan" not in answer.text


def test_people_of_a_plan_are_asked_of_a_unit_that_has_none(team, director):
    answer = director.get(f"/teams/{team.unit.id}?people=2", headers=HTMX)

    assert answer.status_code == 200
    assert 'id="heat-map"' in answer.text


def test_unrated_are_named_and_old_ratings_dotted_with_their_day(team, director):
    old = add_person(team, "Otto", team.cast.support, level=None)
    rated = rate(old, team.indicators["P.1"], 2, days_ago=700).rated_on
    add_person(team, "Nell", team.cast.support, level=None)
    db.session.commit()

    page = director.get(f"/teams/{team.unit.id}")

    assert rows_of(page)["Nell"] == ["Not rated yet", ""]
    text = text_of(page.text)
    assert "Not rated yet: Dana Director, Nell and Sam Staff." in text
    assert f"Rated too long ago: Otto ({rated.day} {rated:%B %Y})." in text
    assert '<small class="stale">2.0</small>' in page.text
    assert "2.0 , old rating" in text_of(page.text)


def test_not_applicable_leaves_no_target(team, director):
    level = db.session.get(
        CurrentLevel, (team.people[0].id, team.indicators["P.1"].id, clock.today() - timedelta(30))
    )
    level.level = None
    db.session.commit()

    rows = rows_of(director.get(f"/teams/{team.unit.id}"))

    assert rows["Ann"][0] == "1.0, gap 2"


def test_after_the_plan_the_expected_levels_stand_there(team, director):
    course = make_offering(team, "course", {"P.1": 3, "P.2": 2})
    approved = make_offering(team, "approved", {"S.1": 3})
    item = PlanItem(
        offering=approved, state=State.APPROVED, price_cents=0, hours=4, changed_at=clock.now()
    )
    db.session.add(LearningPlan(person=team.people[0], fiscal_year=team.year, items=[item]))
    asked = drafts.Asked(limits={})
    scenario = drafts.ask(team.unit, team.year, by=team.cast.director, asked=asked, basis=None)
    drafts.add_rules(
        scenario, by=team.cast.director, kind="exclude", offering_id=approved.id, person_ids=[None]
    )
    db.session.commit()
    tasks.build.function(scenario.id)
    url = f"/teams/{team.unit.id}/plan/{scenario.id}"

    now, after = director.get(f"{url}?view=now"), director.get(f"{url}?view=after")

    assert rows_of(now)["Ann"] == ["1.0, gap 4", "1.0, gap 4", "8"]
    assert rows_of(after)["Ann"] == ["2.5, gap 1", "2.0, gap 2", "3"]
    assert rows_of(after)["Ben"] == ["2.5, gap 1", "1.0, gap 4", "5"]
    assert rows_of(now)["Gap, all people"] == ["12", "12", "24"]
    assert rows_of(now)["Already on the way"] == ["0", "2", "2"]
    assert rows_of(now)["Left after the plan"] == ["3", "10", "13"]
    # The plan's own figures agree: what is left, and what commitments bring already.
    db.session.refresh(scenario)
    assert (scenario.total_gap - scenario.value, scenario.total_gap) == (130, 220)
    assert "completed before should bring 2 points already" in text_of(now.text)
    assert course.title in now.text


def test_sums_of_the_database_are_those_of_the_assessments(team):
    ann, ben, cleo = team.people
    other = JobRole(code="lead", title="Lead", reasoning="More.")
    other.targets = [
        Target(indicator=team.indicators["P.1"], level=2, good_enough=4, weight=7),
        Target(indicator=team.indicators["S.1"], level=4, good_enough=None, weight=2),
        Target(indicator=team.indicators["S.2"], level=1, good_enough=3, weight=0),
    ]
    ben.job_roles.append(other)
    cleo.job_roles = [other]
    for level, indicator in enumerate(team.indicators.values()):
        row = db.session.get(CurrentLevel, (cleo.id, indicator.id, clock.today() - timedelta(30)))
        row.level = level
    db.session.commit()
    ids = [ann.id, ben.id, cleo.id]
    aims, levels = organization.targets_of(ids), assessments.current_levels(ids)

    cells = [each for each in standing(team.unit) if each.kind == CELL]
    of_units = [each for each in standing(team.unit, by_unit=True) if each.kind == CELL]

    for person_id in ids:
        expected = sum(
            gap_points(aim, levels[person_id][indicator].level)
            for indicator, aim in aims[person_id].items()
        )
        assert sum(each.gap for each in cells if each.row_id == person_id) == expected
    assert sum(each.gap for each in cells) == sum(each.gap for each in of_units)


def test_units_stand_for_their_people_where_there_are_too_many(team, director):
    add_many(team, 70)
    db.session.commit()

    page = director.get(f"/teams/{team.unit.id}")

    rows = rows_of(page)
    assert "Ann" not in rows
    assert rows["Network"] == ["1.0, gap 8", "1.0, gap 8", "16"]
    assert rows["Support"] == ["1.0, gap 284", "1.0, gap 284", "568"]
    assert f'href="/teams/{team.cast.network.id}"' in page.text


def test_page_takes_as_many_queries_for_a_thousand_people_as_for_ten(team, director):
    add_many(team, 5)
    db.session.commit()
    with count_queries() as few:
        director.get(f"/teams/{team.unit.id}?area=S")
    add_many(team, 990)
    db.session.commit()

    with count_queries() as many:
        director.get(f"/teams/{team.unit.id}?area=S")

    assert len(many) == len(few)


def test_director_of_one_unit_goes_straight_to_it_and_of_two_chooses(team, as_user):
    from pdplanner.accounts import services as accounts

    director = as_user(team.cast.director)
    one = director.get("/teams/")
    accounts.grant(team.cast.director, role="director", unit_id=team.cast.birch.id)
    db.session.commit()
    two = director.get("/teams/")

    assert one.location == f"/teams/{team.cast.alder.id}"
    assert "Alder district Birch district" in text_of(two.text)


def add_many(team, number):
    """Add rated people to Support in bulk."""
    people = [
        {"unit_id": team.cast.support.id, "name": f"P {each}", "hours": 40.0, "active": True}
        for each in range(number)
    ]
    ids = list(db.session.scalars(insert(Person).returning(Person.id), people))
    db.session.execute(
        insert(person_job_role), [{"person_id": i, "job_role_id": team.role.id} for i in ids]
    )
    day = clock.today() - timedelta(days=30)
    db.session.execute(
        insert(CurrentLevel),
        [
            {
                "person_id": person, "indicator_id": indicator.id, "since": day, "until": None,
                "level": 1, "source": "self", "rated_on": day, "stale_on": day + timedelta(548),
            }
            for person in ids
            for indicator in team.indicators.values()
        ],
    )  # fmt: skip
