"""Reads of the organization: units, people, and what their job roles ask of them."""

from pdplanner.organization.queries.blackouts import blackouts_in
from pdplanner.organization.queries.directory import PeoplePage, people_page
from pdplanner.organization.queries.former_units import former_units
from pdplanner.organization.queries.grants import grants_of, grants_reaching, holders_of
from pdplanner.organization.queries.job_roles import job_roles_at
from pdplanner.organization.queries.people import (
    people_in,
    person_of,
    staff_among,
    stands_behind_somebody,
)
from pdplanner.organization.queries.targets import targets_of
from pdplanner.organization.queries.time_zones import time_zone_of
from pdplanner.organization.queries.units import (
    DEFAULT_STALE_MONTHS,
    UnitName,
    ancestors,
    below,
    covered_units,
    district_of,
    head_counts,
    stale_months,
    unit_names,
    units_below,
)

__all__ = [
    "DEFAULT_STALE_MONTHS",
    "PeoplePage",
    "UnitName",
    "ancestors",
    "below",
    "blackouts_in",
    "covered_units",
    "district_of",
    "former_units",
    "grants_of",
    "grants_reaching",
    "head_counts",
    "holders_of",
    "job_roles_at",
    "people_in",
    "people_page",
    "person_of",
    "staff_among",
    "stale_months",
    "stands_behind_somebody",
    "targets_of",
    "time_zone_of",
    "unit_names",
    "units_below",
]
