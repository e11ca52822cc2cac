"""What a page of the budget is asked for, and the files that it gives."""

import re
from unicodedata import combining, normalize

from flask import Response, abort, request
from sqlalchemy import ColumnElement

from pdplanner import clock
from pdplanner.accounts import access
from pdplanner.organization.models import Unit
from pdplanner.organization.queries import time_zone_of
from pdplanner.reports.figures.scope import Choice, Scope, choice_of, funds_within, unit_named
from pdplanner.reports.pages.budget import scope_of, source

# Letters that are no plain one with an accent.
SPELLED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
CSV = "text/csv; charset=utf-8"


def asked() -> tuple[Choice, Scope | None]:
    """Return the districts and years in reach, and the year that is looked at, if there is one."""
    paths = access.paths("budget.read")
    choice = choice_of(paths, district_id=request.args.get("district", type=int))
    if choice.district is not None:
        in_zone_of(choice.district)
    return choice, scope_of(choice, paths, year_id=request.args.get("year", type=int))


def in_zone_of(district: Unit) -> None:
    """Whoever reads it from elsewhere sees the days and months of the district."""
    zone = time_zone_of([district.path])
    clock.name_zone(lambda: zone)


def asked_scope() -> Scope:
    """Return the year that is looked at; without one there is nothing to look at."""
    return asked()[1] or abort(404)


def named() -> ColumnElement[bool]:
    """The condition on Fund and Unit for funds whose names the reader meets in their budget."""
    return funds_within(access.paths("budget.read"))


def asked_source() -> str:
    return source(request.args.get("of", ""))


def file_name(scope: Scope, ending: str, *, what: str = "plan") -> str:
    """`alder-2026-27-plan.csv`; where a name has no such letter the district's number stands."""
    unit = slug(unit_named(scope.paths, scope.district)) or f"district-{scope.district.id}"
    return f"{unit}-{slug(f'{scope.year.title}-{what}')}.{ending}"


def slug(named: str) -> str:
    """Plain letters and digits, accents taken off; what is left of the rest is a hyphen."""
    letters = normalize("NFKD", named.casefold().translate(SPELLED))
    plain = "".join(each for each in letters if not combining(each))
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")


def file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
