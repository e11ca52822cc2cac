"""What is bought for everybody at once: cohorts and memberships, and who pays them."""

from collections.abc import Mapping

from pdplanner.engine.choices.funding import Purse, add_bills
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Mode


def shared_bills(
    problem: Problem, purse: Purse, cohorts: Mapping[str, int], memberships: tuple[str, ...]
) -> dict[int, int]:
    """What cohorts and memberships cost, by set of funds."""
    bills = [
        {cohort_mask(problem, purse, one): cohort_price(problem, one) * count}
        for one, count in cohorts.items()
    ]
    for one in memberships:
        membership = problem.membership_by_id[one]
        bills.append({membership_mask(problem, purse, one): membership.price})
    return add_bills(*bills)


def cohort_mask(problem: Problem, purse: Purse, offering_id: str) -> int:
    """The funds of a cohort: its own, or else those of its offering."""
    offering = problem.offering_by_id[offering_id]
    own = offering.cohort.funds if offering.cohort is not None else None
    return purse.mask(offering.funds if own is None else own)


def cohort_price(problem: Problem, offering_id: str) -> int:
    cohort = problem.offering_by_id[offering_id].cohort
    return 0 if cohort is None else cohort.price


def most_cohorts(problem: Problem, offering_id: str) -> int:
    """The most cohorts that may be bought: by default as many as everybody would fill."""
    cohort = problem.offering_by_id[offering_id].cohort
    if cohort is None:
        return 0
    fill = -(-len(problem.people) // cohort.seats)
    return fill if cohort.max is None else min(cohort.max, fill)


def membership_mask(problem: Problem, purse: Purse, membership_id: str) -> int:
    return purse.mask(problem.membership_by_id[membership_id].funds)


def can_buy(problem: Problem, purse: Purse, place_of: str, mode: Mode) -> bool:
    """Whether what a place in this mode rests on can be bought at all."""
    offering = problem.offering_by_id[place_of]
    if mode == "cohort":
        price, mask = cohort_price(problem, place_of), cohort_mask(problem, purse, place_of)
        return most_cohorts(problem, place_of) > 0 and price <= purse.amount(mask)
    if mode == "member" and offering.member is not None:
        one = offering.member.membership
        mask = membership_mask(problem, purse, one)
        return problem.membership_by_id[one].price <= purse.amount(mask)
    return True
