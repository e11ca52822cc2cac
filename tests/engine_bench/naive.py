"""The integer program as one writes it down first, without a thought for its size."""

from math import ceil

from pdplanner.engine import Offering, Person, Problem
from pdplanner.engine.solver.program import Program, Row

Objective = dict[int, int]


def naive_program(problem: Problem) -> tuple[Program, Objective]:
    """A column for each person, offering and way to pay; one for each step in level.

    Nothing is left out or merged, and no row is divided. Knows what `instance` draws: hours,
    funds, seats, cohorts and bench goals. Steps are not declared whole, which helps the solver.
    """
    return _Naive(problem).build()


class _Naive:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.program = Program()
        self.objective: Objective = {}
        self.seat: dict[tuple[str, str], int] = {}
        self.place: dict[tuple[str, str], int] = {}
        self.cohorts: dict[str, int] = {}
        self.step: dict[tuple[str, str, int], int] = {}

    def build(self) -> tuple[Program, Objective]:
        self._columns()
        for person in self.problem.people:
            self._hours(person)
            for indicator in self._indicators(person):
                self._steps(person, indicator)
        self._bench()
        self._seats_and_cohorts()
        self._funds()
        return self.program, self.objective

    def _columns(self) -> None:
        for offering in self.problem.offerings:
            if offering.cohort is not None:
                most = ceil(len(self.problem.people) / offering.cohort.seats)
                self.cohorts[offering.id] = self.program.column(upper=most)
        for person in self.problem.people:
            for offering in self.problem.offerings:
                self.seat[person.id, offering.id] = self.program.column()
                if offering.cohort is not None:
                    self.place[person.id, offering.id] = self.program.column()

    def _row(self, terms: dict[int, int], high: int) -> None:
        self.program.rows.append(Row(terms, None, high))

    def _takes(self, person: Person, offering: Offering) -> list[int]:
        pair = person.id, offering.id
        return [self.seat[pair], *([self.place[pair]] if pair in self.place else [])]

    def _hours(self, person: Person) -> None:
        terms = {
            column: offering.quarters
            for offering in self.problem.offerings
            for column in self._takes(person, offering)
        }
        self._row(terms, person.quarters)

    def _indicators(self, person: Person) -> list[str]:
        return sorted({*person.targets, *(goal.indicator for goal in self.problem.bench)})

    def _steps(self, person: Person, indicator: str) -> None:
        target, held = person.targets.get(indicator), person.level(indicator)
        for level in range(held + 1, 5):
            points = target.worth(level) - target.worth(level - 1) if target else 0
            column = self.program.column(whole=False)
            self.step[person.id, indicator, level] = column
            self.objective[column] = points
            reaching = [
                take
                for offering in self.problem.offerings
                if _reaches(offering, indicator, level, held)
                for take in self._takes(person, offering)
            ]
            self._row({column: 1, **dict.fromkeys(reaching, -1)}, 0)

    def _bench(self) -> None:
        for goal in self.problem.bench:
            below = [one for one in self.problem.people if one.level(goal.indicator) < goal.level]
            missing = max(0, goal.holders - len(self.problem.people) + len(below))
            column = self.program.column(upper=missing, whole=False)
            self.objective[column] = goal.reward
            lifts = [self.step[one.id, goal.indicator, goal.level] for one in below]
            self._row({column: 1, **dict.fromkeys(lifts, -1)}, 0)

    def _seats_and_cohorts(self) -> None:
        for offering in self.problem.offerings:
            takes = [c for one in self.problem.people for c in self._takes(one, offering)]
            if offering.seats is not None:
                self._row(dict.fromkeys(takes, 1), offering.seats)
            if offering.cohort is not None:
                places = [self.place[one.id, offering.id] for one in self.problem.people]
                bought = {self.cohorts[offering.id]: -offering.cohort.seats}
                self._row({**dict.fromkeys(places, 1), **bought}, 0)
                for one in self.problem.people:
                    self._row(dict.fromkeys(self._takes(one, offering), 1), 1)

    def _funds(self) -> None:
        """For each set of funds: what only they may pay is no more than they hold."""
        funds = self.problem.funds
        for bits in range(1, 1 << len(funds)):
            inside = {fund.id for k, fund in enumerate(funds) if bits >> k & 1}
            terms = {}
            for offering in self.problem.offerings:
                payers = offering.funds or tuple(fund.id for fund in funds)
                if inside.issuperset(payers):
                    terms.update(self._prices(offering))
            self._row(terms, sum(fund.amount for fund in funds if fund.id in inside))

    def _prices(self, offering: Offering) -> dict[int, int]:
        price = offering.price or 0
        terms = {self.seat[one.id, offering.id]: price for one in self.problem.people}
        if offering.cohort is not None:
            terms[self.cohorts[offering.id]] = offering.cohort.price
        return {column: cents for column, cents in terms.items() if cents}


def _reaches(offering: Offering, indicator: str, level: int, held: int) -> bool:
    return any(
        tag.indicator == indicator and tag.level >= level and tag.start <= held
        for tag in offering.teaches
    )
