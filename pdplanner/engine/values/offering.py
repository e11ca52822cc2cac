"""What can be bought: an offering, how it is priced, what it teaches."""

from dataclasses import dataclass
from functools import cached_property

from pdplanner.engine.values import fields
from pdplanner.engine.values.errors import ProblemError, refuse


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Travel or another cost of one place, with its own funds; funds None means any fund."""

    amount: int
    funds: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        fields.check_cents("amount", "amount", self.amount)
        fields.check_optional_ids("funds", self.funds)


@dataclass(frozen=True, kw_only=True)
class Cohort:
    """A flat price for up to `seats` people, bought at most `max` times.

    max None means as many as everybody would fill; funds None means the offering's funds.
    """

    price: int
    seats: int
    max: int | None = None
    funds: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        fields.check_cents("price", "price", self.price)
        fields.check_count("seats", "seats", self.seats, least=1)
        if self.max is not None:
            fields.check_count("max", "max", self.max)
        fields.check_optional_ids("funds", self.funds)


@dataclass(frozen=True, kw_only=True)
class Tag:
    """Brings a person to `level` of an indicator; who is below `start` gets nothing from it."""

    indicator: str
    level: int
    start: int = 0

    def __post_init__(self) -> None:
        fields.check_id("indicator", self.indicator, "indicator")
        fields.check_level("level", self.level)
        fields.check_level("from", self.start)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """A level of an indicator that a person may hold already."""

    indicator: str
    level: int

    def __post_init__(self) -> None:
        fields.check_id("indicator", self.indicator, "indicator")
        fields.check_level("level", self.level)


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """An offering to have done, or to take in the same plan, unless the person holds a level.

    `earlier` says that the same plan is too late for it.
    """

    offering: str
    unless: Holding | None = None
    earlier: bool = False

    def __post_init__(self) -> None:
        fields.check_id("offering", self.offering, "offering")
        fields.check_flag("earlier", self.earlier)
        fields.check_optional_part("unless", self.unless, Holding)


@dataclass(frozen=True, kw_only=True)
class MemberPrice:
    """The price of a seat for everybody, once the membership is bought."""

    membership: str
    price: int

    def __post_init__(self) -> None:
        fields.check_id("membership", self.membership, "membership")
        fields.check_cents("price", "price", self.price)


@dataclass(frozen=True, kw_only=True)
class Tier:
    """The price of every seat once `start` people take a seat."""

    start: int
    price: int

    def __post_init__(self) -> None:
        fields.check_count("from", "from", self.start, least=2)
        fields.check_cents("price", "price", self.price)


@dataclass(frozen=True, kw_only=True)
class Offering:
    """`price` None: sold by the cohort only. seats None: no limit. funds None: any fund.

    `mentor` is a person who gives its hours once for each place, out of their own. `term` is the
    part of the year in which its hours fall; None: whenever it suits.
    """

    id: str
    hours: float
    price: int | None = None
    seats: int | None = None
    funds: tuple[str, ...] | None = None
    sessions: tuple[str, ...] = ()
    cohort: Cohort | None = None
    member: MemberPrice | None = None
    tiers: tuple[Tier, ...] = ()
    costs: tuple[Cost, ...] = ()
    requires: tuple[Requirement, ...] = ()
    teaches: tuple[Tag, ...] = ()
    mentor: str | None = None
    term: str | None = None

    def __post_init__(self) -> None:
        fields.check_id("id", self.id)
        if self.mentor is not None:
            fields.check_id("mentor", self.mentor, "mentor")
        if self.term is not None:
            fields.check_id("term", self.term, "term")
        fields.check_hours("hours", self.hours)
        self._check_price()
        if self.seats is not None:
            fields.check_count("seats", "seats", self.seats)
        fields.check_optional_ids("funds", self.funds)
        fields.check_ids("session", self.sessions)
        fields.check_optional_part("cohort", self.cohort, Cohort)
        fields.check_optional_part("member", self.member, MemberPrice)
        fields.check_parts("tiers", self.tiers, Tier)
        fields.check_parts("costs", self.costs, Cost)
        fields.check_parts("requires", self.requires, Requirement)
        fields.check_parts("teaches", self.teaches, Tag)
        self._check_member_and_tiers()

    def _check_price(self) -> None:
        if self.price is not None:
            fields.check_cents("price", "price", self.price)
        elif self.cohort is None:
            raise refuse("price", "price", None, "cents, or a cohort price beside it")

    def _check_member_and_tiers(self) -> None:
        if self.member is not None and self.tiers:
            raise ProblemError("tiers", "given beside member, expected one of the two")
        if self.price is None and (self.member is not None or self.tiers):
            raise ProblemError("price", "missing, expected beside member or tiers")
        start, price = 1, self.price or 0
        for index, tier in enumerate(self.tiers):
            if tier.start <= start:
                raise refuse(f"tiers[{index}].from", "from", tier.start, f"more than {start}")
            if tier.price > price:
                raise refuse(f"tiers[{index}].price", "price", tier.price, f"at most {price}")
            start, price = tier.start, tier.price

    @cached_property
    def quarters(self) -> int:
        """Hours in quarters of an hour, a whole number."""
        return int(self.hours * 4)

    @cached_property
    def place_costs(self) -> int:
        """Cents that each place costs beside its price."""
        return sum(cost.amount for cost in self.costs)

    @cached_property
    def tier_prices(self) -> tuple[tuple[int, int], ...]:
        """(people from which it counts, price of every seat), the plain price first."""
        if self.price is None:
            return ()
        return ((1, self.price), *((tier.start, tier.price) for tier in self.tiers))
