"""What a report holds: figures of people, offerings, rules and prices."""

from dataclasses import dataclass
from typing import NamedTuple

PLANNED, EXPECTED = "planned", "expected"
"""How a step is closed: by a place of the plan, or by an item that was committed before it."""


class TermHours(NamedTuple):
    """Hours of a person's places in a term, and how many they may be; None is no limit."""

    name: str
    hours: float
    most: float | None


@dataclass(frozen=True, kw_only=True)
class PersonFigures:
    """One person's points before and by the plan, the cents and hours of their places.

    `given` are the hours that the plan's places take of them as a mentor. `terms` are the hours of
    their places by term, where the year has terms.
    """

    person_id: int
    gap: int
    closed: int
    cents: int
    hours: float
    given: float = 0
    terms: tuple[TermHours, ...] = ()


AFTER_LEAVING = "after leaving"
"""Stands for a blackout where a run ends after its person's last day."""


class LostRun(NamedTuple):
    """A run that falls in a blackout; its days are written as in 2027-04-06."""

    starts_on: str
    ends_on: str
    blackout: str


class Lack(NamedTuple):
    """Hours or cents that a plan leaves for one place more, and how many are missing.

    Of "cover" neither is an amount, of "funds" only what is missing.
    """

    rule: str
    has: float
    missing: float


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Why an offering is not in the plan, for the person for whom it comes nearest.

    `points` is what it would close by itself over all people, `more` what it would add to the plan
    for that person; `other` is the offering that does as much or stands in its way. `has` are the
    hours or cents that the person has, where they do not suffice. `lost` are
    the runs of one that is left out because each of them falls in a blackout. `lacks` is what the
    plan leaves too little of, for all that it requires too where `with_required`; `closed_by` are
    the offerings of the plan that bring the person to the same levels.
    """

    offering_id: int
    points: int
    rule: str
    person_id: int
    more: int
    cents: int
    hours: float
    other_id: int | None
    has: float | None = None
    lost: tuple[LostRun, ...] = ()
    lacks: tuple[Lack, ...] = ()
    with_required: bool = False
    closed_by: tuple[int, ...] = ()

    @property
    def other_ids(self) -> tuple[int, ...]:
        """Every offering that the reason names."""
        return (*self.closed_by, *(() if self.other_id is None else (self.other_id,)))


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """A rule that no plan can keep, and for whom or with what it cannot be kept.

    `needs` and `has` are hours, cents, points or places; None where it is not about an amount.
    `limits` are the rules that all share, where pins and floors conflict with several of them.
    Of one person's hours `most` are those of the year and `used` what stays beside the plan takes.
    """

    rule: str
    text: str
    person_ids: tuple[int, ...]
    offering_ids: tuple[int, ...]
    needs: float | None = None
    has: float | None = None
    limits: tuple[str, ...] = ()
    most: float | None = None
    used: float | None = None


@dataclass(frozen=True, kw_only=True)
class OpenFigures:
    """Points of an indicator that the plan leaves open for one cause, and for how many people."""

    indicator_id: int
    cause: str
    points: int
    people: int


class Step(NamedTuple):
    """The step to a level of one indicator, of one person.

    `how` is PLANNED or EXPECTED, by the offering, or else what stands in the way: an open cause.
    """

    indicator_id: int
    level: int
    points: int
    offering_id: int | None
    how: str


class RequiredFirst(NamedTuple):
    """A planned offering and the ids of those that it requires."""

    offering_id: int
    requires: tuple[int, ...]


class ChosenRun(NamedTuple):
    """The first day of the run that a place is in, as in 2027-04-06; None where none fits."""

    person_id: int
    offering_id: int
    starts_on: str | None


class LateRuns(NamedTuple):
    """An offering with runs that begin after the last day of a fund that may pay it.

    `seats` are all its places; of each run, the earliest first, its own and the ids of the funds
    that last until it begins, as text. None is no limit.
    """

    offering_id: int
    seats: int | None
    runs: tuple[tuple[int | None, tuple[str, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class PriceStructure:
    """How the places of an offering with a cohort price are bought, and from how many it pays.

    `seat_cents` is None where it is sold by the cohort only; `pays_from` are the people from whom
    the cohort costs no more than as many seats, None where it never does.
    """

    offering_id: int
    seats: int
    cohort_places: int
    seat_cents: int | None
    cohort_cents: int
    pays_from: int | None


@dataclass(frozen=True, kw_only=True)
class MembershipFigures:
    """A membership beside the places that it makes cheaper; `paid_cents` are paid by items that
    stay. `pays_from` are the places from which members' prices save the rest; None: nobody knows.
    """

    provider: str
    cents: int
    paid_cents: int
    bought: bool
    places: int
    pays_from: int | None

    @property
    def left_cents(self) -> int:
        return max(0, self.cents - self.paid_cents)
