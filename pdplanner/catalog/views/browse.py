from dataclasses import dataclass, replace
from typing import Any

from flask import make_response, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.catalog import queries
from pdplanner.catalog.forms import FilterForm
from pdplanner.catalog.models import Offering
from pdplanner.catalog.search import Search
from pdplanner.catalog.views.blueprint import bp
from pdplanner.catalog.views.choices import facets
from pdplanner.catalog.views.offering_page import offering_page
from pdplanner.web.htmx import render
from pdplanner.web.paging import Paging, page_number


@dataclass(frozen=True, kw_only=True)
class FoundPage(Paging):
    """Which of the matching offerings are on the page, and its address."""

    search: Search

    @property
    def here(self) -> str:
        values: dict[str, Any] = dict(self.search.address_values)
        if self.number > 1:
            values["page"] = self.number
        return url_for("catalog.index", **values)


@bp.get("/")
@access.requires("catalog.read")
def index() -> ResponseReturnValue:
    form = FilterForm(request.args)
    search = form.search
    writer = access.may_somewhere("catalog.write")
    search = replace(search, retired=search.retired and writer)
    district = queries.home_district()
    district_id = district.id if district else None
    counts = queries.counts(search, district_id)
    paging = _page(search, counts.total)
    page = render(
        "catalog/index.html",
        fragment="results",
        form=form,
        search=search,
        paging=paging,
        facets=facets(search, counts, queries.taught_indicators()),
        rows=queries.page_of(search, district_id, page=paging),
        writer=writer,
        proposed=queries.number_proposed() if writer else 0,
    )
    response = make_response(page)
    # The address without the empty fields that a browser would put into it.
    response.headers["HX-Push-Url"] = paging.here
    return response


@bp.get("/<int:offering_id>")
@access.requires("catalog.read")
def show(offering_id: int) -> ResponseReturnValue:
    return offering_page(access.load(Offering, offering_id))


def _page(search: Search, count: int) -> FoundPage:
    size = queries.PAGE_SIZE
    number = page_number(request.args.get("page"), size=size, count=count)
    return FoundPage(search=search, number=number, size=size, count=count)
