"""What a director sets, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Rule(NamedTuple):
    """A must-have (kind "pin") or an exclusion (kind "exclude"); person None means everybody.

    A rule for one person goes before one for everybody.
    """

    kind: str
    offering_id: int
    person_id: int | None


@dataclass(frozen=True, kw_only=True)
class Settings:
    """`limits` are cents by fund id, `floor` is in points as people see them.

    `away` is how many people of one unit may be away on the same day.

    `previous` holds the (person id, offering id) pairs that this plan should stay near: those of
    the plan before, or of what people asked for where there is none.
    """

    limits: Mapping[int, int] = field(default_factory=dict)
    hours: float | None = None
    allowance_cents: int | None = None
    floor: int = 0
    away: int | None = None
    rules: tuple[Rule, ...] = ()
    previous: tuple[tuple[int, int], ...] = ()

    def pinned_for(self, person_id: int) -> set[int]:
        """Return the offerings that a person must have, by a rule of their own or for everybody."""
        return self._offerings("pin", person_id)

    def excluded_for(self, person_id: int) -> set[int]:
        """Return the offerings left out for a person, by a rule of their own or for everybody."""
        return self._offerings("exclude", person_id)

    def _offerings(self, kind: str, person_id: int) -> set[int]:
        own = {rule.offering_id for rule in self.rules if rule.person_id == person_id}
        return {
            rule.offering_id
            for rule in self.rules
            if rule.kind == kind
            and (
                rule.person_id == person_id
                or (rule.person_id is None and rule.offering_id not in own)
            )
        }
