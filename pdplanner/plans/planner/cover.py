"""How many of a team may be away on one day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pdplanner.plans.planner.attendance import days_committed
from pdplanner.plans.planner.settings import Settings
from pdplanner.plans.planner.team_inputs import TeamInputs


class DayLimit(NamedTuple):
    """So many of these rated people at most may be away on a day."""

    people: tuple[str, ...]
    day: str
    away: int


@dataclass(frozen=True, kw_only=True)
class AwayLimits:
    """`most` is how many of a group may be away, by the ids of its people; `busy` are the days on
    which committed items take people away, by person id.
    """

    most: Mapping[tuple[int, ...], int]
    rated: frozenset[int]
    busy: Mapping[int, set[str]]

    def on(self, days: Iterable[str]) -> list[DayLimit]:
        """Return the limits of each group on each day; whom a committed item takes away counts."""
        wanted = sorted(days)
        return [
            DayLimit(
                tuple(str(one) for one in people if one in self.rated),
                day,
                max(0, away - sum(day in self.busy.get(one, ()) for one in people)),
            )
            for people, away in sorted(self.most.items())
            for day in wanted
        ]


def away_limits(inputs: TeamInputs, settings: Settings) -> AwayLimits:
    """The setting is for each unit's own people, a minimum cover for those of its subtree."""
    found: dict[tuple[int, ...], int] = {}
    if settings.away is not None:
        teams: dict[int, list[int]] = defaultdict(list)
        for person in inputs.people:
            teams[person.unit_id].append(person.id)
        found = dict.fromkeys(map(tuple, teams.values()), settings.away)
    for unit in inputs.covered:
        people = tuple(each.id for each in inputs.people if each.unit.path.startswith(unit.path))
        away = max(0, len(people) - (unit.cover or 0))
        found[people] = min(away, found.get(people, away))
    return AwayLimits(
        most={people: away for people, away in found.items() if len(people) > away},
        rated=frozenset(person.id for person in inputs.rated),
        busy=days_committed(inputs),
    )
