"""The lists of the budget as files, and what was not funded."""

from flask import abort, request
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.reports.csv_files.budget_lists import LISTS, File, vendors_file, years_file
from pdplanner.reports.figures.unfunded import unfunded_page
from pdplanner.reports.pages.arguments import (
    CSV,
    asked,
    asked_scope,
    asked_source,
    file,
    file_name,
    slug,
)
from pdplanner.reports.views.blueprint import bp
from pdplanner.web.htmx import page

OF_DISTRICT = ("years", "vendors")


@bp.get("/unfunded")
@access.requires("budget.read")
def unfunded() -> ResponseReturnValue:
    """What people asked for and nobody funded, with its age."""
    scope = asked_scope()
    found = unfunded_page(scope, number=request.args.get("page"))
    return page("reports/unfunded.html", found=found, over=scope.over)


@bp.get("/lists/<which>.csv")
@access.requires("budget.read")
def list_as_csv(which: str) -> ResponseReturnValue:
    """Each list of the budget by its name."""
    if which in OF_DISTRICT:
        return _of_district(which)
    make = LISTS.get(which) or abort(404)
    scope = asked_scope()
    text = make(scope, asked_source()).text
    return file(text.encode(), CSV, file_name(scope, "csv", what=which))


def _of_district(which: str) -> ResponseReturnValue:
    choice, _scope = asked()
    district = choice.district or abort(404)
    found: File | None
    if which == "years":
        found = years_file(choice, access.paths("budget.read"))
    else:
        found = vendors_file(choice)
    text = (found or abort(404)).text
    return file(text.encode(), CSV, f"{slug(f'{district.name}-{which}')}.csv")
