"""Where no plan exists, the result names the rule and who or what stands in the way."""

from dataclasses import replace

import pytest

from pdplanner.engine import Cover, Requirement, check, solve
from tests.engine.instances import DATA, SAFETY, course, learner, problem, teaches, wants

NEEDS_BASICS = (Requirement(offering="basics"),)


def pinned(name="ana", *pins, **changes):
    return learner(name, pinned=pins or ("course",), **changes)


CASES = {
    "pinned and excluded": problem(course(), pinned(excluded=("course",))),
    "pinned and done": problem(course(), pinned(done=("course",))),
    "hours of one pin": problem(course(hours=8.25), pinned()),
    "hours of all pins": problem(
        course(hours=5), course("more", hours=5), pinned("ana", "course", "more")
    ),
    "hours of one pin in a term": problem(
        course(hours=3, term="fall"), pinned(term_hours={"fall": 2})
    ),
    "hours of all pins in a term": problem(
        course(hours=2, term="fall"),
        course("more", hours=1, term="fall"),
        course("later", hours=1, term="spring"),
        pinned("ana", "course", "more", "later", term_hours={"fall": 2}),
    ),
    "cap of one pin": problem(course(price=300), pinned(cap=299)),
    "cap of all pins": problem(
        course(price=200), course("more", price=200), pinned("ana", "course", "more", cap=300)
    ),
    "sessions": problem(
        course(sessions=("mon",)),
        course("more", sessions=("mon",)),
        pinned("ana", "course", "more"),
    ),
    "elsewhere in a session": problem(course(sessions=("mon",)), pinned(busy=("mon",))),
    "prerequisites": problem(
        course("basics"), course(requires=NEEDS_BASICS), pinned(excluded=("basics",))
    ),
    "required earlier": problem(
        course("basics"), course(requires=(replace(NEEDS_BASICS[0], earlier=True),)), pinned()
    ),
    "seats gone": problem(course(seats=0), pinned()),
    "seats of all pins": problem(course(seats=1), pinned("ana"), pinned("ben")),
    "cover": problem(
        course(sessions=("mon",)),
        pinned("ana"),
        pinned("ben"),
        cover=(Cover(people=("ana", "ben"), session="mon", away=1),),
    ),
    "funds of one pin": problem(course(price=300), pinned(), money=299),
    "funds without any that may pay": problem(course(price=300, funds=()), pinned()),
    "funds of all pins": problem(course(price=300), pinned("ana"), pinned("ben"), money=599),
    "floor out of reach": problem(course(), learner(floor=11)),
    "floor over the hours": problem(
        course(hours=8),
        course("more", hours=1, teaches=(teaches(3, "I.A.9"),)),
        learner(floor=20, targets={DATA: wants(), "I.A.9": wants()}),
    ),
    "floor of all": problem(course(seats=1), learner("ana", floor=10), learner("ben", floor=10)),
}

EXPECTED = {
    "pinned and excluded": ("pinned and excluded", ("ana",), ("course",)),
    "pinned and done": ("pinned and done", ("ana",), ("course",)),
    "hours of one pin": ("hours", ("ana",), ("course",)),
    "hours of all pins": ("hours", ("ana",), ("course", "more")),
    "hours of one pin in a term": ("term hours", ("ana",), ("course",)),
    "hours of all pins in a term": ("term hours", ("ana",), ("course", "more")),
    "cap of one pin": ("cap", ("ana",), ("course",)),
    "cap of all pins": ("cap", ("ana",), ("course", "more")),
    "sessions": ("sessions", ("ana",), ("course", "more")),
    "elsewhere in a session": ("sessions", ("ana",), ("course",)),
    "prerequisites": ("prerequisites", ("ana",), ("course",)),
    "required earlier": ("required earlier", ("ana",), ("course",)),
    "seats gone": ("seats", ("ana",), ("course",)),
    "seats of all pins": ("seats", ("ana", "ben"), ("course",)),
    "cover": ("cover", ("ana", "ben"), ()),
    "funds of one pin": ("funds", ("ana",), ("course",)),
    "funds without any that may pay": ("funds", ("ana",), ("course",)),
    "funds of all pins": ("funds", ("ana", "ben"), ("course",)),
    "floor out of reach": ("floor", ("ana",), ()),
    "floor over the hours": ("floor", ("ana",), ()),
    "floor of all": ("seats", ("ana", "ben"), ("course",)),
}


@pytest.mark.parametrize("case", CASES)
def test_the_reason_names_the_rule_and_who_stands_in_the_way(case):
    result = solve(CASES[case])

    reason = result.reasons[0]
    assert result.status == "impossible"
    assert (reason.rule, reason.people, reason.offerings) == EXPECTED[case]
    assert check(CASES[case], result) == []


def test_money_that_is_short_is_named_with_its_figures():
    result = solve(CASES["funds of all pins"])

    assert "cost at least 600 cents" in result.reasons[0].text
    assert "hold 599" in result.reasons[0].text


def test_a_floor_says_how_much_could_be_closed():
    result = solve(CASES["floor over the hours"])

    assert "can close 15 points at most" in result.reasons[0].text


FAR = {DATA: wants(), SAFETY: wants()}
BOTH = course("both", hours=8, teaches=(teaches(3), teaches(3, SAFETY)))


@pytest.mark.parametrize(
    ("team", "helps"),
    [
        (problem(BOTH, learner(hours=7, floor=30, targets=FAR)), ("hours",)),
        (
            problem(
                replace(BOTH, term="fall"),
                learner(term_hours={"fall": 7}, floor=30, targets=FAR),
            ),
            ("hours",),
        ),
        (problem(replace(BOTH, price=9), learner(cap=8, floor=30, targets=FAR)), ("cap",)),
        (problem(replace(BOTH, price=9), learner(floor=30, targets=FAR), money=8), ("funds",)),
        (
            problem(
                replace(BOTH, price=9), course("long", hours=9, teaches=BOTH.teaches),
                learner(floor=30, targets=FAR), money=8,
            ),
            ("hours", "funds"),
        ),
        (
            problem(replace(BOTH, price=9), learner(hours=7, floor=30, targets=FAR), money=8),
            ("together",),
        ),
        (problem(course(), learner(floor=15)), ("nothing",)),
    ],
)  # fmt: skip
def test_a_floor_out_of_reach_says_more_of_what_would_do(team, helps):
    (reason,) = solve(team).reasons

    assert (reason.rule, reason.limits) == ("floor", helps)


def test_every_person_in_the_way_is_named():
    team = problem(course(hours=9), pinned("ana"), pinned("ben"), learner("cleo"))

    result = solve(team)

    assert [reason.people for reason in result.reasons] == [("ana",), ("ben",)]


def test_nobody_is_named_who_is_not_in_the_way():
    """Of four with a floor, two want the same last seat; what is pinned for Dan is free."""
    last = course("last", seats=1, teaches=(teaches(3, SAFETY),))
    free = course("free")
    rivals = (learner(one, floor=10, targets={SAFETY: wants()}) for one in ("ana", "ben"))
    others = (learner("cleo", floor=10), learner("dan", floor=10, pinned=("free",)))
    team = problem(course(), last, free, *rivals, *others)

    (reason,) = solve(team).reasons

    assert (reason.rule, reason.people, reason.offerings) == ("seats", ("ana", "ben"), ("last",))
    assert reason.text == (
        "the floor of ana, the floor of ben and the seats of last leave no plan together; "
        "without any of them there is one, and no fewer rules leave none."
    )


def test_several_limits_in_conflict_are_named():
    """Ana's floor needs the one seat of the free course or money, and Ben's pin takes the seat."""
    free, dear = course("free", seats=1), course("dear", price=300)
    team = problem(free, dear, pinned("ben", "free"), learner("ana", floor=10), money=299)

    (reason,) = solve(team).reasons

    assert (reason.rule, reason.limits) == ("together", ("funds", "seats"))
    assert reason.people == ("ben", "ana")


@pytest.mark.parametrize(
    ("case", "figures"),
    [
        ("hours of one pin", (8.25, 8)),
        ("hours of all pins", (10, 8)),
        ("cap of one pin", (300, 299)),
        ("cap of all pins", (400, 300)),
        ("seats of all pins", (2, 1)),
        ("cover", (2, 1)),
        ("funds of all pins", (600, 599)),
        ("floor over the hours", (20, 15)),
    ],
)
def test_reason_says_what_is_needed_and_what_there_is(case, figures):
    reason = solve(CASES[case]).reasons[0]

    assert (reason.needs, reason.has) == figures
