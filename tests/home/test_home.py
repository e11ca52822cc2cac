"""The start page: each role sees what is next for it, and only that."""

import re
from datetime import timedelta

import pytest

from pdplanner import clock
from pdplanner.accounts import services as accounts
from pdplanner.assessments.models import Rating, SelfAssessment
from pdplanner.extensions import db
from pdplanner.frameworks.models import Framework
from pdplanner.organization.models import Person
from pdplanner.plans.models import PlanItem, Scenario
from pdplanner.plans.requests import steps
from pdplanner.plans.requests.step_entries import Sent
from pdplanner.web.filters import day
from tests.support import html
from tests.support.cast import make_person
from tests.support.framework import make_framework
from tests.support.person_year import (
    indicator,
    make_adopted,
    make_fund,
    make_item,
    make_ledger_fund,
    make_levels,
    make_offering,
    make_requests,
    make_targets,
    make_year,
)
from tests.support.queries import count_queries


@pytest.fixture
def year(cast):
    """Sam misses 2 levels of I.A.1 (weight 5: 10 points) and 1 of I.B.1 (weight 2: 2 points)."""
    make_framework()
    make_targets(cast.sam, {"I.A.1": (3, 5), "I.B.1": (3, 2), "I.B.2": (2, 1)})
    make_levels(cast.sam, {"I.A.1": 1, "I.B.1": 2})
    db.session.add(submitted(cast.sam))
    year = make_year(cast.alder)
    db.session.commit()
    return year


def submitted(person, *, at=True, rated=()):
    framework = db.session.query(Framework).one()
    now = clock.now()
    assessment = SelfAssessment(
        person=person, framework=framework, started_at=now, submitted_at=now if at else None
    )
    assessment.ratings = [
        Rating(indicator_id=indicator(code).id, level=1, rated_at=now) for code in rated
    ]
    return assessment


def home(as_user, user):
    response = as_user(user).get("/")
    assert response.status_code == 200
    assert response.text.count("btn-primary") <= 1
    return html.text_of(response.text)


def button_of(client, words):
    """The address that a button of the start page leads to."""
    return re.search(rf'href="([^"]+)">{words}<', client.get("/").text).group(1)


def test_staff_see_gaps_plan_and_what_is_left(as_user, cast, year):
    wires = make_offering("Wires", {"I.A.1": (3, 1)}, dollars=165, hours=16)
    make_item(cast.sam, year, wires, by=cast.staff, answered=True)
    db.session.commit()

    text = home(as_user, cast.staff)

    assert "Next: choose what closes your gaps" in text
    assert "2 of your 12 points are open, and you have 24 h left." in text
    assert "10 of 12 points closed by my plan" in text
    assert "Networks 10 of 10 Helping 0 of 2" in text
    assert "Allowance $735 of $900; $165 planned" in text
    assert "Hours 24 h of 40; 16 planned" in text
    assert "1 indicator of your role is not rated and not counted." in text
    assert "1 item · 16 h · $165 10 of 12 16 0 $165" in text


def test_who_has_rated_nothing_is_asked_to_begin(as_user, cast):
    make_framework()
    db.session.commit()

    text = home(as_user, cast.staff)

    assert "Next: rate yourself 4 indicators" in text
    assert "Not begun" in text


def test_a_draft_is_gone_on_with_before_all_else(as_user, cast, year):
    db.session.add(submitted(cast.sam, at=False, rated=("I.A.1", "I.A.2")))
    make_item(cast.sam, year, make_offering("Wires", {"I.A.1": (3, 1)}), by=cast.director)
    db.session.commit()

    text = home(as_user, cast.staff)

    assert "Next: finish your self-assessment 2 of 4 indicators are rated" in text
    assert "2 of 4 rated" in text


def test_going_on_with_a_draft_leads_where_my_skills_would(as_user, cast, year):
    draft = submitted(cast.sam, at=False, rated=("I.A.1",))
    db.session.add(draft)
    db.session.commit()

    staff = as_user(cast.staff)
    opened = staff.get(button_of(staff, "Continue rating"), follow_redirects=True)

    assert opened.request.path == f"/skills/{draft.id}/I.B"
    assert f'href="{opened.request.path}">Continue rating' in staff.get("/skills/").text


def test_a_finished_draft_only_needs_submitting(as_user, cast, year):
    draft = submitted(cast.sam, at=False, rated=("I.A.1", "I.A.2", "I.B.1", "I.B.2"))
    db.session.add(draft)
    db.session.commit()

    assert "Next: submit your self-assessment" in home(as_user, cast.staff)
    staff = as_user(cast.staff)
    opened = staff.get(button_of(staff, "Look once more and submit"), follow_redirects=True)
    assert opened.request.path == f"/skills/{draft.id}/submit"


def test_what_the_role_does_not_ask_for_holds_no_draft_up(as_user, cast, year):
    draft = submitted(cast.sam, at=False, rated=("I.A.1", "I.A.2", "I.B.1"))
    db.session.add(draft)
    db.session.commit()
    assert "Next: finish your self-assessment 3 of 4" in home(as_user, cast.staff)

    draft.ratings[1].indicator_id = indicator("I.B.2").id
    db.session.commit()

    text = home(as_user, cast.staff)
    assert "Next: submit your self-assessment Everything that your role asks for is rated." in text
    staff = as_user(cast.staff)
    opened = staff.get(button_of(staff, "Look once more and submit"), follow_redirects=True)
    assert opened.request.path == f"/skills/{draft.id}/submit"


def test_proposals_come_before_choosing(as_user, cast, year):
    make_item(cast.sam, year, make_offering("Wires", {"I.A.1": (3, 1)}), by=cast.director)
    db.session.commit()

    text = home(as_user, cast.staff)

    assert "Next: answer 1 proposal Wires. Accept or decline" in text


@pytest.mark.parametrize(
    ("state", "next_"),
    [("returned", "Next: revise what was sent back"), ("approved", "Next: register for Wires")],
)
def test_a_request_that_waits_for_its_person_is_their_next_step(as_user, cast, year, state, next_):
    offering = make_offering("Wires", {"I.A.1": (3, 1)})
    make_item(cast.sam, year, offering, by=cast.staff, answered=True, state=state)
    db.session.commit()

    assert next_ in home(as_user, cast.staff)


def test_the_staff_home_takes_three_queries_beyond_the_session(as_user, cast, year):
    staff, counted = as_user(cast.staff), []
    for size in (3, 40):
        for number in range(size):
            offering = make_offering(f"Course {size} {number}", {"I.A.1": (3, 1)}, hours=0.25)
            make_item(cast.sam, year, offering, by=cast.director)
        db.session.commit()
        with count_queries() as statements:
            assert staff.get("/").status_code == 200
        counted.append(len(statements))
    with count_queries() as session_alone:
        staff.get("/account/")

    assert counted[0] == counted[1]
    assert counted[0] - len(session_alone) == 3


def test_who_has_no_job_role_is_told_so_and_sent_in_no_circle(as_user, cast):
    make_framework()
    make_year(cast.alder)
    make_levels(cast.sam, {"I.A.1": 1})
    db.session.add(submitted(cast.sam))
    db.session.commit()
    client = as_user(cast.staff)

    text = home(as_user, cast.staff)
    choosing, plan = (html.text_of(client.get(each).text) for each in ("/choose", "/plan"))

    assert "Next: have your job role entered You have rated yourself, and no job role says" in text
    assert "No job role is entered for you, so nothing is asked of you" in text
    assert "It starts with what your job role asks." in text
    assert "No job role is entered for you" in choosing
    for page in (text, choosing, plan):
        assert "you hold what" not in page
        assert "ate yourself" not in page.replace("have rated yourself", "")
        assert "Go to my year" not in page
    assert "none of yours is known. See why" in plan


@pytest.mark.parametrize(
    ("levels", "on_start", "on_choose"),
    [
        ({}, "Next: rate yourself", "Only what is rated counts: rate yourself first"),
        ({"I.A.1": 3}, "Next: rate 1 more indicator", "1 indicator of your role is not rated"),
        ({"I.A.1": 3, "I.A.2": 3}, "Next: keep your levels up to date", "none is short"),
    ],
)
def test_without_a_gap_each_case_has_its_own_sentence(as_user, cast, levels, on_start, on_choose):
    make_framework()
    make_year(cast.alder)
    make_targets(cast.sam, {"I.A.1": (3, 5), "I.A.2": (3, 2)})
    make_levels(cast.sam, levels)
    if levels:
        db.session.add(submitted(cast.sam))
    db.session.commit()

    assert on_start in home(as_user, cast.staff)
    assert on_choose in html.text_of(as_user(cast.staff).get("/choose").text)


def test_a_director_is_told_how_far_the_team_is(as_user, cast, year):
    accounts.grant(cast.other_director, role="director", unit_id=cast.birch.id)
    db.session.commit()

    before = home(as_user, cast.director)
    item = make_item(cast.sam, year, make_offering("Wires", {"I.A.1": (3, 1)}), by=cast.director)
    make_adopted(cast.department, year, [item])
    db.session.commit()
    after = home(as_user, cast.director)

    assert "Next: build the team plan 1 of 2 people is rated; 1 is not, and stays out" in before
    assert "Next: 1 proposal to people waits for an answer" in after
    assert "Adopted" in after
    assert "Nobody has submitted" in home(as_user, cast.other_director)


def test_a_director_without_a_fiscal_year_is_told_who_enters_it(as_user, cast):
    make_framework()
    make_targets(cast.sam, {"I.A.1": (3, 5)})
    make_levels(cast.sam, {"I.A.1": 1})
    db.session.commit()
    client = as_user(cast.director)

    alone = home(as_user, cast.director)
    assert "Next: have the fiscal year entered A plan belongs to one, and Alder has none" in alone
    assert "whoever has the finance role at the district enters it" in alone
    assert "uild the" not in alone

    accounts.grant(cast.director, role="finance", unit_id=cast.alder.id)
    db.session.commit()
    both = home(as_user, cast.director)
    assert "Next: enter the fiscal year" in both
    assert both.lower().count("enter the fiscal year") == 2  # its title and its button
    assert client.get(button_of(client, "Enter the fiscal year")).status_code == 200

    make_year(cast.alder)
    db.session.commit()
    assert "Next: build the team plan" in home(as_user, cast.director)
    assert "Build plan" in client.get(button_of(client, "Build the plan")).text


def test_a_director_above_districts_is_told_to_choose_one(as_user, cast, year):
    accounts.grant(cast.deactivated, role="director", unit_id=cast.state.id)
    cast.deactivated.active = True
    db.session.commit()

    text = home(as_user, cast.deactivated)

    assert "Next: choose a district to plan for" in text


def test_the_scenarios_counted_are_those_that_the_team_lists(as_user, cast, year):
    """Saved ones and one's own draft; not those of units above, nor drafts of others."""
    accounts.grant(cast.other_director, role="director", unit_id=cast.department.id)
    for unit, by, saved in (
        (cast.alder, cast.director, True),
        (cast.department, cast.director, True),
        (cast.department, cast.director, False),
        (cast.department, cast.other_director, False),
    ):
        scenario = Scenario(unit=unit, fiscal_year=year, name="A plan", status="built", saved=saved)
        scenario.created_by_id = by.id
        scenario.value = scenario.total_gap = scenario.cost_cents = 0
        db.session.add(scenario)
    db.session.commit()

    text = home(as_user, cast.other_director)
    listed = as_user(cast.other_director).get(f"/teams/{cast.department.id}/scenarios").text

    assert "Team plan None yet 2 scenarios this year" in text
    assert listed.count("Compare A plan") == 2


def test_a_director_who_is_staff_sees_the_team_before_their_own_year(as_user, cast, year):
    text = home(as_user, cast.director)

    assert text.index("Alder Open the team") < text.index("Rate yourself 4 indicators")


def test_one_step_of_a_page_is_the_next_one(as_user, cast, year):
    """A director of two units who is staff has three steps; the first is framed."""
    accounts.grant(cast.director, role="director", unit_id=cast.birch.id)
    db.session.commit()

    page = as_user(cast.director).get("/").text

    assert page.count("panel next") == 1
    assert page.count("Next: ") == 1
    assert "Next: build the team plan" in page
    assert "Ask 1 person to rate themselves" in page
    assert "Rate yourself" in page


@pytest.fixture
def alone(cast):
    """A director who is the only person of their unit, and has rated nothing yet."""
    make_framework()
    accounts.grant(cast.other_staff, role="director", unit_id=cast.birch.id)
    db.session.commit()
    return cast.other_staff


def test_director_who_is_the_only_person_begins_with_their_own_rating(as_user, alone):
    text = home(as_user, alone)

    assert "Next: rate yourself" in text
    assert "to rate themselves" not in text
    assert "Birch Open the team Rated 0 of 1 person" in text


def test_director_asks_everybody_but_themselves_to_rate(as_user, cast, alone):
    make_person("Bea Birch", cast.birch_team)
    db.session.commit()

    text = home(as_user, alone)

    assert "Next: ask 1 person to rate themselves" in text
    assert text.index("Birch Open the team Rated 0 of 2 people") < text.index("Rate yourself")


def test_director_of_others_too_sees_them_before_their_own_rating(as_user, cast, alone):
    """Where one is alone stands after one's own year, the district with others before it."""
    accounts.grant(alone, role="director", unit_id=cast.alder.id)
    db.session.commit()

    text = home(as_user, alone)

    assert "Next: ask 2 people to rate themselves" in text
    own_year, alone_in = text.index("Rate yourself 4"), text.index("Birch Open the team")
    assert text.index("Alder Open the team") < own_year < alone_in


def test_a_new_district_is_told_what_to_do_first(as_user, cast):
    text = home(as_user, cast.admin)

    missing = [
        "load the framework, the job roles and the catalog",
        "give everybody a job role",
        "have the fiscal year and its funds entered",
    ]
    places = [text.lower().index(each) for each in missing]
    assert places == sorted(places)
    assert f"Next: {missing[0]}" in text
    assert text.count("Next: ") == 1
    assert "People 2" in text


def test_who_keeps_the_money_too_is_led_to_the_form_of_the_year(as_user, cast):
    make_framework()
    make_targets(cast.sam, {"I.A.1": (3, 5)})
    make_targets(cast.dana, {"I.A.1": (3, 5)})
    make_offering("Wires", {"I.A.1": (3, 1)})
    accounts.grant(cast.admin, role="finance", unit_id=cast.alder.id)
    db.session.commit()

    page = as_user(cast.admin).get("/").text
    year = make_year(cast.alder)
    db.session.commit()
    with_year = as_user(cast.admin).get("/").text

    assert "Next: enter the fiscal year" in page
    assert f'btn-primary" href="/budget/districts/{cast.alder.id}/years/new"' in page
    assert page.lower().count("enter the fiscal year</h2>") == 1
    assert "grant it" not in page
    assert "Next: enter the funds" in with_year
    assert with_year.lower().count("enter the funds</h2>") == 1
    assert f'btn-primary" href="/budget/years/{year.id}/funds/new"' in with_year


def test_who_keeps_the_money_elsewhere_is_not_led_to_a_form(as_user, cast):
    accounts.grant(cast.admin, role="finance", unit_id=cast.network.id)
    accounts.grant(cast.admin, role="finance", unit_id=cast.birch.id)
    db.session.commit()

    assert "grant it, even to yourself" in home(as_user, cast.admin)


@pytest.fixture
def working(cast, year):
    """Nothing is missing in Alder, and both of its people have opened their accounts."""
    make_targets(cast.dana, {"I.A.1": (3, 5)})
    make_offering("Wires", {"I.A.1": (3, 1)})
    make_fund(cast.alder, year, "Local", dollars=10)
    for user in (cast.staff, cast.director):
        user.password = "no password fits this hash"
    db.session.commit()


def join(name, unit, *, user=None):
    make_targets(make_person(name, unit, user=user), {"I.A.1": (3, 5)})
    db.session.commit()


def test_an_administrator_of_a_working_district_is_led_to_who_cannot_sign_in(
    as_user, cast, working
):
    """Only those below the administrator's units: first who has no account, then who never came."""
    new = accounts.create_user(email="new@example.org", name="New")
    join("Zed Zander", cast.network)
    join("Amy Ash", cast.support)
    join("Bea Birch", cast.birch_team)
    join("New", cast.support, user=new)

    admin = as_user(cast.admin)
    text = home(as_user, cast.admin)
    assert "Next: invite 2 people Who has no account cannot rate themselves" in text
    assert "Amy Ash has none." in text
    assert "Invite by mail" in admin.get(button_of(admin, "Open Amy Ash")).text

    for name in ("Amy Ash", "Zed Zander"):
        db.session.query(Person).filter_by(name=name).one().active = False
    db.session.commit()
    assert "Next: look after 1 invitation not opened yet" in home(as_user, cast.admin)
    assert "Invited, not opened" in admin.get(button_of(admin, "Open the people")).text


def test_where_everything_is_in_place_the_administrator_is_told_so(as_user, cast, working):
    text = home(as_user, cast.admin)

    assert "Next: keep the people up to date Everything is in place" in text
    assert "Units and people" in text
    assert "rated" not in text


def test_the_administrators_home_takes_one_query_however_many_people(as_user, cast, working):
    admin, counted = as_user(cast.admin), []
    for size in (1, 20):
        for number in range(size):
            join(f"New {number}", cast.network)
        with count_queries() as statements:
            admin.get("/")
        counted.append(len(statements))
    with count_queries() as session_alone:
        admin.get("/account/")

    # The other one asks whose year it is.
    assert [each - len(session_alone) for each in counted] == [2, 2]


def test_finance_sees_what_the_funds_have_left(as_user, cast, year):
    fund = make_fund(cast.alder, year, "Local", dollars=100, spent_cents=10_00)
    make_item(cast.sam, year, make_offering("Wires", {}, dollars=95), fund=fund)
    db.session.commit()

    text = home(as_user, cast.finance)

    assert "Available $90.00 of $100.00 allocated" in text
    assert "After the plan −$5.00 1 fund short" in text


def test_finance_sees_what_has_no_fund_as_the_budget_says_it(as_user, cast, year):
    fund = make_fund(cast.alder, year, "Local", dollars=100)
    make_item(cast.sam, year, make_offering("Wires", {}, dollars=40), fund=fund)
    make_item(cast.sam, year, make_offering("Waves", {}, dollars=165))
    make_item(cast.dana, year, make_offering("Spent", {}, dollars=7), state="approved")
    make_item(cast.dana, year, make_offering("Gratis", {}, dollars=0))
    theirs = make_year(cast.birch)
    make_item(cast.olga, theirs, make_offering("Theirs", {}, dollars=9))
    db.session.commit()

    text = home(as_user, cast.finance)
    budget = html.text_of(as_user(cast.finance).get("/budget/").text)

    assert "$100.00 available, $40.00 of it planned: $60.00 would be left." in budget
    assert "$165.00 more is planned without a fund." in budget
    assert "Planned $40.00 from the funds" in text
    assert "Without a fund $165.00 more is planned" in text
    assert "After the plan $60.00 excludes $165.00 with no fund" in text
    assert "no fund short" not in text


def test_a_district_without_funds_sees_what_is_planned_too(as_user, cast, year):
    make_item(cast.sam, year, make_offering("Wires", {}, dollars=165))
    db.session.commit()

    assert "Without a fund $165.00 more is planned" in home(as_user, cast.finance)


def test_finance_is_told_what_is_next(as_user, cast):
    make_framework()
    assert "Next: enter the fiscal year" in home(as_user, cast.finance)

    year = make_year(cast.alder)
    db.session.commit()
    assert "Next: enter the funds" in home(as_user, cast.finance)

    fund = make_fund(cast.alder, year, "Local", dollars=100)
    db.session.commit()
    assert "Next: look at the funds Nothing is planned" in home(as_user, cast.finance)

    make_item(cast.sam, year, make_offering("Wires", {}, dollars=40), fund=fund)
    db.session.commit()
    assert "Next: look at what is planned $40.00 is" in home(as_user, cast.finance)

    make_item(cast.sam, year, make_offering("Waves", {}, dollars=165))
    make_item(cast.sam, year, make_offering("Wheels", {}, dollars=5))
    make_item(cast.dana, year, make_offering("Gratis", {}, dollars=0))
    db.session.commit()
    text = home(as_user, cast.finance)
    assert "Next: look at who plans without a fund 1 person plans $170.00 that no fund is" in text
    assert "what people choose themselves has none until it is approved." in text
    address = button_of(as_user(cast.finance), "See who plans what")
    by_person = as_user(cast.finance).get(address).text.partition('id="by-person"')[2]
    assert address.endswith("#by-person")
    assert "Sam Staff Network" in html.text_of(by_person)

    make_item(cast.dana, year, make_offering("Walls", {}, dollars=65), fund=fund)
    db.session.commit()
    text = home(as_user, cast.finance)
    assert "Next: look at 1 fund with too little $5.00 more is planned than is" in text
    assert "available in: Local." in text


def test_a_year_that_is_over_is_followed_by_a_new_one(as_user, cast):
    make_year(cast.alder, years_ago=2)
    db.session.commit()

    assert "Next: enter the fiscal year" in home(as_user, cast.finance)


@pytest.mark.parametrize("ended", [True, False])
def test_requests_of_another_district_wait_where_the_first_has_no_year_that_runs(
    as_user, cast, ended
):
    make_framework()
    accounts.grant(cast.finance, role="finance", unit_id=cast.birch.id)
    if ended:
        make_year(cast.alder, years_ago=2)
    theirs = make_year(cast.birch)
    theirs.finance_above_cents = 0
    db.session.commit()
    (item_id,) = make_requests(cast.olga, theirs, 1)
    fund = make_ledger_fund(cast.birch, theirs, "Local", cents=100_00)
    steps.approve(
        db.session.get(PlanItem, item_id),
        parts={fund.id: 10_00},
        sent=Sent(by=cast.other_director, key="a" * 32),
    )
    db.session.commit()

    assert "Next: answer 1 request" in home(as_user, cast.finance)


@pytest.mark.parametrize("roles", ["two teams", "two desks"])
def test_requests_at_several_places_are_counted_once_over_all(as_user, cast, year, roles):
    """One waits at each place: the start page says as many as the list."""
    year.finance_above_cents = 0
    user = accounts.create_user(email="ann@example.org", name="Ann Able")
    ben_s = accounts.create_user(email="ben@example.org", name="Ben Busy")
    ben = make_person("Ben Busy", cast.support, user=ben_s)
    db.session.commit()
    (item_id,) = make_requests(cast.sam, year, 1)
    make_requests(ben, year, 1)
    if roles == "two teams":
        accounts.grant(user, role="director", unit_id=cast.network.id)
        accounts.grant(user, role="director", unit_id=cast.support.id)
    else:
        accounts.grant(user, role="director", unit_id=cast.support.id)
        accounts.grant(user, role="finance", unit_id=cast.alder.id)
        fund = make_ledger_fund(cast.alder, year, "Local", cents=100_00)
        steps.approve(
            db.session.get(PlanItem, item_id),
            parts={fund.id: 10_00},
            sent=Sent(by=cast.director, key="a" * 32),
        )
    db.session.commit()

    text = home(as_user, user)
    inbox = html.text_of(as_user(user).get("/requests/").text)

    assert "Next: answer 2 requests" in text
    assert text.lower().count("answer 2 requests") == 1
    assert "nswer 1 request" not in text
    assert "2 requests wait for your answer" in inbox


def test_finance_of_a_team_asks_the_district_for_the_year(as_user, cast):
    keeper = accounts.create_user(email="keeper@example.org", name="Keeper")
    accounts.grant(keeper, role="finance", unit_id=cast.network.id)
    db.session.commit()

    text = home(as_user, keeper)

    assert "Next: have the fiscal year entered Whoever has the finance role at Alder" in text


def test_only_staff_have_a_tab_of_their_year(as_user, cast):
    assert '<a href="/" aria-current="page">Start</a>' in as_user(cast.hr).get("/").text
    assert '<a href="/" aria-current="page">My year</a>' in as_user(cast.staff).get("/").text


def test_pages_of_funds_and_years_stand_below_the_budget(as_user, cast):
    page = as_user(cast.finance).get(f"/budget/districts/{cast.alder.id}/purchasing").text

    assert '<a href="/budget/" aria-current="page">Budget</a>' in page


@pytest.mark.parametrize(("role", "number"), [("finance", 5), ("hr", 2), ("reader", 0)])
def test_a_home_takes_few_queries_beyond_the_session(as_user, cast, year, role, number):
    """One asks whose year it is; the others are of the money and its district's day, what waits for
    it, and who leaves."""
    fund = make_fund(cast.alder, year, "Local", dollars=100)
    make_item(cast.sam, year, make_offering("Wires", {}, dollars=120), fund=fund)
    cast.sam.leaving_on = clock.today() + timedelta(days=3)
    db.session.commit()
    client = as_user(getattr(cast, role))
    client.get("/")

    with count_queries() as statements:
        client.get("/")
    with count_queries() as session_alone:
        client.get("/account/")

    assert len(statements) - len(session_alone) == number + 1


def test_hr_sees_who_leaves_within_a_year_and_no_one_else(as_user, cast):
    for name, unit, days in (
        ("Leaving Lea", cast.network, 30),
        ("Later Lou", cast.network, 400),
        ("Gone Gil", cast.network, -3),
        ("Birch Bea", cast.birch_team, 30),
    ):
        make_person(name, unit).leaving_on = clock.today() + timedelta(days=days)
    db.session.commit()

    text = home(as_user, cast.hr)

    assert f"Next: Leaving Lea leaves on {day(clock.today() + timedelta(days=30))}" in text
    assert "No job role, Network." in text
    assert "Leaving within a year 1 person" in text
    assert "Leaving Lea" in text
    assert "Later" not in text + home(as_user, cast.staff)


def test_hr_without_anybody_leaving_has_a_step_too(as_user, cast):
    assert "Next: look through the people" in home(as_user, cast.hr)


def test_several_roles_stand_one_under_the_other(as_user, cast, year):
    accounts.grant(cast.finance, role="hr", unit_id=cast.alder.id)
    db.session.commit()

    text = home(as_user, cast.finance)

    assert text.index("Open the budget") < text.index("Leaving within a year")
    assert text.count("Next: ") == 1


def test_who_has_no_role_is_told_who_gives_one(as_user, cast):
    nobody = accounts.create_user(email="nobody@example.org", name="Nobody")
    db.session.commit()

    assert "Nothing is opened to you" in home(as_user, nobody)


def test_a_reader_is_shown_the_way_to_readiness(as_user, cast):
    response = as_user(cast.reader).get("/")

    assert 'btn-primary" href="/teams/readiness"' in response.text
    assert "Next: see readiness" in response.text
    assert "Sam" not in response.text
