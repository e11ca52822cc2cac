"""Built scenarios side by side: settings, money, points, and where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from pdplanner.budgets.models import Fund
from pdplanner.plans import scenario_queries
from pdplanner.plans.models import Scenario, ScenarioLine, Status
from pdplanner.plans.plan_page import OfferingRow, offering_rows
from pdplanner.plans.report import read_report


@dataclass(frozen=True)
class Side:
    """One scenario: what its settings and its plan come to."""

    scenario: Scenario
    lines: Sequence[ScenarioLine]
    closed: dict[int, int]

    @property
    def rows(self) -> dict[int, OfferingRow]:
        return {row.offering_id: row for row in offering_rows(self.lines)}

    @property
    def hours(self) -> float:
        return sum(line.hours for line in self.lines)

    @property
    def set_cents(self) -> int:
        return sum(each.limit_cents for each in self.scenario.budgets)

    def limit(self, fund: Fund) -> int:
        return self._budget(fund, "limit_cents")

    def spent(self, fund: Fund) -> int:
        return self._budget(fund, "spent_cents")

    def rules(self, kind: str) -> int:
        return sum(rule.kind == kind for rule in self.scenario.rules)

    def _budget(self, fund: Fund, which: str) -> int:
        found = (each for each in self.scenario.budgets if each.fund_id == fund.id)
        return next((int(getattr(each, which)) for each in found), 0)


@dataclass(frozen=True, kw_only=True)
class OfferingDifference:
    """An offering with its places, points and cents on each side, where they are not the same.

    `some` are the people of each side who do not take it on every side.
    """

    title: str
    places: Sequence[int]
    points: Sequence[int]
    cents: Sequence[int]
    some: Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class PersonDifference:
    name: str
    points: Sequence[int]
    hours: Sequence[float]
    cents: Sequence[int]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    sides: Sequence[Side]
    funds: Sequence[Fund]
    offerings: Sequence[OfferingDifference]
    people: Sequence[PersonDifference]
    same_offerings: int
    same_people: int

    @property
    def best(self) -> Side:
        """The side that closes the most, for the least money."""
        return max(self.sides, key=lambda side: (_value(side), -_cost(side)))

    @property
    def cheapest(self) -> Side:
        return min(self.sides, key=lambda side: (_cost(side), -_value(side)))


def comparison(scenarios: Sequence[Scenario], funds: Sequence[Fund]) -> Comparison:
    """All scenarios must be built."""
    sides = [_side(each) for each in scenarios]
    offerings, same_offerings = _offerings(sides)
    people, same_people = _people(sides)
    return Comparison(
        sides=sides,
        funds=funds,
        offerings=offerings,
        people=people,
        same_offerings=same_offerings,
        same_people=same_people,
    )


def can_be_compared(scenario: Scenario) -> bool:
    return scenario.status == Status.BUILT


def _side(scenario: Scenario) -> Side:
    report = read_report(scenario.report)
    closed = {each.person_id: each.closed for each in report.people}
    return Side(scenario, scenario_queries.lines_of(scenario.id), closed)


def _value(side: Side) -> int:
    return side.scenario.value or 0


def _cost(side: Side) -> int:
    return side.scenario.cost_cents or 0


def _offerings(sides: Sequence[Side]) -> tuple[list[OfferingDifference], int]:
    """The differences, the largest in points first, and the number of offerings without any."""
    by_side = [side.rows for side in sides]
    every = {offering_id for rows in by_side for offering_id in rows}
    differences = []
    for offering_id in every:
        found = [rows.get(offering_id) for rows in by_side]
        if not _alike(found):
            differences.append(_difference(found))
    differences.sort(key=lambda each: (min(each.points) - max(each.points), each.title))
    return differences, len(every) - len(differences)


def _difference(found: Sequence[OfferingRow | None]) -> OfferingDifference:
    people = [dict(zip(row.person_ids, row.people, strict=True)) if row else {} for row in found]
    on_all = set.intersection(*(set(each) for each in people))
    return OfferingDifference(
        title=next(row.title for row in found if row),
        places=[len(row.people) if row else 0 for row in found],
        points=[row.points if row else 0 for row in found],
        cents=[row.cents if row else 0 for row in found],
        some=[sorted(each[one] for one in each.keys() - on_all) for each in people],
    )


def _alike(found: Sequence[OfferingRow | None]) -> bool:
    first, *others = [(row.person_ids, row.cents, row.points) if row else None for row in found]
    return all(each == first for each in others)


def _people(sides: Sequence[Side]) -> tuple[list[PersonDifference], int]:
    names = scenario_queries.names_of({each for side in sides for each in side.closed})
    differences, same = [], 0
    for person_id, name in names.items():
        taken = [[x for x in side.lines if x.person_id == person_id] for side in sides]
        first, *others = [{x.offering_id for x in lines} for lines in taken]
        if all(each == first for each in others):
            same += 1
            continue
        differences.append(
            PersonDifference(
                name=name,
                points=[side.closed.get(person_id, 0) for side in sides],
                hours=[sum(x.hours for x in lines) for lines in taken],
                cents=[sum(x.price_cents for x in lines) for lines in taken],
            )
        )
    return sorted(differences, key=lambda each: each.name.casefold()), same
