"""Units, people, their job roles, and the roles that accounts have at units."""

from pdplanner.organization.views import bp

__all__ = ["bp"]
