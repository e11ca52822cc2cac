"""The integer program over whole plans: each person takes one that may be in a best plan."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pdplanner.engine.choices.plan import Pair, PlaceKey, Plan
from pdplanner.engine.model.compact import Model
from pdplanner.engine.pricing.near import Near
from pdplanner.engine.solver.program import Program, ones
from pdplanner.engine.values.result import Mode

Entries = Mapping[int, Sequence[tuple[int, int]]]
"""By column of a model: shared rows, numbered from 0, with the value in each."""


class WholePlans:
    """A column for each plan of a person, beside the columns of a model that belong to nobody.

    `plans` are by person, in the order of the problem.
    """

    def __init__(self, model: Model, entries: Entries, plans: Sequence[Near]) -> None:
        self.model, self.program = model, Program()
        self.points: dict[int, int] = {}
        self.takers: dict[PlaceKey, list[int]] = defaultdict(list)
        self._key = {column: key for key, column in model.place.items()}
        self._cents = model.cost_terms()
        self._cost: dict[int, int] = {}
        self._uses: list[dict[int, int]] = [{} for _ in model.shared_rows]
        self._entries = entries
        self._own = {column: self._make_own(column) for column in model.own_columns}
        self._plans: dict[tuple[str, frozenset[int]], int] = {}
        for person, each in zip(model.problem.people, plans, strict=True):
            made = [self._make_plan(person.id, each.columns[one].tolist()) for one in each.taken]
            self.program.exactly(ones(made), 1)
        for index, use in zip(model.shared_rows, self._uses, strict=True):
            row = model.program.rows[index]
            if row.high is not None:
                self.program.at_most(use, row.high)
            if row.low is not None:
                self.program.at_least(use, row.low)

    def _make_own(self, column: int) -> int:
        theirs = self.model.program
        made = self.program.column(upper=theirs.upper[column], whole=theirs.whole[column])
        self._enter(made, [column])
        return made

    def _make_plan(self, person: str, columns: list[int]) -> int:
        made = self.program.column()
        self._enter(made, columns)
        places = [column for column in columns if column in self._key]
        for column in places:
            self.takers[self._key[column]].append(made)
        self._plans[person, frozenset(places)] = made
        return made

    def _enter(self, made: int, columns: Iterable[int]) -> None:
        """Give a new column the points, the cost and the use of rows of the model's columns."""
        for column in columns:
            _add(self.points, made, self.model.points.get(column, 0))
            _add(self._cost, made, self._cents.get(column, 0))
            for row, value in self._entries.get(column, ()):
                _add(self._uses[row], made, value)

    def cost_terms(self) -> dict[int, int]:
        return self._cost

    def selection(self, values: Sequence[float]) -> dict[Pair, Mode]:
        """The places that a solution takes."""
        taken = {made for made in self._plans.values() if values[made] > 0.5}
        keys = (key for key, columns in self.takers.items() if not taken.isdisjoint(columns))
        return {(person, offering): mode for person, offering, mode, _ in keys}

    def start(self, plan: Plan) -> dict[int, float]:
        """The value of every column for a plan, as a start for the solver.

        A person whose plan has no column is left without one.
        """
        theirs = self.model.start(plan)
        values = dict.fromkeys(range(len(self.program.upper)), 0.0)
        values |= {made: theirs[column] for column, made in self._own.items()}
        places: dict[str, set[int]] = {one.id: set() for one in self.model.problem.people}
        for (person, offering), place in plan.places.items():
            places[person].add(self.model.place[person, offering, place.mode, place.start])
        for one, taken in places.items():
            made = self._plans.get((one, frozenset(taken)))
            if made is not None:
                values[made] = 1.0
        return values


def entries_of(model: Model) -> Entries:
    entries: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for at, index in enumerate(model.shared_rows):
        for column, value in model.program.rows[index].terms.items():
            entries[column].append((at, value))
    return entries


def _add(terms: dict[int, int], column: int, value: int) -> None:
    if value:
        terms[column] = terms.get(column, 0) + value
