"""Offerings, what they teach, when they run and what they cost a district."""

from pdplanner.catalog.models.offerings import (
    Format,
    Offering,
    Provider,
    Requirement,
    Session,
    Tag,
)
from pdplanner.catalog.models.terms import Membership, Quote

__all__ = [
    "Format",
    "Membership",
    "Offering",
    "Provider",
    "Quote",
    "Requirement",
    "Session",
    "Tag",
]
