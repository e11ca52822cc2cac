"""What the plan costs, for those who pay: reads the other slices, and owns the board's links."""

from pdplanner.reports import board_views, list_views, trail_views
from pdplanner.reports.views import bp

more_blueprints = (trail_views.bp,)

__all__ = ["board_views", "bp", "list_views", "more_blueprints"]
