"""The amounts along the curve: every fund in its share, up to where money stops helping."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pdplanner import engine
from pdplanner.engine import studies
from pdplanner.engine.values.plenty import with_amounts

FAR = 3
"""Times the least money that closes the most: uneven shares are followed no further."""
HUNDRED = 100


@dataclass(frozen=True, kw_only=True)
class Along:
    """Where money stops helping, and how far the curve goes to show it.

    `shares` weigh each fund: by the money that is set in it or, where none is, by what it spends
    where money stops helping. `reach` are the cents of all funds together at which the curve ends,
    `top` and `top_bound` what it can close at most in these shares (tenths).
    """

    enough: studies.Enough
    shares: Mapping[str, int]
    reach: int
    top: int
    top_bound: int

    def as_answer(self) -> dict[str, Any]:
        """As `read_along` has it."""
        return {
            **asdict(self.enough),
            "shares": dict(self.shares),
            "reach": self.reach,
            "top": self.top,
            "top_bound": self.top_bound,
        }


def along(problem: engine.Problem, with_all_places: engine.Problem, limits: engine.Limits) -> Along:
    """Return the curve of a problem, whose places may be more with money without end."""
    enough = studies.enough(with_all_places, limits)
    amounts = {one.id: one.amount for one in problem.funds if one.amount}
    if not amounts:
        return Along(
            enough=enough,
            shares=enough.spend,
            reach=sum(enough.spend.values()),
            top=enough.value,
            top_bound=enough.bound,
        )
    here = enough
    if len(amounts) < len(problem.funds):
        here = studies.enough(with_all_places, limits, only=amounts.keys())
    return Along(
        enough=enough,
        shares=amounts,
        reach=_reach(amounts, here),
        top=here.value,
        top_bound=here.bound,
    )


def at(problem: engine.Problem, curve: Mapping[str, Any], percent: int) -> engine.Problem:
    """The problem with so much of the curve's whole money; `curve` is `Along` as an answer."""
    shares: Mapping[str, int] = curve["shares"]
    whole = sum(shares.values()) * HUNDRED
    money = curve["reach"] * percent
    amounts = {
        one.id: _up(shares.get(one.id, 0) * money, whole) if whole else 0 for one in problem.funds
    }
    return with_amounts(problem, amounts)


def _reach(amounts: Mapping[str, int], here: studies.Enough) -> int:
    """Where every fund has what the best plan spends of it; all that is set where none helps."""
    whole = sum(amounts.values())
    needed = [_up(cents * whole, amounts[fund]) for fund, cents in here.spend.items()]
    return min(max(needed), FAR * here.cost) if needed else whole


def _up(amount: int, parts: int) -> int:
    """Divide, and round up to the cent."""
    return -(-amount // parts)
