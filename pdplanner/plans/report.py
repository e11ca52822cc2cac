"""What a built scenario can say of itself beside its lines, kept as JSON.

It is derived from the engine's problem and result when the plan is built, since explaining a plan
takes longer than showing it.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class PersonFigures:
    """One person's points before and by the plan, the cents and hours of their places.

    `given` are the hours that the plan's places take of them as a mentor.
    """

    person_id: int
    gap: int
    closed: int
    cents: int
    hours: float
    given: float = 0


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Why an offering is not in the plan, for the person for whom it comes nearest.

    `points` is what it would close by itself over all people, `more` what it would add to the plan
    for that person; `other` is the offering that does as much or stands in its way.
    """

    offering_id: int
    points: int
    rule: str
    person_id: int
    more: int
    cents: int
    hours: float
    other_id: int | None


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """A rule that no plan can keep, and for whom or with what it cannot be kept.

    `needs` and `has` are hours, cents, points or places; None where it is not about an amount.
    """

    rule: str
    text: str
    person_ids: tuple[int, ...]
    offering_ids: tuple[int, ...]
    needs: float | None = None
    has: float | None = None


@dataclass(frozen=True, kw_only=True)
class OpenFigures:
    """Points of an indicator that the plan leaves open for one cause, and for how many people."""

    indicator_id: int
    cause: str
    points: int
    people: int


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

    `counted` are the ids of these commitments.
    """

    people: tuple[PersonFigures, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    open: tuple[OpenFigures, ...] = ()
    structures: tuple[PriceStructure, ...] = ()
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

    def write(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))


def read_report(text: str | None) -> Report:
    """Return the report of a scenario's text; an empty one where nothing was built."""
    values: dict[str, Any] = json.loads(text) if text else {}
    values["people"] = tuple(PersonFigures(**each) for each in values.get("people", ()))
    values["left_out"] = tuple(LeftOut(**each) for each in values.get("left_out", ()))
    values["obstacles"] = tuple(
        Obstacle(
            rule=each["rule"],
            text=each["text"],
            person_ids=tuple(each["person_ids"]),
            offering_ids=tuple(each["offering_ids"]),
            needs=each.get("needs"),
            has=each.get("has"),
        )
        for each in values.get("obstacles", ())
    )
    values["open"] = tuple(OpenFigures(**each) for each in values.get("open", ()))
    values["structures"] = tuple(PriceStructure(**each) for each in values.get("structures", ()))
    memberships = values.get("memberships", ())
    values["memberships"] = tuple(MembershipFigures(**each) for each in memberships)
    values["counted"] = tuple(values.get("counted", ()))
    return Report(**values)
