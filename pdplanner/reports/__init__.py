"""What the plan costs, for those who pay: reads the other slices and owns no tables."""

from pdplanner.reports.views import bp

__all__ = ["bp"]
