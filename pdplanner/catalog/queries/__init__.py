"""Reads of the catalog: what is offered to whom, on which terms, and how to find it."""

from pdplanner.catalog.queries.blackouts import blackouts_of
from pdplanner.catalog.queries.facets import Counts, counts, taught_indicators
from pdplanner.catalog.queries.offerings import offerings_for
from pdplanner.catalog.queries.requirements import requirements_of, unmet
from pdplanner.catalog.queries.results import (
    PAGE_SIZE,
    Listed,
    listed,
    memberships_of,
    page_of,
    quotes_of,
    runs_of,
)
from pdplanner.catalog.queries.sight import (
    Quoting,
    districts_in_reach,
    home_district,
    number_proposed,
    quoting_for,
    units_in_reach,
)
from pdplanner.catalog.queries.terms import Terms, terms_of

__all__ = [
    "PAGE_SIZE",
    "Counts",
    "Listed",
    "Quoting",
    "Terms",
    "blackouts_of",
    "counts",
    "districts_in_reach",
    "home_district",
    "listed",
    "memberships_of",
    "number_proposed",
    "offerings_for",
    "page_of",
    "quotes_of",
    "quoting_for",
    "requirements_of",
    "runs_of",
    "taught_indicators",
    "terms_of",
    "units_in_reach",
    "unmet",
]
