"""What is asked of the slices above, which know what people plan."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from blinker import Namespace

from pdplanner.catalog.models import Offering
from pdplanner.organization.models import Unit

_signals = Namespace()

planned_without = _signals.signal("planned-without")
"""Asked with the offering of a run, the run's `unit`, its `first` day, and how many runs `go` that
are still there: what plans do without it. Each receiver answers with a `Without`."""


class Holder(NamedTuple):
    """Somebody who has the offering in their plan: how far it is, and where that is read."""

    name: str
    state: str
    address: str


class Without(NamedTuple):
    sentence: str
    holders: Sequence[Holder]


def without_run(offering: Offering, *, unit: Unit, first: date, go: int) -> Without:
    """Return what plans do once a run of an offering is gone; `go` is 0 where it is gone."""
    answers = planned_without.send(offering, unit=unit, first=first, go=go)
    return next((answer for _receiver, answer in answers), Without("", ()))
