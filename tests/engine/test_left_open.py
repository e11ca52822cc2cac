"""What stays open, and the first thing that stands in the way."""

from dataclasses import replace

import pytest

from pdplanner.engine import Cohort, MemberPrice, Membership, solve
from pdplanner.engine.choices import learning
from pdplanner.engine.explaining import explain
from pdplanner.engine.explaining.left_open import OpenLevel, left_open
from tests.engine.instances import DATA, SAFETY, course, learner, problem, teaches, wants

ANA = learner(targets={DATA: wants(1)})
DEAR = course("dear", price=90_000, teaches=(teaches(1),))
SAFE = course("safe", price=60_000, teaches=(teaches(1, SAFETY),))
BOTH = replace(ANA, targets={DATA: wants(1), SAFETY: wants(1, weight=9)})

CAUSES = {
    "no offering": problem(course(teaches=(teaches(1, SAFETY),)), ANA),
    "rules": problem(course(teaches=(teaches(2, start=1),)), ANA),
    "hours": problem(course(hours=6), replace(SAFE, hours=6), BOTH),
    "money": problem(DEAR, SAFE, BOTH),
    "places": problem(
        course(sessions=("mon",)), course("safe", teaches=(teaches(1, SAFETY),), sessions=("mon",)),
        BOTH,
    ),
}  # fmt: skip


@pytest.mark.parametrize("cause", CAUSES)
def test_each_open_level_has_its_cause(cause):
    team = CAUSES[cause]

    (found,) = left_open(team, solve(team))

    assert found == OpenLevel(
        person="ana",
        indicator=DATA,
        level=1,
        points=5,
        cause=cause,
        full=("course",) if cause == "places" else (),
    )


def test_excluded_or_refused_by_every_fund_is_a_rule():
    team = problem(replace(DEAR, funds=()), course(), replace(ANA, excluded=("course",)))

    assert [one.cause for one in left_open(team, solve(team))] == ["rules"]


def test_the_hours_of_a_term_that_are_taken_are_the_cause():
    full = course("full", hours=2, term="fall", teaches=(teaches(1, SAFETY),))
    team = problem(course(hours=1, term="fall"), full, replace(BOTH, term_hours={"fall": 2}))

    (found,) = left_open(team, solve(team))

    assert (found.indicator, found.cause) == (DATA, "hours")


def test_places_that_are_all_gone_are_the_cause():
    team = problem(course(seats=0), ANA)

    assert [one.cause for one in left_open(team, solve(team))] == ["places"]


def test_a_used_up_allowance_is_a_rule():
    cheap = course("cheap", price=60_000, teaches=(teaches(1, SAFETY),))
    team = problem(replace(DEAR, price=60_000), cheap, replace(BOTH, cap=100_000), money=10**6)

    assert [one.cause for one in left_open(team, solve(team))] == ["rules"]


def test_a_cohort_that_the_funds_cannot_pay_is_money():
    sold = course("sold", price=None, cohort=Cohort(price=500_000, seats=10))

    assert [one.cause for one in left_open(problem(sold, ANA), solve(problem(sold, ANA)))] == [
        "money"
    ]


def test_levels_of_one_indicator_have_causes_of_their_own():
    low = course("low", teaches=(teaches(1),))
    dear = course("dear", price=10**6, teaches=(teaches(2),))
    team = problem(low, dear, learner())

    open_ones = left_open(team, solve(team))

    assert [(one.level, one.cause) for one in open_ones] == [(2, "money"), (3, "no offering")]


def test_open_levels_and_closed_points_make_the_whole_gap(busy_team):
    result = solve(busy_team)

    points = sum(one.points for one in left_open(busy_team, result))

    closed = sum(one.closed for one in explain.person_totals(busy_team, result))
    assert points + closed == sum(learning.open_points(one) for one in busy_team.people)


def test_a_membership_that_the_funds_do_not_pay_is_a_matter_of_money():
    club = Membership(id="club", price=50_000)
    member = MemberPrice(membership="club", price=10_000)
    team = problem(replace(DEAR, member=member), SAFE, BOTH, memberships=(club,))

    assert [one.cause for one in left_open(team, solve(team))] == ["money"]
