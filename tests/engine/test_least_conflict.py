"""What is named where no plan exists is impossible by itself, and nothing smaller is."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from pdplanner.engine import (
    Cohort,
    Cover,
    Fund,
    Limits,
    MemberPrice,
    Membership,
    Problem,
    Requirement,
    Tier,
    solve,
)
from pdplanner.engine.conflicts import diagnosis
from pdplanner.engine.conflicts import least_conflict as least_conflict_module
from pdplanner.engine.conflicts.demands import demands_of, only
from pdplanner.engine.conflicts.elastic import Elastic
from pdplanner.engine.conflicts.fewest_pins import fewest_pins
from pdplanner.engine.conflicts.least_conflict import Conflict, least_conflict
from tests.engine.exhaustive import has_plan
from tests.engine.instances import DATA, SAFETY, course, learner, problem, teaches, wants

SOME = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def conflict_of(team: Problem) -> Conflict:
    return least_conflict(Elastic(team, demands_of(team), Limits()))


def least_size(team: Problem) -> int:
    """By trying every set of demands, the smaller ones first."""
    demands = demands_of(team)
    return next(
        size
        for size in range(len(demands) + 1)
        for some in combinations(demands, size)
        if not has_plan(only(team, some))
    )


NAMES = ("ana", "ben", "cleo")
AMOUNT = st.sampled_from((350, 600, 150))
DAYS = ((), (), ("mon",))
BULK = st.sampled_from(
    (
        {},
        {},
        {"cohort": Cohort(price=300, seats=2)},
        {"member": MemberPrice(membership="club", price=50)},
        {"tiers": (Tier(start=2, price=100),)},
    )
)


@st.composite
def contested(draw) -> Problem:
    """Three people whose own rules leave room, with pins and floors, and little that is shared."""
    ids = ["o0", "o1", "o2"]
    offerings = [
        course(
            one,
            hours=draw(st.sampled_from((2, 1))),
            price=draw(st.sampled_from((300, 200, 100))),
            seats=draw(st.sampled_from((None, None, 1, 2, 0))),
            sessions=draw(st.sampled_from(DAYS)) if one != "o0" else (),
            mentor=draw(st.sampled_from((None, None, "ana"))),
            funds=draw(st.sampled_from((None, None, ("title",)))),
            teaches=(teaches(2, DATA if one != "o1" else SAFETY),),
            **draw(BULK),
        )
        for one in ids
    ]
    people = [
        learner(
            name,
            hours=draw(st.sampled_from((6, 8, 4))),
            floor=draw(st.sampled_from((0, 10, 20))),
            pinned=tuple(draw(st.lists(st.sampled_from(ids), max_size=2, unique=True))),
            targets={DATA: wants(2), SAFETY: wants(2)},
        )
        for name in NAMES
    ]
    return problem(
        *offerings,
        *people,
        funds=tuple(
            Fund(id=one, amount=draw(st.sampled_from((350, 600, 150))))
            for one in ("local", "title")
        ),
        memberships=(Membership(id="club", price=100),),
        cover=tuple(draw(st.sampled_from(((), (Cover(people=NAMES, session="mon", away=1),))))),
    )


@SOME
@given(contested())
def test_no_set_of_fewer_rules_leaves_no_plan(team: Problem):
    assume(not has_plan(team))

    found = conflict_of(team)

    event(f"{len(found.demands)} rules")
    assert found.least
    assert not has_plan(only(team, found.demands))
    assert len(found.demands) == least_size(team)


@SOME
@given(contested())
def test_what_the_limit_stops_at_is_not_called_the_smallest(team: Problem):
    assume(not has_plan(team))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(least_conflict_module, "ROUNDS", 0)
        found = conflict_of(team)

    assert (found.least, found.needed) == (False, True)
    assert not has_plan(only(team, found.demands))
    for one in found.demands:
        assert has_plan(only(team, [other for other in found.demands if other != one]))


def rivals() -> Problem:
    """Money for one of two courses that Ana's floor needs, or for less than two of three pins."""
    dear = course("dear", price=6000, teaches=(teaches(3),))
    other = course("other", price=6000, teaches=(teaches(3, SAFETY),))
    pinned = course("pinned", price=5500, teaches=(teaches(1, "Q"),))
    ana = learner(targets={DATA: wants(), SAFETY: wants()}, floor=30)
    people = (learner(one, pinned=("pinned",)) for one in ("ben", "cleo"))
    return problem(dear, other, pinned, ana, *people, money=10_900)


def test_two_rules_are_named_where_three_others_are_in_conflict_too():
    (reason,) = solve(rivals()).reasons

    assert (reason.rule, reason.people, reason.offerings) == ("funds", ("ana",), ())
    assert reason.text == (
        "the floor of ana and the funds leave no plan together; without any of them there is one, "
        "and no fewer rules leave none. They cost at least 12000 cents; the funds hold 10900."
    )


def test_a_search_that_was_stopped_does_not_say_that_no_fewer_do(monkeypatch):
    monkeypatch.setattr(least_conflict_module, "ROUNDS", 0)

    (reason,) = solve(rivals()).reasons

    assert "leave no plan together; without any of them there is one." in reason.text
    assert "no fewer" not in reason.text


def test_of_many_alike_only_as_many_as_it_takes_are_named():
    """Forty floors at the same price, and money for twenty-five."""
    people = [learner(f"p{number:02}", floor=10) for number in range(40)]
    team = problem(course(price=300), course("dearer", price=400), *people, money=25 * 300)

    found = conflict_of(team)

    assert found.least
    assert len(found.demands) == 27


def test_the_dearest_are_named():
    prices = (100, 900, 200, 800, 300)
    courses = [course(f"c{price}", price=price) for price in prices]
    people = [learner(f"p{price}", pinned=(f"c{price}",)) for price in prices]

    (reason,) = solve(problem(*courses, *people, money=1650)).reasons

    assert set(reason.people) == {"p900", "p800"}
    assert (reason.needs, reason.has) == (1700, 1650)


MENTORED = course("mentored", hours=3, mentor="mia", teaches=(teaches(3),))


def test_the_hours_of_a_mentor_are_named_with_those_who_take_them():
    people = [learner(one, floor=15, hours=8) for one in ("ana", "ben", "cleo")]
    team = problem(MENTORED, *people, learner("mia", hours=6, targets={}))

    found = conflict_of(team)

    assert found.least
    assert [one.kind for one in found.demands] == ["floor", "floor", "floor", "mentors"]


def test_in_a_large_team_what_is_known_to_conflict_is_said_without_a_search(monkeypatch):
    people = [learner(f"p{number}", pinned=("course",)) for number in range(40)]
    others = [course(f"o{number}") for number in range(60)]
    team = problem(course(seats=2), *others, *people)
    monkeypatch.setattr(diagnosis, "least_conflict", None)
    monkeypatch.setattr(diagnosis, "own_conflict", None)

    result = solve(team)

    assert [one.rule for one in result.reasons] == ["seats"]


def test_seats_and_cover_take_no_more_people_than_are_too_many():
    day = course("day", sessions=("mon",))
    people = [learner(one, pinned=("day",)) for one in "abcd"]

    (seats,) = solve(problem(replace(day, seats=2), *people)).reasons
    cover = Cover(people=tuple("abcd"), session="mon", away=1)
    (away,) = solve(problem(day, *people, cover=(cover,))).reasons

    assert (seats.people, seats.needs, seats.has) == (("a", "b", "c"), 4, 2)
    assert seats.text == "day is pinned for 4 people and has 2 seats. a, b and c are too many."
    assert (away.people, away.needs, away.has) == (("a", "b"), 4, 1)
    assert away.text == "Pins send 4 to session mon, 1 may be away. a and b are too many."


def test_fewer_rules_are_named_than_the_pins_that_ask_for_too_many_seats():
    """Four pins for three seats are five rules; Eve's floor and the money are two."""
    day, dear = course("day", seats=3), course("dear", price=300, teaches=(teaches(3, SAFETY),))
    people = [learner(one, pinned=("day",)) for one in "abcd"]
    eve = [learner(one, floor=10, targets={SAFETY: wants()}) for one in ("eve", "fay")]

    (reason,) = solve(problem(day, dear, *people, *eve, money=500)).reasons

    assert (reason.rule, reason.people) == ("funds", ("eve", "fay"))


PINS = ("short", "long", "longer")
BASICS = (Requirement(offering="basics"),)


@pytest.mark.parametrize(
    ("team", "rule", "figures"),
    [
        (
            problem(
                course("short", hours=2), course("long", hours=20), course("longer", hours=20),
                learner(hours=30, pinned=PINS),
            ),
            "hours", (40, 30),
        ),
        (
            problem(
                course("short", hours=2, term="fall"), course("long", hours=20, term="fall"),
                course("longer", hours=20, term="fall"),
                learner(hours=90, term_hours={"fall": 30}, pinned=PINS),
            ),
            "term hours", (40, 30),
        ),
        (
            problem(
                course("short", price=100), course("long", price=6000),
                course("longer", price=6000),
                learner(hours=90, cap=10_000, pinned=PINS),
            ),
            "cap", (12_000, 10_000),
        ),
    ],
)  # fmt: skip
def test_of_one_persons_pins_the_fewest_that_exceed_a_limit_are_named(team, rule, figures):
    (reason,) = solve(team).reasons

    assert (reason.rule, reason.offerings) == (rule, ("long", "longer"))
    assert (reason.needs, reason.has) == figures


def test_two_pins_that_meet_are_enough():
    days = [course(one, sessions=("mon",)) for one in PINS]

    (reason,) = solve(problem(*days, learner(hours=90, pinned=PINS))).reasons

    assert (reason.rule, reason.offerings) == ("sessions", ("short", "long"))


def test_what_a_pin_requires_counts_with_it():
    """Fourteen hours with what it requires, so that it and one of the others are too many."""
    basics, deep = course("basics", hours=12), course("deep", hours=2, requires=BASICS)
    team = problem(
        basics, deep, course("long", hours=8), course("longer", hours=8),
        learner(hours=20, pinned=("long", "longer", "deep")),
    )  # fmt: skip

    (reason,) = solve(team).reasons

    assert (reason.offerings, reason.needs) == (("long", "deep", "basics"), 22)


AMOUNTS = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 9), min_size=1)


@SOME
@given(AMOUNTS, st.data(), st.integers(0, 30))
def test_the_fewest_pins_are_those_of_every_set_tried(amounts, data, limit):
    parts = st.sets(st.sampled_from(sorted(amounts)), min_size=1)
    asked = data.draw(st.dictionaries(st.sampled_from("VWXYZ"), parts, min_size=1))

    def used(pins) -> int:
        return sum(amounts[one] for one in set().union(*(asked[pin] for pin in pins)))

    sizes = [
        size
        for size in range(1, len(asked) + 1)
        for some in combinations(asked, size)
        if used(some) > limit
    ]
    found = fewest_pins(asked, amounts, limit)

    assert len(found) == min(sizes, default=0)
    assert not found or used(found) > limit


WASTE = course("waste", hours=6, teaches=(teaches(1, "Q"),))
GOOD = course("good", hours=4, teaches=(teaches(3),))


def test_a_must_have_that_leaves_no_hours_for_a_floor_is_named_with_it():
    """Beside it the small must-have is none of the conflict."""
    small = course("small", hours=1, teaches=(teaches(1, "Q"),))
    ana = learner(floor=15, pinned=("small", "waste"))

    (reason,) = solve(problem(WASTE, GOOD, small, ana)).reasons

    assert (reason.rule, reason.people, reason.offerings) == ("floor", ("ana",), ("waste",))
    assert (reason.needs, reason.has, reason.limits) == (15, 0, ("hours",))
    assert reason.text == (
        "ana can close 0 points at most within their own hours, cap and offerings with the pin of "
        "waste, the floor is 15. Without, it is 15 points."
    )


def test_a_floor_that_nobody_could_reach_without_pins_names_none():
    ana = learner(hours=7, floor=30, targets={DATA: wants(), SAFETY: wants()}, pinned=("waste",))
    both = course("both", hours=8, teaches=(teaches(3), teaches(3, SAFETY)))

    (reason,) = solve(problem(WASTE, both, ana)).reasons

    assert (reason.rule, reason.offerings, reason.has) == ("floor", (), 0)
