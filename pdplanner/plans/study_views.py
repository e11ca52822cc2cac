"""What a plan rests on: its questions and the answers so far."""

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.extensions import db
from pdplanner.plans import tasks
from pdplanner.plans.models import Scenario, Status
from pdplanner.plans.studies import asking
from pdplanner.plans.studies.page import study_page
from pdplanner.plans.team_screen import page_of
from pdplanner.plans.team_views import bp, load_scenario
from pdplanner.web.htmx import render, wants_fragment
from pdplanner.web.transactions import SAFE_METHODS

# What looks again by itself says so in its address.
PARTS = {"curve": "curve", "progress": "asked"}


@bp.get("/<int:unit_id>/plan/<int:scenario_id>/studies")
@access.requires("team.read")
def studies(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    scenario = _built(unit_id, scenario_id)
    page = page_of(scenario.unit, scenario)
    return render(
        "teams/studies.html",
        fragment=next((PARTS[each] for each in PARTS if each in request.args), "studies"),
        page=page,
        scenario=scenario,
        found=study_page(scenario, page.funds),
        may_see_levels=access.may("level.read", scenario.unit),
    )


@bp.post("/<int:unit_id>/plan/<int:scenario_id>/studies")
@access.requires("scenario.write")
def study(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    """Ask all questions of a plan, or the draws; again where they were stopped."""
    scenario = _built(unit_id, scenario_id)
    begin = asking.begin_draws if "draws" in request.form else asking.begin
    idle = begin(scenario)
    db.session.commit()
    if idle:
        tasks.study.later(scenario_id)
    return _to_studies(unit_id, scenario_id)


@bp.post("/<int:unit_id>/plan/<int:scenario_id>/studies/stop")
@access.requires("scenario.write")
def stop_studies(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    asking.stop(_built(unit_id, scenario_id))
    db.session.commit()
    return _to_studies(unit_id, scenario_id)


def _built(unit_id: int, scenario_id: int) -> Scenario:
    """The scenario; one that is not built is waited for on its own page."""
    scenario = load_scenario(unit_id, scenario_id)
    if scenario.status != Status.BUILT:
        if wants_fragment():
            # What looks again by itself must not put that page into its own place.
            address = url_for(".plan", unit_id=unit_id, scenario_id=scenario_id)
            abort(Response(status=204, headers={"HX-Redirect": address}))
        code = 302 if request.method in SAFE_METHODS else 303
        abort(redirect(url_for(".plan", unit_id=unit_id, scenario_id=scenario_id), code))
    return scenario


def _to_studies(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    return redirect(url_for(".studies", unit_id=unit_id, scenario_id=scenario_id), 303)
