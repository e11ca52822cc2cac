"""What a page of the budget is asked for, and the files that it gives."""

import re

from flask import Response, abort, request

from pdplanner import clock
from pdplanner.accounts import access
from pdplanner.organization.queries import time_zone_of
from pdplanner.reports.budget import scope_of, source
from pdplanner.reports.scope import Choice, Scope, choice_of, unit_named

CSV = "text/csv; charset=utf-8"


def asked() -> tuple[Choice, Scope | None]:
    """Return the districts and years in reach, and the year that is looked at, if there is one."""
    paths = access.paths("budget.read")
    choice = choice_of(paths, district_id=request.args.get("district", type=int))
    if choice.district is not None:
        # Whoever reads it from elsewhere sees the months of the district.
        zone = time_zone_of([choice.district.path])
        clock.name_zone(lambda: zone)
    return choice, scope_of(choice, paths, year_id=request.args.get("year", type=int))


def asked_scope() -> Scope:
    """Return the year that is looked at; without one there is nothing to look at."""
    return asked()[1] or abort(404)


def asked_source() -> str:
    return source(request.args.get("of", ""))


def file_name(scope: Scope, ending: str, *, what: str = "plan") -> str:
    """`alder-2026-27-plan.csv`; what is no plain letter or digit becomes a hyphen."""
    named = f"{unit_named(scope.paths, scope.district)}-{scope.year.title}-{what}"
    return f"{slug(named)}.{ending}"


def slug(named: str) -> str:
    return re.sub("[^a-z0-9]+", "-", named.lower()).strip("-")


def file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
