"""The pages of units, people and grants."""

from pdplanner.organization.views import accounts, grants, people, person, units
from pdplanner.organization.views.blueprint import bp

__all__ = ["accounts", "bp", "grants", "people", "person", "units"]
