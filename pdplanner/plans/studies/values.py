"""What an answer shows, as finished values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Moved:
    """An offering with the people whose place in it goes or comes."""

    title: str
    people: Sequence[str]


@dataclass(frozen=True)
class Level:
    """An indicator of a person that ends on another level; `points` are tenths."""

    name: str
    code: str
    before: int
    after: int
    points: int


@dataclass(frozen=True, kw_only=True)
class Other:
    """The best plan with other money or rules; `points` are those that it closes beside this one.

    `least` says whether no plan as good changes fewer lines.
    """

    of: str
    money: int
    value: int
    bound: int
    cost: int
    points: int
    proven: bool
    possible: bool
    least: bool
    gone: Sequence[Moved]
    came: Sequence[Moved]
    fallen: Sequence[Level]
    raised: Sequence[Level]


@dataclass(frozen=True, kw_only=True)
class Lost:
    code: str
    title: str
    level: int
    holders: int
    after: int
    repaired: bool


@dataclass(frozen=True, kw_only=True)
class DepartureRow:
    name: str
    leaving_on: date | None
    lost: Sequence[Lost]
    repair: Sequence[Moved]
    cost: int
    hours: float
    cheapest: bool
    most: bool

    @property
    def open(self) -> int:
        """Indicators that nothing in the catalog restores."""
        return sum(not each.repaired for each in self.lost)


@dataclass(frozen=True, kw_only=True)
class StableRow:
    """A line of the plan, and the draws in which it stays."""

    title: str
    name: str
    stays: int


@dataclass(frozen=True, kw_only=True)
class DoubtRow:
    person_id: int
    name: str
    code: str
    title: str
    lines: float
