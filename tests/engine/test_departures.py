"""Departures where what the plan leaves has several prices: by hand, and against every repair."""

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pdplanner.engine import (
    Cohort,
    Cost,
    Limits,
    Offering,
    Person,
    Problem,
    Requirement,
    Result,
    Tier,
    solve,
)
from pdplanner.engine.studies import Departure, departure
from tests.engine.instances import DATA, course, learner, problem, taken, teaches

HOLDER = learner("ana", levels={DATA: 3})


def beginners(*names: str) -> list[Person]:
    """People whom the plan gives nothing, since nothing counts for them."""
    return [replace(learner(name), targets={}) for name in names]


def near(*names: str) -> list[Person]:
    """People whom the plan gives the last level."""
    return [learner(name, levels={DATA: 2}) for name in names]


def repair(team: Problem, holders: int) -> Departure:
    return departure(team, solve(team), "ana", holders=holders, limits=Limits())


def bought(found: Departure) -> list[tuple[str, str, int]]:
    return [(one.offering, one.mode, one.price) for one in found.choices]


def test_seats_are_for_sale_beside_the_last_place_of_a_bought_cohort():
    # Two take the cohort for three, since their seats would cost 400 dollars.
    shared = course(
        "shared", price=20_000, cohort=Cohort(price=30_000, seats=3, max=1), teaches=(teaches(3),)
    )
    team = problem(shared, HOLDER, *near("cam", "eve"), *beginners("ben", "dan"), money=30_000)

    found = repair(team, holders=4)

    assert sorted(bought(found)) == [("shared", "cohort", 0), ("shared", "seat", 20_000)]
    assert (found.cost, found.lost[0].after) == (20_000, 4)
    assert (found.lost[0].repaired, found.most, found.cheapest) == (True, True, True)


def test_no_more_cohorts_are_bought_than_there_may_be():
    shared = course(
        "shared", price=None, cohort=Cohort(price=50_000, seats=1, max=1), teaches=(teaches(3),)
    )
    team = problem(shared, HOLDER, *near("cam"), *beginners("ben"), money=50_000)

    found = repair(team, holders=2)

    assert (found.choices, found.cost, found.lost[0].repaired) == ((), 0, False)


@pytest.mark.parametrize(
    ("most", "seats", "after"), [(2, None, 5), (1, None, 3), (2, 3, 3), (None, 4, 4)]
)
def test_a_further_cohort_comes_after_the_last_place_of_the_first(most, seats, after):
    shared = course(
        "shared", price=None, cohort=Cohort(price=30_000, seats=3, max=most), seats=seats,
        teaches=(teaches(3),),
    )  # fmt: skip
    staff = (*near("cam", "eve"), *beginners("ben", "dan", "fay"))
    team = problem(shared, HOLDER, *staff, money=30_000)

    found = repair(team, holders=5)

    assert [one.offering for one in found.choices] == ["shared"] * (after - 2)
    assert (found.cost, found.lost[0].after) == (30_000 * (after > 3), after)
    assert (found.most, found.cheapest) == (True, True)


def test_the_price_of_a_seat_is_that_of_so_many_with_those_of_the_plan():
    course_ = course("course", price=10_000, tiers=(Tier(start=2, price=2_000),))
    taught = replace(course_, teaches=(teaches(3),))
    team = problem(taught, HOLDER, *near("cam", "eve"), *beginners("ben"), money=4_000)

    found = repair(team, holders=3)

    assert bought(found) == [("course", "seat", 2_000)]
    assert (found.cost, found.lost[0].repaired) == (2_000, True)


def test_a_tier_further_up_counts_the_seats_of_the_plan():
    tiers = (Tier(start=2, price=8_000), Tier(start=3, price=5_000))
    taught = course("course", price=10_000, tiers=tiers, teaches=(teaches(3),))
    team = problem(taught, HOLDER, *near("cam"), *beginners("ben", "dan"), money=10_000)

    assert bought(repair(team, holders=2)) == [("course", "seat", 8_000)]
    assert bought(repair(team, holders=3)) == [("course", "seat", 5_000)] * 2


def test_nothing_is_claimed_where_either_of_two_cohorts_would_do_for_what_follows():
    basics = course(
        "basics", price=None, cohort=Cohort(price=30_000, seats=2), teaches=(teaches(2),)
    )
    after = course(
        "after", requires=(Requirement(offering="basics"),), teaches=(teaches(3, start=0),)
    )
    cam = learner("cam", levels={DATA: 1})
    team = problem(basics, after, HOLDER, cam, *beginners("ben", "dan"), money=30_000)
    assert taken(solve(team)) == {("cam", "basics"), ("cam", "after")}

    two, three = repair(team, holders=2), repair(team, holders=3)

    # Ben has the last place of the cohort; Dan would need another.
    assert (two.cost, two.lost[0].repaired, two.most, two.cheapest) == (0, True, True, True)
    assert (three.cost, three.lost[0].after, three.most) == (0, 2, False)


@st.composite
def offerings(draw, name: str) -> Offering:
    seat = draw(st.sampled_from((None, 100, 250, 0)))
    cohort = st.builds(
        Cohort,
        price=st.sampled_from((150, 300, 400)),
        seats=st.integers(1, 3),
        max=st.sampled_from((None, 1, 1, 2)),
    )
    tiers = draw(st.sampled_from(((), (2,), (3,), (2, 3))))
    return Offering(
        id=name,
        hours=draw(st.sampled_from((1, 2, 3))),
        price=seat,
        seats=draw(st.sampled_from((None, None, 2, 3))),
        cohort=draw(cohort if seat is None else st.one_of(st.none(), cohort, cohort)),
        tiers=tuple(Tier(start=one, price=seat // one) for one in tiers) if seat else (),
        costs=draw(st.sampled_from(((), (), (Cost(amount=30),)))),
        sessions=draw(st.sampled_from(((), (), ("mon",)))),
        teaches=(draw(st.sampled_from((teaches(3), teaches(3), teaches(2), teaches(3, start=2)))),),
    )


@st.composite
def teams(draw) -> Problem:
    staff = [HOLDER]
    for name in ("ben", "cam", "dan")[: draw(st.integers(2, 3))]:
        person = learner(
            name, hours=draw(st.sampled_from((2, 4, 8))), levels={DATA: draw(st.integers(0, 2))},
            cap=draw(st.sampled_from((None, None, 150, 300))),
        )  # fmt: skip
        staff.append(person if draw(st.booleans()) else replace(person, targets={}))
    money = draw(st.sampled_from((150, 300, 450, 700)))
    return problem(draw(offerings("one")), draw(offerings("two")), *staff, money=money)


def best_repair(team: Problem, plan: Result, holders: int) -> tuple[int, int]:
    """The most holders without ana and the least cost, of all that could be added to the plan."""
    staying = [one for one in team.people if one.id != "ana"]
    ways = [(None, "seat", "cohort")] * (len(staying) * len(team.offerings))
    best = (-1, 0)
    for modes in product(*ways):
        pairs = product([one.id for one in staying], [one.id for one in team.offerings])
        added = {pair: mode for pair, mode in zip(pairs, modes, strict=True) if mode}
        cost = cost_of(team, plan, added)
        if cost is not None and all(can_take(team, plan, one, added) for one in staying):
            held = sum(level_of(team, plan, one, added) >= 3 for one in staying)
            best = max(best, (min(held, holders), -cost))
    return best[0], -best[1]


def levels(person: Person, mine: list[Offering], level: int) -> int:
    return max([level, *(t.level for one in mine for t in one.teaches if t.start <= level)])


def level_of(team: Problem, plan: Result, person: Person, added: dict) -> int:
    """First the plan's offerings, then those of the repair."""
    theirs = [team.offering(one.offering) for one in plan.choices if one.person == person.id]
    mine = [team.offering(one) for who, one in added if who == person.id]
    return levels(person, mine, levels(person, theirs, person.level(DATA)))


def can_take(team: Problem, plan: Result, person: Person, added: dict) -> bool:
    before = [one.offering for one in plan.choices if one.person == person.id]
    mine = [one for who, one in added if who == person.id]
    both = [team.offering(one) for one in (*before, *mine)]
    sessions = [session for one in both for session in one.sessions]
    return (
        not {*before} & {*mine}
        and sum(one.hours for one in both) <= person.hours
        and len(sessions) == len({*sessions})
        and (person.cap is None or spent(team, plan, person, added) <= person.cap)
    )


def spent(team: Problem, plan: Result, person: Person, added: dict) -> int:
    theirs = sum(one.price + one.costs for one in plan.choices if one.person == person.id)
    return theirs + sum(
        place_cost(team, plan, one, mode, added)
        for (who, one), mode in added.items()
        if who == person.id
    )


def place_cost(team: Problem, plan: Result, name: str, mode: str, added: dict) -> int:
    offering = team.offering(name)
    seats = sum(one.offering == name and one.mode == "seat" for one in plan.choices)
    seats += sum(one == name and how == "seat" for (_, one), how in added.items())
    reached = [tier.price for tier in offering.tiers if tier.start <= seats]
    price = 0 if mode == "cohort" else (reached or [offering.price])[-1]
    return price + sum(cost.amount for cost in offering.costs)


def cost_of(team: Problem, plan: Result, added: dict) -> int | None:
    """None where seats or cohorts are passed, or something is not sold in such a way."""
    places = Counter(one.offering for one in plan.choices) + Counter(one for _, one in added)
    total = sum(place_cost(team, plan, one, how, added) if sold(team, one, how) else 10**9
                for (_, one), how in added.items())  # fmt: skip
    for one in team.offerings:
        if one.seats is not None and places[one.id] > one.seats:
            return None
        if one.cohort is not None:
            before = sum(each.offering == one.id and each.mode == "cohort" for each in plan.choices)
            now = before + sum(o == one.id and how == "cohort" for (_, o), how in added.items())
            count = -(-now // one.cohort.seats)
            if one.cohort.max is not None and count > one.cohort.max:
                return None
            total += one.cohort.price * (count - -(-before // one.cohort.seats))
    return total if total < 10**9 else None


def sold(team: Problem, name: str, mode: str) -> bool:
    offering = team.offering(name)
    return (offering.price if mode == "seat" else offering.cohort) is not None


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(teams(), st.integers(1, 3))
def test_no_repair_restores_more_or_as_much_for_less(team: Problem, holders: int):
    plan = solve(team)
    assume(plan.status == "optimal")
    found = departure(team, plan, "ana", holders=holders, limits=Limits())
    assume(found.lost)

    (lost,) = found.lost

    assert (found.most, found.cheapest) == (True, True)
    assert (min(lost.after, holders), found.cost) == best_repair(team, plan, holders)
    added = {(one.person, one.offering): one.mode for one in found.choices}
    assert cost_of(team, plan, added) == found.cost
    assert all(can_take(team, plan, one, added) for one in team.people if one.id != "ana")
