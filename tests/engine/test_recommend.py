"""What one person may add to what they have chosen."""

from pdplanner.engine import Cohort, Cost, Requirement, recommend
from pdplanner.engine.explaining.explain import Lift
from tests.engine.instances import DATA, SAFETY, course, learner, teaches, wants

TWO = {DATA: wants(), SAFETY: wants(weight=1)}


def by_id(suggestions):
    return {one.offering: one for one in suggestions}


def test_the_most_points_come_first_then_the_cheapest():
    offerings = [
        course("dear", price=900),
        course("cheap", price=100),
        course("most", price=999, teaches=(teaches(3),)),
    ]

    found = recommend(learner(), offerings)

    assert [(one.offering, one.points) for one in found] == [
        ("most", 15),
        ("cheap", 10),
        ("dear", 10),
    ]


def test_points_are_those_on_top_of_what_is_chosen():
    offerings = [course("chosen"), course("same"), course("next", teaches=(teaches(3),))]

    found = recommend(learner(), offerings, {"chosen"})

    assert [one.offering for one in found] == ["next"]
    assert found[0].lifts == (Lift(indicator=DATA, before=2, after=3, points=5),)


def test_points_and_lifts_agree_where_tags_repeat():
    doubled = course(teaches=(teaches(1), teaches(3), teaches(4, start=1), teaches(2, SAFETY)))

    (one,) = recommend(learner(targets=TWO), [doubled])

    assert one.points == sum(lift.points for lift in one.lifts) == 17


def test_a_free_offering_that_closes_as_much_is_named_beside_a_paid_one():
    offerings = [
        course("free"),
        course("paid", price=300),
        course("better", price=300, teaches=(teaches(3),)),
        course("travel", costs=(Cost(amount=1),)),
    ]

    found = by_id(recommend(learner(), offerings))

    assert found["paid"].free == "free"
    assert found["travel"].free == "free"
    assert found["better"].free is None
    assert found["free"].free is None


def test_a_bar_is_named():
    offerings = [
        course("chosen", hours=4, price=100, sessions=("mon",), teaches=()),
        course("excluded"),
        course("needs", requires=(Requirement(offering="excluded"),)),
        course("clash", sessions=("mon",)),
        course("elsewhere", sessions=("tue",)),
        course("long", hours=4.25),
        course("later", hours=1, term="spring"),
        course("dear", hours=1, price=201),
        course("fits", hours=4, price=200, requires=(Requirement(offering="chosen"),)),
    ]
    person = learner(cap=300, excluded=("excluded",), term_hours={"spring": 0.75}, busy=("tue",))

    found = by_id(recommend(person, offerings, ("chosen",)))

    assert {name: one.bar for name, one in found.items()} == {
        "excluded": "excluded",
        "needs": "prerequisites",
        "clash": "session",
        "elsewhere": "session",
        "long": "hours",
        "later": "hours",
        "dear": "cap",
        "fits": None,
    }


def test_a_barred_free_offering_is_not_named():
    offerings = [course("long", hours=9), course("paid", price=1)]

    found = by_id(recommend(learner(), offerings))

    assert found["paid"].free is None


def test_what_is_sold_by_the_cohort_only_has_no_price():
    workshop = course(price=None, cohort=Cohort(price=900, seats=5))

    (one,) = recommend(learner(), [workshop])

    assert one.cents is None


def test_done_and_useless_offerings_are_left_out():
    offerings = [course("done"), course("low", teaches=(teaches(1, SAFETY),))]

    assert recommend(learner(done=("done",)), offerings) == ()
