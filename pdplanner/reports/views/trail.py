"""The audit trail on screen and as a file."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.reports.trail.csv_file import trail_csv
from pdplanner.reports.trail.entries import KINDS, areas_read, trail_page, whole_trail
from pdplanner.reports.trail.forms import TrailForm
from pdplanner.web.htmx import render

bp = Blueprint("trail", __name__, url_prefix="/audit")


@bp.get("/")
@access.requires("trail.read")
def index() -> ResponseReturnValue:
    form = _form()
    found = trail_page(form.wanted, number=request.args.get("page"))
    return render(
        "reports/trail.html", fragment="entries", form=form, found=found, areas=areas_read()
    )


@bp.get("/trail.csv")
@access.requires("trail.read")
def as_csv() -> ResponseReturnValue:
    response = Response(trail_csv(whole_trail(_form().wanted)).encode())
    response.content_type = "text/csv; charset=utf-8"
    response.headers.set("Content-Disposition", "attachment", filename="audit-trail.csv")
    return response


def _form() -> TrailForm:
    return TrailForm(request.args, kinds=[kind for area in areas_read() for kind in KINDS[area]])
