"""The planning problem: plain immutable values that check themselves."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from math import gcd

from pdplanner.engine.values import fields
from pdplanner.engine.values.errors import ProblemError
from pdplanner.engine.values.offering import (
    Cohort,
    Cost,
    Holding,
    MemberPrice,
    Offering,
    Requirement,
    Tag,
    Tier,
)
from pdplanner.engine.values.person import Person, SoftFloor, Target
from pdplanner.engine.values.references import check_references

__all__ = [
    "Assignment",
    "BenchGoal",
    "Cohort",
    "Cost",
    "Cover",
    "Fund",
    "Holding",
    "MemberPrice",
    "Membership",
    "Offering",
    "Person",
    "Problem",
    "Requirement",
    "SoftFloor",
    "Tag",
    "Target",
    "Tier",
]


@dataclass(frozen=True, kw_only=True)
class Fund:
    """Money in cents. The order of a problem's funds is the order in which they are spent."""

    id: str
    amount: int

    def __post_init__(self) -> None:
        fields.check_id("id", self.id)
        fields.check_cents("amount", "amount", self.amount)


@dataclass(frozen=True, kw_only=True)
class BenchGoal:
    """`holders` people at `level`; each one added, up to those missing, earns `reward` points.

    people None means that everybody in the problem counts and may be lifted.
    """

    indicator: str
    level: int
    holders: int
    reward: int
    people: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        fields.check_id("indicator", self.indicator, "indicator")
        fields.check_level("level", self.level)
        fields.check_count("holders", "holders", self.holders)
        fields.check_points("reward", "reward", self.reward)
        fields.check_optional_ids("people", self.people)


@dataclass(frozen=True, kw_only=True)
class Membership:
    """Bought once for all; opens the member prices that name it. funds None: any fund."""

    id: str
    price: int
    funds: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        fields.check_id("id", self.id)
        fields.check_cents("price", "price", self.price)
        fields.check_optional_ids("funds", self.funds)


@dataclass(frozen=True, kw_only=True)
class Cover:
    """At most `away` of these people may be in the same session."""

    people: tuple[str, ...]
    session: str
    away: int

    def __post_init__(self) -> None:
        fields.check_ids("people", self.people)
        fields.check_id("session", self.session, "session")
        fields.check_count("away", "away", self.away)


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """One offering for one person in the plan before this one."""

    person: str
    offering: str

    def __post_init__(self) -> None:
        fields.check_id("person", self.person, "person")
        fields.check_id("offering", self.offering, "offering")


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Everything the planner needs; refers only to what it holds itself."""

    funds: tuple[Fund, ...] = ()
    offerings: tuple[Offering, ...] = ()
    people: tuple[Person, ...] = ()
    bench: tuple[BenchGoal, ...] = ()
    memberships: tuple[Membership, ...] = ()
    cover: tuple[Cover, ...] = ()
    previous: tuple[Assignment, ...] = ()

    def __post_init__(self) -> None:
        kinds = {
            "funds": Fund,
            "offerings": Offering,
            "people": Person,
            "bench": BenchGoal,
            "memberships": Membership,
            "cover": Cover,
            "previous": Assignment,
        }
        for name, kind in kinds.items():
            fields.check_parts(name, getattr(self, name), kind)
        check_references(self)

    @cached_property
    def offering_by_id(self) -> dict[str, Offering]:
        return {offering.id: offering for offering in self.offerings}

    @cached_property
    def person_by_id(self) -> dict[str, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def membership_by_id(self) -> dict[str, Membership]:
        return {membership.id: membership for membership in self.memberships}

    @cached_property
    def place_units(self) -> dict[str, int]:
        """By mentor, the quarters of an hour that divide every place that they give."""
        given: dict[str, list[int]] = defaultdict(list)
        for one in self.offerings:
            if one.mentor is not None and one.quarters:
                given[one.mentor].append(one.quarters)
        return {mentor: gcd(*quarters) for mentor, quarters in given.items()}

    @cached_property
    def kept_pairs(self) -> frozenset[tuple[str, str]]:
        """(person, offering) of the previous plan."""
        return frozenset((one.person, one.offering) for one in self.previous)

    def offering(self, offering_id: str) -> Offering:
        if offering_id not in self.offering_by_id:
            raise ProblemError("offering", f'no offering "{offering_id}"')
        return self.offering_by_id[offering_id]

    def person(self, person_id: str) -> Person:
        if person_id not in self.person_by_id:
            raise ProblemError("person", f'no person "{person_id}"')
        return self.person_by_id[person_id]
