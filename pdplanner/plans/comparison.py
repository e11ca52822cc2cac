"""Two built scenarios side by side: settings, money, points, and where they differ."""

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
    """An offering with its places, points and cents on both sides, where they are not the same."""

    title: str
    places: tuple[int, int]
    points: tuple[int, int]
    cents: tuple[int, int]
    only: tuple[Sequence[str], Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class PersonDifference:
    name: str
    points: tuple[int, int]
    hours: tuple[float, float]
    cents: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    sides: tuple[Side, Side]
    funds: Sequence[Fund]
    offerings: Sequence[OfferingDifference]
    people: Sequence[PersonDifference]
    same_offerings: int
    same_people: int


def comparison(one: Scenario, other: Scenario, funds: Sequence[Fund]) -> Comparison:
    """Both scenarios must be built."""
    sides = (_side(one), _side(other))
    offerings, same_offerings = _offerings(*sides)
    people, same_people = _people(*sides)
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


def _offerings(one: Side, other: Side) -> tuple[list[OfferingDifference], int]:
    """The differences, the largest in points first, and the number of offerings without any."""
    left, right = one.rows, other.rows
    differences, same = [], 0
    for offering_id in left.keys() | right.keys():
        pair = (left.get(offering_id), right.get(offering_id))
        if _alike(*pair):
            same += 1
            continue
        people = [set(row.people) if row else set() for row in pair]
        named = pair[0] or pair[1]
        differences.append(
            OfferingDifference(
                title=named.title if named else "",
                places=_pair([len(row.people) if row else 0 for row in pair]),
                points=_pair([row.points if row else 0 for row in pair]),
                cents=_pair([row.cents if row else 0 for row in pair]),
                only=(sorted(people[0] - people[1]), sorted(people[1] - people[0])),
            )
        )
    differences.sort(key=lambda each: (-abs(each.points[1] - each.points[0]), each.title))
    return differences, same


def _alike(one: OfferingRow | None, other: OfferingRow | None) -> bool:
    if one is None or other is None:
        return False
    return (one.people, one.cents, one.points) == (other.people, other.cents, other.points)


def _people(one: Side, other: Side) -> tuple[list[PersonDifference], int]:
    names = scenario_queries.names_of(one.closed.keys() | other.closed.keys())
    differences, same = [], 0
    for person_id, name in names.items():
        taken = [[x for x in side.lines if x.person_id == person_id] for side in (one, other)]
        if {x.offering_id for x in taken[0]} == {x.offering_id for x in taken[1]}:
            same += 1
            continue
        differences.append(
            PersonDifference(
                name=name,
                points=_pair([side.closed.get(person_id, 0) for side in (one, other)]),
                hours=(sum(x.hours for x in taken[0]), sum(x.hours for x in taken[1])),
                cents=_pair([sum(x.price_cents for x in lines) for lines in taken]),
            )
        )
    return sorted(differences, key=lambda each: each.name.casefold()), same


def _pair(values: Sequence[int]) -> tuple[int, int]:
    return values[0], values[1]
