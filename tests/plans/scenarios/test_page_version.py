"""A page of a plan that is another by now, or gone: what was asked is not done in silence."""

import math
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from pdplanner.extensions import db
from pdplanner.plans import tasks
from pdplanner.plans.models import Scenario, ScenarioLine, ScenarioRule, Status
from pdplanner.plans.scenarios.page_version import read
from tests.support.client import HTMX
from tests.support.html import text_of
from tests.support.planned_team import make_fund
from tests.support.queries import count_queries


@pytest.fixture
def plan(team, director):
    director.post(f"/teams/{team.unit.id}/plan", data={f"fund_{team.local.id}": "200"})
    return db.session.scalars(select(Scenario)).one()


GONE = "There is no such plan here, or no longer: it may have been deleted."


class Tab:
    """A page of a plan in one window, with what its forms carry."""

    def __init__(self, client, team, plan):
        self.client, self.team, self.base = client, team, f"/teams/{team.unit.id}/plan"
        self.plan_id = plan.id
        self.page = client.get(f"{self.base}/{plan.id}").text

    @property
    def seen(self):
        return re.search(r'name="seen" value="([^"]*)"', self.page)[1].replace("&#34;", '"')

    def press(self, kind, offering, *, follow=True, **headers):
        data = {kind: offering.id, "seen": self.seen}
        path = f"{self.base}/{self.plan_id}/rules"
        answer = self.client.post(path, data=data, follow_redirects=follow, **headers)
        self.page = answer.text
        return answer

    def build(self, local, keep=()):
        data = {
            f"fund_{self.team.local.id}": local,
            "basis": self.plan_id,
            "seen": self.seen,
            "keep": [rule.id for rule in keep],
        }
        answer = self.client.post(self.base, data=data, follow_redirects=True)
        self.page = answer.text
        return answer

    def save(self, name):
        path = f"{self.base}/{self.plan_id}/save"
        return self.client.post(path, data={"name": name, "seen": self.seen})


@pytest.fixture
def tab(director, team, plan):
    return lambda: Tab(director, team, plan)


def rules():
    db.session.expire_all()
    return [(each.kind, each.offering.code, each.person_id) for each in _rules()]


def _rules():
    return db.session.scalars(select(ScenarioRule).order_by(ScenarioRule.id)).all()


def test_a_step_from_a_page_of_before_is_not_taken_and_is_offered_again(team, tab):
    mine, other = tab(), tab()
    other.press("exclude", team.large)

    answer = mine.press("pin", team.small)

    assert answer.status_code == 422
    assert rules() == [("exclude", "large", None)]
    page = text_of(answer.text)
    assert "Not done yet: the plan changed while this page was open" in page
    assert "You changed it on" in page
    assert "New: Leave out large, for everybody." in page
    assert "It closes 4 points for $200 now, 8 points for $200 before." in page
    # Whom the pin is for is what it is now.
    assert "Pin small for Ann and Ben" in page
    assert mine.press("pin", team.small).status_code == 200
    assert {kind for kind, _code, _person in rules()} == {"exclude", "pin"}


def test_a_build_of_other_places_with_the_same_sums_is_another(team, tab, plan):
    mine = tab()
    built = db.session.get(Scenario, plan.id, populate_existing=True)
    built.built_at += timedelta(minutes=1)
    db.session.delete(db.session.scalars(select(ScenarioLine)).first())
    db.session.commit()

    assert mine.press("pin", team.small).status_code == 422
    assert rules() == []


def test_what_an_account_that_is_no_more_changed_somebody_changed(team, tab, plan):
    mine = tab()
    changed = db.session.get(Scenario, plan.id, populate_existing=True)
    changed.hours, changed.version, changed.created_by_id = 3.0, 9, None
    db.session.commit()

    assert "Somebody changed it on" in text_of(mine.press("pin", team.small).text)


def test_steps_one_after_another_meet_nobody(team, tab):
    mine = tab()

    for _ in range(10):
        assert mine.press("exclude", team.large).status_code == 200
        assert mine.press("clear", team.large).status_code == 200

    assert rules() == []


def test_a_plan_that_took_the_number_of_a_deleted_one_is_another(team, tab, director, plan):
    mine, number = tab(), plan.id
    another_plan(director, team, plan, "100", number)

    answer = mine.press("pin", team.small)

    assert answer.status_code == 422
    assert rules() == []
    page = text_of(answer.text)
    assert "Local PD: $100 now, $200 before." in page
    assert "It closes 4 points for $100 now, 8 points for $200 before." in page
    assert mine.press("pin", team.small).status_code == 200


def test_so_is_one_with_the_same_settings_that_came_out_otherwise(team, tab, director, plan):
    mine, number = tab(), plan.id
    team.large.price_cents = 200_00
    db.session.commit()
    another_plan(director, team, plan, "200", number)

    assert mine.press("pin", team.small).status_code == 422
    assert rules() == []


def test_a_page_that_waited_for_a_deleted_plan_meets_other_settings(team, tab, director, plan):
    number = plan.id
    plan.status = Status.WAITING
    db.session.commit()
    mine = tab()
    another_plan(director, team, plan, "100", number)

    assert mine.press("pin", team.small).status_code == 422
    assert rules() == []


def test_a_page_that_waited_for_the_plan_itself_meets_nobody(team, tab, director, plan):
    plan.status = Status.WAITING
    db.session.commit()
    mine = tab()
    plan.status, plan.value = Status.BUILT, 40
    db.session.commit()

    assert mine.press("exclude", team.large).status_code == 200


@pytest.mark.parametrize("step", ["again", "delete", "stop", "studies", "studies/stop"])
def test_no_step_of_a_deleted_plan_reaches_the_one_that_is_made_next(team, director, plan, step):
    base, number = f"/teams/{team.unit.id}/plan", plan.id
    director.post(f"{base}/{number}/delete")
    director.post(base, data={f"fund_{team.local.id}": "100"})
    (newer,) = db.session.scalars(select(Scenario))
    before = newer.version, newer.status, newer.stop_asked

    answer = director.post(f"{base}/{number}/{step}")

    assert (answer.status_code, newer.id == number) == (404, False)
    assert GONE in text_of(answer.text)
    db.session.expire_all()
    (newer,) = db.session.scalars(select(Scenario))
    assert (newer.version, newer.status, newer.stop_asked) == before


def delete_form(page):
    """What the only form to delete a plan on the list carries."""
    form = page[page.index("/delete") :].partition("</form>")[0]
    carried = re.findall(r'name="(version|name)" value="([^"]*)"', form)
    return dict(carried)


@pytest.mark.parametrize(
    ("step", "data", "said"),
    [
        ("save", {"name": "For the board"}, "is named “For the board” by now"),
        ("again", {}, "has been built anew meanwhile"),
    ],
)
def test_a_plan_that_is_another_by_now_is_not_deleted(team, director, plan, step, data, said):
    base = f"/teams/{team.unit.id}/plan/{plan.id}"
    shown = delete_form(director.get(f"/teams/{team.unit.id}/scenarios").text)
    director.post(f"{base}/{step}", data=data)

    refused = director.post(f"{base}/delete", data=shown)

    assert (refused.status_code, said in text_of(refused.text)) == (409, True)
    assert director.post(f"{base}/delete", data=delete_form(refused.text)).status_code == 303
    assert db.session.scalars(select(Scenario)).all() == []


def another_plan(director, team, plan, local, number):
    """Delete the plan and build one that has its number, as in a database put back from a copy."""
    base = f"/teams/{team.unit.id}/plan"
    director.post(f"{base}/{plan.id}/delete")
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text(f"alter sequence scenario_id_seq restart with {number}"))
    else:
        db.session.execute(text("delete from sqlite_sequence where name = 'scenario'"))
    db.session.commit()
    director.post(base, data={f"fund_{team.local.id}": local})
    assert db.session.scalars(select(Scenario.id)).all() == [number]


def test_what_was_pressed_twice_is_done_once(team, tab):
    mine = tab()
    shown = mine.page
    mine.press("exclude", team.large)
    mine.page = shown

    answer = mine.press("exclude", team.large, follow=False)

    assert answer.status_code == 303
    assert rules() == [("exclude", "large", None)]


def test_a_plan_that_was_only_built_again_is_no_other(team, tab, director, plan):
    mine = tab()
    director.post(f"/teams/{team.unit.id}/plan/{plan.id}/again")

    assert mine.press("exclude", team.large).status_code == 200


def test_settings_from_a_page_of_before_are_kept_and_drop_no_newer_rule(team, tab):
    mine, other = tab(), tab()
    other.press("exclude", team.large)

    answer = mine.build("300")

    assert answer.status_code == 422
    page = text_of(answer.text)
    assert "Your entries are kept below, and new rules are ticked there." in page
    assert 'value="300"' in answer.text
    (rule,) = _rules()
    assert re.search(rf'value="{rule.id}" checked', answer.text)
    assert mine.build("300", keep=[rule]).status_code == 200
    assert rules() == [("exclude", "large", None)]


def test_a_rule_that_was_unticked_stays_so_when_the_settings_are_refused(team, tab):
    mine = tab()
    mine.press("exclude", team.large)

    answer = mine.build("1e5")

    (rule,) = _rules()
    assert answer.status_code == 422
    assert f'id="keep-{rule.id}" value="{rule.id}">' in answer.text


def test_settings_that_are_set_by_now_are_no_conflict(team, tab):
    mine = tab()
    shown = mine.page
    mine.build("300")
    mine.page = shown

    assert mine.build("300").status_code == 200


def test_a_changed_plan_is_not_saved_under_the_name_meant_for_another(team, tab, plan):
    mine, other = tab(), tab()
    other.press("exclude", team.large)

    answer = mine.save("The best")

    assert answer.status_code == 422
    assert "It was not saved as “The best”; the name is kept below." in text_of(answer.text)
    assert 'value="The best"' in answer.text
    db.session.expire_all()
    assert not plan.saved


@pytest.mark.parametrize(
    "carried",
    ["", "x", "[]", "{}", "[" * 50_000, "[1,[1,2,NaN],{},[],[]]", "[1,null,null,null,null]"],
)
def test_what_no_page_of_ours_carries_is_nothing(carried):
    assert read(carried) is None


SHOWN = (
    '[2,1790000000,[40,20000,7],{"hours":7.25,"allowance":null,"floor":0,"away":null,"holders":1},'
    '[[3,20000]],[["pin",5,null]]]'
)
FORGED = {
    "an offering beyond all": ('"pin",5', '"pin",3000000000'),
    "a person beyond all": ("5,null", "5,3000000000"),
    "an offering that is none": ('"pin",5', '"pin",0'),
    "half an offering": ('"pin",5', '"pin",5.5'),
    "a fund that is none": ("[[3,", "[[-3,"),
    "half a cent of a limit": ("[3,20000]", "[3,20000.5]"),
    "part of a cent of an allowance": ('"allowance":null', '"allowance":100.7'),
    "half a person away": ('"away":null', '"away":0.5'),
    "half a second": ("1790000000,", "1790000000.5,"),
    "a result of halves": ("[40,20000,7]", "[1.5,2.5,3]"),
    "a result without places": ("[40,20000,7]", "[40,20000,null]"),
}


@pytest.mark.parametrize("what", FORGED)
def test_what_was_forged_into_a_page_is_nothing(what):
    was, forged = FORGED[what]
    assert read(SHOWN).write() == SHOWN

    assert was in SHOWN
    assert read(SHOWN.replace(was, forged)) is None


@pytest.mark.parametrize(
    ("was", "forged"),
    [("[]]", '[["pin",3000000000,null]]]'), ('"allowance":null', '"allowance":100.7')],
)
def test_a_step_with_what_was_forged_is_taken_as_from_a_page_without_it(
    team, tab, director, was, forged
):
    mine, other = tab(), tab()
    other.press("exclude", team.large)
    carried = mine.seen.replace(was, forged)
    assert carried != mine.seen

    data = {"seen": carried, "name": "x", "pin": team.small.id, "basis": mine.plan_id}
    page = f"{mine.base}/{mine.plan_id}"
    for path in (f"{page}/rules", f"{page}/save", mine.base):
        assert director.post(path, data=data).status_code == 303, path
    director.post(f"{page}/delete")
    for path in (f"{page}/rules", f"{page}/save", mine.base):
        assert director.post(path, data=data).status_code == 422, path


def test_a_step_on_a_deleted_plan_leads_to_a_new_draft_with_its_settings(team, tab, director, plan):
    mine, before = tab(), tab()
    before.press("exclude", team.large)
    mine = tab()
    director.post(f"/teams/{team.unit.id}/plan/{plan.id}/delete")

    answer = mine.press("pin", team.small, headers=HTMX)

    assert answer.status_code == 422
    page = text_of(answer.text)
    assert "The plan was deleted while its page was open small was not pinned." in page
    assert "Gone with the plan: Leave out large, for everybody." in page
    assert 'value="200"' in answer.text
    assert 'name="basis"' not in answer.text


def test_settings_typed_for_a_deleted_plan_are_kept_and_make_a_new_one(team, tab, director, plan):
    mine = tab()
    director.post(f"/teams/{team.unit.id}/plan/{plan.id}/delete")

    answer = mine.build("300")

    assert answer.status_code == 422
    page = text_of(answer.text)
    assert "Your settings were not built. The settings below are those that you had" in page
    assert 'value="300"' in answer.text
    built = director.post(
        f"/teams/{team.unit.id}/plan",
        data={f"fund_{team.local.id}": "300"},
        follow_redirects=True,
    )
    assert "Closes 12 of 24 points" in text_of(built.text)


def test_a_deleted_plan_is_not_saved_and_says_so(team, tab, director, plan):
    mine = tab()
    director.post(f"/teams/{team.unit.id}/plan/{plan.id}/delete")

    answer = mine.save("The best")

    assert answer.status_code == 422
    assert "“The best” was not saved." in text_of(answer.text)


def test_a_page_of_a_deleted_plan_stops_asking(team, director, plan):
    base = f"/teams/{team.unit.id}/plan/{plan.id}"
    director.post(f"{base}/delete")

    for path in ("/studies?curve=1", "/studies?progress=1", "/since", "?waiting=1"):
        answer = director.get(base + path, headers=HTMX)
        assert answer.status_code == 200, path
        assert "hx-trigger" not in answer.text
        assert GONE in text_of(answer.text)
    again = director.post(f"{base}/again", headers=HTMX)
    assert again.headers["HX-Redirect"] == f"/teams/{team.unit.id}/scenarios"
    page = director.get(base)
    assert page.status_code == 404
    assert GONE in text_of(page.text)


def test_a_plan_that_never_was_there_is_not_said_to_have_been_deleted(team, director, plan):
    elsewhere = director.get(f"/teams/{team.cast.alder.id}/plan/{plan.id}")
    nowhere = director.get(f"/teams/{team.unit.id}/plan/99999")

    for page in (elsewhere, nowhere):
        assert page.status_code == 404
        assert "it was deleted" not in text_of(page.text)
    assert GONE in text_of(nowhere.text)


def test_plans_that_are_gone_are_left_out_of_a_comparison_and_said(team, director, plan):
    base = f"/teams/{team.unit.id}/plan"
    director.post(f"{base}/{plan.id}/save", data={"name": "First"})
    director.post(base, data={f"fund_{team.local.id}": "100"})
    address = f"/teams/{team.unit.id}/scenarios/compare?with="
    second = db.session.scalars(select(Scenario.id).where(~Scenario.saved)).one()

    page = director.get(f"{address}{plan.id}&with={second}&with=999")
    alone = director.get(f"{address}{plan.id}&with=999")

    said = "One of the plans that you chose is no longer here: it was deleted."
    assert page.status_code == 200
    assert f"{said} The others are compared here." in text_of(page.text)
    assert "Two plans side by side" in text_of(page.text)
    assert f"{said} Choose others to compare." in text_of(alone.text)


def test_changed_settings_are_named_with_what_they_were(team, tab, director):
    make_fund(team.cast.alder, team.year, "Title II-A", 1_000_00)
    db.session.commit()
    mine, other = tab(), tab()
    other.build("100")

    page = text_of(mine.press("exclude", team.large).text)

    assert "Local PD: $100 now, $200 before." in page


def test_a_step_from_the_newest_page_reads_no_more_for_being_compared(
    team, tab, director, monkeypatch
):
    # A build that takes a while looks at its scenario in between.
    monkeypatch.setattr(tasks, "NOTED_EACH", math.inf)
    monkeypatch.setattr(tasks, "ASKED_EACH", math.inf)
    mine = tab()
    counted = []
    for _ in range(3):
        data = {"pin": team.large.id, "seen": mine.seen if len(counted) == 1 else ""}
        db.session.expire_all()
        with count_queries() as queries:
            director.post(f"{mine.base}/{mine.plan_id}/rules", data=data)
        counted.append(len(queries))
        tab().press("clear", team.large)
        assert rules() == []
        mine = tab()

    _first, compared, not_compared = counted
    assert compared == not_compared
