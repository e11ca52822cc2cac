"""One offering for one person, and the ways in which a place in it can be had."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pdplanner.engine.values.offering import Offering
from pdplanner.engine.values.result import Mode


@dataclass(frozen=True, kw_only=True)
class Place:
    """A way to take an offering: its price, and the cents to pay by set of funds.

    `start` is the number of people from which a seat has this price.
    """

    mode: Mode
    price: int
    start: int = 1
    bills: Mapping[int, int] = field(default_factory=dict)

    @cached_property
    def cost(self) -> int:
        """Price and costs: what the person's cap counts."""
        return sum(self.bills.values())


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An offering that a person may take.

    `reached` holds levels above today's, no higher than where points and rewards end; `unmet`
    are the required offerings that must be in the same plan.
    """

    person: str
    offering: Offering
    places: tuple[Place, ...]
    reached: Mapping[str, int]
    unmet: tuple[str, ...]
    pinned: bool
    kept: bool
