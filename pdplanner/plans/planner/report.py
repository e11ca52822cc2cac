"""What a built scenario can say of itself beside its lines, kept as JSON.

It is derived from the engine's problem and result when the plan is built, since explaining a plan
takes longer than showing it.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from pdplanner.plans.planner.report_figures import (
    ChosenRun,
    Lack,
    LateRuns,
    LeftOut,
    LostRun,
    MembershipFigures,
    Obstacle,
    OpenFigures,
    PersonFigures,
    PriceStructure,
    RequiredFirst,
    Step,
    TermHours,
)


@dataclass(frozen=True, kw_only=True)
class Report:
    """`targets` counts the rated targets, `covered` the points that commitments should bring.

    `counted` are the ids of these commitments. `barred` are the places, by person and offering id,
    that were left out since no run fitted them beside the rest; `unpaid` are the offerings with
    fewer places since no money lasts until a run with room. `steps` are by person id as text, as
    JSON has them, and read for whom they are asked for; a plan that was built before they were kept
    has none. `free` are the cents by fund id, as text too, that were free to plan with; the
    same holds. `members` counts the people of the unit, rated or not. `for_others` is whether the
    plan that it took the place of was for other people.
    """

    people: tuple[PersonFigures, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    open: tuple[OpenFigures, ...] = ()
    structures: tuple[PriceStructure, ...] = ()
    required_first: tuple[RequiredFirst, ...] = ()
    runs: tuple[ChosenRun, ...] = ()
    barred: tuple[tuple[int, int], ...] = ()
    unpaid: tuple[int, ...] = ()
    late_runs: tuple[LateRuns, ...] = ()
    steps: Mapping[str, Sequence[Sequence[Any]]] = field(default_factory=dict)
    memberships: tuple[MembershipFigures, ...] = ()
    targets: int = 0
    covered: int = 0
    counted: tuple[int, ...] = ()
    offerings: int = 0
    seconds: float = 0.0
    stopped_by: str | None = None
    free: Mapping[str, int] = field(default_factory=dict)
    members: int | None = None
    for_others: bool = False

    @property
    def lacks(self) -> str:
        """What there is none of, so that there is nothing to plan: see `Nothing`; else empty.

        A plan of nobody that was built before people were counted does not know why.
        """
        if not self.people:
            return "" if self.members is None else "ratings" if self.members else "people"
        if not self.targets:
            return "targets"
        return "" if any(each.gap for each in self.people) else "gap"

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
    values["left_out"] = tuple(_left_out(each) for each in values.get("left_out", ()))
    values["obstacles"] = tuple(
        Obstacle(
            rule=each["rule"],
            text=each["text"],
            person_ids=tuple(each["person_ids"]),
            offering_ids=tuple(each["offering_ids"]),
            needs=each.get("needs"),
            has=each.get("has"),
            limits=tuple(each.get("limits", ())),
            most=each.get("most"),
            used=each.get("used"),
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
    values["barred"] = tuple((person, one) for person, one in values.get("barred", ()))
    values["unpaid"] = tuple(values.get("unpaid", ()))
    values["late_runs"] = tuple(
        LateRuns(one, seats, tuple((places, tuple(funds)) for places, funds in runs))
        for one, seats, runs in values.get("late_runs", ())
    )
    memberships = values.get("memberships", ())
    values["memberships"] = tuple(MembershipFigures(**each) for each in memberships)
    values["counted"] = tuple(values.get("counted", ()))
    return Report(**values)


def _left_out(values: dict[str, Any]) -> LeftOut:
    """Plans that were built before lacks were reckoned have none."""
    lists: dict[str, Any] = {
        "lost": tuple(LostRun(*run) for run in values.get("lost", ())),
        "lacks": tuple(Lack(*one) for one in values.get("lacks", ())),
        "closed_by": tuple(values.get("closed_by", ())),
    }
    return LeftOut(**values | lists)
