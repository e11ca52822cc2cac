"""Self-assessments, reviews, the level that counts, and the gap to what a role asks for."""

from pdplanner.assessments.views import bp

__all__ = ["bp"]
