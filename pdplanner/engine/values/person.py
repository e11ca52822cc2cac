"""Who learns: a person, where they stand, where they want to be, what they may spend."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pdplanner.engine.values import fields
from pdplanner.engine.values.errors import ProblemError, refuse


@dataclass(frozen=True, kw_only=True)
class Target:
    """Either a level and the weight of each level up to it, or the points of holding 0..4."""

    level: int | None = None
    weight: int | None = None
    points: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        if self.points is not None:
            if self.level is not None or self.weight is not None:
                raise ProblemError("points", "given beside level or weight, expected one of them")
            self._check_points(self.points)
            return
        fields.check_level("level", self.level)
        fields.check_points("weight", "weight", self.weight)

    def _check_points(self, points: tuple[int, ...]) -> None:
        fields.check_tuple("points", points)
        if len(points) != fields.HIGHEST_LEVEL + 1:
            raise ProblemError("points", f"{len(points)} values, expected 5 (levels 0 to 4)")
        for level, value in enumerate(points):
            fields.check_points(f"points[{level}]", "points", value)
            if level and value < points[level - 1]:
                least = f"at least {points[level - 1]}, the points of the level below"
                raise refuse(f"points[{level}]", "points", value, least)

    def worth(self, level: int) -> int:
        """Points of holding a level; only differences between two levels mean anything."""
        return self._worths[level]

    @cached_property
    def top(self) -> int:
        """The lowest level above which nothing is left to gain."""
        return self._worths.index(self._worths[-1])

    @cached_property
    def _worths(self) -> tuple[int, ...]:
        if self.points is not None:
            return self.points
        levels = range(fields.HIGHEST_LEVEL + 1)
        return tuple((self.weight or 0) * min(level, self.level or 0) for level in levels)


@dataclass(frozen=True, kw_only=True)
class SoftFloor:
    """Each point up to `points` counts `extra` points more; those above count as they are."""

    points: int
    extra: int

    def __post_init__(self) -> None:
        fields.check_whole("points", "points", self.points, most=fields.MOST_FLOOR)
        fields.check_whole("extra", "extra", self.extra, least=1, most=fields.MOST_EXTRA)

    def worth(self, closed: int) -> int:
        """What it adds to points that are closed."""
        return self.extra * min(self.points, closed)


def _check_target(path: str, value: Any) -> None:
    fields.check_part(path, value, Target)


@dataclass(frozen=True, kw_only=True)
class Person:
    """cap None: no limit of their own. funds None: any fund. A level not given is 0.

    `term_hours` are the most in offerings of a term; a term not given has no limit of its own.
    `busy` are sessions in which they are elsewhere.
    """

    id: str
    hours: float
    term_hours: Mapping[str, float] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    funds: tuple[str, ...] | None = None
    cap: int | None = None
    floor: int = 0
    soft_floor: SoftFloor | None = None
    pinned: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    busy: tuple[str, ...] = ()
    levels: Mapping[str, int] = field(default_factory=dict)
    targets: Mapping[str, Target] = field(default_factory=dict)

    def __post_init__(self) -> None:
        fields.check_id("id", self.id)
        fields.check_hours("hours", self.hours)
        fields.check_entries("term_hours", self.term_hours, fields.check_hours)
        for name in ("done", "pinned", "excluded", "busy"):
            fields.check_ids(name, getattr(self, name))
        fields.check_optional_ids("funds", self.funds)
        if self.cap is not None:
            fields.check_cents("cap", "cap", self.cap)
        fields.check_whole("floor", "floor", self.floor, most=fields.MOST_FLOOR)
        fields.check_optional_part("soft_floor", self.soft_floor, SoftFloor)
        fields.check_entries("levels", self.levels, fields.check_level)
        fields.check_entries("targets", self.targets, _check_target)

    def level(self, indicator: str) -> int:
        """The level held today."""
        return self.levels.get(indicator, 0)

    def extra_of(self, closed: int) -> int:
        """What the soft floor adds to points that are closed; 0 without one."""
        return 0 if self.soft_floor is None else self.soft_floor.worth(closed)

    @cached_property
    def quarters(self) -> int:
        """Hours in quarters of an hour, a whole number."""
        return int(self.hours * 4)

    @cached_property
    def term_quarters(self) -> dict[str, int]:
        return {term: int(hours * 4) for term, hours in self.term_hours.items()}

    def quarters_in(self, term: str | None) -> int:
        """Quarters of an hour that one offering of a term may take."""
        return min(self.quarters, self.term_quarters.get(term or "", self.quarters))
