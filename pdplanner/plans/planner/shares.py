"""What is bought once for several places, a cohort or a membership, shared out to these."""

from collections import Counter
from collections.abc import Iterator, Mapping

from pdplanner import engine

Purchase = tuple[str, str]
"""Mode, and the offering or the membership."""


class Shares:
    """Each purchase over its places, to the cent: the first ones bear what is left over.

    What the funds pay for it together is taken out of their money in their order.
    """

    def __init__(self, problem: engine.Problem, result: engine.Result) -> None:
        self._offerings = problem.offering_by_id
        self._money = {("cohort", one.offering): dict(one.paid_by) for one in result.cohorts}
        self._money |= {("member", one.membership): dict(one.paid_by) for one in result.memberships}
        places = Counter(self._purchase(choice) for choice in result.choices)
        self._shares = {
            one: _even(sum(paid.values()), places[one]) for one, paid in self._money.items()
        }

    def next_of(self, choice: engine.Choice) -> Mapping[str, int]:
        """Cents by fund of the next place; empty where it is a seat of its own."""
        purchase = self._purchase(choice)
        if purchase not in self._money:
            return {}
        return _taken(self._money[purchase], next(self._shares[purchase]))

    def _purchase(self, choice: engine.Choice) -> Purchase:
        member = self._offerings[choice.offering].member
        if choice.mode == "member" and member is not None:
            return choice.mode, member.membership
        return choice.mode, choice.offering


def _even(cents: int, places: int) -> Iterator[int]:
    each, over = divmod(cents, places) if places else (0, 0)
    return iter([each + (place < over) for place in range(places)])


def _taken(money: dict[str, int], cents: int) -> dict[str, int]:
    """Take an amount out of what the funds pay together, the first funds' money first."""
    taken = {}
    for fund, left in money.items():
        taken[fund] = min(left, cents)
        money[fund] -= taken[fund]
        cents -= taken[fund]
    return taken
