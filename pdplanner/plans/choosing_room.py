"""What there is room for: hours, allowance and places, before anybody presses a button."""

from collections.abc import Mapping
from dataclasses import dataclass

from pdplanner.plans.choosing_offers import Choice
from pdplanner.plans.choosing_standing import Standing


@dataclass(frozen=True)
class Limits:
    """Which limits a choice goes beyond."""

    full: bool
    over_hours: bool
    over_allowance: bool

    @property
    def fits(self) -> bool:
        return not (self.full or self.over_hours or self.over_allowance)


@dataclass(frozen=True)
class Room:
    """What is left; a proposal has its own already, and gives it up for what is taken instead."""

    standing: Standing
    taken: Mapping[int, int]

    def fits(self, choice: Choice, *, instead_of: Choice | None = None) -> bool:
        return self.limits(choice, instead_of=instead_of).fits

    def limits(self, choice: Choice, *, instead_of: Choice | None = None) -> Limits:
        item = instead_of.asked.item if instead_of and instead_of.asked else None
        hours_back, cents_back = (item.hours, item.allowance_cents) if item else (0, 0)
        new, left = not choice.asked, self.standing.allowance_left
        seats = choice.terms.seats
        return Limits(
            full=new and seats is not None and self.taken.get(choice.offering.id, 0) >= seats,
            over_hours=new and choice.hours > self.standing.hours_left + hours_back,
            over_allowance=new and left is not None and choice.cost > left + cents_back,
        )
