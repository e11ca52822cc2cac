"""Short ways to write problems that a reader can solve by hand."""

from typing import Any

from pdplanner.engine import Fund, Offering, Person, Problem, Result, Tag, Target

DATA = "III.E.2"
"""The indicator that most instances are about."""

SAFETY = "I.A.9"


def course(name: str = "course", **changes: Any) -> Offering:
    """A free four-hour offering that takes anybody to level 2 of DATA."""
    values: dict[str, Any] = {"hours": 4, "price": 0, "teaches": (teaches(),)}
    return Offering(id=name, **{**values, **changes})


def teaches(level: int = 2, indicator: str = DATA, start: int = 0) -> Tag:
    return Tag(indicator=indicator, level=level, start=start)


def learner(name: str = "ana", **changes: Any) -> Person:
    """Somebody at level 0 with eight hours who wants level 3 of DATA, 5 points a level."""
    values: dict[str, Any] = {"hours": 8, "targets": {DATA: wants()}}
    return Person(id=name, **{**values, **changes})


def wants(level: int = 3, weight: int = 5) -> Target:
    return Target(level=level, weight=weight)


def problem(*parts: Offering | Person, money: int = 100_000, **changes: Any) -> Problem:
    """A problem of these offerings and people with one fund, `local`."""
    values: dict[str, Any] = {
        "funds": (Fund(id="local", amount=money),),
        "offerings": tuple(part for part in parts if isinstance(part, Offering)),
        "people": tuple(part for part in parts if isinstance(part, Person)),
    }
    return Problem(**{**values, **changes})


def taken(result: Result) -> set[tuple[str, str]]:
    """(person, offering) of every choice."""
    return {(choice.person, choice.offering) for choice in result.choices}


def modes(result: Result) -> list[str]:
    return sorted(choice.mode for choice in result.choices)
