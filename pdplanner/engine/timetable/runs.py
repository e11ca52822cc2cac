"""Which run of its offering each place is in, where there are several."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pdplanner.engine.choices.funding import Bills, add_bills
from pdplanner.engine.model.fund_rows import keep_payable
from pdplanner.engine.solver.highs import maximize
from pdplanner.engine.solver.program import Program, negative, ones
from pdplanner.engine.timetable.till import Till, ending, ends_too_soon

NODES, SECONDS = 20_000, 20


@dataclass(frozen=True, kw_only=True)
class Run:
    """A dated run; `begins` and `ends` count days from any day on.

    `days` are those on which it takes people away. seats None: no limit.
    """

    id: str
    begins: int
    ends: int
    days: tuple[str, ...] = ()
    seats: int | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """A person's place in an offering, with the runs that they can go to.

    `after` are the offerings whose place of the same person must end before it begins.
    """

    person: str
    offering: str
    runs: tuple[Run, ...]
    after: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DayLimit:
    """So many of these people at most may be away on a day."""

    people: tuple[str, ...]
    day: str
    away: int


Pair = tuple[str, str]
"""A person and an offering."""


def timetable(
    places: Sequence[Place], limits: Iterable[DayLimit] = (), till: Till | None = None
) -> dict[Pair, Run | None]:
    """Give as many places as possible a run, then begin as early as possible; None fits nowhere.

    Nobody is in two runs on one day, no run takes more than its seats, no day more than its limit.
    With a till, funds that last until each run begins can pay all of them.
    """
    table = _Table(places)
    table.keep_days_apart()
    table.keep_seats()
    table.keep_order()
    for limit in limits:
        table.keep(limit)
    days = {(one.person, one.offering): [run.begins for run in one.runs] for one in places}
    if till is not None and ends_too_soon(till, days):
        table.keep_money(till)
    return table.solved()


class _Table:
    """A column for each run of each place."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places, self.program = places, Program()
        self.columns: dict[Pair, dict[int, Run]] = {}
        self.on_day: dict[Pair, list[int]] = defaultdict(list)
        for place in places:
            mine = {self.program.column(): run for run in place.runs}
            self.columns[place.person, place.offering] = mine
            self.program.at_most(ones(mine), 1)
            for column, run in mine.items():
                for day in run.days:
                    self.on_day[place.person, day].append(column)

    def keep_days_apart(self) -> None:
        for columns in self.on_day.values():
            self.program.at_most(ones(columns), 1)

    def keep_seats(self) -> None:
        takers: dict[str, list[int]] = defaultdict(list)
        seats: dict[str, int] = {}
        for mine in self.columns.values():
            for column, run in mine.items():
                takers[run.id].append(column)
                if run.seats is not None:
                    seats[run.id] = run.seats
        for run_id, most in seats.items():
            self.program.at_most(ones(takers[run_id]), most)

    def keep_order(self) -> None:
        for place in self.places:
            mine = self.columns[place.person, place.offering]
            for other in place.after:
                before = self.columns.get((place.person, other), {})
                for column, run in mine.items() if before else ():
                    early = [each for each, found in before.items() if found.ends < run.begins]
                    self.program.at_most({column: 1, **dict.fromkeys(early, -1)}, 0)

    def keep(self, limit: DayLimit) -> None:
        away = [one for person in limit.people for one in self.on_day.get((person, limit.day), ())]
        self.program.at_most(ones(away), limit.away)

    def keep_money(self, till: Till) -> None:
        """The bills of all places, each with the funds that last until its run begins."""
        bills: dict[int, Bills] = {}
        fixed: list[Bills] = [*till.memberships.values()]
        for pair, asked in till.places.items():
            mine = self.columns.get(pair)
            if not mine:
                fixed.append(asked)
            elif asked:
                bills |= self._by_run(mine, asked, till)
        for offering, asked in till.cohorts.items():
            bills |= self._of_cohorts(offering, asked, till)
        always = self.program.column()
        self.program.exactly({always: 1}, 1)
        bills[always] = add_bills(*fixed)
        for _row in keep_payable(self.program, till.purse, bills):
            pass

    def _by_run(self, mine: Mapping[int, Run], asked: Bills, till: Till) -> dict[int, Bills]:
        """By column; without a run a place is billed all the same."""
        nowhere = self.program.column()
        self.program.exactly(ones([*mine, nowhere]), 1)
        found: dict[int, Bills] = {nowhere: asked}
        for column, run in mine.items():
            found[column] = ending(asked, till.lasting(run.begins))
            if 0 in found[column]:
                self.program.at_most({column: 1}, 0)
        return found

    def _of_cohorts(self, offering: str, asked: Bills, till: Till) -> dict[int, Bills]:
        """A column for each set of funds that may be left to pay; those of the last run pay."""
        runs = {
            column: till.lasting(run.begins)
            for pair in till.shares[offering]
            for column, run in self.columns.get(pair, {}).items()
        }
        left = {payers: self.program.column() for payers in {*runs.values(), till.purse.every}}
        self.program.exactly(ones(left.values()), 1)
        for column, payers in runs.items():
            within = [one for some, one in left.items() if some & ~payers == 0]
            self.program.at_most({column: 1, **negative(ones(within))}, 0)
        found: dict[int, Bills] = {column: ending(asked, payers) for payers, column in left.items()}
        for column, bills in found.items():
            if 0 in bills:
                self.program.at_most({column: 1}, 0)
        return found

    def solved(self) -> dict[Pair, Run | None]:
        worth = self._worth()
        found = maximize(self.program, worth, nodes=NODES, seconds=SECONDS).values or ()
        chosen: Mapping[int, bool] = {column: value > 0.5 for column, value in enumerate(found)}
        return {
            pair: next((run for column, run in mine.items() if chosen.get(column)), None)
            for pair, mine in self.columns.items()
        }

    def _worth(self) -> dict[int, int]:
        """A place in any run is worth more than all that the others could begin earlier."""
        runs = {column: run for mine in self.columns.values() for column, run in mine.items()}
        first = min((run.begins for run in runs.values()), default=0)
        late = {column: run.begins - first for column, run in runs.items()}
        most = 1 + sum(late.values())
        return {column: most - days for column, days in late.items()}
