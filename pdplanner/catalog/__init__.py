"""What can be learned where: offerings, what they teach, their dates, and what a district pays."""

from pdplanner.catalog.views import bp

__all__ = ["bp"]
