"""The pages of units, people and grants."""

from pdplanner.organization.views import (
    absences,
    accounts,
    addresses,
    grants,
    people,
    person,
    units,
)
from pdplanner.organization.views.blueprint import bp

__all__ = ["absences", "accounts", "addresses", "bp", "grants", "people", "person", "units"]
