"""Choosing: what stands on the page, and what each step does to the plan."""

import pytest
from sqlalchemy import func, insert, select

from pdplanner import clock
from pdplanner.catalog.models import Offering, Quote, Tag
from pdplanner.extensions import db
from pdplanner.plans.models import LearningPlan, PlanItem
from tests.support import html
from tests.support.client import HTMX
from tests.support.framework import make_framework
from tests.support.person_year import (
    indicator,
    make_item,
    make_levels,
    make_offering,
    make_run,
    make_targets,
)
from tests.support.queries import count_queries


@pytest.fixture
def year(cast, year):
    """Sam misses 2 levels of I.A.1 (weight 5: 10 points) and 1 of I.A.2 (weight 2: 2 points)."""
    make_targets(cast.sam, {"I.A.1": (3, 5), "I.A.2": (3, 2), "I.B.1": (2, 1)})
    make_levels(cast.sam, {"I.A.1": 1, "I.A.2": 2})
    db.session.commit()
    return year


def choose(as_user, cast, address="/choose", **kwargs):
    response = as_user(cast.staff).get(address, **kwargs)
    assert response.status_code == 200
    return html.text_of(response.text)


def add(as_user, cast, offering, *, address="/choose/items", **more):
    data = {"offering_id": offering.id, **more}
    return as_user(cast.staff).post(address, data=data, follow_redirects=True)


def items():
    return db.session.scalars(select(PlanItem).order_by(PlanItem.id)).all()


def test_what_closes_most_comes_first_and_says_why(as_user, cast, year):
    make_offering("Radio basics", {"I.A.2": (3, 1)})
    make_offering("Wiring in depth", {"I.A.1": (3, 1), "I.A.2": (2, 0)}, dollars=165, hours=16)

    text = choose(as_user, cast)

    assert text.index("Wiring in depth") < text.index("Radio basics")
    assert "Takes you to 3 in I.A.1 (Wires); closes 10 of your 12 points." in text
    assert "Takes you to 3 in I.A.2 (Waves); closes 2 of your 12 points." in text
    assert "$165 16 h" in text


def test_what_asks_for_more_than_the_person_holds_is_not_offered(as_user, cast, year):
    make_offering("For experts", {"I.A.1": (4, 3)})

    assert "For experts" not in choose(as_user, cast)


def test_a_free_offering_that_closes_more_stands_under_the_paid_one(as_user, cast, year):
    make_offering("Paid waves", {"I.A.2": (3, 1)}, dollars=50)
    make_offering("Free for all", {"I.A.1": (2, 1), "I.A.2": (3, 1)})

    text = choose(as_user, cast)

    paid = text.index("Paid waves")
    assert text.index("Free, and closes more", paid) < text.index("Free for all", paid)


def test_only_what_can_still_be_added_stands_under_a_paid_one(as_user, cast, year):
    make_offering("Paid wires", {"I.A.1": (3, 1)}, dollars=50)
    taken = make_offering("Taken", {"I.A.1": (3, 1)}, places=1, format="mentoring")
    make_offering("Too long", {"I.A.1": (3, 1)}, hours=41)
    make_item(cast.dana, year, taken)
    db.session.commit()

    without = choose(as_user, cast)
    free = make_offering("Short and free", {"I.A.1": (3, 1)}, hours=9)
    db.session.commit()
    page = as_user(cast.staff).get("/choose").text

    assert "Nothing free that you can still add closes any of I.A.1." in without
    assert "Free, and closes" not in without
    assert f'Free, and closes as much: <a href="#offering-{free.id}">Short and free</a>' in page
    assert page.count("Free, and closes") == 1


def test_what_is_cheaper_but_cannot_be_added_is_not_named(as_user, cast, year):
    make_offering("Paid wires", {"I.A.1": (3, 1)}, dollars=200)
    make_offering("Cheaper wires", {"I.A.1": (3, 1)}, dollars=70, hours=41)
    db.session.commit()

    assert "does as much for" not in choose(as_user, cast)


def test_a_free_offering_stands_in_full_under_the_first_paid_one_alone(as_user, cast, year):
    for number in range(3):
        make_offering(f"Paid {number}", {"I.A.1": (3, 1)}, dollars=50 + number)
    free = make_offering("Wires for all", {"I.A.1": (3, 1)}, format="in-person")
    db.session.commit()

    # The filter leaves out the row that the free one has of its own.
    page = as_user(cast.staff).get("/choose?format=online-self-paced").text

    assert page.count(f'<div class="alt" id="free-{free.id}">') == 1
    assert page.count(f'<a href="#free-{free.id}">Wires for all</a>') == 2
    text = html.text_of(page)
    assert text.count("Free, and closes as much: Wires for all , above.") == 2
    assert text.index("Add Wires for all", text.index("Paid 0")) < text.index("Paid 1")


def test_a_free_offering_that_stands_above_is_not_repeated(as_user, cast, year):
    free = make_offering("Waves for all", {"I.A.1": (3, 1), "I.A.2": (3, 1)})
    make_offering("Paid wires", {"I.A.1": (3, 1)}, dollars=50)
    db.session.commit()

    page = as_user(cast.staff).get("/choose").text

    assert 'class="alt"' not in page
    assert f'<article class="of" id="offering-{free.id}">' in page
    assert f'Free, and closes more: <a href="#offering-{free.id}">Waves for all</a>, above.' in page


def test_under_each_proposal_the_free_one_can_be_taken_in_its_place(as_user, cast, year):
    free = make_offering("Wires for all", {"I.A.1": (3, 1)})
    make_offering("Paid", {"I.A.1": (3, 1)}, dollars=70)
    proposed = make_offering("Proposed", {"I.A.1": (2, 1)}, dollars=50)
    make_item(cast.sam, year, proposed, by=cast.director)
    db.session.commit()

    page = as_user(cast.staff).get("/choose").text

    assert page.count("Take this instead") == 1
    assert page.count(f'<a href="#offering-{free.id}">Wires for all</a>, above.') == 1
    assert page.count('class="alt"') == 1


def test_where_nothing_free_does_as_much_the_page_says_so(as_user, cast, year):
    make_offering("Paid wires", {"I.A.1": (3, 1)}, dollars=200)
    make_offering("Cheaper wires", {"I.A.1": (3, 1)}, dollars=70, hours=15)

    text = choose(as_user, cast)

    assert "Nothing free closes any of I.A.1. Cheaper wires does as much for $70 and 15 h." in text


def test_the_district_s_quote_and_the_next_run_are_what_counts(as_user, cast, year):
    offering = make_offering("Quoted course", {"I.A.1": (3, 1)}, dollars=None, hours=None)
    make_run(offering, in_days=10)
    quote = Quote(
        offering=offering, unit=cast.alder, price_cents=120_00, travel_cents=30_00, hours=6,
        cohort_price_cents=None, cohort_seats=None, entered_at=clock.now(),
    )  # fmt: skip
    db.session.add(quote)
    db.session.commit()

    text = choose(as_user, cast)

    assert "$150 6 h" in text
    assert "Your district’s quote." in text
    assert "No date set." not in text


def test_offerings_without_price_or_hours_are_counted_and_listed_apart(as_user, cast, year):
    make_offering("No price", {"I.A.1": (3, 1)}, dollars=None)
    make_offering("No hours", {"I.A.2": (3, 1)}, hours=None)

    assert "2 more need a quote" in choose(as_user, cast)
    apart = choose(as_user, cast, "/choose/needs-a-quote")
    assert apart.index("No price") < apart.index("No hours")


def test_filters_keep_what_fits(as_user, cast, year):
    make_levels(cast.sam, {"I.B.1": 0})
    make_offering("Cheap wires", {"I.A.1": (2, 1)}, dollars=50)
    make_offering("Dear wires", {"I.A.1": (3, 1)}, dollars=2000, hours=60)
    make_offering("Free wires", {"I.A.1": (2, 1)}, hours=3)
    make_offering("Listening", {"I.B.1": (2, 0)}, format="in-person")
    db.session.commit()
    staff = as_user(cast.staff)

    def shown(query):
        page = staff.get(f"/choose?{query}").text
        titles = ("Cheap wires", "Dear wires", "Free wires", "Listening")
        return {title for title in titles if f">{title}</a></h3>" in page}

    assert shown("area=I.A") == {"Cheap wires", "Dear wires", "Free wires"}
    assert shown("area=I.B") == {"Listening"}
    assert shown("price=free") == {"Free wires", "Listening"}
    for within in ("price=within", "hours=8", "hours=left"):
        assert shown(within) == {"Cheap wires", "Free wires", "Listening"}
    assert shown("format=in-person") == {"Listening"}
    assert shown("area=nonsense&hours=nonsense&price=nonsense&page=-9&done=1e9") == set()
    assert len(shown("hours=nonsense&price=nonsense&page=99999999999999999999&done=9")) == 4


def test_adding_changes_totals_and_list_in_one_answer(as_user, cast, year):
    wires = make_offering("Wires", {"I.A.1": (3, 1)}, dollars=165, hours=16, credits=1.5)
    make_offering("More wires", {"I.A.1": (3, 1)})

    answer = as_user(cast.staff).post(
        "/choose/items", data={"offering_id": wires.id}, headers=HTMX, follow_redirects=True
    )

    assert answer.text.lstrip().startswith('<div id="choosing"')
    assert 'id="plan-totals"' in answer.text
    assert 'hx-swap-oob="true"' in answer.text
    text = html.text_of(answer.text)
    assert "Gap closed 10 of 12" in text
    assert "Hours 16 of 40" in text
    assert "Allowance used $165 of $900" in text
    assert "Credit hours 1.5" in text
    assert "Added: Wires" in text
    assert "More wires" not in text


def test_undo_takes_back_what_was_added(as_user, cast, year):
    wires = make_offering("Wires", {"I.A.1": (3, 1)})
    add(as_user, cast, wires)

    page = as_user(cast.staff).post(
        f"/choose/items/{items()[0].id}/withdraw?area=I.A", follow_redirects=True
    )

    assert items()[0].state == "cancelled"
    assert "Withdrawn: Wires" in html.text_of(page.text)
    assert page.request.args["area"] == "I.A"


def test_adding_twice_gives_one_item(as_user, cast, year):
    wires = make_offering("Wires", {"I.A.1": (3, 1)})

    first, second = add(as_user, cast, wires), add(as_user, cast, wires)

    assert (first.status_code, second.status_code) == (200, 200)
    assert len(items()) == 1
    assert db.session.scalar(select(func.count(LearningPlan.id))) == 1


def test_what_does_not_fit_is_refused_with_the_figure(as_user, cast, year):
    dear = make_offering("Wires", {"I.A.1": (3, 1)}, dollars=901)
    long = make_offering("Waves", {"I.A.2": (3, 1)}, hours=40.25)

    for offering, figure in (
        (dear, "Wires costs $901, and $900 of your $900 are left."),
        (long, "Waves takes 40.25 h, and 40 h of your 40 h are left."),
    ):
        refused = add(as_user, cast, offering)
        assert refused.status_code == 422
        assert figure in html.text_of(refused.text)
    assert items() == []


def test_what_does_not_fit_is_said_before_anybody_presses(as_user, cast, year):
    make_offering("Long wires", {"I.A.1": (3, 1)}, hours=50)
    make_offering("Dear waves", {"I.A.2": (3, 1)}, dollars=1000)

    text = choose(as_user, cast)

    assert "50 h is more than the 40 h you have left." in text
    assert "$1,000 is more than the $900 you have left." in text
    assert "Add Long wires" not in text


def test_a_share_of_a_cohort_uses_no_allowance(as_user, cast, year):
    together = make_offering("Together", {"I.A.2": (3, 1)}, dollars=800)
    wires = make_offering("Wires", {"I.A.1": (3, 1)}, dollars=850)
    make_item(cast.sam, year, together, by=cast.director, mode="cohort", shared=800, answered=True)

    assert add(as_user, cast, wires).status_code == 200


def test_an_offering_without_price_cannot_be_added(as_user, cast, year):
    unknown = make_offering("Unknown", {"I.A.1": (3, 1)}, dollars=None)

    refused = add(as_user, cast, unknown)

    assert refused.status_code == 422
    assert "Unknown needs a quote" in html.text_of(refused.text)


def test_a_neighbour_s_offering_cannot_be_added(as_user, cast, year):
    theirs = make_offering("Theirs", {"I.A.1": (3, 1)}, unit=cast.birch)

    assert add(as_user, cast, theirs).status_code == 404
    assert "Theirs" not in choose(as_user, cast)


def test_the_last_place_is_taken_once(as_user, cast, year):
    mentoring = make_offering("Mentoring", {"I.A.1": (3, 1)}, places=1, format="mentoring")
    make_item(cast.dana, year, mentoring)
    db.session.commit()

    text = choose(as_user, cast)
    refused = add(as_user, cast, mentoring)

    assert "All 1 places are in somebody’s plan." in text
    assert refused.status_code == 422
    assert "has no place left" in html.text_of(refused.text)


def test_without_a_fiscal_year_the_page_says_whose_turn_it_is(as_user, cast):
    make_framework()
    make_targets(cast.sam, {"I.A.1": (3, 5)})
    make_levels(cast.sam, {"I.A.1": 1})
    wires = make_offering("Wires", {"I.A.1": (3, 1)})

    text = choose(as_user, cast)
    assert "Your district has not set up this fiscal year" in text
    assert "before whoever has the finance role at the district enters it." in text
    assert "administrator" not in text
    assert add(as_user, cast, wires).status_code == 422


def test_who_is_not_rated_is_told_what_to_do(as_user, cast):
    make_framework()
    make_targets(cast.sam, {"I.A.1": (3, 5)})
    db.session.commit()

    assert "No open gap is known" in choose(as_user, cast)


def test_a_proposal_stands_among_the_choices_and_can_be_exchanged(as_user, cast, year):
    paid = make_offering("Paid wires", {"I.A.1": (3, 1)}, dollars=165)
    free = make_offering("Free wires", {"I.A.1": (3, 1), "I.A.2": (3, 1)})
    proposed = make_item(cast.sam, year, paid, by=cast.director)

    text = choose(as_user, cast)
    page = add(as_user, cast, free, instead_of=proposed.id)

    assert "Takes you to 3 in I.A.1 (Wires); closes 10 of your 12 points." in text
    assert "Take this instead" in text
    assert page.status_code == 200
    db.session.expire_all()
    declined, taken = items()
    assert (declined.state, declined.comment) == ("declined", "Takes Free wires instead.")
    assert (taken.offering_id, taken.state) == (free.id, "proposed")


def test_what_does_not_fit_leaves_the_proposal_as_it_was(as_user, cast, year):
    paid = make_offering("Paid wires", {"I.A.1": (3, 1)}, dollars=165)
    long = make_offering("Long wires", {"I.A.1": (3, 1)}, hours=41)
    proposed = make_item(cast.sam, year, paid, by=cast.director)

    refused = add(as_user, cast, long, instead_of=proposed.id)

    assert refused.status_code == 422
    db.session.expire_all()
    assert [item.state for item in items()] == ["proposed"]


def test_ten_stand_on_a_page_and_the_filters_go_along(as_user, cast, year):
    for number in range(12):
        make_offering(f"Course {number:02}", {"I.A.1": (3, 1)}, hours=number + 1)

    first = as_user(cast.staff).get("/choose?area=I.A")
    second = as_user(cast.staff).get("/choose?area=I.A&page=2")

    assert first.text.count('class="of"') == 10
    assert "/choose?area=I.A&amp;page=2" in first.text
    assert second.text.count('class="of"') == 2
    assert "Previous Page 2 of 2" in html.text_of(second.text)


def test_the_number_of_queries_does_not_grow_with_the_catalog(as_user, cast, year):
    staff, counted = as_user(cast.staff), []
    provider = make_offering("The first", {"I.A.1": (3, 1)}).provider_id
    for size in (10, 1000):
        facts = {"provider_id": provider, "format": "book", "price_cents": 100, "hours": 1}
        db.session.execute(
            insert(Offering),
            [{"code": f"{size}-{n}", "title": f"Course {n}", **facts} for n in range(size)],
        )
        tag = {"indicator_id": indicator("I.A.1").id, "level": 3, "from_level": 1}
        ids = db.session.scalars(select(Offering.id).where(Offering.code.like(f"{size}-%")))
        db.session.execute(insert(Tag), [{"offering_id": id_, **tag} for id_ in ids])
        db.session.commit()
        with count_queries() as statements:
            assert staff.get("/choose").status_code == 200
        counted.append(len(statements))

    assert counted[0] == counted[1]


def test_nobody_without_a_person_can_choose(as_user, cast):
    assert as_user(cast.finance).get("/choose").status_code == 404


def test_nobody_takes_back_what_another_added(as_user, cast, year):
    wires = make_offering("Wires", {"I.A.1": (3, 1)})
    item = make_item(cast.sam, year, wires, by=cast.staff)
    db.session.commit()

    for user in (cast.director, cast.other_staff, cast.finance):
        response = as_user(user).post(f"/choose/items/{item.id}/withdraw")
        assert response.status_code == 404
