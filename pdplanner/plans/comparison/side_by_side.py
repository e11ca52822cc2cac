"""Built scenarios side by side: settings, money, gaps, and where they differ."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pdplanner.budgets.models import Fund
from pdplanner.plans.comparison.gaps import AreaGaps, area_gaps
from pdplanner.plans.comparison.people import PersonDifference, not_in_all, people_that_differ
from pdplanner.plans.comparison.sides import Side, side_of
from pdplanner.plans.models import Scenario, Status
from pdplanner.plans.plan_page.page import OfferingRow


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
class Comparison:
    """`areas` is None where a side was built before the steps were kept.

    `outdated` are the ids of scenarios that rest on other facts than today's. `not_in_all` names,
    for each side, those whom it counts and another does not.
    """

    sides: Sequence[Side]
    funds: Sequence[Fund]
    areas: AreaGaps | None
    offerings: Sequence[OfferingDifference]
    people: Sequence[PersonDifference]
    same_offerings: int
    same_people: int
    outdated: Collection[int] = ()
    not_in_all: Sequence[Sequence[str]] = ()

    @property
    def best(self) -> Side:
        """The side that closes the most, for the least money."""
        return _best(self.sides)

    @property
    def best_today(self) -> Side | None:
        """The same of those that rest on today's facts; None where none does."""
        current = [side for side in self.sides if not self.is_outdated(side)]
        return _best(current) if current else None

    @property
    def of_others(self) -> bool:
        """Whether the sides are not for the same people."""
        return any(self.not_in_all)

    @property
    def all_outdated(self) -> bool:
        """Whether the facts of none of them are those of today."""
        return all(self.is_outdated(side) for side in self.sides)

    def is_outdated(self, side: Side) -> bool:
        return side.scenario.id in self.outdated

    @property
    def cheapest(self) -> Side:
        return min(self.sides, key=lambda side: (side.cost, -side.value))


def comparison(
    scenarios: Sequence[Scenario], funds: Sequence[Fund], *, outdated: Collection[int] = ()
) -> Comparison:
    """All scenarios must be built; `outdated` are the ids of those whose facts have changed."""
    sides = [side_of(each) for each in scenarios]
    offerings, same_offerings = _offerings(sides)
    people, same_people = people_that_differ(sides)
    return Comparison(
        sides=sides,
        funds=funds,
        areas=area_gaps([side.report for side in sides]) if _have_steps(sides) else None,
        offerings=offerings,
        people=people,
        same_offerings=same_offerings,
        same_people=same_people,
        outdated=outdated,
        not_in_all=not_in_all(sides),
    )


def can_be_compared(scenario: Scenario) -> bool:
    return scenario.status == Status.BUILT


def _best(sides: Sequence[Side]) -> Side:
    return max(sides, key=lambda side: (side.value, -side.cost))


def _have_steps(sides: Sequence[Side]) -> bool:
    return all(side.has_steps for side in sides)


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
