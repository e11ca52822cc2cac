"""A person's plan: what was proposed is answered, what is one's own can be taken back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from pdplanner import clock
from pdplanner.extensions import db
from pdplanner.plans.learning_plans.standing import standing_of
from pdplanner.plans.models import LearningPlan, PlanItem, State
from tests.support import html
from tests.support.client import HTMX
from tests.support.person_year import (
    make_item,
    make_levels,
    make_offering,
    make_targets,
    make_year,
)
from tests.support.queries import count_queries


@pytest.fixture
def year(cast, year):
    """Sam misses 2 levels of I.A.1 (weight 5: 10 points) and 1 of I.A.2 (weight 2: 2 points)."""
    make_targets(cast.sam, {"I.A.1": (3, 5), "I.A.2": (3, 2)})
    make_levels(cast.sam, {"I.A.1": 1, "I.A.2": 2})
    db.session.commit()
    return year


@pytest.fixture
def proposed(cast, year):
    wires = make_offering("Wires", {"I.A.1": (3, 1)}, dollars=165, hours=16)
    item = make_item(cast.sam, year, wires, by=cast.director)
    db.session.commit()
    return item


def post(as_user, user, address, **data):
    return as_user(user).post(address, data=data, follow_redirects=True)


def fresh(item):
    db.session.expire_all()
    return db.session.get(PlanItem, item.id)


def test_a_proposal_is_accepted_once_and_stays_so(as_user, cast, proposed):
    asked = html.text_of(as_user(cast.staff).get("/plan").text)
    page = post(as_user, cast.staff, f"/plan/items/{proposed.id}/accept")
    again = post(as_user, cast.staff, f"/plan/items/{proposed.id}/accept")

    assert f'<a class="btn btn-sm mt-1 btn-primary nw" href="/requests/{proposed.id}">' in page.text
    assert "Director proposes: Wires" in asked
    assert "closes 10 of your 12 points" in asked
    assert "You accepted Wires. Next: request approval" in html.text_of(page.text)
    assert again.status_code == 200
    assert fresh(proposed).accepted_at is not None
    assert fresh(proposed).state == State.PROPOSED


def test_what_a_person_chose_is_in_their_plan_and_not_proposed_to_them(as_user, cast, year):
    offering = make_offering("Wires", {"I.A.1": (3, 1)})
    make_item(cast.sam, year, offering, by=cast.staff, answered=True)
    make_item(cast.sam, year, make_offering("Waves", {}), by=cast.director)
    db.session.commit()
    staff = as_user(cast.staff)

    pages = [html.text_of(staff.get(each).text) for each in ("/plan", "/")]
    directors = html.text_of(as_user(cast.director).get(f"/plans/people/{cast.sam.id}").text)

    assert ["In my plan, not requested" in each for each in pages] == [True, True]
    assert "Proposed to you" in pages[0]
    assert "Proposed" in directors
    assert "In my plan" not in directors


def propose(cast, year, title, teaches):
    return make_item(cast.sam, year, make_offering(title, teaches), by=cast.director)


def test_a_proposal_that_others_cover_says_so_in_whole_or_in_part(as_user, cast, year, proposed):
    propose(cast, year, "Wires again", {"I.A.1": (3, 1)})
    propose(cast, year, "Wires and waves", {"I.A.1": (3, 1), "I.A.2": (3, 1)})
    db.session.commit()

    text = html.text_of(as_user(cast.staff).get("/plan").text)

    whole, part = (
        "The rest of your plan closes everything that this would.",
        "Other items in your plan already close 10 points of the same gaps.",
    )
    assert text.index("proposes: Wires again") < text.index(whole)
    assert text.index("proposes: Wires and waves") < text.index(
        f"closes 2 of your 12 points. {part}"
    )
    assert (text.count(whole), text.count("Other items in your plan")) == (1, 1)


def test_a_proposal_that_closes_nothing_asked_for_is_not_said_to_be_covered(as_user, cast, year):
    propose(cast, year, "Waves for all", {"I.A.2": (2, 1)})
    propose(cast, year, "Wires for masters", {"I.A.1": (3, 2)})
    db.session.commit()

    for address in ("/plan", "/choose"):
        text = html.text_of(as_user(cast.staff).get(address).text)
        assert "your work asks for nothing more of what it teaches." in text
        assert "It closes no gap of yours: it starts from a level that you do not have yet." in text
        assert "closes everything" not in text


def test_after_a_change_of_job_role_proposals_close_nothing_that_is_asked(
    as_user, cast, year, proposed
):
    cast.sam.job_roles.clear()
    make_targets(cast.sam, {"I.A.2": (3, 2)}).code = "another"
    db.session.commit()

    text = html.text_of(as_user(cast.staff).get("/plan").text)

    assert "where you are rated, your work asks for nothing more of what it teaches." in text
    assert "closes everything" not in text


def test_declining_asks_why_and_keeps_what_was_typed(as_user, cast, proposed):
    address = f"/plan/items/{proposed.id}/decline"

    refused = as_user(cast.staff).post(address, data={"reason": "  "}, headers=HTMX)
    too_long = as_user(cast.staff).post(address, data={"reason": "x" * 501})
    page = post(as_user, cast.staff, address, reason="I took it <last> year.")

    assert refused.status_code == 422
    assert "Say why in a few words" in refused.text
    assert too_long.status_code == 422
    assert "x" * 501 in too_long.text
    assert "You declined Wires." in html.text_of(page.text)
    assert fresh(proposed).comment == "I took it <last> year."
    assert "I took it <last> year." in html.text_of(as_user(cast.staff).get("/plan").text)


def test_who_accepted_may_still_decline_until_somebody_acts_on_it(as_user, cast, proposed):
    address = f"/plan/items/{proposed.id}/decline"
    accepted = post(as_user, cast.staff, f"/plan/items/{proposed.id}/accept")
    without_reason = as_user(cast.staff).post(address, data={"reason": ""})
    page = post(as_user, cast.staff, address, reason="My hours are spoken for.")

    assert f'action="{address}"' in accepted.text
    assert without_reason.status_code == 422
    assert "Say why in a few words" in without_reason.text
    assert "<details open>" in without_reason.text
    assert "You declined Wires." in html.text_of(page.text)
    assert (fresh(proposed).state, fresh(proposed).accepted_at) == (State.DECLINED, None)


def test_what_moved_on_or_is_ones_own_is_not_offered_for_declining(as_user, cast, year):
    wires = make_offering("Wires", {"I.A.1": (3, 1)})
    make_item(cast.sam, year, wires, by=cast.director, answered=True, state=State.APPROVED)
    own = make_offering("Own", {"I.A.2": (3, 1)})
    make_item(cast.sam, year, own, by=cast.staff, answered=True)
    db.session.commit()

    page = as_user(cast.staff).get("/plan").text

    assert "/decline" not in page
    assert page.count("/withdraw") == 2  # the form's address, for browsers and for htmx


def test_what_somebody_else_proposed_is_not_withdrawn(as_user, cast, proposed):
    refused = post(as_user, cast.staff, f"/plan/items/{proposed.id}/withdraw")

    assert refused.status_code == 422
    assert "decline it instead" in html.text_of(refused.text)
    assert fresh(proposed).state == State.PROPOSED


def test_what_has_moved_on_is_not_answered_any_more(as_user, cast, proposed):
    proposed.state = State.APPROVED
    db.session.commit()

    for answer, data in (("accept", {}), ("decline", {"reason": "Late."}), ("withdraw", {})):
        refused = post(as_user, cast.staff, f"/plan/items/{proposed.id}/{answer}", **data)
        assert refused.status_code == 422
        assert "Wires is approved by now. Nothing was changed." in html.text_of(refused.text)


def test_only_the_person_answers(as_user, cast, proposed):
    for user in (cast.director, cast.other_staff, cast.finance, cast.admin):
        for answer in ("accept", "decline", "withdraw"):
            assert post(as_user, user, f"/plan/items/{proposed.id}/{answer}").status_code == 404
    assert fresh(proposed).accepted_at is None


def test_the_director_reads_the_plan_and_nobody_outside_does(as_user, cast, proposed):
    address = f"/plans/people/{cast.sam.id}"

    page = as_user(cast.director).get(address)

    assert "Plan of Sam Staff" in html.text_of(page.text)
    assert "Wires" in page.text
    assert "<form" not in page.text.split("<main")[1]
    for user in (cast.other_director, cast.finance, cast.hr, cast.reader, cast.other_staff):
        assert as_user(user).get(address).status_code == 404


def test_each_point_is_credited_once_to_what_is_furthest(cast, year):
    wires = make_offering("Wires", {"I.A.1": (2, 1)})
    both = make_offering("Both", {"I.A.1": (3, 1), "I.A.2": (3, 1)}, hours=6)
    make_item(cast.sam, year, both)
    make_item(cast.sam, year, wires, state=State.REGISTERED)
    make_item(cast.sam, year, make_offering("No", {"I.A.2": (3, 1)}), state=State.DECLINED)

    standing = standing_of(cast.sam)

    assert [(line.item.offering.title, line.points) for line in standing.lines] == [
        ("Wires", 50),
        ("Both", 70),
    ]
    assert (standing.closed, standing.total, standing.hours) == (120, 120, 10)


def test_what_was_completed_counts_until_somebody_rates_again(cast, year):
    last_year = make_year(cast.alder, years_ago=1)
    before, after = (clock.now() - timedelta(days=days) for days in (60, 10))
    settled = make_offering("Settled", {"I.A.1": (3, 1)})
    expected = make_offering("Expected", {"I.A.2": (3, 1)})
    make_item(cast.sam, last_year, settled, state=State.COMPLETED, changed_at=before)
    make_item(cast.sam, last_year, expected, state=State.COMPLETED, changed_at=after)

    standing = standing_of(cast.sam)

    assert [line.points for line in standing.earlier] == [0, 20]
    assert (standing.closed, standing.hours, standing.lines) == (20, 0, ())


def test_clicks_at_the_same_moment_make_one_plan_and_one_item(app, as_user, cast, year):
    wires = make_offering("Wires", {"I.A.1": (3, 1)})
    db.session.commit()
    clients = [as_user(cast.staff) for _ in range(6)]

    statuses = at_once(app, clients, [wires.id] * 6)

    assert statuses == [303] * 6
    assert len(db.session.scalars(select(LearningPlan)).all()) == 1
    assert len(db.session.scalars(select(PlanItem)).all()) == 1


def at_once(app, clients, offering_ids):
    """Have each client add an offering, all in the same moment; return the statuses."""

    def click(client, offering_id):
        with app.app_context():
            status = client.post("/choose/items", data={"offering_id": offering_id}).status_code
            db.session.remove()
            return status

    with ThreadPoolExecutor(len(clients)) as pool:
        statuses = list(pool.map(click, clients, offering_ids))
    db.session.rollback()
    return statuses


def test_clicks_at_the_same_moment_do_not_overdraw_the_allowance(app, as_user, cast, year):
    courses = [make_offering(f"Course {n}", {"I.A.1": (3, 1)}, dollars=400) for n in range(5)]
    db.session.commit()
    ids = [course.id for course in courses]
    clients = [as_user(cast.staff) for _ in ids]

    statuses = at_once(app, clients, ids)

    assert sorted(statuses) == [303, 303, 422, 422, 422]
    assert len(db.session.scalars(select(PlanItem)).all()) == 2


def test_the_number_of_queries_does_not_grow_with_the_plan(as_user, cast, year):
    staff, counted = as_user(cast.staff), []
    for size in (2, 40):
        for number in range(size):
            offering = make_offering(f"Course {size} {number}", {"I.A.1": (3, 1)}, hours=0.25)
            make_item(cast.sam, year, offering, by=cast.director)
        db.session.commit()
        with count_queries() as statements:
            assert staff.get("/plan").status_code == 200
        counted.append(len(statements))

    assert counted[0] == counted[1]


def test_mentor_sees_the_places_that_colleagues_have_and_has_their_hours_no_more(
    cast, year, as_user
):
    mentoring = make_offering("Mentoring in networks", {"I.A.1": (3, 0)}, dollars=0, hours=6)
    mentoring.mentor = cast.sam
    make_item(cast.olga, year, mentoring, by=cast.director, answered=True)
    db.session.commit()

    page = html.text_of(as_user(cast.staff).get("/plan").text)

    assert "Mentoring given 6 h Mentoring in networks for Olga Other, proposed 6 h" in page
    assert "34 h of 40; 0 planned, 6 as a mentor" in page


def test_mentor_without_hours_is_asked_for_no_more(cast, year, as_user):
    cast.olga.hours = 8
    mentoring = make_offering("Mentoring in networks", {"I.A.1": (3, 0)}, dollars=0, hours=6)
    mentoring.mentor, mentoring.places = cast.olga, 3
    make_item(cast.olga, year, make_offering("Wires", {}, hours=4), by=cast.olga.user)
    db.session.commit()

    refused = as_user(cast.staff).post("/choose/items", data={"offering_id": mentoring.id})

    assert refused.status_code == 422
    assert "Olga Other has no 6 h left this year to mentor." in html.text_of(refused.text)
    assert db.session.scalar(select(PlanItem).where(PlanItem.offering == mentoring)) is None
