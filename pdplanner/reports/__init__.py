"""What the plan costs, for those who pay: reads the other slices, and owns the board's links."""

from pdplanner.reports import board_views
from pdplanner.reports.views import bp

__all__ = ["board_views", "bp"]
