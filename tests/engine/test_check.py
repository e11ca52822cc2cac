"""The independent check accepts solved plans and catches whatever is changed in them."""

from dataclasses import replace

import pytest

from pdplanner.engine import (
    BenchGoal,
    Choice,
    Cohort,
    Cost,
    Cover,
    Fund,
    MemberPrice,
    Membership,
    Reason,
    Requirement,
    Result,
    check,
    greedy,
    solve,
)
from tests.engine.instances import DATA, course, learner, problem, teaches

FUNDS = (Fund(id="local", amount=1_000), Fund(id="title", amount=400))

TEAM = problem(
    course(
        "seat", price=300, funds=("title",), costs=(Cost(amount=50, funds=("local",)),), seats=1
    ),
    course(
        "cohort",
        price=None,
        hours=2,
        cohort=Cohort(price=500, seats=2, max=1),
        teaches=(teaches(3),),
    ),
    course("member", hours=1, price=90, member=MemberPrice(membership="club", price=10)),
    course("needy", hours=1, requires=(Requirement(offering="member"),), sessions=("mon",)),
    course("clash", hours=1, sessions=("mon",)),
    course("long", hours=9),
    course("fall", hours=2, term="fall"),
    course("wed", hours=1, sessions=("wed",)),
    learner("ana", pinned=("seat", "cohort")),
    learner("ben", pinned=("cohort",), cap=100, excluded=("seat",)),
    learner("cleo", pinned=("member",), floor=10, done=("clash",)),
    learner("dan", pinned=("member",), term_hours={"fall": 1}, busy=("wed",)),
    funds=FUNDS,
    memberships=(Membership(id="club", price=100),),
    bench=(BenchGoal(indicator=DATA, level=3, holders=2, reward=4),),
    cover=(Cover(people=("ana", "ben"), session="mon", away=0),),
)
PLAN = solve(TEAM)


def test_a_solved_plan_passes():
    assert PLAN.status == "optimal"
    assert {choice.mode for choice in PLAN.choices} == {"seat", "cohort", "member"}
    assert check(TEAM, PLAN) == []


def test_the_rule_of_thumb_passes(busy_team):
    baseline = greedy(busy_team)

    assert check(busy_team, baseline) == []
    assert 0 < baseline.value <= solve(busy_team).value <= baseline.bound


def test_the_rule_of_thumb_is_called_the_best_where_nothing_stays_open():
    team = problem(course(), learner())

    baseline = greedy(team)

    assert (baseline.status, baseline.layers) == ("optimal", ("value",))
    assert check(team, baseline) == []


def choice(person, offering):
    return next(c for c in PLAN.choices if (c.person, c.offering) == (person, offering))


def without(person, offering):
    return replace(PLAN, choices=tuple(c for c in PLAN.choices if c != choice(person, offering)))


def adding(person, offering, **values):
    extra = Choice(person=person, offering=offering, **{"mode": "seat", "price": 0, **values})
    return replace(PLAN, choices=(*PLAN.choices, extra))


def changing(person, offering, **values):
    old = choice(person, offering)
    changed = (replace(c, **values) if c == old else c for c in PLAN.choices)
    return replace(PLAN, choices=tuple(changed))


COHORTS, CLUB = PLAN.cohorts[0], PLAN.memberships[0]

MUTATIONS = {
    "value": (replace(PLAN, value=PLAN.value + 1, bound=PLAN.bound + 1), "The value is"),
    "bound": (replace(PLAN, bound=PLAN.value - 1), "is above the bound"),
    "optimal": (replace(PLAN, bound=PLAN.value + 1), "is called optimal"),
    "feasible": (
        replace(PLAN, status="feasible", layers=()),
        f"is called feasible, its value is the bound {PLAN.bound}",
    ),
    "layers": (
        replace(PLAN, layers=("value", "cost")),
        "layers are value, cost, not",
    ),
    "no layers": (replace(PLAN, layers=()), "called optimal and its value is not proven"),
    "layers of a guess": (
        replace(PLAN, status="feasible", bound=PLAN.value + 1),
        "called feasible and its value is proven",
    ),
    "reasons": (
        replace(PLAN, reasons=(Reason(rule="floor", text="No."),)),
        "has a plan, and reasons why there is none",
    ),
    "a fund of nobody": (
        replace(PLAN, fund_spend={**PLAN.fund_spend, "gone": 0}),
        "gone pays something and is no fund",
    ),
    "cohort twice": (replace(PLAN, cohorts=PLAN.cohorts * 2), "cohort is bought in 2 lines"),
    "no cohort": (replace(PLAN, cohorts=(replace(PLAN.cohorts[0], count=0),)), "0 cohorts of"),
    "bench": (replace(PLAN, bench_value=0), "The bench reward is 8"),
    "cost": (replace(PLAN, cost=PLAN.cost - 1), "the result says"),
    "hours": (replace(PLAN, hours=1.0), "the result says 1.0"),
    "spend": (replace(PLAN, fund_spend={}), "pays"),
    "pin": (without("ana", "seat"), "seat is pinned for ana and not taken"),
    "floor": (without("cleo", "member"), "cleo closes 0 points, the floor is 10"),
    "excluded": (adding("ben", "seat"), "seat is excluded for ben"),
    "seats": (adding("dan", "seat"), "seat is taken by 2 people and has 1 seats"),
    "done": (adding("cleo", "clash"), "cleo has done clash"),
    "requirement": (adding("ben", "needy"), "ben takes needy without member"),
    "long": (adding("dan", "long"), "dan takes 10 hours of 8"),
    "busy": (adding("dan", "wed"), "dan is in session wed 2 times"),
    "term": (adding("dan", "fall"), "dan takes 2 hours of 1 in term fall"),
    "twice": (adding("ana", "cohort", mode="cohort"), "ana takes cohort 2 times"),
    "session": (adding("dan", "needy", mode="seat"), "dan is in session mon 2 times"),
    "cover": (adding("ben", "clash"), "1 are away in session mon, at most 0"),
    "cap": (adding("ben", "member", price=101), "ben costs 101 cents, the cap is 100"),
    "price": (changing("ana", "seat", price=299), "seat for ana has price 300"),
    "costs": (changing("ana", "seat", costs=0), "seat for ana has other costs of 50"),
    "mode": (changing("ana", "seat", mode="cohort"), "which it is not sold in"),
    "payer": (changing("ana", "seat", paid_by={"local": 350}), "from funds that may not pay it"),
    "short": (changing("ana", "seat", paid_by={"title": 300}), "costs 350 cents and is paid 300"),
    "negative": (
        changing("ana", "seat", paid_by={"title": 400, "local": -50}),
        "is paid a negative amount",
    ),
    "cohorts": (replace(PLAN, cohorts=()), "2 places of cohort do not fit 0 cohorts"),
    "cohort max": (
        replace(PLAN, cohorts=(replace(COHORTS, count=2),)),
        "2 cohorts of cohort are bought, at most 1 may be",
    ),
    "membership": (replace(PLAN, memberships=()), "without membership"),
    "unknown person": (adding("eva", "seat"), "eva is chosen for and no person"),
    "unknown offering": (adding("ana", "gone"), "gone is chosen and no offering"),
    "unknown cohort": (
        replace(PLAN, cohorts=(replace(COHORTS, offering="seat"),)),
        "no cohort price",
    ),
    "unknown club": (replace(PLAN, memberships=(replace(CLUB, membership="x"),)), "no membership"),
    "no reason": (Result(status="impossible"), "impossible without a reason"),
    "still taking": (
        replace(PLAN, status="impossible", reasons=(Reason(rule="r", text="t"),)),
        "impossible and still takes",
    ),
    "still worth something": (
        Result(status="impossible", value=1, bound=1, reasons=(Reason(rule="r", text="t"),)),
        "impossible and still has value",
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_changed_plan_is_caught_in_a_sentence(name):
    mutated, sentence = MUTATIONS[name]

    violations = check(TEAM, _with_clash_for_dan(mutated) if name == "session" else mutated)

    assert any(sentence in one for one in violations), violations


def _with_clash_for_dan(result):
    clash = Choice(person="dan", offering="clash", mode="seat", price=0)
    return replace(result, choices=(*result.choices, clash))


def test_a_fund_that_pays_more_than_it_holds_is_caught():
    poorer = replace(TEAM, funds=(FUNDS[0], Fund(id="title", amount=299)))

    violations = check(poorer, PLAN)

    assert "title pays 300 cents and holds 299." in violations
