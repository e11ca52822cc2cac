"""What a director sets, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Wish(NamedTuple):
    """A must-have (kind "pin") or an exclusion (kind "exclude"); person None means everybody.

    What is wished for one person goes before what is wished for everybody.
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
    wishes: tuple[Wish, ...] = ()
    previous: tuple[tuple[int, int], ...] = ()

    def wished(self, kind: str, person_id: int) -> set[int]:
        """Return the offerings wished for a person in this way, by them or for everybody."""
        own = {wish.offering_id for wish in self.wishes if wish.person_id == person_id}
        return {
            wish.offering_id
            for wish in self.wishes
            if wish.kind == kind
            and (
                wish.person_id == person_id
                or (wish.person_id is None and wish.offering_id not in own)
            )
        }
