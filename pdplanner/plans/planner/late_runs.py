"""Places in runs that begin once some money has ended: no more than the rest of it can pay.

In which run a place is, the search does not know. It knows how many places there are, and of what
has runs after the last day of a fund that may pay it these are only those that can be paid.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pdplanner import engine
from pdplanner.plans.planner.attendance import open_runs
from pdplanner.plans.planner.report_figures import LateRuns
from pdplanner.plans.planner.team_inputs import TeamInputs

Funds = tuple[str, ...] | None
Places = int | None
"""None is any number."""


def late_runs(inputs: TeamInputs, problem: engine.Problem) -> tuple[LateRuns, ...]:
    """The offerings with several runs of which a fund that may pay them ends before the last."""
    return tuple(_late_runs(inputs, problem))


def _late_runs(inputs: TeamInputs, problem: engine.Problem) -> Iterator[LateRuns]:
    last = {str(fund.id): fund.spend_by for fund in inputs.funds}
    for offering in problem.offerings:
        runs = sorted(open_runs(inputs, int(offering.id)), key=lambda run: run.starts_on)
        payers = [one for one in _payers(problem, offering) if runs]
        if len(runs) > 1 and any(last[one] < runs[-1].starts_on for one in payers):
            yield LateRuns(
                offering_id=int(offering.id),
                seats=offering.seats,
                runs=tuple(
                    (
                        run.seats,
                        tuple(one.id for one in problem.funds if last[one.id] >= run.starts_on),
                    )
                    for run in runs
                ),
            )


def with_places_paid(
    problem: engine.Problem, late: Iterable[LateRuns], *, unlimited: bool = False
) -> engine.Problem:
    """The problem with as many places as its money can pay in such runs.

    `unlimited` counts every run as one with room for all.
    """
    found = {str(one.offering_id): one for one in late}
    if not found:
        return problem
    return replace(
        problem,
        offerings=tuple(
            replace(one, seats=_seats(problem, one, found[one.id], unlimited=unlimited))
            if one.id in found
            else one
            for one in problem.offerings
        ),
    )


def bound_by_money(problem: engine.Problem, late: Iterable[LateRuns]) -> set[int]:
    """Return the offerings of whose places no money pays some: the problem has fewer."""
    bound = set()
    for one in late:
        seats = problem.offering(str(one.offering_id)).seats
        if seats is not None and (one.seats is None or seats < one.seats):
            bound.add(one.offering_id)
    return bound


def _seats(
    problem: engine.Problem, offering: engine.Offering, late: LateRuns, *, unlimited: bool
) -> Places:
    """Of the runs from each one on, no more places than the money that lasts until it pays."""
    paid: Places = 0
    for seats, funds in reversed(late.runs):
        room = None if paid is None or seats is None or unlimited else paid + seats
        paid = _fewer(room, _payable(problem, offering, funds))
    there = None if unlimited else late.seats
    # More than there are people is no limit.
    return there if paid is None or paid >= len(problem.people) else _fewer(there, paid)


def _payable(problem: engine.Problem, offering: engine.Offering, funds: Funds) -> Places:
    """How many places these funds could pay if they paid nothing else."""
    ways: list[Places] = []
    if offering.price is not None:
        least = min(price for _start, price in offering.tier_prices)
        ways.append(_singly(problem, offering, least, funds))
    if offering.member is not None:
        ways.append(_singly(problem, offering, offering.member.price, funds))
    if offering.cohort is not None:
        ways.append(_together(problem, offering, offering.cohort, funds))
    total: Places = 0
    for way in ways:
        total = None if total is None or way is None else total + way
    for cost in offering.costs:
        total = _fewer(total, _times(_held(problem, cost.funds, funds), cost.amount))
    return total


def _singly(problem: engine.Problem, offering: engine.Offering, price: int, funds: Funds) -> Places:
    places = _times(_held(problem, offering.funds, funds), price)
    every = _held(problem, _payers(problem, offering), funds)
    return _fewer(places, _times(every, price + offering.place_costs))


def _together(
    problem: engine.Problem, offering: engine.Offering, cohort: engine.Cohort, funds: Funds
) -> Places:
    payers = offering.funds if cohort.funds is None else cohort.funds
    count = _fewer(_times(_held(problem, payers, funds), cohort.price), cohort.max)
    return None if count is None else count * cohort.seats


def _payers(problem: engine.Problem, offering: engine.Offering) -> tuple[str, ...]:
    """The funds that may pay any part of it."""
    lists = [offering.funds, *(cost.funds for cost in offering.costs)]
    if offering.cohort is not None:
        lists.append(offering.cohort.funds)
    every = tuple(fund.id for fund in problem.funds)
    return tuple(one for one in every if any(names is None or one in names for names in lists))


def _held(problem: engine.Problem, *lists: Funds) -> int:
    return sum(
        fund.amount
        for fund in problem.funds
        if all(names is None or fund.id in names for names in lists)
    )


def _times(money: int, price: int) -> Places:
    return money // price if price else None


def _fewer(one: Places, other: Places) -> Places:
    return other if one is None else one if other is None else min(one, other)
