"""A plan where nobody works, nobody is rated, nobody has a target or nobody has a gap."""

import pytest
from sqlalchemy import select

from pdplanner.assessments.models import CurrentLevel
from pdplanner.catalog.models import Tag
from pdplanner.extensions import db
from pdplanner.organization.models import Person
from pdplanner.plans.models import LearningPlan, Scenario, Study
from tests.support.client import HTMX
from tests.support.html import text_of
from tests.support.planned_team import make_offering, make_planned_team


@pytest.fixture
def team(cast):
    team = make_planned_team(cast)
    make_offering(team, "paid-security", {"S.1": 3, "S.2": 3}, cents=100_00)
    db.session.commit()
    return team


@pytest.fixture
def director(as_user, team):
    return as_user(team.cast.director)


def no_people(_team):
    for person in db.session.scalars(select(Person)):
        person.active = False


def no_ratings(_team):
    for level in db.session.scalars(select(CurrentLevel)):
        db.session.delete(level)


def no_roles(team):
    for person in team.people:
        person.job_roles = []


def no_gap(_team):
    for level in db.session.scalars(select(CurrentLevel)):
        level.level = 3


STORIES = {
    "people": (
        no_people,
        "There is nobody to plan for.",
        "An administrator adds people to the unit; then build it again.",
        "was built when nobody worked here.",
    ),
    "ratings": (
        no_ratings,
        "Nobody has been rated, so there is nothing to plan.",
        "Ask your people to rate themselves, which takes ten minutes; then build it again.",
        "was built when nobody here was rated.",
    ),
    "targets": (
        no_roles,
        "Nobody has a rated target, so there is nothing to plan.",
        "3 people have no job role, so that nothing is asked of them",
        "was built when no job role asked for anything that somebody here is rated on.",
    ),
    "gap": (
        no_gap,
        "There is no gap.",
        "There is something to plan again once ratings or targets are others.",
        "was built when there was no gap.",
    ),
}
FALSE = (
    "Proven best", "Closes 0 of 0", "Money does not limit", "Everything that would close a point",
    "see below why", "Everybody who is rated is where their work asks",
)  # fmt: skip


def build(client, team, *, local="1000"):
    data = {f"fund_{team.local.id}": local}
    client.post(f"/teams/{team.unit.id}/plan", data=data)
    return db.session.scalars(select(Scenario).where(~Scenario.saved)).one()


@pytest.mark.parametrize("lacking", STORIES)
def test_plan_says_what_it_lacks_and_what_to_do(team, director, lacking):
    change, title, step, _ = STORIES[lacking]
    change(team)
    db.session.commit()

    scenario = build(director, team)
    page = director.get(f"/teams/{team.unit.id}/plan/{scenario.id}").text

    text = text_of(page)
    assert title in text
    assert step in text
    assert not [each for each in FALSE if each in text]
    assert ("Adopt this plan" in text) == (lacking in ("targets", "gap"))


@pytest.mark.parametrize("lacking", STORIES)
def test_a_plan_built_again_for_nothing_is_compared_with_no_points_of_before(
    team, director, lacking
):
    change, title, _, _ = STORIES[lacking]
    scenario = build(director, team)
    before = scenario.value
    change(team)
    db.session.commit()

    answer = director.post(
        f"/teams/{team.unit.id}/plan/{scenario.id}/again", follow_redirects=True, headers=HTMX
    )

    assert f"before={before}" in answer.request.full_path
    assert f'data-says="{title}"' in answer.text
    page = text_of(answer.text)
    assert title in page
    assert "than before this change" not in page
    assert "0 of 0 points" not in page


@pytest.mark.parametrize("lacking", STORIES)
def test_comparison_and_studies_say_the_same(team, director, lacking):
    change, title, _, beside = STORIES[lacking]
    full = build(director, team)
    director.post(f"/teams/{team.unit.id}/plan/{full.id}/save", data={"name": "Full"})
    change(team)
    db.session.commit()
    empty = build(director, team, local="500")

    compared = director.get(
        f"/teams/{team.unit.id}/scenarios/compare", query_string={"with": [full.id, empty.id]}
    )
    studies = director.post(f"/teams/{team.unit.id}/plan/{empty.id}/studies", follow_redirects=True)

    assert f"“{empty.name}” {beside}" in text_of(compared.text)
    assert "“Full” closes 12 points for $300." in text_of(compared.text)
    assert "fewer points than" not in text_of(compared.text)
    assert title in text_of(studies.text)
    assert "closes 0 of 0 points" not in text_of(studies.text)


@pytest.mark.parametrize("lacking", ["people", "ratings"])
def test_a_plan_of_nobody_is_neither_adopted_nor_studied(team, director, lacking):
    STORIES[lacking][0](team)
    db.session.commit()
    scenario = build(director, team)
    page = f"/teams/{team.unit.id}/plan/{scenario.id}"

    assert director.get(f"{page}/adopt").headers["Location"] == page
    answer = director.post(f"{page}/adopt", data={"mark": ""})
    director.post(f"{page}/studies")

    assert answer.headers["Location"] == page
    db.session.expire_all()
    assert scenario.adopted_at is None
    assert db.session.scalars(select(LearningPlan)).all() == []
    assert db.session.scalars(select(Study)).all() == []


@pytest.mark.parametrize("lacking", ["people", "ratings"])
def test_where_there_is_nobody_to_plan_for_nothing_is_set_or_built(team, director, lacking):
    STORIES[lacking][0](team)
    db.session.commit()

    before = director.get(f"/teams/{team.unit.id}").text
    scenario = build(director, team)
    built = director.get(f"/teams/{team.unit.id}/plan/{scenario.id}").text

    for page in (before, built):
        assert 'id="settings"' not in page
        assert "Build plan" not in page
        assert "Shade and small figure" not in page
    assert text_of(built).count("nobody to plan for") <= 1


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ("people", "There is nobody to plan for yet. An administrator adds people to Technology."),
        ("ratings", "Nobody here has been rated yet."),
        ("targets", "Nobody who is rated here has a job role, so nothing is asked of them."),
    ],
)
def test_the_team_page_says_it_before_anything_is_built(team, director, lacking, said):
    STORIES[lacking][0](team)
    db.session.commit()

    assert said in text_of(director.get(f"/teams/{team.unit.id}").text)


def test_a_plan_that_nothing_is_taught_for_is_not_said_to_have_everything(team, director):
    for tag in db.session.scalars(select(Tag)):
        tag.level = 1
    db.session.commit()

    scenario = build(director, team)
    page = text_of(director.get(f"/teams/{team.unit.id}/plan/{scenario.id}").text)

    assert "Nothing is in the plan: no offering that can be planned would close a point." in page
    assert "Everything that would close a point is in the plan." not in page


def test_sign_and_amount_stay_on_one_line(app):
    filters = app.jinja_env.filters

    assert filters["dollars"](-3385_00) == "−\N{WORD JOINER}$3,385"
    assert filters["cents"](-50) == "−\N{WORD JOINER}$0.50"
    assert filters["dollars"](3385_00) == "$3,385"
