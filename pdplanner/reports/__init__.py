"""What the plan costs, for those who pay: reads the other slices, and owns the board's links."""

from pdplanner.reports import board_views, links_in_year, list_views, trail_views
from pdplanner.reports.views import bp

more_blueprints = (trail_views.bp,)

# Imported for what it listens to, too.
__all__ = ["board_views", "bp", "links_in_year", "list_views", "more_blueprints"]
