"""What a person's work asks of an indicator."""

from typing import NamedTuple


class Aim(NamedTuple):
    """A target with its weight: in full up to `level`, by half up to `good_enough`, if any."""

    level: int
    good_enough: int | None
    weight: int

    def __or__(self, other: "Aim") -> "Aim":
        """Join the aims of two job roles: the highest level, good-enough level and weight."""
        level = max(self.level, other.level)
        good_enough = max(self.good_enough or 0, other.good_enough or 0)
        return Aim(
            level=level,
            good_enough=good_enough if good_enough > level else None,
            weight=max(self.weight, other.weight),
        )
