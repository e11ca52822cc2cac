"""Prices, cohorts, memberships, tiers, other costs, and who pays them."""

import pytest

from pdplanner.engine import Cohort, Cost, Fund, MemberPrice, Membership, Tier, solve
from tests.engine.instances import DATA, course, learner, modes, problem, taken, teaches, wants

NAMES = ("ana", "ben", "cleo")
TWO_FUNDS = (Fund(id="local", amount=300), Fund(id="title", amount=500))


def team(*offerings, money=100_000, **changes):
    return problem(*offerings, *[learner(name) for name in NAMES], money=money, **changes)


def test_money_goes_where_it_closes_most():
    dear = course("dear", price=1_000, teaches=(teaches(3),))
    people = [
        learner("ana", targets={DATA: wants(weight=2)}),
        learner("ben", targets={DATA: wants(weight=9)}),
    ]

    result = solve(problem(dear, *people, money=1_999))

    assert (taken(result), result.cost) == ({("ben", "dear")}, 1_000)


def test_a_cohort_is_bought_when_seats_cost_more():
    workshop = course(price=400, cohort=Cohort(price=1_000, seats=3))

    result = solve(team(workshop))

    assert modes(result) == ["cohort"] * 3
    assert [(one.offering, one.count) for one in result.cohorts] == [("course", 1)]
    assert result.cost == 1_000


def test_a_cohort_and_seats_may_stand_beside_each_other():
    workshop = course(price=400, cohort=Cohort(price=700, seats=2))

    result = solve(team(workshop))

    assert modes(result) == ["cohort", "cohort", "seat"]
    assert result.cost == 1_100


def test_no_more_cohorts_are_bought_than_allowed():
    workshop = course(price=400, cohort=Cohort(price=300, seats=1, max=2))

    result = solve(team(workshop))

    assert modes(result) == ["cohort", "cohort", "seat"]


def test_an_offering_may_be_sold_by_the_cohort_only():
    result = solve(team(course(price=None, cohort=Cohort(price=900, seats=3))))

    assert (modes(result), result.cost) == (["cohort"] * 3, 900)


def test_seats_count_seat_and_cohort_places_together():
    workshop = course(price=400, seats=2, cohort=Cohort(price=100, seats=1, max=1))

    result = solve(team(workshop))

    assert modes(result) == ["cohort", "seat"]


def test_a_cap_counts_no_share_of_a_cohort_but_the_costs_of_its_place():
    travel = (Cost(amount=300),)
    workshop = course(price=None, cohort=Cohort(price=9_000, seats=5), costs=travel)
    people = [learner("ana", cap=299), learner("ben", cap=300)]

    result = solve(problem(workshop, *people))

    assert taken(result) == {("ben", "course")}
    assert result.cost == 9_300


@pytest.mark.parametrize(("dues", "paid", "mode"), [(500, 1_100, "member"), (700, 1_200, "seat")])
def test_a_membership_is_bought_when_it_pays_back(dues, paid, mode):
    club = Membership(id="club", price=dues)
    priced = course(price=400, member=MemberPrice(membership="club", price=200))

    result = solve(team(priced, memberships=(club,)))

    assert (result.cost, modes(result)) == (paid, [mode] * 3)


def test_a_tier_lowers_the_price_of_every_seat():
    result = solve(team(course(price=400, tiers=(Tier(start=3, price=100),)), money=300))

    assert [choice.price for choice in result.choices] == [100, 100, 100]


def test_a_tier_that_is_not_reached_changes_nothing():
    result = solve(team(course(price=400, tiers=(Tier(start=4, price=100),)), money=900))

    assert [choice.price for choice in result.choices] == [400, 400]


def test_only_a_fund_of_both_offering_and_person_pays_a_seat():
    priced = course(price=100, funds=("title",))
    people = [learner("ana", funds=("local",)), learner("ben", funds=("local", "title"))]

    result = solve(problem(priced, *people, funds=TWO_FUNDS))

    assert taken(result) == {("ben", "course")}
    assert result.fund_spend == {"local": 0, "title": 100}


def test_costs_are_paid_from_their_own_funds():
    travel = (Cost(amount=300, funds=("local",)),)
    conference = course(price=500, funds=("title",), costs=travel)

    result = solve(problem(conference, learner(), funds=TWO_FUNDS))

    (choice,) = result.choices
    assert choice.paid_by == {"local": 300, "title": 500}
    assert (choice.price, choice.costs) == (500, 300)


def test_a_cohort_is_paid_from_the_offerings_funds_whatever_the_persons():
    workshop = course(price=None, funds=("title",), cohort=Cohort(price=500, seats=3))

    result = solve(problem(workshop, learner(funds=("local",)), funds=TWO_FUNDS))

    assert result.cohorts[0].paid_by == {"title": 500}


def test_nothing_needs_no_fund():
    result = solve(problem(course(funds=()), learner(funds=()), funds=()))

    assert taken(result) == {("ana", "course")}


def test_no_fund_may_pay_means_not_taken():
    result = solve(problem(course(price=1, funds=()), learner()))

    assert taken(result) == set()


def test_the_first_fund_of_the_problem_is_spent_first():
    result = solve(team(course(price=200), funds=TWO_FUNDS))

    assert result.fund_spend == {"local": 300, "title": 300}
    assert [choice.paid_by for choice in result.choices] == [
        {"local": 200},
        {"local": 100, "title": 100},
        {"title": 200},
    ]


def test_an_earlier_fund_steps_aside_for_what_only_it_may_pay():
    anywhere = course("anywhere", price=300, hours=1)
    local_only = course(
        "local-only", price=300, hours=1, funds=("local",), teaches=(teaches(3),), seats=1
    )
    ben = learner("ben", targets={DATA: wants(level=2)}, excluded=("local-only",))

    result = solve(problem(anywhere, local_only, learner(), ben, funds=TWO_FUNDS))

    paid = {choice.offering: choice.paid_by for choice in result.choices}
    assert paid == {"anywhere": {"title": 300}, "local-only": {"local": 300}}


def test_many_overlapping_funds_are_shared_out_exactly():
    funds = tuple(Fund(id=f"f{n:02}", amount=10) for n in range(22))
    pairs = [
        course(f"c{n:02}", hours=0, price=15, funds=(f"f{n:02}", f"f{n + 1:02}"), teaches=())
        for n in range(21)
    ]
    alone = [
        course(f"d{n:02}", hours=0, price=9, funds=(f"f{n:02}",), teaches=()) for n in range(22)
    ]
    targets = {f"I.A.{n}": wants(level=1, weight=1) for n in range(43)}
    useful = [
        course(one.id, hours=0, price=one.price, funds=one.funds, teaches=(teaches(1, code),))
        for one, code in zip([*pairs, *alone], targets, strict=True)
    ]

    result = solve(problem(*useful, learner(targets=targets), funds=funds))

    assert (result.status, result.value) == ("optimal", 22)
    assert {choice.price for choice in result.choices} == {9}
