"""What is asked of the slices above, which know what people plan."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from blinker import Namespace

from pdplanner.catalog.models import Offering
from pdplanner.organization.models import Unit

_signals = Namespace()

planned_without = _signals.signal("planned-without")
"""Asked with an offering and `runs` of it (`GoingRun`): what plans do without each of them. Each
receiver answers with a `Without` of each run, in their order."""


class GoingRun(NamedTuple):
    """A run of a unit that may be removed, or (`last` None) that was removed already."""

    unit: Unit
    first: date
    last: date | None


class Holder(NamedTuple):
    """Somebody who has the offering in their plan: how far it is, and where that is read."""

    name: str
    state: str
    address: str


class Without(NamedTuple):
    sentence: str
    holders: Sequence[Holder]


def without_each(offering: Offering, runs: Sequence[GoingRun]) -> Sequence[Without]:
    """Return what plans do once each run of an offering, and no other one, is gone."""
    if not runs:
        return ()
    answers = planned_without.send(offering, runs=runs)
    return next((answer for _receiver, answer in answers), [Without("", ())] * len(runs))
