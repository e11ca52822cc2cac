"""What is answered about a plan that the unit has not, as where it was deleted meanwhile."""

from flask import Response, abort, flash, make_response, request, url_for

from pdplanner.accounts import access
from pdplanner.accounts.sign_in import signed_in_user
from pdplanner.organization.models import Unit
from pdplanner.plans.models import Scenario
from pdplanner.plans.scenarios import page_version
from pdplanner.plans.scenarios.conflict_words import kept_of
from pdplanner.plans.scenarios.queries import workbench_of
from pdplanner.plans.team.forms import SettingsForm, settings_form
from pdplanner.plans.team.screen import GonePlan, page_of, team_screen
from pdplanner.web.htmx import render, wants_fragment
from pdplanner.web.record_ids import get_or_none
from pdplanner.web.transactions import SAFE_METHODS

GONE = "There is no such plan here, or no longer: it may have been deleted."


def load_scenario(unit_id: int, scenario_id: int) -> Scenario:
    """The scenario; of one that is not there the answer is 404 with the unit's other plans."""
    scenario = find_scenario(unit_id, scenario_id)
    return scenario if scenario is not None else abort(_answer(access.load(Unit, unit_id)))


def find_scenario(unit_id: int, scenario_id: int) -> Scenario | None:
    """None where the unit has no such scenario, 404 where the unit is none of the user's."""
    unit = access.load(Unit, unit_id)
    scenario = get_or_none(Scenario, scenario_id)
    return scenario if scenario is not None and scenario.unit_id == unit.id else None


def gone_screen(unit: Unit, *, not_done: str, form: SettingsForm | None = None) -> str:
    """The unit's page, with what was sent, or what the page of the plan showed, as new settings.

    `not_done` names the step that was asked for.
    """
    page = page_of(unit)
    shown = page_version.read(request.form.get("seen"))
    if form is None:
        form = settings_form(page.funds, values=shown.values if shown else None)
    drafted = page.fiscal_year is not None and workbench_of(
        unit, page.fiscal_year, user_id=signed_in_user().id
    )
    rules = kept_of(shown, unit) if shown else ()
    return team_screen(page, form=form, gone=GonePlan(not_done, rules, replaces=bool(drafted)))


def _answer(unit: Unit) -> Response:
    plans = url_for("teams.scenarios", unit_id=unit.id)
    if not wants_fragment():
        text = render(
            "teams/scenarios.html", fragment="scenarios", page=page_of(unit), problem=GONE
        )
        return make_response(text, 404)
    if request.method not in SAFE_METHODS:
        flash(f"{GONE} Nothing was changed.", "error")
        return Response(status=204, headers={"HX-Redirect": plans})
    return _in_place(plans)


def _in_place(plans: str) -> Response:
    """The sentence in the place of a part of the page, which then asks for it no more."""
    answer = make_response(render("teams/gone.html", fragment="gone", plans=plans, gone=GONE))
    answer.headers["HX-Push-Url"] = "false"
    answer.headers["HX-Reswap"] = "outerHTML"
    if "waiting" in request.args:
        # The settings on that page are somebody's work.
        answer.headers["HX-Retarget"] = "#building-panel"
    return answer
