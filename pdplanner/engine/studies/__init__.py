"""What a plan rests on: the same problem with one thing changed, solved and set beside it.

Each study takes the problem and its result and returns finished values. What it says of other
plans is as proven as the plan itself: `bound` is what no plan of the changed problem exceeds.
"""

from pdplanner.engine.studies.changes import Changes, Fallen, changes
from pdplanner.engine.studies.departures import Departure, LostIndicator, departure
from pdplanner.engine.studies.entry import Entry, entry
from pdplanner.engine.studies.free import Free, free
from pdplanner.engine.studies.money import Enough, enough, more_money, scaled
from pdplanner.engine.studies.rules import ActiveRule, active_rules, without_rule
from pdplanner.engine.studies.stability import Doubt, Draw, doubts, draw, redrawn

__all__ = [
    "ActiveRule",
    "Changes",
    "Departure",
    "Doubt",
    "Draw",
    "Enough",
    "Entry",
    "Fallen",
    "Free",
    "LostIndicator",
    "active_rules",
    "changes",
    "departure",
    "doubts",
    "draw",
    "enough",
    "entry",
    "free",
    "more_money",
    "redrawn",
    "scaled",
    "without_rule",
]
