"""Who can go to what: the runs that blackouts leave."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from pdplanner.organization.models import takes_away
from pdplanner.plans.models import State
from pdplanner.plans.report import LostRun
from pdplanner.plans.runs import Run
from pdplanner.plans.team_inputs import TeamInputs

Lost = Mapping[int, tuple[LostRun, ...]]
"""By offering id its runs to come, where each of them is in a blackout."""


def open_runs(inputs: TeamInputs, offering_id: int) -> list[Run]:
    """Return the runs to come that somebody of the plan's unit can go to."""
    runs = inputs.runs.get(offering_id, ())
    return [run for run in runs if run.barring(inputs.unit.path) is None]


def days_away(runs: Sequence[Run]) -> tuple[str, ...]:
    """Return the days on which somebody is away, where there is one run and it takes them away."""
    if len(runs) != 1 or not takes_away(runs[0].starts_on, runs[0].ends_on):
        return ()
    days = (runs[0].ends_on - runs[0].starts_on).days + 1
    return tuple((runs[0].starts_on + timedelta(days=day)).isoformat() for day in range(days))


def days_committed(inputs: TeamInputs) -> dict[int, set[str]]:
    """Return the days on which committed items of the year take people away, by person id."""
    found: dict[int, set[str]] = defaultdict(set)
    for item in inputs.commitments:
        if item.this_year and item.state is not State.COMPLETED:
            found[item.person_id].update(days_away(inputs.runs.get(item.offering_id, ())))
    return found


def lost_to_all(inputs: TeamInputs) -> Lost:
    """Return the offerings that blackouts leave nobody of the plan a run of."""
    return _lost(inputs, inputs.unit.path)


def lost_by_person(inputs: TeamInputs) -> dict[int, Lost]:
    """Return the offerings that blackouts leave each rated person no run of, by person id."""
    by_path = {path: _lost(inputs, path) for path in {each.unit.path for each in inputs.rated}}
    return {each.id: by_path[each.unit.path] for each in inputs.rated}


def _lost(inputs: TeamInputs, path: str) -> Lost:
    lost = {}
    for offering_id, runs in inputs.runs.items():
        found = [(run, run.barring(path)) for run in runs]
        barred = [
            LostRun(run.starts_on.isoformat(), run.ends_on.isoformat(), blackout.name)
            for run, blackout in found
            if blackout is not None
        ]
        if len(barred) == len(runs):
            lost[offering_id] = tuple(barred)
    return lost
