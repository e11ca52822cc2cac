"""Readiness by skill area, for superintendents and boards: no person, no small group."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.organization.models import Unit
from pdplanner.organization.queries import lineages
from pdplanner.plans.standing.readiness import readiness
from pdplanner.web.htmx import render

bp = Blueprint("readiness", __name__, url_prefix="/teams")


@bp.get("/readiness")
@access.requires("readiness.read")
def index() -> ResponseReturnValue:
    units = lineages.units_at(access.paths("readiness.read"))
    if len(units) == 1:
        return redirect(url_for(".show", unit_id=units[0].id))
    return render("teams/readiness_index.html", fragment="units", units=units)


@bp.get("/<int:unit_id>/readiness")
@access.requires("readiness.read")
def show(unit_id: int) -> ResponseReturnValue:
    unit = access.load(Unit, unit_id)
    return render(
        "teams/readiness.html",
        fragment="readiness",
        unit=unit,
        above=lineages.lineage_within(unit, access.paths("readiness.read")),
        readiness=readiness(unit),
    )
