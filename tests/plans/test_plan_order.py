"""The order in which a person can attend what is planned for them."""

from pdplanner.plans.plan_order import in_order
from pdplanner.plans.report import Attendance

TITLES = {1: "Basics", 2: "Design", 3: "Tour"}


def dated(offering_id, *days, requires=()):
    return Attendance(offering_id=offering_id, days=days, requires=requires)


def order(*attendance, titles=TITLES):
    return [(each.title, each.when) for each in in_order(titles, attendance)]


def test_dated_ones_come_by_first_day_and_undated_ones_last():
    found = order(dated(3, "2027-01-12"), dated(2, "2026-12-01", "2027-03-01"))

    assert found == [
        ("Design", "from 1 December 2026"),
        ("Tour", "from 12 January 2027"),
        ("Basics", "any time"),
    ]


def test_what_another_one_requires_comes_before_it():
    (first, second, third) = in_order(TITLES, [dated(1, requires=(3,))])

    assert [each.title for each in (first, second, third)] == ["Design", "Tour", "Basics"]
    assert third.after == ("Tour",)


def test_undated_one_that_a_dated_one_requires_comes_before_all_that_are_later():
    found = order(dated(2, "2027-01-12", requires=(1,)), dated(3, "2027-03-01"))

    assert found == [
        ("Basics", "any time before 12 January 2027"),
        ("Design", "from 12 January 2027"),
        ("Tour", "from 1 March 2027"),
    ]


def test_run_that_begins_before_what_it_requires_is_not_the_one_to_attend():
    found = order(dated(2, "2027-01-12", "2027-04-01", requires=(1,)), dated(1, "2027-02-01"))

    assert found[:2] == [("Basics", "from 1 February 2027"), ("Design", "from 1 April 2027")]


def test_requirement_that_is_not_planned_is_done_already():
    (only,) = in_order({2: "Design"}, [dated(2, requires=(1,)), dated(1, "2027-02-01")])

    assert (only.when, only.after) == ("any time", ())
