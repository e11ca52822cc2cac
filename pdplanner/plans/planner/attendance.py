"""Who can go to what: the runs that blackouts leave, and what cannot be attended beside each other.

In the problem file a session is a day on which an offering's only run takes people away. Where it
has several runs, it is the choice among them, or that no two runs of two offerings fit together.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from pdplanner.organization.models import Person, takes_away
from pdplanner.plans.items.runs import Run
from pdplanner.plans.models import State
from pdplanner.plans.planner.report_figures import AFTER_LEAVING, LostRun
from pdplanner.plans.planner.team_inputs import TeamInputs

Lost = Mapping[int, tuple[LostRun, ...]]
"""By offering id its runs to come, where each of them is in a blackout."""


class Place(NamedTuple):
    """Where somebody works and, if that is known, until when."""

    path: str
    leaving_on: date | None

    def bars(self, run: Run) -> str:
        """Why nobody there can go to a run; empty where they can."""
        if self.leaving_on is not None and run.ends_on > self.leaving_on:
            return AFTER_LEAVING
        blackout = run.barring(self.path)
        return blackout.name if blackout else ""


def place_of(person: Person) -> Place:
    return Place(person.unit.path, person.leaving_on)


def open_runs(inputs: TeamInputs, offering_id: int) -> list[Run]:
    """Return the runs to come that somebody of the plan's unit can go to."""
    runs = inputs.runs.get(offering_id, ())
    return [run for run in runs if run.barring(inputs.unit.path) is None]


def days_of(run: Run) -> tuple[str, ...]:
    """Return the days on which a run takes people away."""
    if not takes_away(run.starts_on, run.ends_on):
        return ()
    days = (run.ends_on - run.starts_on).days + 1
    return tuple((run.starts_on + timedelta(days=day)).isoformat() for day in range(days))


def sessions_of(inputs: TeamInputs) -> dict[int, tuple[str, ...]]:
    """Return the sessions of each offering with runs to come, by offering id."""
    runs = {one: open_runs(inputs, one) for one in sorted(inputs.runs)}
    found = {one: [*days_of(mine[0])] for one, mine in runs.items() if len(mine) == 1}
    found |= {one: [choice_of(one)] for one, mine in runs.items() if len(mine) > 1}
    for one, other in _never_together(runs):
        found[one].append(f"{one} or {other}")
        found[other].append(f"{one} or {other}")
    return {one: tuple(sessions) for one, sessions in found.items()}


def choice_of(offering_id: int) -> str:
    """Return the session of an offering with several runs."""
    return f"runs of {offering_id}"


def _never_together(runs: Mapping[int, Sequence[Run]]) -> Iterator[tuple[int, int]]:
    """Pairs of offerings, one of them with several runs, each of which meets all of the other."""
    days = {one: [{*days_of(run)} for run in mine] for one, mine in runs.items() if mine}
    on_day: dict[str, list[int]] = defaultdict(list)
    for one, mine in days.items():
        for day in mine[0]:
            on_day[day].append(one)
    for one, mine in days.items():
        if len(mine) == 1:
            continue
        near = {other for day in set().union(*mine) for other in on_day[day]} - {one}
        for other in sorted(near):
            first = len(days[other]) == 1 or one < other
            if first and all(run & their for run in mine for their in days[other]):
                yield min(one, other), max(one, other)


def days_committed(inputs: TeamInputs) -> dict[int, set[str]]:
    """Return the days on which committed items of the year take people away, by person id.

    Nobody knows of which run an item is where its offering has several.
    """
    found: dict[int, set[str]] = defaultdict(set)
    for item in inputs.commitments:
        runs = inputs.runs.get(item.offering_id, ())
        if item.this_year and item.state is not State.COMPLETED and len(runs) == 1:
            found[item.person_id].update(days_of(runs[0]))
    return found


def lost_to_all(inputs: TeamInputs) -> Lost:
    """Return the offerings that blackouts leave nobody of the plan a run of."""
    return _lost(inputs, Place(inputs.unit.path, None))


def lost_by_person(inputs: TeamInputs) -> dict[int, Lost]:
    """Return the offerings that each rated person has no run of, by person id.

    Blackouts and their own last day leave them none.
    """
    places = {each.id: place_of(each) for each in inputs.rated}
    by_place = {place: _lost(inputs, place) for place in set(places.values())}
    return {person_id: by_place[place] for person_id, place in places.items()}


def _lost(inputs: TeamInputs, place: Place) -> Lost:
    lost = {}
    for offering_id, runs in inputs.runs.items():
        found = [(run, place.bars(run)) for run in runs]
        barred = [
            LostRun(run.starts_on.isoformat(), run.ends_on.isoformat(), why)
            for run, why in found
            if why
        ]
        if len(barred) == len(runs):
            lost[offering_id] = tuple(barred)
    return lost
