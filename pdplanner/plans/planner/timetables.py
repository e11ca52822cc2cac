"""The runs that people can go to, which of them each place of a plan is in, and who pays it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pdplanner import engine
from pdplanner.engine.choices import learning
from pdplanner.engine.timetable.runs import DayLimit, Pair, Place, Run, timetable
from pdplanner.engine.timetable.till import Till, ends_too_soon
from pdplanner.plans.planner import attendance
from pdplanner.plans.planner.attendance import choice_of, days_of, place_of
from pdplanner.plans.planner.cover import AwayLimits, away_limits
from pdplanner.plans.planner.report_figures import ChosenRun
from pdplanner.plans.planner.settings import Settings
from pdplanner.plans.planner.team_inputs import TeamInputs

RunsById = Mapping[int, tuple[Run, ...]]
"""By offering id its runs to come."""


class Timetabled(NamedTuple):
    """A plan with the run of each place in what has runs to come, in the order of the plan.

    Who pays a place may be spent until its run begins. `unpaid` are the places without a run that
    had one if the money of funds ended on no day.
    """

    result: engine.Result
    runs: tuple[ChosenRun, ...]
    unpaid: frozenset[Pair] = frozenset()

    @property
    def placed(self) -> tuple[engine.Assignment, ...]:
        """The places that need no run, or have one."""
        nowhere = {(str(who), str(what)) for who, what, day in self.runs if day is None}
        return tuple(
            engine.Assignment(person=one.person, offering=one.offering)
            for one in self.result.choices
            if (one.person, one.offering) not in nowhere
        )


@dataclass(frozen=True, kw_only=True)
class Timetables:
    """`runs` are those that blackouts leave each rated person, by person id.

    `lasts` are the last days of the funds' money, by fund id as text.
    """

    runs: Mapping[int, RunsById]
    limits: AwayLimits
    lasts: Mapping[str, int]

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

    def timetabled(self, problem: engine.Problem, result: engine.Result) -> Timetabled:
        """Give every place a run, as far as one fits that money lasts until, and say who pays."""
        places = list(self._places(problem, result))
        days = {day for place in places for run in place.runs for day in run.days}
        limits = [DayLimit(**limit._asdict()) for limit in self.limits.on(days)]
        till = Till(problem, result, self.lasts)
        found = timetable(places, limits, till)
        paid = _paid(till, found)
        if paid is None:
            found, paid = _only_while_all_lasts(till, found), result
        return Timetabled(paid, _chosen(found), self._unpaid(places, limits, till, found))

    def can_be_paid(self, problem: engine.Problem, result: engine.Result, pair: Pair) -> bool:
        """Whether money that may pay the place lasts until some run of its person begins."""
        till = Till(problem, result, self.lasts)
        runs = self.left(int(pair[0]), int(pair[1]))
        return any(till.could_pay(pair, run.begins) for run in runs)

    def _unpaid(
        self,
        places: Sequence[Place],
        limits: Sequence[DayLimit],
        till: Till,
        found: Mapping[Pair, Run | None],
    ) -> frozenset[Pair]:
        stuck = {pair for pair, run in found.items() if run is None}
        if not stuck or not ends_too_soon(till, _days(places)):
            return frozenset()
        whenever = timetable(places, limits)
        return frozenset(pair for pair in stuck if whenever[pair] is not None)

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
        lasts={str(fund.id): fund.spend_by.toordinal() for fund in inputs.funds},
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


def _paid(till: Till, found: Mapping[Pair, Run | None]) -> engine.Result | None:
    """The plan as its funds pay it; as it is, where all of them last until the runs begin."""
    begins = {pair: run.begins for pair, run in found.items() if run is not None}
    if not ends_too_soon(till, {pair: [day] for pair, day in begins.items()}):
        return till.result
    return till.paid(begins)


def _only_while_all_lasts(till: Till, found: Mapping[Pair, Run | None]) -> dict[Pair, Run | None]:
    """Without the runs before which some money ends: should the solver have counted amiss."""
    return {
        pair: None if run is not None and ends_too_soon(till, {pair: [run.begins]}) else run
        for pair, run in found.items()
    }


def _days(places: Sequence[Place]) -> dict[Pair, list[int]]:
    return {(one.person, one.offering): [run.begins for run in one.runs] for one in places}


def _chosen(found: Mapping[Pair, Run | None]) -> tuple[ChosenRun, ...]:
    return tuple(
        ChosenRun(int(person), int(offering), _first_day(run))
        for (person, offering), run in found.items()
    )


def _first_day(run: Run | None) -> str | None:
    return None if run is None else date.fromordinal(run.begins).isoformat()
