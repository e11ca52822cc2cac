"""What is asked of the slices above, which know what they keep in a fiscal year.

Each receiver answers with a list of words; what it names stands in the way.
"""

from blinker import Namespace

_signals = Namespace()

in_the_year = _signals.signal("in-the-year")
"""Asked with the year as sender: "3 plans of people", "a team plan". Nothing in it: no words."""

outside_days = _signals.signal("outside-days")
"""Asked with the year, and its new first and last day as `days`: what would stand outside them."""

year_goes = _signals.signal("year-goes")
"""Told with the year before it is removed, so that empty rows of it go first."""
