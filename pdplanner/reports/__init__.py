"""What the plan costs, for those who pay: reads the other slices, and owns the board's links."""

from pdplanner.reports.board import year_listeners
from pdplanner.reports.views import bp
from pdplanner.reports.views.trail import bp as trail_bp

more_blueprints = (trail_bp,)

# Imported for what it listens to, too.
__all__ = ["bp", "more_blueprints", "year_listeners"]
