"""How offerings with several prices are bought, and memberships beside them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from pdplanner import engine
from pdplanner.plans.items.memberships import KnownMembership
from pdplanner.plans.planner.report_figures import MembershipFigures, PriceStructure


def price_structures(problem: engine.Problem, result: engine.Result) -> tuple[PriceStructure, ...]:
    """The planned offerings that are sold by the cohort too, or only so."""
    taken = Counter((choice.offering, choice.mode) for choice in result.choices)
    offerings = {offering for offering, _ in taken}
    found = []
    for one in sorted(offerings, key=int):
        offering = problem.offering(one)
        if offering.cohort is not None:
            found.append(
                PriceStructure(
                    offering_id=int(one),
                    seats=taken[one, "seat"] + taken[one, "member"],
                    cohort_places=taken[one, "cohort"],
                    seat_cents=offering.price,
                    cohort_cents=offering.cohort.price,
                    pays_from=_pays_from(offering.price, offering.cohort),
                )
            )
    return tuple(found)


def _pays_from(seat: int | None, cohort: engine.Cohort) -> int | None:
    if seat is None:
        return 1
    people = -(-cohort.price // seat) if seat else None
    return people if people is not None and people <= cohort.seats else None


def membership_figures(
    problem: engine.Problem, result: engine.Result, known: Mapping[int, KnownMembership]
) -> tuple[MembershipFigures, ...]:
    """The memberships that the plan buys, or takes places beside that would be cheaper with."""
    bought = {one.membership for one in result.memberships}
    found = []
    for one in problem.memberships:
        savings = sorted(_savings(problem, result, one.id), reverse=True)
        if savings or known[int(one.id)].paid_cents:
            found.append(
                MembershipFigures(
                    provider=known[int(one.id)].provider,
                    cents=known[int(one.id)].price_cents,
                    paid_cents=known[int(one.id)].paid_cents,
                    bought=one.id in bought,
                    places=len(savings),
                    pays_from=_places_until(one.price, savings),
                )
            )
    return tuple(found)


def _savings(problem: engine.Problem, result: engine.Result, membership: str) -> Iterator[int]:
    """What each place saves with the membership, or would save."""
    for choice in result.choices:
        offering = problem.offering_by_id[choice.offering]
        member = offering.member
        if member is not None and member.membership == membership and choice.mode != "cohort":
            yield (offering.price or 0) - member.price


def _places_until(cents: int, savings: Sequence[int]) -> int | None:
    """From how many places the savings cover an amount: the largest first, then more like it."""
    for places, saved in enumerate(accumulate(savings, initial=0)):
        if saved >= cents:
            return places
    return len(savings) - (sum(savings) - cents) // savings[0] if savings else None
