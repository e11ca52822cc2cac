"""A plan's receipt: the frozen problem and the result with its certificate, as files."""

from flask import Response, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from pdplanner.accounts import access
from pdplanner.plans.models import Scenario, Status
from pdplanner.plans.team.deleted_plan import load_scenario
from pdplanner.plans.team.views.blueprint import bp

JSON = "application/json; charset=utf-8"


@bp.get("/<int:unit_id>/plan/<int:scenario_id>/problem.json")
@access.requires("team.read")
def problem_file(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    scenario = load_scenario(unit_id, scenario_id)
    return _file(scenario, "problem", scenario.problem)


@bp.get("/<int:unit_id>/plan/<int:scenario_id>/result.json")
@access.requires("team.read")
def result_file(unit_id: int, scenario_id: int) -> ResponseReturnValue:
    scenario = load_scenario(unit_id, scenario_id)
    return _file(scenario, "result", scenario.result)


def _file(scenario: Scenario, part: str, text: str | None) -> ResponseReturnValue:
    """The file; a plan that is not built has none, and is waited for on its own page."""
    if not access.may("level.read", scenario.unit):
        abort(404)
    if scenario.status != Status.BUILT or text is None:
        return redirect(
            url_for(".plan", unit_id=scenario.unit_id, scenario_id=scenario.id), code=302
        )
    response = Response(text, content_type=JSON)
    name = f"plan-{scenario.id}-{part}.json"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
