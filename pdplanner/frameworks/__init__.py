"""Frameworks that people and school systems are assessed on, to load and to read."""

from pdplanner.frameworks.views import bp

__all__ = ["bp"]
