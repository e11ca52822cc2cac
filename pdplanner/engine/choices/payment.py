"""Which fund pays which line: the earlier funds of the problem first, to the cent."""

from collections.abc import Mapping

from pdplanner.engine.choices.funding import Purse
from pdplanner.engine.choices.plan import Plan
from pdplanner.engine.choices.purchase import cohort_mask, cohort_price, membership_mask
from pdplanner.engine.values.errors import UnsafePlan
from pdplanner.engine.values.problem import Problem
from pdplanner.engine.values.result import Choice, CohortCount, MembershipPurchase


class Cashier:
    """Hands out, line by line, what the split of a plan's bills gives each fund to pay."""

    def __init__(self, purse: Purse, bills: Mapping[int, int]) -> None:
        paid = purse.split(bills)
        if paid is None:
            raise UnsafePlan("the funds cannot pay this plan")
        self.purse = purse
        self.left = {mask: dict(sorted(funds.items())) for mask, funds in paid.items()}
        spent = dict.fromkeys(range(len(purse.ids)), 0)
        for funds in paid.values():
            for fund, cents in funds.items():
                spent[fund] += cents
        self.spend = {purse.ids[fund]: cents for fund, cents in spent.items()}

    def pay(self, bills: Mapping[int, int]) -> dict[str, int]:
        """Cents by fund for one line."""
        by_fund: dict[int, int] = {}
        for mask, amount in sorted(bills.items()):
            for fund, cents in self._draw(mask, amount).items():
                by_fund[fund] = by_fund.get(fund, 0) + cents
        return {self.purse.ids[fund]: by_fund[fund] for fund in sorted(by_fund)}

    def _draw(self, mask: int, amount: int) -> dict[int, int]:
        drawn = {}
        for fund, cents in self.left.get(mask, {}).items():
            part = min(cents, amount)
            if part:
                drawn[fund] = part
                amount -= part
        for fund, part in drawn.items():
            self.left[mask][fund] -= part
        return drawn


def choices(plan: Plan, cashier: Cashier) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            person=person,
            offering=offering,
            mode=place.mode,
            price=place.price,
            costs=place.cost - place.price,
            paid_by=cashier.pay(place.bills),
        )
        for (person, offering), place in plan.places.items()
    )


def cohorts(problem: Problem, plan: Plan, cashier: Cashier) -> tuple[CohortCount, ...]:
    counts = []
    for one, count in plan.cohorts.items():
        bill = {cohort_mask(problem, cashier.purse, one): cohort_price(problem, one) * count}
        counts.append(CohortCount(offering=one, count=count, paid_by=cashier.pay(bill)))
    return tuple(counts)


def memberships(problem: Problem, plan: Plan, cashier: Cashier) -> tuple[MembershipPurchase, ...]:
    bought = []
    for one in plan.memberships:
        mask = membership_mask(problem, cashier.purse, one)
        paid_by = cashier.pay({mask: problem.membership_by_id[one].price})
        bought.append(MembershipPurchase(membership=one, paid_by=paid_by))
    return tuple(bought)
