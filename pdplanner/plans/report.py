"""What a built scenario can say of itself beside its lines, kept as JSON.

It is derived from the engine's problem and result when the plan is built, since explaining a plan
takes longer than showing it.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

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


class LostRun(NamedTuple):
    """A run that falls in a blackout; its days are written as in 2027-04-06."""

    starts_on: str
    ends_on: str
    blackout: str


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Why an offering is not in the plan, for the person for whom it comes nearest.

    `points` is what it would close by itself over all people, `more` what it would add to the plan
    for that person; `other` is the offering that does as much or stands in its way. `has` are the
    hours or cents that the person has, where they do not suffice. `lost` are
    the runs of one that is left out because each of them falls in a blackout.
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


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """A rule that no plan can keep, and for whom or with what it cannot be kept.

    `needs` and `has` are hours, cents, points or places; None where it is not about an amount.
    `limits` are the rules that all share, where pins and floors conflict with several of them.
    """

    rule: str
    text: str
    person_ids: tuple[int, ...]
    offering_ids: tuple[int, ...]
    needs: float | None = None
    has: float | None = None
    limits: tuple[str, ...] = ()


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


@dataclass(frozen=True, kw_only=True)
class Report:
    """`targets` counts the rated targets, `covered` the points that commitments should bring.

    `counted` are the ids of these commitments. `steps` are by person id as text, as JSON has them,
    and read for whom they are asked for; a plan that was built before they were kept has none.
    """

    people: tuple[PersonFigures, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    open: tuple[OpenFigures, ...] = ()
    structures: tuple[PriceStructure, ...] = ()
    required_first: tuple[RequiredFirst, ...] = ()
    runs: tuple[ChosenRun, ...] = ()
    steps: Mapping[str, Sequence[Sequence[Any]]] = field(default_factory=dict)
    memberships: tuple[MembershipFigures, ...] = ()
    targets: int = 0
    covered: int = 0
    counted: tuple[int, ...] = ()
    offerings: int = 0
    seconds: float = 0.0
    stopped_by: str | None = None

    @property
    def person_ids(self) -> tuple[int, ...]:
        return tuple(each.person_id for each in self.people)

    def steps_of(self, person_id: int) -> list[Step]:
        """The person's steps by indicator id and level, from the level that they are rated at."""
        return [Step(*each) for each in self.steps.get(str(person_id), ())]

    def first_days(self) -> dict[int, dict[int, str | None]]:
        """By person id, the first day of each run that they are in by offering id."""
        found: dict[int, dict[int, str | None]] = defaultdict(dict)
        for person_id, offering_id, day in self.runs:
            found[person_id][offering_id] = day
        return found

    @property
    def unplaced(self) -> frozenset[tuple[int, int]]:
        """Person and offering of each place that no run fits."""
        return frozenset((person, one) for person, one, day in self.runs if day is None)

    def all_steps(self) -> Iterator[Step]:
        return (Step(*each) for steps in self.steps.values() for each in steps)

    def write(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))


def read_report(text: str | None) -> Report:
    """Return the report of a scenario's text; an empty one where nothing was built."""
    values: dict[str, Any] = json.loads(text) if text else {}
    values["people"] = tuple(
        PersonFigures(**each | {"terms": tuple(TermHours(*one) for one in each.get("terms", ()))})
        for each in values.get("people", ())
    )
    values["left_out"] = tuple(
        LeftOut(**each | {"lost": tuple(LostRun(*run) for run in each.get("lost", ()))})
        for each in values.get("left_out", ())
    )
    values["obstacles"] = tuple(
        Obstacle(
            rule=each["rule"],
            text=each["text"],
            person_ids=tuple(each["person_ids"]),
            offering_ids=tuple(each["offering_ids"]),
            needs=each.get("needs"),
            has=each.get("has"),
            limits=tuple(each.get("limits", ())),
        )
        for each in values.get("obstacles", ())
    )
    values["open"] = tuple(OpenFigures(**each) for each in values.get("open", ()))
    values["structures"] = tuple(PriceStructure(**each) for each in values.get("structures", ()))
    # Plans that were built before runs were chosen knew the first days of all of them.
    values.pop("attendance", None)
    values["required_first"] = tuple(
        RequiredFirst(one, tuple(requires)) for one, requires in values.get("required_first", ())
    )
    values["runs"] = tuple(ChosenRun(*each) for each in values.get("runs", ()))
    memberships = values.get("memberships", ())
    values["memberships"] = tuple(MembershipFigures(**each) for each in memberships)
    values["counted"] = tuple(values.get("counted", ()))
    return Report(**values)
