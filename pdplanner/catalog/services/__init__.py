"""Changes of the catalog. Every function flushes and leaves the commit to its caller."""

from pdplanner.catalog.services.memberships import (
    enter_membership,
    hold_provider,
    remove_membership,
)
from pdplanner.catalog.services.mentoring import create_mentoring
from pdplanner.catalog.services.own import (
    OfferedAlreadyError,
    create_offering,
    edit_offering,
    restore,
    retire,
)
from pdplanner.catalog.services.quotes import quote, take_back
from pdplanner.catalog.services.requirements import UnknownOfferingError, load_requirements
from pdplanner.catalog.services.runs import add_session, remove_session
from pdplanner.catalog.services.shipped import (
    UnknownIndicatorError,
    load_offerings,
    retire_missing,
)

__all__ = [
    "OfferedAlreadyError",
    "UnknownIndicatorError",
    "UnknownOfferingError",
    "add_session",
    "create_mentoring",
    "create_offering",
    "edit_offering",
    "enter_membership",
    "hold_provider",
    "load_offerings",
    "load_requirements",
    "quote",
    "remove_membership",
    "remove_session",
    "restore",
    "retire",
    "retire_missing",
    "take_back",
]
