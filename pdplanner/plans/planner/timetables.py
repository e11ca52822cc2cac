"""The runs that people can go to, and which of them each place of a plan is in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pdplanner import engine
from pdplanner.engine import learning
from pdplanner.engine.timetable import DayLimit, Place, Run, timetable
from pdplanner.plans.planner import attendance
from pdplanner.plans.planner.attendance import choice_of, days_of, place_of
from pdplanner.plans.planner.cover import AwayLimits, away_limits
from pdplanner.plans.planner.settings import Settings
from pdplanner.plans.report_figures import ChosenRun
from pdplanner.plans.team_inputs import TeamInputs

RunsById = Mapping[int, tuple[Run, ...]]
"""By offering id its runs to come."""


@dataclass(frozen=True, kw_only=True)
class Timetables:
    """`runs` are those that blackouts leave each rated person, by person id."""

    runs: Mapping[int, RunsById]
    limits: AwayLimits

    def left(self, person_id: int, offering_id: int) -> tuple[Run, ...]:
        """Return the runs that the days of committed items leave the person too."""
        busy = self.limits.busy.get(person_id, set())
        runs = self.runs[person_id].get(offering_id, ())
        return tuple(run for run in runs if busy.isdisjoint(run.days))

    def busy(self, person_id: int) -> set[str]:
        """Return the sessions in which the person is elsewhere."""
        days = self.limits.busy.get(person_id, set())
        several = (one for one, runs in self.runs[person_id].items() if days and len(runs) > 1)
        return days | {choice_of(one) for one in several if not self.left(person_id, one)}

    def chosen(self, problem: engine.Problem, result: engine.Result) -> tuple[ChosenRun, ...]:
        """Return a run for every place in what has runs to come, in the order of the result."""
        places = list(self._places(problem, result))
        days = {day for place in places for run in place.runs for day in run.days}
        found = timetable(places, [DayLimit(**limit._asdict()) for limit in self.limits.on(days)])
        return tuple(
            ChosenRun(int(person), int(offering), _first_day(run))
            for (person, offering), run in found.items()
        )

    def _places(self, problem: engine.Problem, result: engine.Result) -> Iterator[Place]:
        for choice in result.choices:
            person_id, offering_id = int(choice.person), int(choice.offering)
            if self.runs[person_id].get(offering_id):
                person = problem.person_by_id[choice.person]
                yield Place(
                    person=choice.person,
                    offering=choice.offering,
                    runs=self.left(person_id, offering_id),
                    after=learning.unmet(person, problem.offering_by_id[choice.offering]),
                )


def timetables_of(inputs: TeamInputs, settings: Settings) -> Timetables:
    places = {each.id: place_of(each) for each in inputs.rated}
    by_place = {place: _runs_for(inputs, place) for place in set(places.values())}
    return Timetables(
        runs={person_id: by_place[place] for person_id, place in places.items()},
        limits=away_limits(inputs, settings),
    )


def _runs_for(inputs: TeamInputs, at: attendance.Place) -> RunsById:
    return {
        offering_id: tuple(
            Run(
                id=f"{offering_id}/{number}",
                begins=run.starts_on.toordinal(),
                ends=run.ends_on.toordinal(),
                days=days_of(run),
                seats=run.seats,
            )
            for number, run in enumerate(runs)
            if not at.bars(run)
        )
        for offering_id, runs in inputs.runs.items()
    }


def _first_day(run: Run | None) -> str | None:
    return None if run is None else date.fromordinal(run.begins).isoformat()
