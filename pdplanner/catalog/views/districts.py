"""For which district terms are entered."""

from collections.abc import Sequence

from flask import abort, request

from pdplanner.catalog import queries
from pdplanner.organization.models import Unit


def districts() -> Sequence[Unit]:
    """Quotes and memberships are a district's: whoever reaches none has none to enter."""
    return queries.districts_in_reach() or abort(404)


def asked_for(districts: Sequence[Unit]) -> Unit:
    """The one that the request names, else the user's own, else the first."""
    asked = request.values.get("unit_id", "")
    home = queries.home_district()
    wanted = [unit for unit in districts if str(unit.id) == asked]
    return next(iter([*wanted, *(unit for unit in districts if unit == home), *districts]))
