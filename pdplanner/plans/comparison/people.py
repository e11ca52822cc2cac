"""The people whose part is not the same in several plans."""

from collections.abc import Sequence
from dataclasses import dataclass

from pdplanner.organization.queries.people import names_of
from pdplanner.plans.comparison.sides import Side
from pdplanner.plans.models import ScenarioLine
from pdplanner.plans.planner.report_figures import PersonFigures


@dataclass(frozen=True, kw_only=True)
class PersonDifference:
    """What a person closes, what stays open for them, and what that takes, on each side."""

    name: str
    points: Sequence[int]
    left: Sequence[int]
    hours: Sequence[float]
    cents: Sequence[int]


def people_that_differ(sides: Sequence[Side]) -> tuple[list[PersonDifference], int]:
    """The people who do not take, close and leave the same on every side, and the number who do."""
    names = names_of({each for side in sides for each in side.people})
    differences = []
    for person_id, name in names.items():
        taken = [[x for x in side.lines if x.person_id == person_id] for side in sides]
        found = _person(name, taken, [side.people.get(person_id) for side in sides])
        first, *others = [
            ({x.offering_id for x in lines}, *figures)
            for lines, *figures in zip(taken, found.points, found.left, strict=True)
        ]
        if any(each != first for each in others):
            differences.append(found)
    same = len(names) - len(differences)
    return sorted(differences, key=lambda each: each.name.casefold()), same


def not_in_all(sides: Sequence[Side]) -> list[list[str]]:
    """Name the people of each side whom not all of them count."""
    counted = [set(side.people) for side in sides]
    everywhere = set.intersection(*counted)
    names = names_of(set.union(*counted) - everywhere)
    return [sorted(names[one] for one in ids - everywhere if one in names) for ids in counted]


def _person(
    name: str, taken: Sequence[Sequence[ScenarioLine]], figures: Sequence[PersonFigures | None]
) -> PersonDifference:
    return PersonDifference(
        name=name,
        points=[each.closed if each else 0 for each in figures],
        left=[each.gap - each.closed if each else 0 for each in figures],
        hours=[sum(line.hours for line in lines) for lines in taken],
        cents=[sum(line.price_cents for line in lines) for lines in taken],
    )
