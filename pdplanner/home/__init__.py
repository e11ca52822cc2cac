"""The start page: each role's next step. It reads the other slices and owns no tables."""

from pdplanner.home.views import bp

__all__ = ["bp"]
