"""What an offering would do for a person: arithmetic on values, without a database.

Points are the engine's, tenths of what people see. A tag lifts whoever holds at least its
`from_level` today to its `level`, never lower and never summed; what the items of a plan should
bring counts as held, so that each point is credited once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pdplanner.assessments.gap_queries import Gap
from pdplanner.assessments.gaps import value_table
from pdplanner.web.word_lists import in_a_row

Levels = Mapping[int, int]
"""Indicator id → level."""


class Teaching(Protocol):
    """A tag: from at least `from_level` to `level`."""

    @property
    def indicator_id(self) -> int: ...
    @property
    def level(self) -> int: ...
    @property
    def from_level(self) -> int: ...


@dataclass(frozen=True)
class Need:
    """A gap with the value of holding each level from 0 to 4."""

    gap: Gap
    values: tuple[int, ...]


Needs = Mapping[int, Need]
"""Indicator id → need; only indicators that are rated and short of their target."""


@dataclass(frozen=True)
class Step:
    """What an offering does for one indicator: the level it brings, the points that closes."""

    gap: Gap
    level: int
    points: int


def needs_of(gaps: Iterable[Gap]) -> Needs:
    return {gap.indicator.id: Need(gap, value_table(gap.aim)) for gap in gaps if gap.points}


def held_levels(needs: Needs) -> dict[int, int]:
    return {indicator_id: need.gap.level for indicator_id, need in needs.items()}


def steps(needs: Needs, expected: Levels, tags: Iterable[Teaching]) -> tuple[Step, ...]:
    """Return what the tags add to the expected levels, the most points first."""
    found = []
    for tag in tags:
        need = needs.get(tag.indicator_id)
        if need is None or need.gap.level < tag.from_level:
            continue
        points = need.values[tag.level] - need.values[expected[tag.indicator_id]]
        if points > 0:
            found.append(Step(need.gap, tag.level, points))
    return tuple(sorted(found, key=lambda each: (-each.points, each.gap.indicator.position)))


def starts_higher(needs: Needs, tags: Iterable[Teaching]) -> bool:
    """Whether a tag would close a gap if its person had the level that it starts from."""
    return any(
        need.gap.level < tag.from_level and need.values[tag.level] > need.values[need.gap.level]
        for tag in tags
        if (need := needs.get(tag.indicator_id)) is not None
    )


def lifted(needs: Needs, expected: Levels, tags: Iterable[Teaching]) -> dict[int, int]:
    """Return the expected levels once the tags are taken as well."""
    after = dict(expected)
    for tag in tags:
        need = needs.get(tag.indicator_id)
        if need is not None and need.gap.level >= tag.from_level:
            after[tag.indicator_id] = max(after[tag.indicator_id], tag.level)
    return after


def total(found: Iterable[Step]) -> int:
    return sum(step.points for step in found)


def does_as_much(other: Iterable[Step], than: Iterable[Step]) -> bool:
    """Whether `other` closes at least as much of each indicator that `than` closes."""
    closed = {step.gap.indicator.id: step.points for step in other}
    return all(closed.get(step.gap.indicator.id, 0) >= step.points for step in than)


def why(found: Sequence[Step]) -> str:
    """Say where the steps lead: "3 in III.E.2 (Security practice) and 2 in III.E.4"."""
    titled = len(found) <= 2
    by_level: dict[int, list[str]] = {}
    for step in sorted(found, key=lambda s: (-s.level, s.gap.indicator.position)):
        indicator = step.gap.indicator
        name = f"{indicator.code} ({indicator.title})" if titled else indicator.code
        by_level.setdefault(step.level, []).append(name)
    groups = [f"{level} in {in_a_row(names)}" for level, names in by_level.items()]
    return ", ".join(groups) if len(groups) > 2 or len(found) > 2 else in_a_row(groups)
