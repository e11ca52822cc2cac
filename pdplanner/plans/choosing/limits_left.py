"""What there is room for: hours, allowance, places and what comes first, before any button."""

from collections.abc import Mapping
from dataclasses import dataclass

from pdplanner.catalog.models import Offering
from pdplanner.plans.choosing.offers import Choice
from pdplanner.plans.learning_plans.required import Required
from pdplanner.plans.learning_plans.standing import Standing


@dataclass(frozen=True)
class Limits:
    """Which limits a choice goes beyond."""

    full: bool
    over_hours: bool
    over_allowance: bool
    first: tuple[Offering, ...]
    """What it requires and the person has neither done nor planned."""

    @property
    def fits(self) -> bool:
        return not (self.full or self.over_hours or self.over_allowance or self.first)


@dataclass(frozen=True)
class Room:
    """What is left; a proposal has its own already, and gives it up for what is taken instead."""

    standing: Standing
    taken: Mapping[int, int]
    required: Required

    def fits(self, choice: Choice, *, instead_of: Choice | None = None) -> bool:
        return self.limits(choice, instead_of=instead_of).fits

    def limits(self, choice: Choice, *, instead_of: Choice | None = None) -> Limits:
        item = instead_of.asked.item if instead_of and instead_of.asked else None
        hours_back, cents_back = (item.hours, item.allowance_cents) if item else (0, 0)
        new, left = not choice.asked, self.standing.allowance_left
        seats, offering_id = choice.terms.seats, choice.offering.id
        has = self.standing.offerings - ({item.offering_id} if item else set())
        return Limits(
            first=self.required.first(offering_id, has=has) if new else (),
            full=new and seats is not None and self.taken.get(offering_id, 0) >= seats,
            over_hours=new and choice.hours > self.standing.hours_left + hours_back,
            over_allowance=new and left is not None and choice.cost > left + cents_back,
        )
