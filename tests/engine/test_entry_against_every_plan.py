"""The price of entry against an oracle that tries every plan at that price and a dollar above."""

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings

from pdplanner.engine import Limits, Problem, solve
from pdplanner.engine.studies import entry
from tests.engine.exhaustive import best_plan
from tests.engine.random_problems import problems

SOME = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
DOLLAR = 100


def bought_at(problem: Problem, person: str, offering: str, cents: int) -> int | None:
    """The best value where the person must take the offering at this price, by every plan."""
    first = problem.offering(offering)
    own = replace(
        first, id="own", price=cents, costs=(), cohort=None, member=None, tiers=(), seats=None
    )
    people = tuple(
        replace(one, pinned=(*one.pinned, "own"), excluded=(*one.excluded, offering))
        if one.id == person
        else replace(one, excluded=(*one.excluded, "own"))
        for one in problem.people
    )
    best = best_plan(replace(problem, offerings=(*problem.offerings, own), people=people))
    return None if best is None else best.value


@SOME
@given(problems())
def test_a_dollar_more_than_the_price_of_entry_makes_the_plan_worse(problem: Problem):
    person, offering = problem.people[0], problem.offerings[0]
    plan = solve(problem)
    assume(plan.status == "optimal")
    assume(offering.seats is None and not offering.tiers)
    assume(offering.id not in (*person.done, *person.excluded, *person.pinned))
    assume(all(not one.requires for one in problem.offerings))

    found = entry(problem, plan, [person.id], offering.id, Limits())

    as_gift = bought_at(problem, person.id, offering.id, 0)
    if found is None:
        assert as_gift is None
        return
    assert as_gift is not None
    assert found.proven
    if found.cents is None:
        assert as_gift == plan.value - found.short
        return
    assert (bought_at(problem, person.id, offering.id, found.cents) or 0) >= plan.value
    dearer = bought_at(problem, person.id, offering.id, found.cents + DOLLAR)
    assert dearer is None or dearer < plan.value


@SOME
@given(problems())
def test_the_price_of_entry_is_that_of_the_person_for_whom_it_may_cost_most(problem: Problem):
    offering, plan = problem.offerings[0], solve(problem)
    assume(plan.status == "optimal")
    everybody = [one.id for one in problem.people]

    found = entry(problem, plan, everybody, offering.id, Limits())

    alone = [entry(problem, plan, [one], offering.id, Limits()) for one in everybody]
    known = [one for one in alone if one is not None]
    if not known:
        assert found is None
        return
    assert found is not None
    prices = [one.cents for one in known if one.cents is not None]
    assert found.cents == (max(prices) if prices else None)
    if prices:
        assert found.cents == next(one.cents for one in known if one.person == found.person)
    else:
        assert found.short == min(one.short for one in known)
