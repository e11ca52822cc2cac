"""The order in which a person can attend what is planned for them."""

from pdplanner.plans.plan_page.attendance_order import in_order

TITLES = {1: "Basics", 2: "Design", 3: "Tour"}


def order(runs, *, requires=None, titles=TITLES):
    found = in_order(titles, requires=requires or {}, runs=runs)
    return [(each.title, each.when) for each in found]


def test_dated_ones_come_by_first_day_and_undated_ones_last():
    assert order({3: "2027-01-12", 2: "2026-12-01"}) == [
        ("Design", "from 1 December 2026"),
        ("Tour", "from 12 January 2027"),
        ("Basics", "any time"),
    ]


def test_what_another_one_requires_comes_before_it():
    (first, second, third) = in_order(TITLES, requires={1: (3,)}, runs={})

    assert [each.title for each in (first, second, third)] == ["Design", "Tour", "Basics"]
    assert third.after == ("Tour",)


def test_undated_one_that_a_dated_one_requires_comes_before_all_that_are_later():
    found = order({2: "2027-01-12", 3: "2027-03-01"}, requires={2: (1,)})

    assert found == [
        ("Basics", "any time before 12 January 2027"),
        ("Design", "from 12 January 2027"),
        ("Tour", "from 1 March 2027"),
    ]


def test_what_no_run_fits_comes_last_and_says_so():
    found = order({1: None, 2: "2027-01-12"}, titles={1: "Basics", 2: "Design"})

    assert found == [
        ("Design", "from 12 January 2027"),
        ("Basics", "in no run that fits beside the rest of the plan"),
    ]


def test_requirement_that_is_not_planned_is_done_already():
    (only,) = in_order({2: "Design"}, requires={2: (1,)}, runs={})

    assert (only.when, only.after) == ("any time", ())
