"""What somebody is told: kept on a page, and mailed as they want it."""

from pdplanner.notices.views import bp

__all__ = ["bp"]
