"""What the planner answers: a plan, how good it is proven to be, and what it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from pdplanner.engine.values import fields
from pdplanner.engine.values.errors import refuse
from pdplanner.engine.values.progress import Watch

Mode = Literal["seat", "member", "cohort"]
Status = Literal["optimal", "feasible", "impossible"]
Stop = Literal["nodes", "seconds", "asked", "solver"]
Layer = Literal["value", "changes", "cost", "hours", "ids"]

LAYERS: tuple[Layer, ...] = ("value", "changes", "cost", "hours", "ids")
MODES: tuple[Mode, ...] = ("seat", "member", "cohort")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How long to search, counted in branch-and-bound nodes, so that a plan is reproducible.

    `nodes` is for the value, `tie_nodes` for each search of the layers after it, `until` is the
    last layer wanted. `keep_idle` has a line of the previous plan stay though it closes nothing any
    more. `last_seconds` is a last guard for each search: a plan whose value it cut short says so.
    `watch` is told how far a search is, and may end it with what is found by then.
    """

    nodes: int = 5_000
    tie_nodes: int = 200
    until: Layer = "ids"
    keep_idle: bool = False
    last_seconds: int = 600
    watch: Watch | None = None

    def __post_init__(self) -> None:
        fields.check_count("nodes", "nodes", self.nodes, least=1)
        fields.check_count("tie_nodes", "tie_nodes", self.tie_nodes, least=1)
        fields.check_count("last_seconds", "last_seconds", self.last_seconds, least=1)
        if self.until not in LAYERS:
            raise refuse("until", "layer", self.until, f"one of {', '.join(LAYERS)}")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One place for one person: its price, its other costs, and who pays both (cents)."""

    person: str
    offering: str
    mode: Mode
    price: int
    costs: int = 0
    paid_by: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CohortCount:
    """How many cohorts of an offering are bought, and who pays (cents)."""

    offering: str
    count: int
    paid_by: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class MembershipPurchase:
    """A membership that is bought, and who pays (cents)."""

    membership: str
    paid_by: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why no plan exists: the rule, who or what stands in the way, and a sentence.

    `needs` and `has` are what is asked for and what there is, in the rule's unit: hours, cents,
    points, places; None where it is not about an amount. `limits` are the rules of the limits that
    all share which take part in a conflict; of a floor that one person cannot reach, of what more
    would do ("hours", "cap", "funds", only "together", or "nothing").
    """

    rule: str
    text: str
    people: tuple[str, ...] = ()
    offerings: tuple[str, ...] = ()
    needs: float | None = None
    has: float | None = None
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Prices:
    """Prices of the limits with the best bound: what one unit more of each is worth in points.

    `money` by fund, per cent; `seats` per place; `cohorts` per place of a cohort; `hours` by
    person, per hour.
    """

    money: Mapping[str, float] = field(default_factory=dict)
    seats: Mapping[str, float] = field(default_factory=dict)
    cohorts: Mapping[str, float] = field(default_factory=dict)
    hours: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RowPrice:
    """Points for one unit more of a shared row's limit; shared_rows.py says which rows there are.

    `of` are the ids that the row is about.
    """

    rule: str
    of: tuple[str, ...]
    price: float


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What proves a bound to a stranger: prices of shared rows (rows left out have price 0).

    `people` says of each person what no set of their offerings is worth more than at the prices;
    `bound` is what these and the shared rows add up to, and no plan has more points.
    """

    prices: tuple[RowPrice, ...]
    people: Mapping[str, float]
    bound: float


@dataclass(frozen=True, kw_only=True)
class Insight:
    """First-order worth of money: all funds together in proportion, and fund by fund."""

    points_per_dollar: float = 0.0
    by_fund: Mapping[str, float] = field(default_factory=dict)
    hours_bound: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Work:
    """What the search took; `stopped_by` names what cut the proof of the value short."""

    pricings: int = 0
    nodes: int = 0
    seconds: float = 0.0
    stopped_by: Stop | None = None


@dataclass(frozen=True, kw_only=True)
class Result:
    """A plan. `value` counts weighted levels closed and the bench reward; no plan has more
    than `bound`. `layers` are the orders in which this plan is proven to come first."""

    status: Status
    value: int = 0
    bound: int = 0
    cost: int = 0
    hours: float = 0.0
    bench_value: int = 0
    choices: tuple[Choice, ...] = ()
    cohorts: tuple[CohortCount, ...] = ()
    memberships: tuple[MembershipPurchase, ...] = ()
    fund_spend: Mapping[str, int] = field(default_factory=dict)
    layers: tuple[Layer, ...] = ()
    prices: Prices = field(default_factory=Prices)
    insight: Insight = field(default_factory=Insight)
    certificate: Certificate | None = None
    reasons: tuple[Reason, ...] = ()
    work: Work = field(default_factory=Work)

    @property
    def gap(self) -> int:
        """Points between the plan and the proven bound; 0 for an optimal plan."""
        return self.bound - self.value

    @cached_property
    def choices_of(self) -> Mapping[str, Sequence[Choice]]:
        """By person, those who have some."""
        by_person: dict[str, list[Choice]] = {}
        for choice in self.choices:
            by_person.setdefault(choice.person, []).append(choice)
        return by_person

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """(person, offering) of every choice."""
        return frozenset((choice.person, choice.offering) for choice in self.choices)
